package validate

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trust"
)

// Errors of Validate, Gather and Judge; they come wrapped.
var (
	// ErrInput says that the input is neither a signed message nor a signed XML document, or that revocation data beside it are
	// none, so that there is nothing to report on.
	ErrInput = errors.New("unusable input")
	// ErrPolicy says that a policy is not known, or lacks what it needs: anchors, a list of authorities or the control time.
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
	// It is read once to its end; only a Verifier, and archive time-stamps of version 2, need one that is an io.Seeker too.
	Document io.Reader
	// Certificates may be those of signers, where the signature has none.
	Certificates []*cert.Certificate
	// Anchors are trusted by the policies Trusted and Trial; Untrusted are certificates to build chains through. To the policy
	// Qualified both are the same: no signature is qualified because of them.
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
	// trust). Under Qualified they are refused whatever it says.
	AllowTrial bool
	// TrustSource says in the report where the anchors come from; if it is empty, "ca-file". Under Qualified it is always "tsl".
	TrustSource string
	// Accreditation has the lists of accredited authorities, without which the policy Qualified cannot be applied.
	Accreditation *trust.Store
	// Verifier is asked besides if it is not nil. Only Gather and Validate ask it.
	Verifier Verifier
	// Tables may be nil.
	Tables *algorithm.Tables
}

// Trust is what facts are judged with: whom the caller trusts, as of when, and what has become known since they were gathered.
type Trust struct {
	// Anchors and TimestampAnchors are as in [Input].
	Anchors, TimestampAnchors []*cert.Certificate
	// ControlTime is the time of checking.
	ControlTime time.Time
	// Untrusted, CRLs and OCSP are further evidence, such as the data of a second asking (T4 of the rules of trust).
	Untrusted  []*cert.Certificate
	CRLs, OCSP [][]byte
}

// Validate checks all signatures of the input by a policy: it gathers facts and judges them. Whatever is wrong with signatures is
// said by the report. The error wraps ErrInput or ErrPolicy, or is one of reading the document, or of ctx.
func Validate(ctx context.Context, in Input, p Policy, o Options) (Report, error) {
	t := Trust{Anchors: in.Anchors, TimestampAnchors: in.TimestampAnchors, ControlTime: in.ControlTime}
	if err := p.applies(t, o); err != nil {
		return Report{}, err
	}
	facts, err := Gather(ctx, in, o)
	if err != nil {
		return Report{}, err
	}
	return Judge(ctx, facts, p, t, o)
}

// isXML reports whether the input begins as XML does, in UTF-8 or UTF-16; the latter is for package xmldsig to refuse.
func isXML(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe<\x00")) || bytes.HasPrefix(data, []byte("\xfe\xff\x00<")) {
		return true
	}
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	return bytes.HasPrefix(data, []byte("<"))
}
