package cms

import (
	"bytes"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// Signer is SignerInfo (RFC 5652, section 5.3) as it was read.
type Signer struct {
	// Raw is the whole of it.
	Raw []byte
	// Index counts the signers of the message from 0.
	Index   int
	Version int
	// Issuer and Serial, or else SubjectKeyID, are how the signer names its certificate; Serial is as in cert.Certificate.
	Issuer       cert.Name
	Serial       []byte
	SubjectKeyID []byte

	DigestAlgorithm    algorithm.Identifier
	SignatureAlgorithm algorithm.Identifier
	// HasSignedAttributes says that the field is there: then the signature is over the attributes, not over the content.
	HasSignedAttributes bool
	SignedAttributes    Attributes
	UnsignedAttributes  Attributes
	Signature           []byte

	message *SignedData
	// signed is the field signedAttrs with its tag, nil where there is none; fixed is everything of SignerInfo before the unsigned
	// attributes.
	signed, fixed []byte
}

func readSigner(element cryptobyte.String, index int, m *SignedData) (*Signer, error) {
	n := &Signer{Raw: element, Index: index, message: m}
	var seq, signature cryptobyte.String
	if !der.Inner(element, &seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&n.Version) {
		return nil, ErrMalformed
	}
	body := bodyOf(element)
	if !n.readIdentifier(&seq) {
		return nil, fmt.Errorf("sid: %w", ErrMalformed)
	}
	var err error
	if n.DigestAlgorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return nil, fmt.Errorf("digestAlgorithm: %w: %w", ErrMalformed, err)
	}
	if seq.PeekASN1Tag(der.Explicit(0)) {
		n.HasSignedAttributes = true
		if n.signed, n.SignedAttributes, err = readAttributes(&seq, der.Explicit(0)); err != nil {
			return nil, fmt.Errorf("signedAttrs: %w", err)
		}
		if len(n.signed) > maxSigned {
			return nil, fmt.Errorf("signedAttrs of %d bytes: %w", len(n.signed), ErrLimit)
		}
	}
	if n.SignatureAlgorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return nil, fmt.Errorf("signatureAlgorithm: %w: %w", ErrMalformed, err)
	}
	if !seq.ReadASN1(&signature, asn1.OCTET_STRING) {
		return nil, fmt.Errorf("signature: %w", ErrMalformed)
	}
	if len(signature) > maxSignature {
		return nil, fmt.Errorf("signature of %d bytes: %w", len(signature), ErrLimit)
	}
	n.Signature = signature
	n.fixed = body[:len(body)-len(seq)]
	if seq.PeekASN1Tag(der.Explicit(1)) {
		if _, n.UnsignedAttributes, err = readAttributes(&seq, der.Explicit(1)); err != nil {
			return nil, fmt.Errorf("unsignedAttrs: %w", err)
		}
	}
	if !seq.Empty() {
		return nil, ErrMalformed
	}
	return n, nil
}

// bodyOf returns the content of an element that has been read already.
func bodyOf(element cryptobyte.String) cryptobyte.String {
	var content cryptobyte.String
	var tag asn1.Tag
	element.ReadAnyASN1(&content, &tag)
	return content
}

// readIdentifier reads SignerIdentifier.
func (n *Signer) readIdentifier(s *cryptobyte.String) bool {
	var id cryptobyte.String
	if s.PeekASN1Tag(der.Context(0)) {
		ok := s.ReadASN1(&id, der.Context(0))
		n.SubjectKeyID = id
		return ok
	}
	if !s.ReadASN1(&id, asn1.SEQUENCE) {
		return false
	}
	var err error
	n.Issuer, err = cert.ReadName(&id)
	return err == nil && der.ReadInteger(&id, &n.Serial) && id.Empty()
}

// Identifies reports whether the signer names this certificate.
func (n *Signer) Identifies(c *cert.Certificate) bool {
	return n.numbered(c) && (n.Serial == nil || sameName(n.Issuer, c.Issuer))
}

// Certificate looks for the signer's certificate among those of the message and others: the first that the signer identifies
// and whose hash code is that of signingCertificate or V2; if there is none, the first that it identifies; nil if there is
// none either. Of many with one number, it looks at the first few.
func (n *Signer) Certificate(others ...*cert.Certificate) *cert.Certificate {
	var first *cert.Certificate
	references, _ := n.SigningCertificates()
	for _, list := range [2][]*cert.Certificate{n.message.Certificates, others} {
		seen := 0
		for _, c := range list {
			if !n.numbered(c) {
				continue
			}
			if seen++; seen > maxNamesakes {
				break
			}
			if !n.Identifies(c) {
				continue
			}
			if len(references) == 0 || n.refers(references[0], c) {
				return c
			}
			if first == nil {
				first = c
			}
		}
	}
	return first
}

// numbered tells whether the certificate has the number, or key identifier, by which the signer is identified.
func (n *Signer) numbered(c *cert.Certificate) bool {
	if n.Serial == nil {
		return len(n.SubjectKeyID) > 0 && bytes.Equal(n.SubjectKeyID, c.SubjectKeyID)
	}
	return bytes.Equal(n.Serial, c.Serial)
}

// Digest returns the hash function of digestAlgorithm.
func (n *Signer) Digest() (algorithm.Digest, error) { return algorithm.DigestOf(n.DigestAlgorithm) }

// Scheme returns the way of signing that the two identifiers name together.
func (n *Signer) Scheme() (algorithm.Scheme, error) {
	return algorithm.SchemeOfMessage(n.SignatureAlgorithm, n.DigestAlgorithm)
}

// ContentType returns the attribute contentType.
func (n *Signer) ContentType() (der.OID, error) {
	v, err := n.SignedAttributes.One(OIDContentType)
	if err != nil {
		return "", err
	}
	s := cryptobyte.String(v)
	var oid der.OID
	if !known.Read(&s, &oid) || !s.Empty() {
		return "", fmt.Errorf("contentType: %w", ErrMalformed)
	}
	return oid, nil
}

// MessageDigest returns the attribute messageDigest.
func (n *Signer) MessageDigest() ([]byte, error) {
	v, err := n.SignedAttributes.One(OIDMessageDigest)
	if err != nil {
		return nil, err
	}
	var digest cryptobyte.String
	if !der.Inner(v, &digest, asn1.OCTET_STRING) {
		return nil, fmt.Errorf("messageDigest: %w", ErrMalformed)
	}
	return digest, nil
}

// SigningTime returns the time that the signer claims; it proves nothing (T3 of the rules of trust). The error is ErrAbsent
// where no time is claimed.
func (n *Signer) SigningTime() (time.Time, error) {
	v, err := n.SignedAttributes.One(OIDSigningTime)
	if err != nil {
		return time.Time{}, err
	}
	s := cryptobyte.String(v)
	var t time.Time
	if !der.ReadTime(&s, &t) || !s.Empty() {
		return time.Time{}, fmt.Errorf("signingTime: %w", ErrMalformed)
	}
	return t, nil
}
