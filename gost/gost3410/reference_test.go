package gost3410

import (
	"math/big"
	"testing"

	"github.com/klaster-platform/klaster/gost/gost3410/internal/group"
)

// reference computes on a curve as the standard writes it, in affine coordinates with math/big: slow and plain.
type reference struct {
	size       int
	p, a, b, q *big.Int
	base       point
	cofactor   int64
	doubles    []point // the base point times 2^i, as far as it was wanted
}

// point is affine; x is nil at infinity.
type point struct{ x, y *big.Int }

func newReference(tb testing.TB, c *Curve) *reference {
	tb.Helper()
	params, ok := group.All()[c.String()]
	if !ok {
		tb.Fatalf("no parameters for %s", c)
	}
	n := func(s string) *big.Int { return new(big.Int).SetBytes(group.Bytes(s)) }
	r := &reference{
		size: c.Size(), p: n(params.P), a: n(params.A), b: n(params.B), q: n(params.Q),
		base: point{n(params.X), n(params.Y)}, cofactor: 1,
	}
	if params.D != "" {
		r.cofactor = 4
	}
	return r
}

func (r *reference) holds(p point) bool {
	y := new(big.Int).Mul(p.y, p.y)
	return y.Sub(y, r.right(p.x)).Mod(y, r.p).Sign() == 0
}

// right is x³ + ax + b.
func (r *reference) right(x *big.Int) *big.Int {
	v := new(big.Int).Mul(x, x)
	v.Add(v, r.a).Mul(v, x).Add(v, r.b)
	return v.Mod(v, r.p)
}

func (r *reference) add(p, q point) point {
	if p.x == nil {
		return q
	}
	if q.x == nil {
		return p
	}
	above, below := new(big.Int), new(big.Int)
	if p.x.Cmp(q.x) == 0 {
		if new(big.Int).Add(p.y, q.y).Mod(new(big.Int).Add(p.y, q.y), r.p).Sign() == 0 {
			return point{}
		}
		above.Mul(p.x, p.x).Mul(above, big.NewInt(3)).Add(above, r.a)
		below.Lsh(p.y, 1)
	} else {
		above.Sub(q.y, p.y)
		below.Sub(q.x, p.x)
	}
	slope := below.ModInverse(below.Mod(below, r.p), r.p)
	slope.Mul(slope, above)
	x := new(big.Int).Mul(slope, slope)
	x.Sub(x, p.x).Sub(x, q.x).Mod(x, r.p)
	y := new(big.Int).Sub(p.x, x)
	y.Mul(y, slope).Sub(y, p.y).Mod(y, r.p)
	return point{x, y}
}

func (r *reference) multiply(p point, k *big.Int) point {
	var sum point
	for i := k.BitLen() - 1; i >= 0; i-- {
		sum = r.add(sum, sum)
		if k.Bit(i) == 1 {
			sum = r.add(sum, p)
		}
	}
	return sum
}

// multiplyBase is multiply for the base point, by sums of its doubles.
func (r *reference) multiplyBase(k *big.Int) point {
	var sum point
	for i := range k.BitLen() {
		if i == len(r.doubles) {
			next := r.base
			if i > 0 {
				next = r.add(r.doubles[i-1], r.doubles[i-1])
			}
			r.doubles = append(r.doubles, next)
		}
		if k.Bit(i) == 1 {
			sum = r.add(sum, r.doubles[i])
		}
	}
	return sum
}

// encode writes x‖y, each little-endian.
func (r *reference) encode(p point) []byte {
	return append(r.number(p.x), r.number(p.y)...)
}

// number writes a number little-endian.
func (r *reference) number(n *big.Int) []byte {
	return little(n.FillBytes(make([]byte, r.size)))
}

// verify is RFC 7091, section 6.2.
func (r *reference) verify(public point, digest, signature []byte) bool {
	s := new(big.Int).SetBytes(signature[:r.size])
	rr := new(big.Int).SetBytes(signature[r.size:])
	for _, n := range []*big.Int{s, rr} {
		if n.Sign() == 0 || n.Cmp(r.q) >= 0 {
			return false
		}
	}
	e := new(big.Int).SetBytes(little(digest))
	if e.Mod(e, r.q).Sign() == 0 {
		e.SetInt64(1)
	}
	v := e.ModInverse(e, r.q)
	z1 := new(big.Int).Mul(s, v)
	z2 := new(big.Int).Mul(rr, v)
	z2.Neg(z2)
	sum := r.add(r.multiplyBase(z1.Mod(z1, r.q)), r.multiply(public, z2.Mod(z2, r.q)))
	return sum.x != nil && new(big.Int).Mod(sum.x, r.q).Cmp(rr) == 0
}

// anyPoint returns a point of the whole group, by the first x from the given one on that has a y.
func (r *reference) anyPoint(from int64) point {
	for x := big.NewInt(from); ; x.Add(x, big.NewInt(1)) {
		if y := new(big.Int).ModSqrt(r.right(x), r.p); y != nil {
			return point{new(big.Int).Set(x), y}
		}
	}
}
