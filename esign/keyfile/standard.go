package keyfile

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// RSA and ECDSA keys are read here and not by crypto/x509, which brings all of package net into the signer in the page.

// Identifiers of the curves of ECDSA (RFC 5480).
const (
	oidP256 der.OID = "\x2a\x86\x48\xce\x3d\x03\x01\x07" // 1.2.840.10045.3.1.7
	oidP384 der.OID = "\x2b\x81\x04\x00\x22"             // 1.3.132.0.34
	oidP521 der.OID = "\x2b\x81\x04\x00\x23"             // 1.3.132.0.35
)

func standardCurve(oid der.OID) (elliptic.Curve, error) {
	switch oid {
	case oidP256:
		return elliptic.P256(), nil
	case oidP384:
		return elliptic.P384(), nil
	case oidP521:
		return elliptic.P521(), nil
	}
	return nil, fmt.Errorf("curve %s: %w", oid, ErrUnsupported)
}

// standardKey reads the value of a PrivateKeyInfo with an RSA or ECDSA key.
func standardKey(kind algorithm.KeyKind, parameters, value []byte) (Key, error) {
	if kind == algorithm.RSA {
		return rsaKey(value)
	}
	s := cryptobyte.String(parameters)
	var oid der.OID
	if !der.ReadOID(&s, &oid) || !s.Empty() {
		return Key{}, fmt.Errorf("parameters of an ECDSA key: %w", ErrMalformed)
	}
	curve, err := standardCurve(oid)
	if err != nil {
		return Key{}, err
	}
	return ecKeyOn(curve, value)
}

// rsaKey reads RSAPrivateKey (RFC 8017, appendix A.1.2) with two primes. The modulus is looked at before anything is computed
// with it, and so are the lengths of the other numbers.
func rsaKey(data []byte) (Key, error) {
	seq, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return Key{}, fmt.Errorf("RSA key: %w: %w", ErrMalformed, err)
	}
	var version int64
	if !seq.ReadASN1Integer(&version) || version != 0 {
		return Key{}, fmt.Errorf("RSA key of version %d: %w", version, ErrMalformed)
	}
	// n, e, d, p, q and three numbers that follow from them.
	var numbers [8]*big.Int
	for i := range numbers {
		var content []byte
		if !der.ReadInteger(&seq, &content) || content[0]&0x80 != 0 {
			return Key{}, fmt.Errorf("RSA key: %w", ErrMalformed)
		}
		if len(content) > algorithm.MaxRSABits/8+1 {
			return Key{}, fmt.Errorf("RSA key with a number of %d bytes: %w", len(content), ErrLimit)
		}
		if numbers[i] = new(big.Int).SetBytes(content); numbers[i].Sign() == 0 {
			return Key{}, fmt.Errorf("RSA key with a zero: %w", ErrKey)
		}
	}
	if !seq.Empty() || numbers[1].BitLen() > 31 {
		return Key{}, fmt.Errorf("RSA key: %w", ErrMalformed)
	}
	k := &rsa.PrivateKey{
		PublicKey: rsa.PublicKey{N: numbers[0], E: int(numbers[1].Int64())},
		D:         numbers[2], Primes: numbers[3:5:5],
	}
	key, err := knownKey(k)
	if err != nil {
		return Key{}, err
	}
	k.Precompute()
	if err := k.Validate(); err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return key, nil
}

// ecKey reads ECPrivateKey (RFC 5915) that names its curve.
func ecKey(data []byte) (Key, error) { return ecKeyOn(nil, data) }

