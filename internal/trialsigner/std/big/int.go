// Package big stands in the place of math/big when the program for the browser is built (make wasm). There package der writes
// object identifiers in dots, whose numbers may be longer than a word, and nothing else is computed with it: the arithmetic of
// signatures has its own packages, in constant time. So these are the few operations that der needs, done as on paper.
package big

// Int is an integer: a sign, and the octets of the magnitude, the least significant first, without zeros at the end.
type Int struct {
	minus     bool
	magnitude []byte
}

// NewInt returns n.
func NewInt(n int64) *Int { return new(Int).SetInt64(n) }

func (z *Int) set(minus bool, magnitude []byte) *Int {
	for len(magnitude) > 0 && magnitude[len(magnitude)-1] == 0 {
		magnitude = magnitude[:len(magnitude)-1]
	}
	z.minus, z.magnitude = minus && len(magnitude) > 0, magnitude
	return z
}

// SetInt64 sets z to n.
func (z *Int) SetInt64(n int64) *Int {
	u := uint64(n)
	if n < 0 {
		u = -u
	}
	var magnitude []byte
	for ; u > 0; u >>= 8 {
		magnitude = append(magnitude, byte(u))
	}
	return z.set(n < 0, magnitude)
}

// Set sets z to x.
func (z *Int) Set(x *Int) *Int { return z.set(x.minus, append([]byte(nil), x.magnitude...)) }

// SetBytes sets z to a number without sign, the most significant octet first.
func (z *Int) SetBytes(b []byte) *Int { return z.set(false, reversed(b)) }

// Bytes returns the magnitude, the most significant octet first.
func (z *Int) Bytes() []byte { return reversed(z.magnitude) }

func reversed(b []byte) []byte {
	r := make([]byte, len(b))
	for i, octet := range b {
		r[len(b)-1-i] = octet
	}
	return r
}

// SetString reads a number of decimal digits; other bases are not known here.
func (z *Int) SetString(s string, base int) (*Int, bool) {
	digits, minus := s, false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		digits, minus = s[1:], s[0] == '-'
	}
	if digits == "" || base != 10 {
		return nil, false
	}
	var magnitude []byte
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return nil, false
		}
		magnitude = scaled(magnitude, 10, digits[i]-'0')
	}
	return z.set(minus, magnitude), true
}

// scaled returns factor·m + more, in place of m.
func scaled(m []byte, factor, more byte) []byte {
	carry := uint(more)
	for i := range m {
		carry += uint(m[i]) * uint(factor)
		m[i] = byte(carry)
		carry >>= 8
	}
	if carry > 0 {
		m = append(m, byte(carry))
	}
	return m
}

// String returns the decimal digits.
func (z *Int) String() string { return string(z.Append(nil, 10)) }

// Append appends the digits in a base of 2 to 10.
func (z *Int) Append(b []byte, base int) []byte {
	if len(z.magnitude) == 0 {
		return append(b, '0')
	}
	if z.minus {
		b = append(b, '-')
	}
	var digits []byte
	for rest := append([]byte(nil), z.magnitude...); len(rest) > 0; {
		remainder := 0
		for i := len(rest) - 1; i >= 0; i-- {
			remainder = remainder<<8 | int(rest[i])
			rest[i] = byte(remainder / base)
			remainder %= base
		}
		digits = append(digits, '0'+byte(remainder))
		for len(rest) > 0 && rest[len(rest)-1] == 0 {
			rest = rest[:len(rest)-1]
		}
	}
	return append(b, reversed(digits)...)
}

// Sign returns -1, 0 or 1.
func (z *Int) Sign() int {
	switch {
	case len(z.magnitude) == 0:
		return 0
	case z.minus:
		return -1
	}
	return 1
}

// Cmp returns -1, 0 or 1 as z is less than, equal to or greater than y.
func (z *Int) Cmp(y *Int) int {
	if s := z.Sign(); s != y.Sign() {
		if s < y.Sign() {
			return -1
		}
		return 1
	}
	c := compare(z.magnitude, y.magnitude)
	if z.minus {
		c = -c
	}
	return c
}

func compare(a, b []byte) int {
	if len(a) != len(b) {
		if len(a) < len(b) {
			return -1
		}
		return 1
	}
	for i := len(a) - 1; i >= 0; i-- {
		switch {
		case a[i] < b[i]:
			return -1
		case a[i] > b[i]:
			return 1
		}
	}
	return 0
}

