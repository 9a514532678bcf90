package validate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/revocation"
)

const whole = "whole"

func (v *validation) checkCMS(ctx context.Context) error {
	v.report.Input.Signature.Container = "cms"
	raw, err := cms.Unarmor(v.in.Signature)
	if err != nil {
		return fmt.Errorf("reading the signature: %w: %w", ErrInput, err)
	}
	message, err := cms.Parse(raw)
	if err != nil {
		return v.refuseCMS(raw, err)
	}
	encoding := "der"
	if message.BER {
		encoding = "ber"
	}
	v.report.Input.Signature.Encoding = &encoding
	content, err := v.digest(message)
	if err != nil {
		return err
	}
	if len(message.Signers) == 0 {
		s := newSigner(0)
		s.judge(CheckCMSSigners, Fail, TotalFailed, FormatFailure)
		v.report.Signers = append(v.report.Signers, *s)
		return nil
	}
	brought := v.brought(message)
	limited, cancel := context.WithTimeout(ctx, pathTime)
	defer cancel()
	for _, n := range message.Signers {
		if err := ctx.Err(); err != nil {
			return err
		}
		v.report.Signers = append(v.report.Signers, *v.checkCMSSigner(limited, message, n, content, brought))
	}
	return ctx.Err()
}

// refuseCMS tells a signed message that is broken, which is a verdict, from what is no signed message at all.
func (v *validation) refuseCMS(raw []byte, err error) error {
	if !beginsSigned(raw) {
		return fmt.Errorf("reading the signature: %w: %w", ErrInput, err)
	}
	s := newSigner(0)
	s.judge(CheckCMSStructure, Fail, TotalFailed, FormatFailure)
	v.report.Signers = append(v.report.Signers, *s)
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

// digest hashes the content by the functions of the signers, and by SHA-256 for the report.
func (v *validation) digest(message *cms.SignedData) (*cms.Content, error) {
	document, sum := v.in.Document, sha256.New()
	if document != nil {
		document = io.TeeReader(document, sum)
	}
	content, err := message.Digest(document)
	if err != nil {
		return nil, fmt.Errorf("reading the document: %w", err)
	}
	file := &v.report.Input.Document
	file.Attached = message.Attached
	if message.Attached {
		file.SHA256 = text(hexOf(sha256.Sum256(message.Content)))
	} else if content.Known {
		file.SHA256 = text(hexOf([32]byte(sum.Sum(nil))))
	}
	return content, nil
}

func (v *validation) checkCMSSigner(
	ctx context.Context, m *cms.SignedData, n *cms.Signer, content *cms.Content, brought revocation.Evidence,
) *Signer {
	s := newSigner(n.Index)
	s.Level = text(n.Form())
	if claimed, err := n.SigningTime(); err == nil {
		s.Times.Claimed = moment(claimed)
	}
	given := append(append(append([]*cert.Certificate{}, v.in.Certificates...), v.in.Untrusted...), v.in.Anchors...)
	c := n.Certificate(given...)
	s.describe(c)
	unknown := SigConstraintsFailure
	if !content.Known {
		unknown = SignedDataNotFound
	} else if c == nil {
		unknown = NoSigningCertificateFound
	}
	checks := n.Verify(c, content, v.o.Tables)
	for _, check := range checks {
		v.passCMS(s, check, unknown)
	}
	if checks.Err(cms.Crypto) == nil {
		s.Coverage = text(whole)
	}
	others := append(append([]*cert.Certificate{}, m.Certificates...), given...)
	if values, err := n.CertificateValues(); err == nil {
		others = append(others, values...)
	}
	w := &witness{v: v, others: others, brought: v.broughtBy(n, brought), budget: &cert.Budget{}}
	proven := w.stamps(ctx, s, n.SignatureTimestamps(), n.Signature)
	if v.trusts() {
		digest, err := n.Digest()
		w.trust(ctx, s, c, proven, err == nil && !digest.Weak())
	}
	return s
}

// passCMS reports a check; one that the policy does not ask for is reported without effect.
func (v *validation) passCMS(s *Signer, c cms.Check, unknown SubIndication) {
	id, r := CheckID(c.ID), Result(c.Result.String())
	if v.policy == Crypto && (cms.Checks{c}).Err(cms.Crypto) == nil {
		s.note(id, r)
		return
	}
	s.pass(id, r, unknown)
}

// brought reads the revocation data that stand in a message, once for all its signers.
func (v *validation) brought(m *cms.SignedData) revocation.Evidence {
	if !v.trusts() {
		return revocation.Evidence{}
	}
	return extend(revocation.Evidence{}, m.CRLs, append(append([][]byte{}, m.OCSP...), m.BasicOCSP...))
}

// broughtBy adds those that stand in an attribute of a signer.
func (v *validation) broughtBy(n *cms.Signer, message revocation.Evidence) revocation.Evidence {
	values, err := n.RevocationValues()
	if err != nil || !v.trusts() {
		return message
	}
	return extend(message, values.CRLs, values.OCSP)
}

// extend adds data as they stand. What cannot be read proves nothing and is left out.
func extend(e revocation.Evidence, lists, answers [][]byte) revocation.Evidence {
	out := revocation.Evidence{
		CRLs:      append([]*revocation.CRL{}, e.CRLs...),
		Responses: append([]*revocation.Response{}, e.Responses...),
	}
	for _, raw := range lists[:min(len(lists), revocation.MaxEvidence)] {
		if list, err := revocation.ParseCRL(raw); err == nil {
			out.CRLs = append(out.CRLs, list)
		}
	}
	for _, raw := range answers[:min(len(answers), revocation.MaxEvidence)] {
		if answer, err := revocation.ParseResponse(raw); err == nil {
			out.Responses = append(out.Responses, answer)
		}
	}
	return out
}
