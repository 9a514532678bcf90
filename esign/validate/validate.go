package validate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// Errors of Validate; they come wrapped.
var (
	// ErrInput says that the input is neither a signed message nor a signed XML document, or that revocation data beside it are
	// none, so that there is nothing to report on.
	ErrInput = errors.New("unusable input")
	// ErrPolicy says that a policy is not known, or lacks what it needs: anchors or the control time.
	ErrPolicy = errors.New("policy cannot be applied")
)

// Policy names a policy; the package comment says what each asks for.
type Policy string

// The policies.
const (
	Crypto    Policy = "crypto"
	Trusted   Policy = "trusted"
	Qualified Policy = "qualified"
	Trial     Policy = "trial"
)

// PolicyVersion is the version of all policies in reports. It changes whenever one of them judges otherwise.
const PolicyVersion = "2026-11-21"

// Version is the version of the tool in reports.
const Version = "1.0"

// pathTime is how long building chains and looking up revocation may take in all (T6 of the rules of trust).
const pathTime = 2 * time.Second

// Input is what is to be checked, and what is known besides.
type Input struct {
	// Signature is a CMS message, in DER, BER, PEM or base64, or an XML document with its signatures. It must not be changed.
	Signature []byte
	// Document is the signed document where it is detached. Where it is attached it may be nil; if it is not, it must be the same.
	Document io.Reader
	// Certificates may be those of signers, where the signature has none.
	Certificates []*cert.Certificate
	// Anchors are trusted; Untrusted are certificates to build chains through.
	Anchors, Untrusted []*cert.Certificate
	// TimestampAnchors are those in which chains of time-stamping authorities must end: a list of their own (T3 of the rules of
	// trust). If it is empty, no time is proven.
	TimestampAnchors []*cert.Certificate
	// CRLs are revocation lists in DER, OCSP responses in DER.
	CRLs, OCSP [][]byte
	// ControlTime is the time of checking. The policy Crypto needs none.
	ControlTime time.Time
}

// Options are of the installation. The zero Options are those of a real one.
type Options struct {
	// AllowTrial lets trial certificates through under the policy Trusted; a real installation never does (T8 of the rules of
	// trust).
	AllowTrial bool
	// TrustSource says in the report where the anchors come from; if it is empty, "ca-file".
	TrustSource string
	// Tables may be nil.
	Tables *algorithm.Tables
}

// validation is one run.
type validation struct {
	in     Input
	policy Policy
	o      Options
	report *Report

	anchors, stampAnchors *cert.Pool
	evidence              revocation.Evidence
	tokens                int
}

// Validate checks all signatures of the input by a policy. Whatever is wrong with them is said by the report. The error wraps
// ErrInput or ErrPolicy, or is one of reading the document, or of ctx.
func Validate(ctx context.Context, in Input, p Policy, o Options) (Report, error) {
	v := &validation{in: in, policy: p, o: o}
	if err := v.prepare(); err != nil {
		return Report{}, err
	}
	v.report = &Report{
		Format: Format, Tool: Tool{Version: Version}, Policy: PolicyRef{ID: p, Version: PolicyVersion},
		ControlTime: moment(in.ControlTime), Signers: []Signer{},
	}
	v.report.Input.Signature.SHA256 = hexOf(sha256.Sum256(in.Signature))
	check := v.checkCMS
	if isXML(in.Signature) {
		check = v.checkXML
	}
	if err := check(ctx); err != nil {
		return Report{}, err
	}
	v.report.conclude()
	return *v.report, nil
}

func (v *validation) prepare() error {
	switch v.policy {
	case Crypto:
		return nil
	case Trusted, Trial:
	case Qualified:
		return fmt.Errorf("policy %q is not there yet: %w", v.policy, ErrPolicy)
	default:
		return fmt.Errorf("policy %q is not known: %w", v.policy, ErrPolicy)
	}
	if len(v.in.Anchors) == 0 {
		return fmt.Errorf("policy %q without trusted certificates: %w", v.policy, ErrPolicy)
	}
	if v.in.ControlTime.IsZero() {
		return fmt.Errorf("policy %q without a control time: %w", v.policy, ErrPolicy)
	}
	v.anchors, v.stampAnchors = cert.NewPool(v.in.Anchors...), cert.NewPool(v.in.TimestampAnchors...)
	for i, raw := range v.in.CRLs {
		list, err := revocation.ParseCRL(raw)
		if err != nil {
			return fmt.Errorf("reading revocation list %d: %w: %w", i+1, ErrInput, err)
		}
		v.evidence.CRLs = append(v.evidence.CRLs, list)
	}
	for i, raw := range v.in.OCSP {
		answer, err := revocation.ParseResponse(raw)
		if err != nil {
			return fmt.Errorf("reading OCSP response %d: %w: %w", i+1, ErrInput, err)
		}
		v.evidence.Responses = append(v.evidence.Responses, answer)
	}
	return nil
}

// trusts reports whether the policy asks for more than the signature value.
func (v *validation) trusts() bool { return v.policy != Crypto }

// isXML reports whether the input begins as XML does, in UTF-8 or UTF-16; the latter is for package xmldsig to refuse.
func isXML(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(data, []byte("<"))
}
