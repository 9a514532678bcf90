package algorithm

import (
	"crypto"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// Signer is a private key with the one scheme in which we sign with such keys: GOST keys with Streebog of their size, RSA with
// SHA-256 and PKCS #1 v1.5, ECDSA with the SHA-2 of its curve.
type Signer struct {
	key    crypto.Signer
	public *PublicKey
	scheme Scheme
}

// NewSigner takes any signer whose public key is *gost3410.PublicKey, *rsa.PublicKey or *ecdsa.PublicKey, in memory or in a
// device.
func NewSigner(key crypto.Signer) (*Signer, error) {
	public, err := NewPublicKey(key.Public())
	if err != nil {
		return nil, fmt.Errorf("signer: %w", err)
	}
	return &Signer{key, public, Scheme{Key: public.kind, Digest: public.Digest()}}, nil
}

// PublicKey returns the public key.
func (s *Signer) PublicKey() *PublicKey { return s.public }

// Scheme returns the scheme.
func (s *Signer) Scheme() Scheme { return s.scheme }

// Sign signs a message. rand may be nil for crypto/rand.
func (s *Signer) Sign(rand io.Reader, message []byte) ([]byte, error) {
	return s.SignDigest(rand, s.scheme.Digest.Append(nil, message))
}

// SignDigest signs a hash code of Scheme().Digest.
func (s *Signer) SignDigest(rand io.Reader, digest []byte) ([]byte, error) {
	if err := s.public.fits(s.scheme, digest); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	signature, err := s.key.Sign(rand, digest, s.scheme.Digest.info().std)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return signature, nil
}

// NewPublicKey makes SubjectPublicKeyInfo of a *gost3410.PublicKey, *rsa.PublicKey or *ecdsa.PublicKey. GOST keys are written
// as keys of 2012 under the first identifier of their curve, with the hash function where RFC 9215, section 4.2, has it:
// on curves with an identifier of CryptoPro.
func NewPublicKey(key crypto.PublicKey) (*PublicKey, error) {
	id, bits, err := encode(key)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		id.Add(b)
		b.AddASN1BitString(bits)
	})
	raw, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	return ParsePublicKey(raw)
}

func encode(key crypto.PublicKey) (id Identifier, bits []byte, err error) {
	switch key := key.(type) {
	case *gost3410.PublicKey:
		id, err = gostIdentifier(key.Curve())
		return id, der.Element(asn1.OCTET_STRING, key.Bytes()), err
	default:
		return encodeStd(key)
	}
}

func gostIdentifier(c *gost3410.Curve) (Identifier, error) {
	curve, err := der.ParseOID(c.OIDs()[0].String())
	if err != nil {
		return Identifier{}, fmt.Errorf("public key: %w", err)
	}
	parts := [][]byte{der.Element(asn1.OBJECT_IDENTIFIER, []byte(curve))}
	id := Identifier{OID: OIDKeyGOST512}
	if c.Size() == 32 {
		id.OID = OIDKeyGOST256
		if curve != oidTC256A {
			parts = append(parts, der.Element(asn1.OBJECT_IDENTIFIER, []byte(OIDStreebog256)))
		}
	}
	id.Parameters = der.Element(asn1.SEQUENCE, parts...)
	return id, nil
}
