package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

type certVerifyCmd struct {
	CA        []string `name:"ca" help:"Trusted certificates." required:"" sep:"none" placeholder:"PEM"`
	Untrusted []string `help:"Certificates of authorities to build chains through." sep:"none" placeholder:"PEM"`
	At        *string  `help:"Judge dates and constraints too, at this time by RFC 3339." placeholder:"TIME"`
	JSON      bool     `name:"json" help:"Print a list of {sha1, sha256, subject, status, reason}."`
	Files     []string `arg:"" name:"pem" help:"Certificates to check."`
}

// Help implements [kong.HelpProvider].
func (c *certVerifyCmd) Help() string {
	return `Prints a line for each certificate, in the order of the files: its SHA-1 and
  ok         signed by a certificate of --ca, or chained to one through --untrusted
  bad        an issuer is in --ca or --untrusted and did not make the signature; with --at also: out of date, or breaks a constraint
  no-issuer  neither --ca nor --untrusted leads from it to --ca
Reasons go to standard error. The exit code is 0 if all are ok, 1 if not, 2 if a file cannot be used.

A certificate that stands in --ca itself is checked like any other: a root by its own key.`
}

// certStatus is the answer about one certificate.
type certStatus string

const (
	certOK       certStatus = "ok"
	certBad      certStatus = "bad"
	certNoIssuer certStatus = "no-issuer"
)

// certAnswer is what `cert verify --json` prints of a certificate.
type certAnswer struct {
	SHA1    string     `json:"sha1"`
	SHA256  string     `json:"sha256"`
	Subject string     `json:"subject"`
	Status  certStatus `json:"status"`
	Reason  *string    `json:"reason"`
}

// Run prints the answers.
func (c *certVerifyCmd) Run(ctx context.Context, s *streams) error {
	v, list, err := c.prepare()
	if err != nil {
		return unusable(err)
	}
	answers, all := make([]certAnswer, 0, len(list)), true
	for _, leaf := range list {
		status, reason := v.verify(ctx, leaf)
		if err := ctx.Err(); err != nil {
			return unusable(err)
		}
		a := certAnswer{
			SHA1: fmt.Sprintf("%x", leaf.SHA1()), SHA256: fmt.Sprintf("%x", leaf.SHA256()),
			Subject: leaf.Subject.String(), Status: status,
		}
		if reason != nil {
			text := reason.Error()
			a.Reason = &text
			all = false
		}
		if !c.JSON {
			if err := s.answer(a); err != nil {
				return err
			}
		}
		answers = append(answers, a)
	}
	if c.JSON {
		if err := printJSON(s.out, answers); err != nil {
			return err
		}
	}
	if !all {
		return &exitError{exitFailed, nil}
	}
	return nil
}

func (s *streams) answer(a certAnswer) error {
	if a.Reason != nil {
		s.complain(fmt.Errorf("%s (%s): %s", a.SHA1, printable(a.Subject), printable(*a.Reason)))
	}
	_, err := fmt.Fprintln(s.out, a.SHA1, a.Status)
	return err
}

func (c *certVerifyCmd) prepare() (*certVerifier, []*cert.Certificate, error) {
	v := &certVerifier{tables: algorithm.NewTables(16)}
	var err error
	if c.At != nil {
		if v.at, err = controlTime(c.At); err != nil {
			return nil, nil, err
		}
	}
	trusted, err := readCertificates(c.CA)
	if err != nil {
		return nil, nil, fmt.Errorf("--ca: %w", err)
	}
	others, err := readCertificates(c.Untrusted)
	if err != nil {
		return nil, nil, fmt.Errorf("--untrusted: %w", err)
	}
	v.anchors, v.others = cert.NewPool(trusted...), cert.NewPool(others...)
	list, err := readCertificates(c.Files)
	return v, list, err
}

// certVerifier answers about single certificates. A zero time asks for signatures alone.
type certVerifier struct {
	anchors, others *cert.Pool
	at              time.Time
	tables          *algorithm.Tables
}

// Reasons for which a certificate is not ok.
var (
	errNoIssuer     = errors.New("none of the files has its issuer")
	errNotChained   = errors.New("its issuer is there, but no chain leads from it to --ca")
	errIssuerSigned = errors.New("the key of its issuer did not make the signature")
)

// maxSameName is how many issuers of one name are tried.
const maxSameName = 100

// verify answers about one certificate. Trust comes from the certificates of --ca other than the leaf, save that a root may
// vouch for itself: to stand in --ca says nothing of one's signature.
func (v *certVerifier) verify(ctx context.Context, leaf *cert.Certificate) (certStatus, error) {
	trusted, named := v.signers(leaf, v.anchors)
	for _, issuer := range trusted {
		if issuer.Equal(leaf) {
			return v.judge(ctx, leaf, v.anchors)
		}
	}
	if len(trusted) > 0 {
		return v.judge(ctx, leaf, cert.NewPool(trusted...))
	}
	between, namedToo := v.signers(leaf, v.others)
	anchors := v.without(leaf)
	for _, issuer := range between {
		if v.chained(ctx, issuer, anchors) {
			return v.judge(ctx, leaf, anchors)
		}
	}
	switch {
	case len(between) > 0:
		return certNoIssuer, errNotChained
	case named || namedToo:
		return certBad, errIssuerSigned
	}
	return certNoIssuer, errNoIssuer
}

// signers returns the certificates of a pool whose key signed the leaf, and whether any is named as its issuer: by its name,
// and not by the identifier of another key, for authorities keep their names when they change their keys.
func (v *certVerifier) signers(leaf *cert.Certificate, pool *cert.Pool) (good []*cert.Certificate, named bool) {
	candidates := pool.BySubject(leaf.Issuer)
	for _, issuer := range candidates[:min(len(candidates), maxSameName)] {
		if key, err := issuer.PublicKey(); err == nil && leaf.CheckSignature(key, v.tables) == nil {
			good = append(good, issuer)
		}
		other := len(leaf.AuthorityKeyID) > 0 && len(issuer.SubjectKeyID) > 0 && !bytes.Equal(leaf.AuthorityKeyID, issuer.SubjectKeyID)
		named = named || !other
	}
	return good, named
}

// chained reports whether good signatures lead from a certificate to an anchor, whatever else is wrong with the chain.
func (v *certVerifier) chained(ctx context.Context, c *cert.Certificate, anchors *cert.Pool) bool {
	result, err := cert.Build(ctx, cert.Request{Leaf: c, Anchors: anchors, Others: v.others, Tables: v.tables})
	return err == nil && result.Path.Len() > 0
}

// without returns the trusted certificates other than one.
func (v *certVerifier) without(c *cert.Certificate) *cert.Pool {
	if !v.anchors.Contains(c) {
		return v.anchors
	}
	pool := cert.NewPool()
	for _, a := range v.anchors.All() {
		if !a.Equal(c) {
			pool.Add(a)
		}
	}
	return pool
}

// judge looks at dates and constraints of a certificate whose signature is good, if it was asked for.
func (v *certVerifier) judge(ctx context.Context, leaf *cert.Certificate, anchors *cert.Pool) (certStatus, error) {
	if v.at.IsZero() {
		return certOK, nil
	}
	result, err := cert.Build(ctx, cert.Request{Leaf: leaf, Anchors: anchors, Others: v.others, At: v.at, Tables: v.tables})
	if err == nil {
		err = result.Err()
	}
	if err != nil {
		return certBad, err
	}
	return certOK, nil
}