// Neg sets z to -x.
func (z *Int) Neg(x *Int) *Int {
	z.Set(x)
	return z.set(!z.minus, z.magnitude)
}

// Sub sets z to x - y.
func (z *Int) Sub(x, y *Int) *Int { return z.Add(x, new(Int).Neg(y)) }

// Add sets z to x + y.
func (z *Int) Add(x, y *Int) *Int {
	large, small := x, y
	if compare(x.magnitude, y.magnitude) < 0 {
		large, small = y, x
	}
	sum := make([]byte, len(large.magnitude)+1)
	carry := 0
	for i := range sum {
		var a, b int
		if i < len(large.magnitude) {
			a = int(large.magnitude[i])
		}
		if i < len(small.magnitude) {
			b = int(small.magnitude[i])
		}
		if large.minus != small.minus {
			b = -b
		}
		carry += a + b
		sum[i] = byte(carry)
		carry >>= 8
	}
	return z.set(large.minus, sum)
}

// Mul sets z to xy.
func (z *Int) Mul(x, y *Int) *Int {
	product := make([]byte, len(x.magnitude)+len(y.magnitude))
	for i, a := range x.magnitude {
		carry := 0
		for j := i; j < len(product); j++ {
			carry += int(product[j])
			if j-i < len(y.magnitude) {
				carry += int(a) * int(y.magnitude[j-i])
			}
			product[j] = byte(carry)
			carry >>= 8
		}
	}
	return z.set(x.minus != y.minus, product)
}

// Div sets z to the quotient of the magnitudes of x and y, with their signs; y is not 0. math/big rounds negative quotients down,
// where this rounds to 0; der divides what is not negative.
func (z *Int) Div(x, y *Int) *Int {
	if len(y.magnitude) == 0 {
		panic("division by zero")
	}
	quotient := make([]byte, len(x.magnitude))
	rest, divisor := new(Int), new(Int).set(false, y.magnitude)
	for i := 8*len(x.magnitude) - 1; i >= 0; i-- {
		rest.set(false, scaled(rest.magnitude, 2, x.magnitude[i/8]>>(i%8)&1))
		if rest.Cmp(divisor) >= 0 {
			rest.Sub(rest, divisor)
			quotient[i/8] |= 1 << (i % 8)
		}
	}
	return z.set(x.minus != y.minus, quotient)
}

// BitLen returns the number of bits of the magnitude.
func (z *Int) BitLen() int {
	n := 8 * len(z.magnitude)
	if n > 0 {
		for top := z.magnitude[len(z.magnitude)-1]; top < 0x80; top <<= 1 {
			n--
		}
	}
	return n
}

// Lsh sets z to x·2ⁿ.
func (z *Int) Lsh(x *Int, n uint) *Int {
	z.Set(x)
	for range n {
		z.magnitude = scaled(z.magnitude, 2, 0)
	}
	return z
}

// Rsh sets z to the magnitude of x without its n last bits.
func (z *Int) Rsh(x *Int, n uint) *Int {
	var out []byte
	for i := x.BitLen() - 1; i >= int(n); i-- {
		out = scaled(out, 2, x.magnitude[i/8]>>(i%8)&1)
	}
	return z.set(x.minus, out)
}

// Or sets z to the bits of the magnitudes of x or y.
func (z *Int) Or(x, y *Int) *Int {
	out := make([]byte, max(len(x.magnitude), len(y.magnitude)))
	copy(out, x.magnitude)
	for i, octet := range y.magnitude {
		out[i] |= octet
	}
	return z.set(false, out)
}

// Uint64 returns the last 64 bits of the magnitude.
func (z *Int) Uint64() (u uint64) {
	for i := min(len(z.magnitude), 8) - 1; i >= 0; i-- {
		u = u<<8 | uint64(z.magnitude[i])
	}
	return u
}

// IsInt64 reports whether z fits.
func (z *Int) IsInt64() bool {
	u := z.Uint64()
	return len(z.magnitude) <= 8 && (u < 1<<63 || z.minus && u == 1<<63)
}

// Int64 returns z, or its last bits if it does not fit.
func (z *Int) Int64() int64 {
	n := int64(z.Uint64())
	if z.minus {
		n = -n
	}
	return n
}
