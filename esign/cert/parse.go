package cert

import (
	"crypto/sha256"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// Parse reads one certificate in DER, which must be all of raw. The result points into raw, which must not be changed
// afterwards. The key is not decoded yet: a certificate with a key that we do not know is still a certificate.
func Parse(raw []byte) (*Certificate, error) {
	if len(raw) > MaxSize {
		return nil, fmt.Errorf("%d bytes: %w", len(raw), ErrMalformed)
	}
	s := cryptobyte.String(raw)
	c, err := Read(&s)
	if err != nil {
		return nil, err
	}
	if !s.Empty() {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, der.ErrTrailing)
	}
	return c, nil
}

// Read reads one certificate out of a larger structure.
func Read(s *cryptobyte.String) (*Certificate, error) {
	var raw, seq, tbs cryptobyte.String
	if !s.ReadASN1Element(&raw, asn1.SEQUENCE) || len(raw) > MaxSize {
		return nil, malformed("outer sequence")
	}
	c := &Certificate{Raw: raw, PathLen: -1, IdentificationKind: -1}
	outer := raw
	if !outer.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1Element(&tbs, asn1.SEQUENCE) {
		return nil, malformed("outer sequence")
	}
	c.RawTBS = tbs
	var err error
	if c.SignatureAlgorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return nil, malformed("signature algorithm")
	}
	if !der.ReadBits(&seq, &c.Signature) || !seq.Empty() {
		return nil, malformed("signature")
	}
	if err := c.parseTBS(tbs); err != nil {
		return nil, err
	}
	c.fingerprint = sha256.Sum256(c.Raw)
	return c, nil
}

func malformed(part string) error { return fmt.Errorf("%s: %w", part, ErrMalformed) }

// parseTBS reads TBSCertificate.
func (c *Certificate) parseTBS(element cryptobyte.String) error {
	var tbs cryptobyte.String
	if !element.ReadASN1(&tbs, asn1.SEQUENCE) {
		return malformed("tbsCertificate")
	}
	version := 0
	if !tbs.ReadOptionalASN1Integer(&version, der.Explicit(0), 0) || version < 0 || version > 2 {
		return malformed("version")
	}
	c.Version = version + 1
	if !der.ReadInteger(&tbs, &c.Serial) || len(c.Serial) > maxSerial {
		return malformed("serial number")
	}
	inner, err := algorithm.ReadIdentifier(&tbs)
	if err != nil || !inner.Equal(c.SignatureAlgorithm) {
		return malformed("signature algorithm inside")
	}
	if c.Issuer, err = ReadName(&tbs); err != nil {
		return fmt.Errorf("issuer: %w", err)
	}
	if err := c.parseValidity(&tbs); err != nil {
		return err
	}
	if c.Subject, err = ReadName(&tbs); err != nil {
		return fmt.Errorf("subject: %w", err)
	}
	var spki cryptobyte.String
	if !tbs.ReadASN1Element(&spki, asn1.SEQUENCE) {
		return malformed("public key")
	}
	c.RawSPKI = spki
	c.key = lazyKey(spki)
	return c.parseRest(tbs)
}

func (c *Certificate) parseValidity(tbs *cryptobyte.String) error {
	var validity cryptobyte.String
	if !tbs.ReadASN1(&validity, asn1.SEQUENCE) || !der.ReadTime(&validity, &c.NotBefore) ||
		!der.ReadTime(&validity, &c.NotAfter) || !validity.Empty() {
		return malformed("validity")
	}
	return nil
}

// parseRest reads what may follow the key: unique identifiers since version 2, extensions since version 3.
func (c *Certificate) parseRest(tbs cryptobyte.String) error {
	for _, tag := range []asn1.Tag{der.Context(1), der.Context(2)} {
		if c.Version > 1 && !tbs.SkipOptionalASN1(tag) {
			return malformed("unique identifier")
		}
	}
	var explicit cryptobyte.String
	var present bool
	if !tbs.ReadOptionalASN1(&explicit, &present, der.Explicit(3)) || !tbs.Empty() || present && c.Version != 3 {
		return malformed("extensions")
	}
	if !present {
		return nil
	}
	extensions, err := ReadExtensions(&explicit)
	if err != nil || !explicit.Empty() {
		return malformed("extensions")
	}
	c.Extensions = extensions
	for _, e := range extensions {
		if err := c.take(e); err != nil {
			return err
		}
	}
	return nil
}

// ReadExtensions reads Extensions (RFC 5280, section 4.2), which stand alike in certificates, revocation lists and OCSP.
// Two of one kind are an error.
func ReadExtensions(s *cryptobyte.String) ([]Extension, error) {
	var list cryptobyte.String
	if !s.ReadASN1(&list, asn1.SEQUENCE) {
		return nil, malformed("extensions")
	}
	extensions := make([]Extension, 0, 12)
	for !list.Empty() {
		var e Extension
		var seq, value cryptobyte.String
		if !list.ReadASN1(&seq, asn1.SEQUENCE) || !known.Read(&seq, &e.ID) {
			return nil, malformed("extension")
		}
		if seq.PeekASN1Tag(asn1.BOOLEAN) && !seq.ReadASN1Boolean(&e.Critical) {
			return nil, malformed("extension")
		}
		if !seq.ReadASN1(&value, asn1.OCTET_STRING) || !seq.Empty() || len(extensions) == MaxExtensions {
			return nil, malformed("extension")
		}
		for _, other := range extensions {
			if other.ID == e.ID {
				return nil, malformed("extension " + e.ID.String() + " twice")
			}
		}
		e.Value = value
		extensions = append(extensions, e)
	}
	return extensions, nil
}