// ecKeyOn reads ECPrivateKey. Where the curve is known already, a curve within must be the same.
func ecKeyOn(curve elliptic.Curve, data []byte) (Key, error) {
	malformed := fmt.Errorf("ECDSA key: %w", ErrMalformed)
	seq, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return Key{}, fmt.Errorf("ECDSA key: %w: %w", ErrMalformed, err)
	}
	var version int64
	var d, parameters, public cryptobyte.String
	var hasCurve, hasPublic bool
	if !seq.ReadASN1Integer(&version) || version != 1 || !seq.ReadASN1(&d, asn1.OCTET_STRING) ||
		!seq.ReadOptionalASN1(&parameters, &hasCurve, der.Explicit(0)) ||
		!seq.ReadOptionalASN1(&public, &hasPublic, der.Explicit(1)) || !seq.Empty() {
		return Key{}, malformed
	}
	if hasCurve {
		var oid der.OID
		if !der.ReadOID(&parameters, &oid) || !parameters.Empty() {
			return Key{}, malformed
		}
		named, err := standardCurve(oid)
		if err != nil {
			return Key{}, err
		}
		if curve != nil && named != curve {
			return Key{}, malformed
		}
		curve = named
	}
	if curve == nil {
		return Key{}, fmt.Errorf("ECDSA key without a curve: %w", ErrMalformed)
	}
	key, err := ecdsa.ParseRawPrivateKey(curve, d)
	if err != nil {
		return Key{}, fmt.Errorf("ECDSA key of %d bytes: %w: %w", len(d), ErrKey, err)
	}
	if hasPublic {
		var bits []byte
		if !der.ReadBits(&public, &bits) || !public.Empty() {
			return Key{}, malformed
		}
		beside, err := ecdsa.ParseUncompressedPublicKey(curve, bits)
		if err != nil || !key.PublicKey.Equal(beside) {
			return Key{}, fmt.Errorf("ECDSA key beside another public key: %w", ErrKey)
		}
	}
	return knownKey(key)
}

// knownKey takes the kinds of keys that sign documents.
func knownKey(key crypto.Signer) (Key, error) {
	switch k := key.(type) {
	case *gost3410.PrivateKey:
		kind := algorithm.GOST256
		if k.Curve().Size() == 64 {
			kind = algorithm.GOST512
		}
		return Key{PrivateKey: k, Kind: kind}, nil
	case *rsa.PrivateKey:
		if bits := k.N.BitLen(); bits < algorithm.MinRSABits || bits > algorithm.MaxRSABits {
			return Key{}, fmt.Errorf("RSA key of %d bits: %w", bits, ErrLimit)
		}
		return Key{PrivateKey: k, Kind: algorithm.RSA}, nil
	case *ecdsa.PrivateKey:
		return Key{PrivateKey: k, Kind: algorithm.ECDSA}, nil
	}
	return Key{}, fmt.Errorf("key %T: %w", key, ErrUnsupported)
}

// keyValue returns what PrivateKeyInfo has for a key.
func keyValue(key crypto.Signer) ([]byte, error) {
	switch k := key.(type) {
	case *gost3410.PrivateKey:
		return k.Bytes(), nil
	case *rsa.PrivateKey:
		return rsaValue(k)
	case *ecdsa.PrivateKey:
		d, err := k.Bytes()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKey, err)
		}
		defer wipe(d)
		public, err := k.PublicKey.Bytes()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKey, err)
		}
		bits := der.Element(asn1.BIT_STRING, []byte{0}, public)
		return der.Element(asn1.SEQUENCE, integer(1), der.Element(asn1.OCTET_STRING, d), der.Element(der.Explicit(1), bits)), nil
	}
	return nil, fmt.Errorf("key %T: %w", key, ErrUnsupported)
}

// rsaValue is RSAPrivateKey of a key with two primes.
func rsaValue(k *rsa.PrivateKey) ([]byte, error) {
	if len(k.Primes) != 2 {
		return nil, fmt.Errorf("RSA key of %d primes: %w", len(k.Primes), ErrUnsupported)
	}
	k.Precompute()
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(0)
		for _, n := range []*big.Int{
			k.N, big.NewInt(int64(k.E)), k.D, k.Primes[0], k.Primes[1], k.Precomputed.Dp, k.Precomputed.Dq, k.Precomputed.Qinv,
		} {
			b.AddASN1BigInt(n)
		}
	})
	value, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return value, nil
}
