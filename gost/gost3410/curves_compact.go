//go:build klaster_compact

package gost3410

import (
	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/group"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold256"
)

// A program that is sent to a browser has two curves: CryptoPro-A, on which nearly all certificates are, and tc26-256-A. The
// functions of the others are missing, and [CurveByOID] knows none of their identifiers.

func cryptoProCurves() map[[2]int]func() *Curve {
	return map[[2]int]func() *Curve{{35, 1}: CryptoProA, {36, 0}: CryptoProA}
}

func tc26Curves() map[[2]int]func() *Curve {
	return map[[2]int]func() *Curve{{1, 1}: TC256A, {1, 2}: CryptoProA}
}

func verify(point group.Point, digest, signature []byte) bool {
	switch p := point.(type) {
	case *wfold256.Point:
		return p.Verify(digest, signature)
	case *efold256.Point:
		return p.Verify(digest, signature)
	}
	return false
}

func verifyByTable(table group.Table, digest, signature []byte) bool {
	switch t := table.(type) {
	case *wfold256.Table:
		return t.Verify(digest, signature)
	case *efold256.Table:
		return t.Verify(digest, signature)
	}
	return false
}
