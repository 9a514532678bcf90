package main

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// emitter writes straight-line limb arithmetic. Variables of the emitted code: t0, t1 … hold the number that is being
// built, u0, u1 … a second one, l0… and h0… one row of partial products, carry a carry.
//
// A row is laid out as all its multiplications, then one chain of additions that joins the halves, then one chain that
// adds the row to t. The compiler keeps a carry in the flags only along an unbroken chain of bits.Add64.
type emitter struct {
	strings.Builder
	n    int
	fold int // f of the modulus 2^(64n) - f; 0 for a modulus in Montgomery form
}

func newEmitter(u unit) *emitter {
	return &emitter{n: u.Limbs, fold: u.Fold}
}

func (e *emitter) line(format string, args ...any) {
	fmt.Fprintf(e, "\t"+format+"\n", args...)
}

// list puts each limb number from lo to hi-1 into the format.
func list(format string, lo, hi int) string {
	var s []string
	for i := lo; i < hi; i++ {
		s = append(s, fmt.Sprintf(format, i))
	}
	return strings.Join(s, ", ")
}

var working = regexp.MustCompile(`\b(?:([tulhz])(\d+)|carry|k|d|top|borrow)\b`)

// body returns what was emitted behind the declarations of the working variables in it, so that every line is a plain
// assignment.
func (e *emitter) body() string {
	limbs, words := make(map[string]int), make(map[string]bool)
	for _, m := range working.FindAllStringSubmatch(e.String(), -1) {
		if m[1] == "" {
			words[m[0]] = true
			continue
		}
		i, _ := strconv.Atoi(m[2])
		limbs[m[1]+m[2]] = i
	}
	names := slices.SortedFunc(maps.Keys(limbs), func(a, b string) int {
		return cmp.Or(strings.Compare(a[:1], b[:1]), limbs[a]-limbs[b])
	})
	names = append(names, slices.Sorted(maps.Keys(words))...)
	return "\tvar " + strings.Join(names, ", ") + " uint64\n" + e.String()
}

func carryIn(first bool) string {
	if first {
		return "0"
	}
	return "carry"
}

// chain sets to[j] to a[j] + b[j], or their difference, along one carry. The names are formats of limb numbers; a name
// without a place for the number is the same for all limbs.
func (e *emitter) chain(operation, to, a, b string, lo, hi, shift int) {
	at := func(format string, j int) string {
		if strings.Contains(format, "%d") {
			return fmt.Sprintf(format, j)
		}
		return format
	}
	for j := lo; j < hi; j++ {
		e.line("%s, carry = bits.%s64(%s, %s, %s)", at(to, j+shift), operation, at(a, j+shift), at(b, j), carryIn(j == lo))
	}
}

// row multiplies by the limbs lo … n-1 of the second factor and joins the halves: afterwards l[lo] … l[n-1], h[n-1]
// are the limbs of the row.
func (e *emitter) row(factor, second string, lo int) {
	for j := lo; j < e.n; j++ {
		e.line("h%d, l%d = bits.Mul64(%s, %s)", j, j, factor, fmt.Sprintf(second, j))
	}
	for j := lo + 1; j < e.n; j++ {
		e.line("l%d, carry = bits.Add64(l%d, h%d, %s)", j, j, j-1, carryIn(j == lo+1))
	}
	if lo+1 < e.n {
		e.line("h%d, _ = bits.Add64(h%d, 0, carry)", e.n-1, e.n-1)
	}
}

// product sets t0 … t[2n-1] to x·y; t, x and y are formats of limb names.
func (e *emitter) product(t, x, y string) {
	n := e.n
	for i := range n {
		e.row(fmt.Sprintf(x, i), y, 0)
		if i == 0 {
			e.line("%s = %s, h%d", list(t+"%d", 0, n+1), list("l%d", 0, n), n-1)
			continue
		}
		e.chain("Add", t+"%d", t+"%d", "l%d", 0, n, i)
		e.line("%s%d, _ = bits.Add64(h%d, 0, carry)", t, i+n, n-1)
	}
}

// square sets t0 … t[2n-1] to x²: the products of different limbs once, doubled, then the squares of the limbs.
func (e *emitter) square(t, x string) {
	n := e.n
	for i := range n - 1 {
		e.row(fmt.Sprintf(x, i), x, i+1)
		if i == 0 {
			e.line("%s = %s, h%d", list(t+"%d", 1, n+1), list("l%d", 1, n), n-1)
			continue
		}
		e.chain("Add", t+"%d", t+"%d", "l%d", i+1, n, i)
		e.line("%s%d, _ = bits.Add64(h%d, 0, carry)", t, i+n, n-1)
	}
	e.line("%s%d = %s%d >> 63", t, 2*n-1, t, 2*n-2)
	for k := 2*n - 2; k > 1; k-- {
		e.line("%s%d = %s%d<<1 | %s%d>>63", t, k, t, k, t, k-1)
	}
	e.line("%s1 <<= 1", t)
	for j := range n {
		e.line("h%d, l%d = bits.Mul64(%s, %s)", j, j, fmt.Sprintf(x, j), fmt.Sprintf(x, j))
	}
	e.line("%s0 = l0", t)
	e.line("%s1, carry = bits.Add64(%s1, h0, 0)", t, t)
	for j := 1; j < n; j++ {
		e.line("%s%d, carry = bits.Add64(%s%d, l%d, carry)", t, 2*j, t, 2*j, j)
		e.line("%s%d, carry = bits.Add64(%s%d, h%d, carry)", t, 2*j+1, t, 2*j+1, j)
	}
}

