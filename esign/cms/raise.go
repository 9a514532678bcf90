package cms

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// AddSignatureTimestamp makes a message in which one signer has a time-stamp token, so that its form becomes CAdES-T. It sees
// that the token is a signed message of the type of tokens; that it is over the octets of Signature, and of whom, is for
// package tsp to see before. The index of the signer may be another afterwards: [SignedData.Find] finds it.
func (m *SignedData) AddSignatureTimestamp(signer int, token []byte) ([]byte, error) {
	return m.addToken(signer, OIDSignatureTimestamp, token)
}

func (m *SignedData) addToken(signer int, oid der.OID, token []byte) ([]byte, error) {
	if signer < 0 || signer >= len(m.Signers) {
		return nil, fmt.Errorf("add a time-stamp to signer %d of %d: %w", signer, len(m.Signers), ErrAbsent)
	}
	if len(m.Signers[signer].UnsignedAttributes) >= MaxAttributes {
		return nil, fmt.Errorf("add a time-stamp: %w", ErrLimit)
	}
	t, err := Parse(token)
	if err != nil {
		return nil, fmt.Errorf("add a time-stamp: %w", err)
	}
	if t.ContentType != OIDTSTInfo {
		return nil, fmt.Errorf("add a time-stamp: content type %s: %w", t.ContentType, ErrMalformed)
	}
	d := m.draft()
	s := &d.signers[signer]
	s.unsigned = append(s.unsigned, newAttribute(oid, t.Raw).Raw)
	return d.encode(), nil
}

// Values are what proves a signature later: the certificates of all paths, and lists and answers of their state.
type Values struct {
	Certificates []*cert.Certificate
	// CRLs are CertificateList, OCSP OCSPResponse, in DER.
	CRLs, OCSP [][]byte
}

// AddValues makes a message that holds the values in its fields certificates and crls, which makes CAdES-T to CAdES-LT (EN 319
// 122-1, section 5.4). What is there already is not added again. Values already there stay.
func (m *SignedData) AddValues(v Values) ([]byte, error) {
	d := m.draft()
	for _, c := range v.Certificates {
		d.certificates = add(d.certificates, c.Raw)
	}
	for _, list := range v.CRLs {
		if err := structure(list); err != nil {
			return nil, fmt.Errorf("add a revocation list: %w", err)
		}
		d.revocations = add(d.revocations, list)
	}
	for _, response := range v.OCSP {
		if err := structure(response); err != nil {
			return nil, fmt.Errorf("add an OCSP response: %w", err)
		}
		// RFC 5940, section 2.1, by OtherRevocationInfoFormat of RFC 5652, section 10.2.1.
		format := der.Element(asn1.OBJECT_IDENTIFIER, []byte(OIDOCSPResponse))
		d.revocations = add(d.revocations, der.Element(der.Explicit(1), format, response))
	}
	if len(d.certificates) > MaxCertificates || len(d.revocations) > MaxCertificates {
		return nil, fmt.Errorf("add values: %w", ErrLimit)
	}
	return d.encode(), nil
}

// structure sees that bytes are one SEQUENCE in DER.
func structure(raw []byte) error {
	if err := der.Check(raw); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if _, err := der.Whole(raw, asn1.SEQUENCE); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return nil
}
