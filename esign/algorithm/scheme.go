package algorithm

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// Scheme is a way of signing: a kind of keys, a hash function, and for RSA a padding. Schemes are compared by ==. The zero
// Scheme is none.
type Scheme struct {
	Key    KeyKind
	Digest Digest
	// PSS says that RSA has the padding PSS, with Salt bytes of salt, instead of that of PKCS #1 v1.5.
	PSS  bool
	Salt int
}

// String returns a short name for people.
func (s Scheme) String() string {
	if s.PSS {
		return fmt.Sprintf("%s-PSS with %s", s.Key, s.Digest)
	}
	return fmt.Sprintf("%s with %s", s.Key, s.Digest)
}

var combined = map[der.OID]Scheme{
	OIDSignatureGOST256:     {Key: GOST256, Digest: Streebog256},
	OIDSignatureGOST512:     {Key: GOST512, Digest: Streebog512},
	OIDSignatureGOST2001:    {Key: GOST2001, Digest: GOSTR341194},
	OIDSignatureGOST94:      {Key: GOST94, Digest: GOSTR341194},
	OIDSignatureSHA1RSA:     {Key: RSA, Digest: SHA1},
	OIDSignatureSHA256RSA:   {Key: RSA, Digest: SHA256},
	OIDSignatureSHA384RSA:   {Key: RSA, Digest: SHA384},
	OIDSignatureSHA512RSA:   {Key: RSA, Digest: SHA512},
	OIDSignatureSHA1ECDSA:   {Key: ECDSA, Digest: SHA1},
	OIDSignatureSHA256ECDSA: {Key: ECDSA, Digest: SHA256},
	OIDSignatureSHA384ECDSA: {Key: ECDSA, Digest: SHA384},
	OIDSignatureSHA512ECDSA: {Key: ECDSA, Digest: SHA512},
}

// SchemeOf returns the scheme of a signatureAlgorithm of a certificate, a revocation list or an OCSP response, which
// always names the hash function.
func SchemeOf(id Identifier) (Scheme, error) {
	if id.OID == OIDSignaturePSS {
		return pss(id)
	}
	s, ok := combined[id.OID]
	if !ok {
		return Scheme{}, fmt.Errorf("signature algorithm %s: %w", id.OID, ErrUnsupported)
	}
	if !id.bare() {
		return Scheme{}, fmt.Errorf("parameters of the signature algorithm %s: %w", id.OID, ErrUnsupported)
	}
	return s, nil
}

// SchemeOfMessage returns the scheme of a SignerInfo (RFC 5652, section 5.3), whose signatureAlgorithm may be that of the key
// alone. Where it names a hash function too, it must be that of digestAlgorithm.
func SchemeOfMessage(signature, digest Identifier) (Scheme, error) {
	d, err := DigestOf(digest)
	if err != nil {
		return Scheme{}, err
	}
	s, err := keyScheme(signature, d)
	if err != nil {
		return Scheme{}, err
	}
	if s.Digest != d {
		return Scheme{}, fmt.Errorf("signature algorithm %s over %s: %w", signature.OID, d, ErrMismatch)
	}
	return s, nil
}

// keyScheme takes an identifier of a key for a signature with the digest d. GOST keys have one hash function each.
func keyScheme(id Identifier, d Digest) (Scheme, error) {
	s := Scheme{Digest: d}
	switch id.OID {
	case OIDKeyGOST256:
		s = Scheme{Key: GOST256, Digest: Streebog256}
	case OIDKeyGOST512:
		s = Scheme{Key: GOST512, Digest: Streebog512}
	case OIDKeyGOST2001:
		s = Scheme{Key: GOST2001, Digest: GOSTR341194}
	case OIDKeyGOST94:
		s = Scheme{Key: GOST94, Digest: GOSTR341194}
	case OIDKeyRSA:
		s.Key = RSA
	case OIDKeyEC:
		s.Key = ECDSA
	default:
		return SchemeOf(id)
	}
	if !id.bare() && !s.Key.GOST() {
		return Scheme{}, fmt.Errorf("parameters of the signature algorithm %s: %w", id.OID, ErrUnsupported)
	}
	if !id.bare() {
		// Some programs repeat the parameters of the key; that they are well-formed is all there is to check.
		if _, err := gostParameters(id); err != nil {
			return Scheme{}, fmt.Errorf("signature algorithm %s: %w", id.OID, err)
		}
	}
	return s, nil
}

// pss reads RSASSA-PSS-params (RFC 4055, section 3.1). The hash function must be of SHA-2 and the same in the mask
// generation function, the trailer field 1, and the salt not longer than the hash code, as everybody writes them.
func pss(id Identifier) (Scheme, error) {
	bad := fmt.Errorf("parameters of RSASSA-PSS: %w", ErrUnsupported)
	input := cryptobyte.String(id.Parameters)
	var seq, hashField, maskField cryptobyte.String
	if !der.Inner(input, &seq, asn1.SEQUENCE) ||
		!seq.ReadASN1(&hashField, der.Explicit(0)) || !seq.ReadASN1(&maskField, der.Explicit(1)) {
		return Scheme{}, bad
	}
	salt, trailer := 20, 1
	if !seq.ReadOptionalASN1Integer(&salt, der.Explicit(2), 20) ||
		!seq.ReadOptionalASN1Integer(&trailer, der.Explicit(3), 1) || !seq.Empty() || trailer != 1 {
		return Scheme{}, bad
	}
	hash, err := ReadIdentifier(&hashField)
	if err != nil || !hashField.Empty() {
		return Scheme{}, bad
	}
	mask, err := ReadIdentifier(&maskField)
	if err != nil || !maskField.Empty() || mask.OID != oidMGF1 {
		return Scheme{}, bad
	}
	inner := cryptobyte.String(mask.Parameters)
	maskHash, err := ReadIdentifier(&inner)
	if err != nil || !inner.Empty() || !maskHash.Equal(hash) {
		return Scheme{}, bad
	}
	d, err := DigestOf(hash)
	if err != nil || d < SHA256 || salt < 0 || salt > d.Size() {
		return Scheme{}, bad
	}
	return Scheme{Key: RSA, Digest: d, PSS: true, Salt: salt}, nil
}

// Identifier returns the AlgorithmIdentifier of a signature with its hash function, to write into certificates, revocation
// lists and OCSP responses. It is empty for PSS, which we do not write.
func (s Scheme) Identifier() Identifier {
	for oid, c := range combined {
		if c == s {
			id := Identifier{OID: oid}
			if s.Key == RSA {
				id.Parameters = []byte(null)
			}
			return id
		}
	}
	return Identifier{}
}