// montgomery sets z to t·2^(-64n) modulo m, fully reduced, for t0 … t[2n-1] below m·2^(64n).
func (e *emitter) montgomery(z string) {
	n := e.n
	for i := range n {
		e.line("k = t%d * m.n0", i)
		e.row("k", "m.m[%d]", 0)
		e.chain("Add", "t%d", "t%d", "l%d", 0, n, i)
		e.line("t%d, carry = bits.Add64(t%d, h%d, carry)", i+n, i+n, n-1)
		e.line("t%d, d = bits.Add64(t%d, top, 0)", i+n, i+n)
		e.line("top = carry + d")
	}
	for j := range n {
		e.line("l%d, carry = bits.Sub64(t%d, m.m[%d], %s)", j, n+j, j, carryIn(j == 0))
	}
	e.line("_, carry = bits.Sub64(top, 0, carry)")
	e.line("carry = -carry // all ones when the number was below m already")
	for j := range n {
		e.line("%s = l%d ^ carry&(l%d^t%d)", fmt.Sprintf(z, j), j, j, n+j)
	}
}

// folded sets z to t0 … t[2n-1] modulo 2^(64n) - f, in n limbs: the upper half times f is added to the lower one, which
// leaves at most f above n limbs, and that is folded once more. A carry out of the second fold means that the n limbs are
// below 2f², so that f is added to the first limb without a carry.
func (e *emitter) folded(z string) {
	e.foldHalf()
	n := e.n
	e.line("%s, carry = bits.Add64(t0, h%d*%d, 0)", fmt.Sprintf(z, 0), n-1, e.fold)
	for j := 1; j < n; j++ {
		e.line("%s, carry = bits.Add64(t%d, 0, carry)", fmt.Sprintf(z, j), j)
	}
	e.line("%s += %d & -carry", fmt.Sprintf(z, 0), e.fold)
}

// montgomeryLoop sets z to x·y·2^(-64n) modulo m, fully reduced, with one loop over the limbs of x that adds a row of the
// product and the multiple of m that makes its lowest limb vanish.
func (e *emitter) montgomeryLoop(z, x, y string) {
	n := e.n
	e.line("for i := range %s {", x)
	e.row(x+"[i]", y, 0)
	e.chain("Add", "t%d", "t%d", "l%d", 0, n, 0)
	e.line("t%d, top = bits.Add64(t%d, h%d, carry)", n, n, n-1)
	e.line("k = t0 * m.n0")
	e.row("k", "m.m[%d]", 0)
	e.line("_, carry = bits.Add64(t0, l0, 0)")
	for j := 1; j < n; j++ {
		e.line("t%d, carry = bits.Add64(t%d, l%d, carry)", j-1, j, j)
	}
	e.line("t%d, carry = bits.Add64(t%d, h%d, carry)", n-1, n, n-1)
	e.line("t%d = top + carry", n)
	e.line("}")
	e.chain("Sub", "l%d", "t%d", "m.m[%d]", 0, n, 0)
	e.line("_, carry = bits.Sub64(t%d, 0, carry)", n)
	e.line("carry = -carry // all ones when the number was below m already")
	for j := range n {
		e.line("%s = l%d ^ carry&(l%d^t%d)", fmt.Sprintf(z, j), j, j, j)
	}
}

// foldHalf adds the upper half of t times f to the lower half; h[n-1] is what does not fit.
func (e *emitter) foldHalf() {
	n := e.n
	for j := range n {
		e.line("h%d, l%d = bits.Mul64(t%d, %d)", j, j, n+j, e.fold)
	}
	e.chain("Add", "l%d", "l%d", "h%d", 0, n-1, 1)
	e.line("h%d, _ = bits.Add64(h%d, 0, carry)", n-1, n-1)
	e.chain("Add", "t%d", "t%d", "l%d", 0, n, 0)
	e.line("h%d, _ = bits.Add64(h%d, 0, carry)", n-1, n-1)
}

// foldedMinus is folded for a number from which the elements in minus are subtracted on the way, and, where signed is set,
// whose value is t less borrow·2^(128n). What does not fit into n limbs may then be negative: it is folded as a number
// with a sign, and so is the last carry.
func (e *emitter) foldedMinus(z string, minus []string, signed bool) {
	n := e.n
	e.foldHalf()
	for _, m := range minus {
		e.chain("Sub", "t%d", "t%d", m, 0, n, 0)
		e.line("h%d, _ = bits.Sub64(h%d, 0, carry)", n-1, n-1)
	}
	e.line("h%d *= %d", n-1, e.fold)
	if signed {
		e.line("h%d -= borrow * %d", n-1, e.fold*e.fold)
	}
	e.line("h0 = uint64(int64(h%d) >> 63)", n-1)
	e.line("%s, carry = bits.Add64(t0, h%d, 0)", fmt.Sprintf(z, 0), n-1)
	for j := 1; j < n; j++ {
		e.line("%s, carry = bits.Add64(t%d, h0, carry)", fmt.Sprintf(z, j), j)
	}
	e.line("%s += %d * (carry + h0)", fmt.Sprintf(z, 0), e.fold)
}
