package gost3410

import "github.com/klaster-platform/klaster/gost/gost3410/internal/group"

// Verify reports whether signature, s‖r with each number big-endian, is a signature of the digest by the key (RFC 7091,
// section 6.2). A digest or a signature of another length than the curve's makes it false.
func (k *PublicKey) Verify(digest, signature []byte) bool { return verify(k.point, digest, signature) }

// Verifier is a public key with a table of its multiples, for keys that verify many signatures: those of certification
// authorities and of signers who return. It may be used by several goroutines at once.
//
// A table takes about 53 kB on curves of 256 bits and 211 kB on curves of 512 bits (half as much again where the cofactor is
// 4), and its computation the time of about ten verifications. What belongs to the base point is kept once a curve.
type Verifier struct {
	key   *PublicKey
	table group.Table
}

// NewVerifier computes the table of a key.
func NewVerifier(key *PublicKey) *Verifier {
	return &Verifier{key, key.point.Table()}
}

// PublicKey returns the key.
func (v *Verifier) PublicKey() *PublicKey { return v.key }

// Verify is [PublicKey.Verify].
func (v *Verifier) Verify(digest, signature []byte) bool {
	return verifyByTable(v.table, digest, signature)
}
