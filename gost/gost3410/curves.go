//go:build !klaster_compact

package gost3410

import (
	"sync"

	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold512"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/group"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold512"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wmont256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wmont512"
)

// CryptoProB is id-GostR3410-2001-CryptoPro-B-ParamSet, also called id-tc26-gost-3410-2012-256-paramSetC.
func CryptoProB() *Curve { return cryptoProB() }

// CryptoProC is id-GostR3410-2001-CryptoPro-C-ParamSet, also called …-XchB-ParamSet and
// id-tc26-gost-3410-2012-256-paramSetD.
func CryptoProC() *Curve { return cryptoProC() }

// TC512A is id-tc26-gost-3410-12-512-paramSetA. Its p is 2^512 - 569.
func TC512A() *Curve { return tc512A() }

// TC512B is id-tc26-gost-3410-12-512-paramSetB.
func TC512B() *Curve { return tc512B() }

// TC512C is id-tc26-gost-3410-2012-512-paramSetC, with cofactor 4.
func TC512C() *Curve { return tc512C() }

// Test256 is the curve of example 1 of RFC 7091, for examples only: id-GostR3410-2001-TestParamSet.
func Test256() *Curve { return test256() }

// Test512 is the curve of example 2 of RFC 7091, for examples only: id-tc26-gost-3410-12-512-paramSetTest.
func Test512() *Curve { return test512() }

var (
	cryptoProB = sync.OnceValue(func() *Curve {
		return newCurve("CryptoPro-B", wmont256.New(group.CryptoProB()), cryptoPro(35, 2), tc26(1, 3))
	})
	cryptoProC = sync.OnceValue(func() *Curve {
		return newCurve("CryptoPro-C", wmont256.New(group.CryptoProC()), cryptoPro(35, 3), cryptoPro(36, 1), tc26(1, 4))
	})
	test256 = sync.OnceValue(func() *Curve {
		return newCurve("test-256", wmont256.New(group.Test256()), cryptoPro(35, 0))
	})
	tc512A = sync.OnceValue(func() *Curve {
		return newCurve("tc26-512-A", wfold512.New(group.TC512A()), tc26(2, 1))
	})
	tc512B = sync.OnceValue(func() *Curve {
		return newCurve("tc26-512-B", wmont512.New(group.TC512B()), tc26(2, 2))
	})
	tc512C = sync.OnceValue(func() *Curve {
		return newCurve("tc26-512-C", efold512.New(group.TC512C()), tc26(2, 3))
	})
	test512 = sync.OnceValue(func() *Curve {
		return newCurve("test-512", wmont512.New(group.Test512()), tc26(2, 0))
	})
)

// cryptoProCurves are the curves under identifiers of RFC 4357, by set and number.
func cryptoProCurves() map[[2]int]func() *Curve {
	return map[[2]int]func() *Curve{
		{35, 0}: Test256, {35, 1}: CryptoProA, {35, 2}: CryptoProB, {35, 3}: CryptoProC,
		{36, 0}: CryptoProA, {36, 1}: CryptoProC,
	}
}

// tc26Curves are the curves under identifiers of RFC 9215, by set and number.
func tc26Curves() map[[2]int]func() *Curve {
	return map[[2]int]func() *Curve{
		{1, 1}: TC256A, {1, 2}: CryptoProA, {1, 3}: CryptoProB, {1, 4}: CryptoProC,
		{2, 0}: Test512, {2, 1}: TC512A, {2, 2}: TC512B, {2, 3}: TC512C,
	}
}

// verify tells the kinds of points apart, not by a call through their interface, because then the compiler sees that digest
// and signature are only read, and a caller may keep them on its stack.
func verify(point group.Point, digest, signature []byte) bool {
	switch p := point.(type) {
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

// verifyByTable is verify for a point with its table.
func verifyByTable(table group.Table, digest, signature []byte) bool {
	switch t := table.(type) {
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
