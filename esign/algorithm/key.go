package algorithm

import (
	"crypto"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// KeyKind is a kind of public keys. The zero KeyKind is none.
type KeyKind uint8

// The kinds of keys.
const (
	GOST256 KeyKind = iota + 1
	GOST512
	GOST2001
	GOST94
	RSA
	ECDSA
)

// String returns a short name for people.
func (k KeyKind) String() string {
	switch k {
	case GOST256:
		return "GOST R 34.10-2012 (256)"
	case GOST512:
		return "GOST R 34.10-2012 (512)"
	case GOST2001:
		return "GOST R 34.10-2001"
	case GOST94:
		return "GOST R 34.10-94"
	case RSA:
		return "RSA"
	case ECDSA:
		return "ECDSA"
	}
	return ""
}

// Obsolete reports whether keys of the kind may only verify what was signed long ago: ГОСТ Р 34.10-94 was withdrawn in 2002,
// and ГОСТ Р 34.10-2001 is not used for signing since 2019.
func (k KeyKind) Obsolete() bool { return k == GOST94 || k == GOST2001 }

// GOST reports whether the keys are of a Russian standard.
func (k KeyKind) GOST() bool { return GOST256 <= k && k <= GOST94 }

// Limits of RSA keys in bits, T6 of the rules of trust.
const (
	MinRSABits = 2048
	MaxRSABits = 8192
)

// PublicKey is a public key of a kind that we know, checked to be one: points are on their curve and in its subgroup, RSA
// moduli within the limits. It is never changed.
type PublicKey struct {
	raw   []byte
	bits  []byte
	kind  KeyKind
	curve der.OID
	gost  *gost3410.PublicKey
	old   *key94
	std   crypto.PublicKey
}

// Raw returns the encoding of SubjectPublicKeyInfo, which must not be changed.
func (k *PublicKey) Raw() []byte { return k.raw }

// Bits returns the octets of the BIT STRING of SubjectPublicKeyInfo, over which key identifiers and the issuerKeyHash of
// OCSP are computed. They must not be changed.
func (k *PublicKey) Bits() []byte { return k.bits }

// Kind returns the kind of the key.
func (k *PublicKey) Kind() KeyKind { return k.kind }

// Curve returns the identifier of the curve, or parameter set, as the key names it; it is empty for RSA.
func (k *PublicKey) Curve() der.OID { return k.curve }

// Key returns the key itself: *gost3410.PublicKey, *rsa.PublicKey or *ecdsa.PublicKey; nil for ГОСТ Р 34.10-94.
func (k *PublicKey) Key() crypto.PublicKey {
	if k.gost != nil {
		return k.gost
	}
	return k.std
}

// Digest returns the hash function that signatures by the key have as a rule: for GOST keys there is no other.
func (k *PublicKey) Digest() Digest {
	switch k.kind {
	case GOST256:
		return Streebog256
	case GOST512:
		return Streebog512
	case GOST2001, GOST94:
		return GOSTR341194
	case ECDSA:
		switch k.curve {
		case oidP384:
			return SHA384
		case oidP521:
			return SHA512
		}
	case RSA:
	}
	return SHA256
}

// ParsePublicKey reads SubjectPublicKeyInfo, which must be all of raw.
func ParsePublicKey(raw []byte) (*PublicKey, error) {
	seq, err := der.Whole(raw, asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("public key: %w: %w", ErrMalformed, err)
	}
	id, err := ReadIdentifier(&seq)
	if err != nil {
		return nil, fmt.Errorf("public key: %w", err)
	}
	k := &PublicKey{raw: raw}
	if !der.ReadBits(&seq, &k.bits) || !seq.Empty() {
		return nil, fmt.Errorf("public key %s: %w", id.OID, ErrMalformed)
	}
	switch id.OID {
	case OIDKeyGOST256:
		err = k.parseGOST(GOST256, 32, id)
	case OIDKeyGOST512:
		err = k.parseGOST(GOST512, 64, id)
	case OIDKeyGOST2001:
		err = k.parseGOST(GOST2001, 32, id)
	case OIDKeyGOST94:
		err = k.parse94(id)
	case OIDKeyRSA:
		err = k.parseRSA(id)
	case OIDKeyEC:
		err = k.parseEC(id)
	default:
		err = ErrUnsupported
	}
	if err != nil {
		return nil, fmt.Errorf("public key %s: %w", id.OID, err)
	}
	return k, nil
}

// parseGOST reads GostR3410-2012-PublicKeyParameters (RFC 9215, section 4.2) or the older GostR3410-2001 form, which may
// have a parameter set of a cipher at its end, and the key, an OCTET STRING of x‖y.
func (k *PublicKey) parseGOST(kind KeyKind, size int, id Identifier) error {
	curve, err := gostParameters(id)
	if err != nil {
		return err
	}
	c := curveByOID(curve)
	if c == nil {
		return fmt.Errorf("curve %s: %w", curve, ErrUnsupported)
	}
	if c.Size() != size {
		return fmt.Errorf("curve %s of %d bits for a key of %d: %w", curve, 8*c.Size(), 8*size, ErrMismatch)
	}
	s := cryptobyte.String(k.bits)
	var point cryptobyte.String
	if !der.Inner(s, &point, asn1.OCTET_STRING) {
		return ErrMalformed
	}
	if k.gost, err = c.NewPublicKey(point); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	k.kind, k.curve = kind, curve
	return nil
}

// gostParameters reads the parameter set of a key and sees that what follows are identifiers: of the hash function, which
// the kind of key fixes anyway, and in old keys of a cipher.
func gostParameters(id Identifier) (der.OID, error) {
	s := cryptobyte.String(id.Parameters)
	var seq cryptobyte.String
	var set der.OID
	if !der.Inner(s, &seq, asn1.SEQUENCE) || !known.Read(&seq, &set) {
		return "", fmt.Errorf("parameters: %w", ErrMalformed)
	}
	for range 2 {
		var other der.OID
		if !seq.Empty() && !known.Read(&seq, &other) {
			return "", fmt.Errorf("parameters: %w", ErrMalformed)
		}
	}
	if !seq.Empty() {
		return "", fmt.Errorf("parameters: %w", ErrMalformed)
	}
	return set, nil
}
