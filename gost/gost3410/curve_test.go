package gost3410

import (
	"bytes"
	"encoding/asn1"
	"errors"
	"math/big"
	"math/rand"
	"testing"
)

func TestParametersAreCurves(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		if !r.p.ProbablyPrime(20) || !r.q.ProbablyPrime(20) {
			t.Errorf("%s: p or q is not prime", c)
		}
		if !r.holds(r.base) || r.multiply(r.base, r.q).x != nil {
			t.Errorf("%s: the base point is not on the curve or has not the order q", c)
		}
		// By Hasse's theorem |p + 1 - cofactor·q| <= 2√p.
		trace := new(big.Int).Mul(r.q, big.NewInt(r.cofactor))
		trace.Sub(trace, r.p).Sub(trace, big.NewInt(1))
		if trace.Mul(trace, trace).Cmp(new(big.Int).Lsh(r.p, 2)) > 0 {
			t.Errorf("%s: cofactor·q is not the order of a curve over p elements", c)
		}
	}
}

func TestCurveByOID(t *testing.T) {
	want := map[string]*Curve{
		"1.2.643.2.2.35.0": Test256(), "1.2.643.2.2.35.1": CryptoProA(), "1.2.643.2.2.35.2": CryptoProB(),
		"1.2.643.2.2.35.3": CryptoProC(), "1.2.643.2.2.36.0": CryptoProA(), "1.2.643.2.2.36.1": CryptoProC(),
		"1.2.643.7.1.2.1.1.1": TC256A(), "1.2.643.7.1.2.1.1.2": CryptoProA(), "1.2.643.7.1.2.1.1.3": CryptoProB(),
		"1.2.643.7.1.2.1.1.4": CryptoProC(), "1.2.643.7.1.2.1.2.0": Test512(), "1.2.643.7.1.2.1.2.1": TC512A(),
		"1.2.643.7.1.2.1.2.2": TC512B(), "1.2.643.7.1.2.1.2.3": TC512C(),
	}
	found := 0
	for _, c := range all() {
		for _, oid := range c.OIDs() {
			got, ok := CurveByOID(oid)
			if !ok || got != c || want[oid.String()] != c {
				t.Errorf("%s: OID %s gives %v", c, oid, got)
			}
			found++
		}
	}
	if found != len(want) {
		t.Errorf("%d identifiers, want %d", found, len(want))
	}
	for _, oid := range []asn1.ObjectIdentifier{
		nil,
		{1},
		{1, 2, 643, 2, 2, 35, 4},
		{1, 2, 643, 2, 2, 36, 2},
		{1, 2, 643, 7, 1, 2, 1, 1, 0},
		{1, 2, 643, 7, 1, 2, 1, 2, 4},
		{1, 2, 643, 7, 1, 2, 1, 1},
		{1, 2, 643, 7, 1, 2, 1, 1, 1, 1},
		{1, 2, 840, 10045, 3, 1, 7},
	} {
		if c, ok := CurveByOID(oid); ok {
			t.Errorf("OID %v gives %s", oid, c)
		}
	}
}

// edgeScalars are scalars at which a multiplication by windows could go wrong. Among them are those whose last addition
// is a doubling: k such that the sum of the lower windows is the top term modulo q.
func edgeScalars(r *reference) []*big.Int {
	var list []*big.Int
	add := func(k *big.Int) {
		k = new(big.Int).Mod(k, r.q)
		if k.Sign() != 0 {
			list = append(list, k, new(big.Int).Sub(r.q, k))
		}
	}
	for i := int64(1); i < 34; i++ {
		add(big.NewInt(i))
	}
	size := uint(8 * r.size)
	for _, bits := range []uint{64, size - 6, size - 4, size - 2, size - 1, size} {
		for _, d := range []int64{-3, -1, 0, 1} {
			k := new(big.Int).Lsh(big.NewInt(1), bits)
			add(k.Add(k, big.NewInt(d)))
		}
		for _, top := range []int64{3, 5, 6, 31, 62} {
			add(new(big.Int).Lsh(big.NewInt(top), bits))
		}
	}
	half := new(big.Int).Rsh(r.q, 1)
	add(half)
	add(half.Add(half, big.NewInt(1)))
	return list
}

func TestPublicKeyAgainstReference(t *testing.T) {
	for _, c := range all() {
		t.Run(c.String(), func(t *testing.T) {
			r := newReference(t, c)
			scalars := edgeScalars(r)
			random := rand.New(rand.NewSource(1))
			for range 20 {
				k := new(big.Int).Rand(random, r.q)
				scalars = append(scalars, k.Add(k, big.NewInt(1)).Mod(k, r.q))
			}
			for _, d := range scalars {
				key, err := c.NewPrivateKey(r.number(d))
				if err != nil {
					t.Fatalf("d = %x: %v", d, err)
				}
				want := r.encode(r.multiplyBase(d))
				if !bytes.Equal(key.PublicKey().Bytes(), want) {
					t.Fatalf("d = %x: public key %x, want %x", d, key.PublicKey().Bytes(), want)
				}
			}
		})
	}
}

