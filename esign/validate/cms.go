package validate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
)

const whole = "whole"

// cms gathers the facts of a signed message.
func (g *gatherer) cms(ctx context.Context) error {
	f := g.facts
	f.Input.Signature.Container = "cms"
	raw, err := cms.Unarmor(g.in.Signature)
	if err != nil {
		return fmt.Errorf("reading the signature: %w: %w", ErrInput, err)
	}
	message, err := cms.Parse(raw)
	if err != nil {
		return g.refuseCMS(raw, err)
	}
	encoding := "der"
	if message.BER {
		encoding = "ber"
	}
	f.Input.Signature.Encoding = &encoding
	f.message = material{
		message.Certificates,
		foundEvidence(message.CRLs, append(append([][]byte{}, message.OCSP...), message.BasicOCSP...)),
	}
	stamps := make([][]stamp, len(message.Signers))
	for i, n := range message.Signers {
		stamps[i] = g.stamps(n)
	}
	content, err := g.digest(message, stamps)
	if err != nil {
		return err
	}
	if len(message.Signers) == 0 {
		f.unreadable(CheckFact{CheckCMSSigners, Fail})
		return nil
	}
	for i, n := range message.Signers {
		if err := ctx.Err(); err != nil {
			return err
		}
		f.Signers = append(f.Signers, g.cmsSigner(n, content, stamps[i]))
	}
	return nil
}

// unreadable keeps checks that say why there is no signer to speak of.
func (f *Facts) unreadable(checks ...CheckFact) {
	f.Signers = append(f.Signers, SignerFacts{Checks: checks})
}

// refuseCMS tells a signed message that is broken, which is a verdict, from what is no signed message at all.
func (g *gatherer) refuseCMS(raw []byte, err error) error {
	if !beginsSigned(raw) {
		return fmt.Errorf("reading the signature: %w: %w", ErrInput, err)
	}
	g.facts.unreadable(CheckFact{CheckCMSStructure, Fail})
	return nil
}

// beginsSigned reports whether ContentInfo of a signed message begins here: a SEQUENCE, of whatever length, with its identifier.
func beginsSigned(raw []byte) bool {
	if len(raw) < 2 || raw[0] != 0x30 {
		return false
	}
	header := 2
	if raw[1] > 0x80 {
		header += int(raw[1] & 0x7f)
	}
	id := append([]byte{0x06, byte(len(cms.OIDSignedData))}, cms.OIDSignedData...)
	return header < len(raw) && bytes.HasPrefix(raw[header:], id)
}

// digest hashes the content by the functions of the signers and of time-stamps over it, and by SHA-256 for the report.
func (g *gatherer) digest(message *cms.SignedData, stamps [][]stamp) (*cms.Content, error) {
	document, sum := g.in.Document, sha256.New()
	if document != nil {
		document = io.TeeReader(document, sum)
	}
	var functions []algorithm.Digest
	for _, list := range stamps {
		for _, t := range list {
			if d, ok := t.overContent(); ok {
				functions = append(functions, d)
			}
		}
	}
	content, err := message.Digest(document, functions...)
	if err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	file := &g.facts.Input.Document
	file.Attached = message.Attached
	if message.Attached {
		file.SHA256 = text(hexOf(sha256.Sum256(message.Content)))
	} else if content.Known {
		file.SHA256 = text(hexOf([32]byte(sum.Sum(nil))))
	}
	return content, nil
}

func (g *gatherer) cmsSigner(n *cms.Signer, content *cms.Content, stamps []stamp) SignerFacts {
	s := SignerFacts{Index: n.Index, Readable: true, Level: string(n.Form())}
	if claimed, err := n.SigningTime(); err == nil {
		s.Claimed = claimed.UTC()
	}
	s.Certificate = n.Certificate(g.facts.given.certificates...)
	if values, err := n.CertificateValues(); err == nil {
		s.own.certificates = values
	}
	if values, err := n.RevocationValues(); err == nil {
		s.own.evidence = foundEvidence(values.CRLs, values.OCSP)
	}
	checks := n.Verify(s.Certificate, content, g.tables)
	s.Checks = factsOf(checks)
	s.Whole = checks.Err(cms.Crypto) == nil
	if d, err := n.Digest(); err == nil {
		s.Strong = !d.Weak()
		if sum := content.Sum(d); sum != nil {
			s.Digest = &DigestFact{d.Identifier().OID.String(), hex.EncodeToString(sum)}
		}
	}
	others := join(g.facts.message.certificates, g.facts.given.certificates, s.own.certificates)
	for _, t := range stamps {
		s.Tokens = append(s.Tokens, g.token(n, content, t, others))
	}
	covered(s.Tokens, stamps)
	return s
}

func factsOf(checks cms.Checks) []CheckFact {
	out := make([]CheckFact, len(checks))
	for i, c := range checks {
		out[i] = CheckFact{CheckID(c.ID), Result(c.Result.String())}
	}
	return out
}

// sufficient reports whether checks suffice for a profile of package cms.
func sufficient(checks []CheckFact, p cms.Profile) bool {
	results := map[Result]cms.Result{OK: cms.OK, Fail: cms.Fail}
	out := make(cms.Checks, len(checks))
	for i, c := range checks {
		out[i] = cms.Check{ID: cms.CheckID(c.ID), Result: results[c.Result]}
	}
	return out.Err(p) == nil
}
