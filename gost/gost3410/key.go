package gost3410

import (
	"bytes"
	"crypto"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/gost/gost3410/internal/group"
)

// Errors for keys that are refused; they come wrapped, with what was being read.
var (
	// ErrLength says that a key, a digest or another number has not exactly the length that its curve asks for.
	ErrLength = errors.New("wrong length")
	// ErrCoordinate says that a coordinate of a public key is not below the prime of the field.
	ErrCoordinate = group.ErrRange
	// ErrNotOnCurve says that a public key is not a point of its curve.
	ErrNotOnCurve = group.ErrNotOn
	// ErrSubgroup says that a public key, on a curve with cofactor 4, has not the order q.
	ErrSubgroup = group.ErrSubgroup
	// ErrScalar says that a private key, or the multiplier of a key agreement, is not from 1 to q-1.
	ErrScalar = group.ErrScalar
)

// PublicKey is a point of the subgroup of order q that is not at infinity. It is never changed.
type PublicKey struct {
	curve   *Curve
	point   group.Point
	encoded []byte
}

// NewPublicKey reads x‖y, each little-endian, the content of the OCTET STRING in a certificate (RFC 9215, section 4.3).
// It refuses every point that is not a key: with coordinates out of range, off the curve, or out of the subgroup.
func (c *Curve) NewPublicKey(encoded []byte) (*PublicKey, error) {
	if len(encoded) != 2*c.size {
		return nil, fmt.Errorf("gost3410: public key on %s of %d bytes: %w", c, len(encoded), ErrLength)
	}
	point, err := c.group.NewPoint(encoded)
	if err != nil {
		return nil, fmt.Errorf("gost3410: public key on %s: %w", c, err)
	}
	return &PublicKey{curve: c, point: point, encoded: bytes.Clone(encoded)}, nil
}

// Curve returns the curve of the key.
func (k *PublicKey) Curve() *Curve { return k.curve }

// Bytes returns x‖y, each little-endian.
func (k *PublicKey) Bytes() []byte { return bytes.Clone(k.encoded) }

// Equal reports whether x is the same key on the same curve.
func (k *PublicKey) Equal(x crypto.PublicKey) bool {
	other, ok := x.(*PublicKey)
	return ok && other.curve == k.curve && bytes.Equal(other.encoded, k.encoded)
}

// PrivateKey is an integer d from 1 to q-1. It is never changed, and may be used by several goroutines at once. It implements
// [crypto.Signer].
type PrivateKey struct {
	key     group.Key
	encoded []byte
	nonces  prf
	public  *PublicKey
}

// NewPrivateKey reads d, little-endian, as it stands in the OCTET STRING of PKCS #8 files.
func (c *Curve) NewPrivateKey(encoded []byte) (*PrivateKey, error) {
	if len(encoded) != c.size {
		return nil, fmt.Errorf("gost3410: private key on %s of %d bytes: %w", c, len(encoded), ErrLength)
	}
	key, err := c.group.NewKey(encoded)
	if err != nil {
		return nil, fmt.Errorf("gost3410: private key on %s: %w", c, err)
	}
	point, public := key.Public()
	return &PrivateKey{
		key: key, encoded: bytes.Clone(encoded), nonces: newPRF(encoded),
		public: &PublicKey{curve: c, point: point, encoded: public},
	}, nil
}

// NewMaskedPrivateKey reads a key that is kept as a product: the masked key and its masks one after another, each of
// the curve's size and little-endian, whose product modulo q is d. One number alone is d itself.
func (c *Curve) NewMaskedPrivateKey(factors []byte) (*PrivateKey, error) {
	if len(factors) == 0 || len(factors)%c.size != 0 || len(factors) > maxFactors*c.size {
		return nil, fmt.Errorf("gost3410: masked private key on %s of %d bytes: %w", c, len(factors), ErrLength)
	}
	d := factors[:c.size]
	for rest := factors[c.size:]; len(rest) > 0; rest = rest[c.size:] {
		d = c.group.Product(d, rest[:c.size])
	}
	return c.NewPrivateKey(d)
}

// maxFactors bounds the masks of a key; files have one or two.
const maxFactors = 16

// GenerateKey makes a key from the bytes of rand, or of crypto/rand where rand is nil.
func (c *Curve) GenerateKey(rand io.Reader) (*PrivateKey, error) {
	if rand == nil {
		rand = systemRandom()
	}
	// A number of twice the length modulo q is as good as uniform. It is 0 once in 2^254 or more.
	wide := make([]byte, 2*c.size)
	if _, err := io.ReadFull(rand, wide); err != nil {
		return nil, fmt.Errorf("gost3410: generate a key: %w", err)
	}
	return c.NewPrivateKey(c.group.Residue(wide))
}

// Curve returns the curve of the key.
func (k *PrivateKey) Curve() *Curve { return k.public.curve }

// Bytes returns d, little-endian.
func (k *PrivateKey) Bytes() []byte { return bytes.Clone(k.encoded) }

// Public returns the *PublicKey that belongs to the key.
func (k *PrivateKey) Public() crypto.PublicKey { return k.public }

// PublicKey returns the public key that belongs to the key.
func (k *PrivateKey) PublicKey() *PublicKey { return k.public }

// Equal reports whether x is the same key on the same curve, in a time that does not depend on d.
func (k *PrivateKey) Equal(x crypto.PrivateKey) bool {
	other, ok := x.(*PrivateKey)
	return ok && other.Curve() == k.Curve() && subtle.ConstantTimeCompare(other.encoded, k.encoded) == 1
}
