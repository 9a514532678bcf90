package gost3410

import (
	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold512"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold512"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wmont256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wmont512"
)

// Verify reports whether signature, s‖r with each number big-endian, is a signature of the digest by the key (RFC 7091,
// section 6.2). A digest or a signature of another length than the curve's makes it false.
//
// The kinds of points are told apart here, not by a call through their interface, because then the compiler sees that
// digest and signature are only read, and a caller may keep them on its stack.
func (k *PublicKey) Verify(digest, signature []byte) bool {
	switch p := k.point.(type) {
	case *wfold256.Point:
		return p.Verify(digest, signature)
	case *wmont256.Point:
		return p.Verify(digest, signature)
	case *efold256.Point:
		return p.Verify(digest, signature)
	case *wfold512.Point:
		return p.Verify(digest, signature)
	case *wmont512.Point:
		return p.Verify(digest, signature)
	case *efold512.Point:
		return p.Verify(digest, signature)
	}
	return false
}

// Verifier is a public key with a table of its multiples, for keys that verify many signatures: those of certification
// authorities and of signers who return. It may be used by several goroutines at once.
//
// A table takes about 53 kB on curves of 256 bits and 211 kB on curves of 512 bits (half as much again where the cofactor is
// 4), and its computation the time of about ten verifications. What belongs to the base point is kept once a curve.
type Verifier struct {
	key   *PublicKey
	table any
}

// NewVerifier computes the table of a key.
func NewVerifier(key *PublicKey) *Verifier {
	return &Verifier{key, key.point.Table()}
}

// PublicKey returns the key.
func (v *Verifier) PublicKey() *PublicKey { return v.key }

// Verify is [PublicKey.Verify].
func (v *Verifier) Verify(digest, signature []byte) bool {
	switch t := v.table.(type) {
	case *wfold256.Table:
		return t.Verify(digest, signature)
	case *wmont256.Table:
		return t.Verify(digest, signature)
	case *efold256.Table:
		return t.Verify(digest, signature)
	case *wfold512.Table:
		return t.Verify(digest, signature)
	case *wmont512.Table:
		return t.Verify(digest, signature)
	case *efold512.Table:
		return t.Verify(digest, signature)
	}
	return false
}