// T6: a key has exactly the length of its kind, and is a point that can be one.
func TestT6_PublicKeyRefusals(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		good := r.encode(r.base)
		aboveX := append(r.number(new(big.Int).Add(r.p, big.NewInt(0))), good[c.Size():]...)
		ones := bytes.Repeat([]byte{0xff}, 2*c.Size())
		offCurve := bytes.Clone(good)
		offCurve[c.Size()] ^= 1
		cases := map[string]struct {
			encoded []byte
			want    error
		}{
			"empty":      {nil, ErrLength},
			"short":      {good[:len(good)-1], ErrLength},
			"long":       {append(bytes.Clone(good), 0), ErrLength},
			"compressed": {append([]byte{4}, good...), ErrLength},
			"x is p":     {aboveX, ErrCoordinate},
			"all ones":   {ones, ErrCoordinate},
			"zero":       {make([]byte, 2*c.Size()), ErrNotOnCurve},
			"off curve":  {offCurve, ErrNotOnCurve},
		}
		for name, tc := range cases {
			if _, err := c.NewPublicKey(tc.encoded); !errors.Is(err, tc.want) {
				t.Errorf("%s, %s: %v, want %v", c, name, err, tc.want)
			}
		}
		if _, err := c.NewPublicKey(good); err != nil {
			t.Errorf("%s: the base point: %v", c, err)
		}
	}
}

// A key of one curve is no key of another, even where the field is the same.
func TestPublicKeyOfAnotherCurve(t *testing.T) {
	for _, c := range all() {
		encoded := newKey(t, c).PublicKey().Bytes()
		for _, other := range all() {
			if other == c || other.Size() != c.Size() {
				continue
			}
			if _, err := other.NewPublicKey(encoded); err == nil {
				t.Errorf("%s takes a key of %s", other, c)
			}
		}
	}
}

// On the curves with cofactor 4 there are points that are not of the subgroup of order q: of order 2 and 4, and sums of these
// with points of the subgroup.
func TestPublicKeyOutsideSubgroup(t *testing.T) {
	for _, c := range []*Curve{TC256A(), TC512C()} {
		r := newReference(t, c)
		orders := make(map[string]bool)
		for from := int64(1); len(orders) < 6; from += 1000 {
			p := r.anyPoint(from)
			small := r.multiply(p, r.q) // of order 1, 2 or 4
			name := "1"
			if small.x != nil {
				name = "4"
				if small.y.Sign() == 0 {
					name = "2"
				}
			}
			for suffix, p := range map[string]point{"": small, "q": p} {
				_, err := c.NewPublicKey(r.encodeOrZero(p))
				switch name + suffix {
				case "1": // the point at infinity has no encoding
				case "1q":
					if err != nil {
						t.Errorf("%s: a point of the subgroup: %v", c, err)
					}
				default:
					if !errors.Is(err, ErrSubgroup) {
						t.Errorf("%s: a point of order %s: %v", c, name+suffix, err)
					}
				}
				orders[name+suffix] = true
			}
			if from > 100000 {
				t.Fatalf("%s: orders seen: %v", c, orders)
			}
		}
		// The sum of a key and a point of small order.
		p := r.add(r.multiply(r.anyPoint(1), r.q), r.base)
		if p.x.Cmp(r.base.x) != 0 {
			if _, err := c.NewPublicKey(r.encode(p)); !errors.Is(err, ErrSubgroup) {
				t.Errorf("%s: the base point plus a point of small order: %v", c, err)
			}
		}
	}
}

func (r *reference) encodeOrZero(p point) []byte {
	if p.x == nil {
		return make([]byte, 2*r.size)
	}
	return r.encode(p)
}

// T6: a key has exactly the length of its kind, and is from 1 to q-1.
func TestT6_PrivateKeyRefusals(t *testing.T) {
	for _, c := range all() {
		r := newReference(t, c)
		one := make([]byte, c.Size())
		one[0] = 1
		cases := map[string]struct {
			encoded []byte
			want    error
		}{
			"empty":    {nil, ErrLength},
			"short":    {one[1:], ErrLength},
			"long":     {append(bytes.Clone(one), 0), ErrLength},
			"zero":     {make([]byte, c.Size()), ErrScalar},
			"q":        {r.number(r.q), ErrScalar},
			"all ones": {bytes.Repeat([]byte{0xff}, c.Size()), ErrScalar},
		}
		for name, tc := range cases {
			if _, err := c.NewPrivateKey(tc.encoded); !errors.Is(err, tc.want) {
				t.Errorf("%s, %s: %v, want %v", c, name, err, tc.want)
			}
		}
		for _, d := range []*big.Int{big.NewInt(1), new(big.Int).Sub(r.q, big.NewInt(1))} {
			key, err := c.NewPrivateKey(r.number(d))
			if err != nil || !bytes.Equal(key.Bytes(), r.number(d)) {
				t.Errorf("%s: d = %x: %v", c, d, err)
			}
		}
	}
}

func TestMaskedPrivateKey(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	for _, c := range all() {
		r := newReference(t, c)
		want := newKey(t, c)
		d := new(big.Int).SetBytes(little(want.Bytes()))
		var factors []byte
		for range 2 {
			m := new(big.Int).Rand(random, new(big.Int).Sub(r.q, big.NewInt(1)))
			m.Add(m, big.NewInt(1))
			factors = append(factors, r.number(m)...)
			d.Mul(d, m.ModInverse(m, r.q)).Mod(d, r.q)
		}
		got, err := c.NewMaskedPrivateKey(append(r.number(d), factors...))
		if err != nil || !got.Equal(want) {
			t.Errorf("%s: masked key: %v", c, err)
		}
		plain, err := c.NewMaskedPrivateKey(want.Bytes())
		if err != nil || !plain.Equal(want) {
			t.Errorf("%s: key without masks: %v", c, err)
		}
		for _, n := range []int{0, 1, c.Size() - 1, c.Size() + 1, 17 * c.Size()} {
			if _, err := c.NewMaskedPrivateKey(make([]byte, n)); !errors.Is(err, ErrLength) {
				t.Errorf("%s: masked key of %d bytes: %v", c, n, err)
			}
		}
	}
}
