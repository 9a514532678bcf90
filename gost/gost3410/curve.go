package gost3410

import (
	"encoding/asn1"
	"sync"

	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold512"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/group"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold512"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wmont256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wmont512"
)

// Curve is an elliptic curve with a base point of prime order q. There is one Curve of each kind, so that they are
// compared by ==.
type Curve struct {
	name  string
	size  int
	oids  []asn1.ObjectIdentifier
	group group.Curve
}

// String returns a short name for people.
func (c *Curve) String() string { return c.name }

// Size returns the length of a coordinate, a private key and a digest in bytes: 32 or 64.
func (c *Curve) Size() int { return c.size }

// OIDs returns all identifiers under which the curve is found in files, the one to write first.
func (c *Curve) OIDs() []asn1.ObjectIdentifier {
	r := make([]asn1.ObjectIdentifier, len(c.oids))
	for i, oid := range c.oids {
		r[i] = append(asn1.ObjectIdentifier(nil), oid...)
	}
	return r
}

// CryptoProA is the curve of nearly all certificates: id-GostR3410-2001-CryptoPro-A-ParamSet, also called
// …-XchA-ParamSet and id-tc26-gost-3410-2012-256-paramSetB. Its p is 2^256 - 617.
func CryptoProA() *Curve { return cryptoProA() }

// CryptoProB is id-GostR3410-2001-CryptoPro-B-ParamSet, also called id-tc26-gost-3410-2012-256-paramSetC.
func CryptoProB() *Curve { return cryptoProB() }

// CryptoProC is id-GostR3410-2001-CryptoPro-C-ParamSet, also called …-XchB-ParamSet and
// id-tc26-gost-3410-2012-256-paramSetD.
func CryptoProC() *Curve { return cryptoProC() }

// TC256A is id-tc26-gost-3410-2012-256-paramSetA, with cofactor 4.
func TC256A() *Curve { return tc256A() }

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
	cryptoProA = sync.OnceValue(func() *Curve {
		return newCurve("CryptoPro-A", wfold256.New(group.CryptoProA()), cryptoPro(35, 1), cryptoPro(36, 0), tc26(1, 2))
	})
	cryptoProB = sync.OnceValue(func() *Curve {
		return newCurve("CryptoPro-B", wmont256.New(group.CryptoProB()), cryptoPro(35, 2), tc26(1, 3))
	})
	cryptoProC = sync.OnceValue(func() *Curve {
		return newCurve("CryptoPro-C", wmont256.New(group.CryptoProC()), cryptoPro(35, 3), cryptoPro(36, 1), tc26(1, 4))
	})
	tc256A = sync.OnceValue(func() *Curve {
		return newCurve("tc26-256-A", efold256.New(group.TC256A()), tc26(1, 1))
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

func newCurve(name string, g group.Curve, oids ...asn1.ObjectIdentifier) *Curve {
	return &Curve{name: name, size: g.Size(), oids: oids, group: g}
}

// cryptoPro is an identifier of RFC 4357: the set is 35 for signatures and 36 for key agreement.
func cryptoPro(set, n int) asn1.ObjectIdentifier {
	return asn1.ObjectIdentifier{1, 2, 643, 2, 2, set, n}
}

// tc26 is an identifier of RFC 9215: the set is 1 for curves of 256 bits and 2 for curves of 512.
func tc26(set, n int) asn1.ObjectIdentifier {
	return asn1.ObjectIdentifier{1, 2, 643, 7, 1, 2, 1, set, n}
}

// CurveByOID returns the curve that an identifier of RFC 9215 (2012) or RFC 4357 (2001) means, and false for others. Curves
// for signatures and their twins for key agreement (1.2.643.2.2.36.0 and .1) are the same.
func CurveByOID(oid asn1.ObjectIdentifier) (*Curve, bool) {
	switch {
	case len(oid) == 7 && oid[:5].Equal(asn1.ObjectIdentifier{1, 2, 643, 2, 2}):
		return curveByNumber(oid[5], oid[6], map[[2]int]func() *Curve{
			{35, 0}: Test256, {35, 1}: CryptoProA, {35, 2}: CryptoProB, {35, 3}: CryptoProC,
			{36, 0}: CryptoProA, {36, 1}: CryptoProC,
		})
	case len(oid) == 9 && oid[:7].Equal(asn1.ObjectIdentifier{1, 2, 643, 7, 1, 2, 1}):
		return curveByNumber(oid[7], oid[8], map[[2]int]func() *Curve{
			{1, 1}: TC256A, {1, 2}: CryptoProA, {1, 3}: CryptoProB, {1, 4}: CryptoProC,
			{2, 0}: Test512, {2, 1}: TC512A, {2, 2}: TC512B, {2, 3}: TC512C,
		})
	}
	return nil, false
}

func curveByNumber(set, n int, curves map[[2]int]func() *Curve) (*Curve, bool) {
	curve, ok := curves[[2]int{set, n}]
	if !ok {
		return nil, false
	}
	return curve(), true
}
