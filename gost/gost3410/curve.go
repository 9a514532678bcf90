package gost3410

import (
	"encoding/asn1"
	"sync"

	"github.com/klaster-platform/klaster/gost/gost3410/internal/efold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/group"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/wfold256"
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

// TC256A is id-tc26-gost-3410-2012-256-paramSetA, with cofactor 4.
func TC256A() *Curve { return tc256A() }

var (
	cryptoProA = sync.OnceValue(func() *Curve {
		return newCurve("CryptoPro-A", wfold256.New(group.CryptoProA()), cryptoPro(35, 1), cryptoPro(36, 0), tc26(1, 2))
	})
	tc256A = sync.OnceValue(func() *Curve {
		return newCurve("tc26-256-A", efold256.New(group.TC256A()), tc26(1, 1))
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
		return curveByNumber(oid[5], oid[6], cryptoProCurves())
	case len(oid) == 9 && oid[:7].Equal(asn1.ObjectIdentifier{1, 2, 643, 7, 1, 2, 1}):
		return curveByNumber(oid[7], oid[8], tc26Curves())
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
