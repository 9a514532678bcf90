package validate

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// xml gathers the facts of a signed XML document.
func (g *gatherer) xml(ctx context.Context) error {
	f := g.facts
	signature, document := &f.Input.Signature, &f.Input.Document
	signature.Container, signature.Encoding = "xmldsig", text("xml")
	document.SHA256, document.Attached = text(signature.SHA256), true
	found, err := xmldsig.Verify(bytes.NewReader(g.in.Signature), int64(len(g.in.Signature)), xmldsig.Options{
		Certificates: append(append([]*cert.Certificate{}, g.in.Certificates...), g.in.Untrusted...), Tables: g.tables,
	})
	if errors.Is(err, xmldsig.ErrNoSignature) || err != nil && found == nil {
		return fmt.Errorf("reading the signed document: %w: %w", ErrInput, err)
	}
	common, err := g.documentChecks(found)
	if err != nil {
		return err
	}
	if len(found.Signatures) == 0 { // the document cannot be read as far as a signature
		f.unreadable(append(common, CheckFact{xmldsig.CheckStructure, Unknown})...)
		return nil
	}
	for i, x := range found.Signatures {
		if err := ctx.Err(); err != nil {
			return err
		}
		f.Signers = append(f.Signers, xmlSigner(i, x, common))
	}
	return g.xmlStamps(found)
}

// documentChecks are those of the document, which every signature in it shares.
func (g *gatherer) documentChecks(found *xmldsig.Facts) ([]CheckFact, error) {
	var out []CheckFact
	if g.in.Document != nil {
		same, err := g.sameDocument()
		if err != nil {
			return nil, err
		}
		out = append(out, CheckFact{CheckDocument, same})
	}
	for _, c := range found.Checks {
		out = append(out, CheckFact{CheckID(c.ID), Result(c.Result)})
	}
	return out, nil
}

// sameDocument compares a document that was passed with the one that is signed.
func (g *gatherer) sameDocument() (Result, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, g.in.Document); err != nil {
		return Unknown, fmt.Errorf("reading the document: %w", err)
	}
	return result([32]byte(sum.Sum(nil)) == sha256.Sum256(g.in.Signature)), nil
}

func xmlSigner(i int, x *xmldsig.Signature, common []CheckFact) SignerFacts {
	s := SignerFacts{
		Index: i, Readable: true, Level: x.Level(), Certificate: x.Signer, Strong: !x.Scheme.Digest.Weak(),
		Checks: common[:len(common):len(common)],
	}
	for _, c := range x.Checks {
		s.Checks = append(s.Checks, CheckFact{CheckID(c.ID), Result(c.Result)})
	}
	s.Whole = x.OK() && get(s.Checks, xmldsig.CheckCoverage) == OK
	s.own.certificates = x.Certificates
	if x.XAdES != nil && !x.XAdES.SigningTime.IsZero() {
		s.Claimed = x.XAdES.SigningTime.UTC()
	}
	for _, r := range x.References {
		if r.Computed != nil && s.Digest == nil && r.Type == "" {
			s.Digest = &DigestFact{r.DigestMethod, hex.EncodeToString(r.Computed)}
		}
	}
	return s
}
