package validate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

func (v *validation) checkXML(ctx context.Context) error {
	signature, document := &v.report.Input.Signature, &v.report.Input.Document
	signature.Container, signature.Encoding = "xmldsig", text("xml")
	document.SHA256, document.Attached = text(signature.SHA256), true
	facts, err := xmldsig.Verify(bytes.NewReader(v.in.Signature), int64(len(v.in.Signature)), xmldsig.Options{
		Certificates: append(append([]*cert.Certificate{}, v.in.Certificates...), v.in.Untrusted...),
		Tables:       v.o.Tables,
	})
	if errors.Is(err, xmldsig.ErrNoSignature) || err != nil && facts == nil {
		return fmt.Errorf("reading the signed document: %w: %w", ErrInput, err)
	}
	same, err := v.sameDocument()
	if err != nil {
		return err
	}
	if len(facts.Signatures) == 0 { // the document cannot be read as far as a signature
		s := newSigner(0)
		v.passDocument(s, facts, same)
		s.judge(xmldsig.CheckStructure, Unknown, TotalFailed, FormatFailure)
		v.report.Signers = append(v.report.Signers, *s)
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, pathTime)
	defer cancel()
	for i, x := range facts.Signatures {
		if err := ctx.Err(); err != nil {
			return err
		}
		s := newSigner(i)
		v.passDocument(s, facts, same)
		v.checkXMLSigner(limited, s, x)
		v.report.Signers = append(v.report.Signers, *s)
	}
	return ctx.Err()
}

func (v *validation) passDocument(s *Signer, facts *xmldsig.Facts, same Result) {
	if v.in.Document != nil {
		s.judge(CheckDocument, same, TotalFailed, HashFailure)
	}
	for _, c := range facts.Checks {
		s.pass(CheckID(c.ID), Result(c.Result), SigConstraintsFailure)
	}
}

// sameDocument compares a document that was passed with the one that is signed.
func (v *validation) sameDocument() (Result, error) {
	if v.in.Document == nil {
		return OK, nil
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, v.in.Document); err != nil {
		return Unknown, fmt.Errorf("reading the document: %w", err)
	}
	if [32]byte(sum.Sum(nil)) != sha256.Sum256(v.in.Signature) {
		return Fail, nil
	}
	return OK, nil
}

func (v *validation) checkXMLSigner(ctx context.Context, s *Signer, x *xmldsig.Signature) {
	s.Level = text(x.Level())
	for _, c := range x.Checks {
		s.pass(CheckID(c.ID), Result(c.Result), SigConstraintsFailure)
	}
	if c, made := x.Check(xmldsig.CheckCoverage); made && c.Result == xmldsig.OK && x.OK() {
		s.Coverage = text(whole)
	}
	if x.XAdES != nil {
		s.Times.Claimed = moment(x.XAdES.SigningTime)
	}
	s.describe(x.Signer)
	if !v.trusts() {
		return
	}
	others := append(append([]*cert.Certificate{}, x.Certificates...), v.in.Untrusted...)
	w := &witness{v: v, others: others, budget: &cert.Budget{}}
	w.trust(ctx, s, x.Signer, nil, !x.Scheme.Digest.Weak())
}
