package main

import (
	"fmt"
	"strings"
)

// emitter writes straight-line limb arithmetic. Variables of the emitted code: t0, t1 … hold the number that is being
// built, l0… and h0… one row of partial products, c the carry.
//
// A row is laid out as all its multiplications, then one chain of additions that joins the halves, then one chain that
// adds the row to t. The compiler keeps a carry in the flags only along an unbroken chain of bits.Add64.
type emitter struct {
	strings.Builder
	n int
}

func (e *emitter) line(format string, args ...any) {
	fmt.Fprintf(e, "\t"+format+"\n", args...)
}

// list is "v0, v1, …" with the format applied to each limb number from lo to hi-1.
func list(format string, lo, hi int) string {
	var s []string
	for i := lo; i < hi; i++ {
		s = append(s, fmt.Sprintf(format, i))
	}
	return strings.Join(s, ", ")
}

// declare names the working variables once, so that every later line is a plain assignment.
func (e *emitter) declare(t int) {
	e.line("var %s uint64", list("t%d", 0, t))
	e.line("var %s uint64", list("l%d", 0, e.n))
	e.line("var %s uint64", list("h%d", 0, e.n))
	e.line("var c uint64")
}

func carry(first bool) string {
	if first {
		return "0"
	}
	return "c"
}

// row multiplies by the limbs lo … n-1 of the second factor and joins the halves: afterwards l[lo] … l[n-1], h[n-1]
// are the limbs of the row.
func (e *emitter) row(factor, second string, lo int) {
	for j := lo; j < e.n; j++ {
		e.line("h%d, l%d = bits.Mul64(%s, %s)", j, j, factor, fmt.Sprintf(second, j))
	}
	for j := lo + 1; j < e.n; j++ {
		e.line("l%d, c = bits.Add64(l%d, h%d, %s)", j, j, j-1, carry(j == lo+1))
	}
	if lo+1 < e.n {
		e.line("h%d, _ = bits.Add64(h%d, 0, c)", e.n-1, e.n-1)
	}
}

// product sets t0 … t[2n-1] to x·y.
func (e *emitter) product() {
	n := e.n
	for i := range n {
		e.row(fmt.Sprintf("x[%d]", i), "y%d", 0)
		if i == 0 {
			e.line("%s = %s, h%d", list("t%d", 0, n+1), list("l%d", 0, n), n-1)
			continue
		}
		for j := range n {
			e.line("t%d, c = bits.Add64(t%d, l%d, %s)", i+j, i+j, j, carry(j == 0))
		}
		e.line("t%d, _ = bits.Add64(h%d, 0, c)", i+n, n-1)
	}
}

// square sets t0 … t[2n-1] to x²: the products of different limbs once, doubled, then the squares of the limbs.
func (e *emitter) square() {
	n := e.n
	for i := range n - 1 {
		e.row(fmt.Sprintf("x%d", i), "x%d", i+1)
		if i == 0 {
			e.line("%s = %s, h%d", list("t%d", 1, n+1), list("l%d", 1, n), n-1)
			continue
		}
		for j := i + 1; j < n; j++ {
			e.line("t%d, c = bits.Add64(t%d, l%d, %s)", i+j, i+j, j, carry(j == i+1))
		}
		e.line("t%d, _ = bits.Add64(h%d, 0, c)", i+n, n-1)
	}
	e.line("t%d = t%d >> 63", 2*n-1, 2*n-2)
	for k := 2*n - 2; k > 1; k-- {
		e.line("t%d = t%d<<1 | t%d>>63", k, k, k-1)
	}
	e.line("t1 <<= 1")
	for j := range n {
		e.line("h%d, l%d = bits.Mul64(x%d, x%d)", j, j, j, j)
	}
	e.line("t0 = l0")
	e.line("t1, c = bits.Add64(t1, h0, 0)")
	for j := 1; j < n; j++ {
		e.line("t%d, c = bits.Add64(t%d, l%d, c)", 2*j, 2*j, j)
		e.line("t%d, c = bits.Add64(t%d, h%d, c)", 2*j+1, 2*j+1, j)
	}
}

// fold reduces t0 … t[2n-1] to n limbs modulo 2^(64n) - f. The first pass leaves at most 2f above the n limbs; after
// the second a carry out means that the n limbs are below 2f², so that f is added to the first limb without a carry.
func (e *emitter) fold(f int) {
	n := e.n
	for j := range n {
		e.line("h%d, l%d = bits.Mul64(t%d, %d)", j, j, n+j, f)
	}
	for j := 1; j < n; j++ {
		e.line("l%d, c = bits.Add64(l%d, h%d, %s)", j, j, j-1, carry(j == 1))
	}
	e.line("h%d, _ = bits.Add64(h%d, 0, c)", n-1, n-1)
	for j := range n {
		e.line("t%d, c = bits.Add64(t%d, l%d, %s)", j, j, j, carry(j == 0))
	}
	e.line("h%d, _ = bits.Add64(h%d, 0, c)", n-1, n-1)
	e.foldTop(fmt.Sprintf("h%d", n-1), f)
}

// foldTop adds top·2^(64n) to t0 … t[n-1] modulo 2^(64n) - f, for a small top.
func (e *emitter) foldTop(top string, f int) {
	e.line("t0, c = bits.Add64(t0, %s*%d, 0)", top, f)
	for j := 1; j < e.n; j++ {
		e.line("t%d, c = bits.Add64(t%d, 0, c)", j, j)
	}
	e.line("t0 += %d & -c", f)
}

// montgomery reduces t0 … t[2n-1] below m·2^(64n) to t·2^(-64n) modulo m in n limbs, fully.
func (e *emitter) montgomery() {
	n := e.n
	e.line("var k, d, top uint64")
	for i := range n {
		e.line("k = t%d * m.n0", i)
		e.row("k", "m.m[%d]", 0)
		for j := range n {
			e.line("t%d, c = bits.Add64(t%d, l%d, %s)", i+j, i+j, j, carry(j == 0))
		}
		e.line("t%d, c = bits.Add64(t%d, h%d, c)", i+n, i+n, n-1)
		e.line("t%d, d = bits.Add64(t%d, top, 0)", i+n, i+n)
		e.line("top = c + d")
	}
	for j := range n {
		e.line("l%d, c = bits.Sub64(t%d, m.m[%d], %s)", j, n+j, j, carry(j == 0))
	}
	e.line("_, c = bits.Sub64(top, 0, c)")
	e.line("c = -c // all ones when the number was below m already")
	for j := range n {
		e.line("t%d = l%d ^ c&(l%d^t%d)", j, j, j, n+j)
	}
}

func (e *emitter) store() {
	e.line("%s = %s", list("z[%d]", 0, e.n), list("t%d", 0, e.n))
}
