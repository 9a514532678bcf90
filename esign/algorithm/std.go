//go:build !klaster_compact

package algorithm

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// maxExponent is above all that are in use, the last of which is 65537. The largest that crypto/rsa takes makes a verification four
// times as long, and of a message with hundreds of signers seconds.
const maxExponent = 1 << 17

func (k *PublicKey) parseRSA(id Identifier) error {
	if !id.bare() {
		return fmt.Errorf("parameters: %w", ErrMalformed)
	}
	s := cryptobyte.String(k.bits)
	var seq cryptobyte.String
	n := new(big.Int)
	var e int64
	if !der.Inner(s, &seq, asn1.SEQUENCE) || len(seq) > MaxRSABits/8+16 {
		return ErrMalformed
	}
	if !seq.ReadASN1Integer(n) || !seq.ReadASN1Integer(&e) || !seq.Empty() || n.Sign() <= 0 {
		return ErrMalformed
	}
	if n.BitLen() < MinRSABits || n.BitLen() > MaxRSABits {
		return fmt.Errorf("%d bits: %w", n.BitLen(), ErrKeySize)
	}
	if e < 3 || e > maxExponent || e&1 == 0 || n.Bit(0) == 0 {
		return ErrMalformed
	}
	k.kind, k.std = RSA, &rsa.PublicKey{N: n, E: int(e)}
	return nil
}

func (k *PublicKey) parseEC(id Identifier) error {
	s := cryptobyte.String(id.Parameters)
	var curve der.OID
	if !known.Read(&s, &curve) || !s.Empty() {
		return fmt.Errorf("parameters: %w", ErrUnsupported) // curves given by their numbers, or implied
	}
	c := map[der.OID]elliptic.Curve{oidP256: elliptic.P256(), oidP384: elliptic.P384(), oidP521: elliptic.P521()}[curve]
	if c == nil {
		return fmt.Errorf("curve %s: %w", curve, ErrUnsupported)
	}
	key, err := ecdsa.ParseUncompressedPublicKey(c, k.bits)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	k.kind, k.curve, k.std = ECDSA, curve, key
	return nil
}

func (k *PublicKey) verifyStd(s Scheme, digest, signature []byte) bool {
	hash := s.Digest.info().std
	switch key := k.std.(type) {
	case *rsa.PublicKey:
		if len(signature) != key.Size() {
			return false
		}
		if s.PSS {
			return rsa.VerifyPSS(key, hash, digest, signature, &rsa.PSSOptions{SaltLength: s.Salt, Hash: hash}) == nil
		}
		return rsa.VerifyPKCS1v15(key, hash, digest, signature) == nil
	case *ecdsa.PublicKey:
		return ecdsa.VerifyASN1(key, digest, signature)
	}
	return false
}

// encodeStd writes keys of the standard library.
func encodeStd(key crypto.PublicKey) (id Identifier, bits []byte, err error) {
	switch key := key.(type) {
	case *rsa.PublicKey:
		var b cryptobyte.Builder
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1BigInt(key.N)
			b.AddASN1Int64(int64(key.E))
		})
		bits, err = b.Bytes()
		return Identifier{OIDKeyRSA, []byte(null)}, bits, err
	case *ecdsa.PublicKey:
		curve := map[elliptic.Curve]der.OID{elliptic.P256(): oidP256, elliptic.P384(): oidP384, elliptic.P521(): oidP521}[key.Curve]
		if curve == "" {
			return Identifier{}, nil, fmt.Errorf("public key: curve: %w", ErrUnsupported)
		}
		bits, err = key.Bytes()
		return Identifier{OIDKeyEC, der.Element(asn1.OBJECT_IDENTIFIER, []byte(curve))}, bits, err
	}
	return Identifier{}, nil, fmt.Errorf("public key of type %T: %w", key, ErrUnsupported)
}
