package gost3410

import (
	"fmt"
	"hash"
)

// VKO makes the common key of k and another side's key (RFC 7836, section 4.3): h of x‖y, each little-endian, of the
// point (cofactor · ukm · d mod q)·Q. With Streebog-256 or Streebog-512 for h this is VKO_GOSTR3410_2012_256 or _512; with
// ГОСТ Р 34.11-94 it is that of RFC 4357, section 5.2, for messages of before 2019. h is reset before use.
//
// The user keying material ukm is a little-endian number, of eight bytes or more as a rule, and neither empty nor longer than a
// coordinate.
func (k *PrivateKey) VKO(h hash.Hash, peer *PublicKey, ukm []byte) ([]byte, error) {
	c := k.Curve()
	if peer.curve != c {
		return nil, fmt.Errorf("gost3410: vko of a key on %s with one on %s: %w", c, peer.curve, ErrNotOnCurve)
	}
	if len(ukm) == 0 || len(ukm) > c.size {
		return nil, fmt.Errorf("gost3410: vko with a ukm of %d bytes: %w", len(ukm), ErrLength)
	}
	common, err := k.key.Agree(peer.point, ukm)
	if err != nil {
		return nil, fmt.Errorf("gost3410: vko: %w", err)
	}
	h.Reset()
	h.Write(common)
	return h.Sum(nil), nil
}
