// Package rfc6986 is the hash function of [RFC 6986] (ГОСТ 34.11-2018, before it ГОСТ Р 34.11-2012) to the letter of
// the standard: one function for each transformation, no tables but those that the standard prints, no thought of speed.
//
// It is the source from which the tables of package streebog are generated, and the reference that its tests compare
// with. Nothing outside of streebog's generator and tests uses it.
//
// A vector of 512 bits is held with its component 0, the least significant one, first: the byte a_0 of clause 7 is
// element 0. This is also the order of the bytes of a file.
//
// [RFC 6986]: https://www.rfc-editor.org/rfc/rfc6986
package rfc6986

import (
	"encoding/binary"
	"encoding/hex"
	"slices"
)

// Vector is an element of V_512.
type Vector [64]byte

// X is the transformation X[k](a) of clause 7.
func X(k, a Vector) Vector {
	for i := range a {
		a[i] ^= k[i]
	}
	return a
}

// S is the nonlinear bijection of clauses 6.2 and 7.
func S(a Vector) Vector {
	for i := range a {
		a[i] = substitution[a[i]]
	}
	return a
}

// P is the byte permutation of clauses 6.3 and 7: component i of the result is component Tau(i) of a, where Tau
// transposes the vector as a matrix of 8 by 8.
func P(a Vector) Vector {
	var c Vector
	for i := range c {
		c[i] = a[8*(i%8)+i/8]
	}
	return c
}

// L is the linear transformation of clauses 6.4 and 7.
func L(a Vector) Vector {
	for i := 0; i < len(a); i += 8 {
		word := a[i : i+8]
		binary.LittleEndian.PutUint64(word, Multiply(binary.LittleEndian.Uint64(word)))
	}
	return a
}

// Multiply is the product of the vector b of V_64 and the matrix A of clause 6.4.
func Multiply(b uint64) uint64 {
	var c uint64
	for i := range 64 {
		if b>>i&1 == 1 {
			c ^= matrix[63-i]
		}
	}
	return c
}

// Substitute is Pi' of clause 6.2.
func Substitute(b byte) byte { return substitution[b] }

// Constant is C[i] of clause 6.5, i from 1 to 12.
func Constant(i int) Vector {
	b, err := hex.DecodeString(iterationConstants[i-1])
	if err != nil {
		panic(err) // The text is part of the program and covered by its tests.
	}
	slices.Reverse(b)
	return Vector(b)
}

// LPS is the composition of S, then P, then L.
func LPS(a Vector) Vector { return L(P(S(a))) }

// Keys are K[1] to K[13] of clause 8, which E derives from K.
func Keys(k Vector) [13]Vector {
	keys := [13]Vector{k}
	for i := 1; i < len(keys); i++ {
		keys[i] = LPS(X(keys[i-1], Constant(i)))
	}
	return keys
}

// G is the round function g_N(h, m) of clause 8.
func G(n, h, m Vector) Vector {
	keys := Keys(LPS(X(h, n)))
	e := m
	for _, k := range keys[:12] {
		e = LPS(X(k, e))
	}
	return X(X(X(keys[12], e), h), m)
}

// Add is the sum in the ring of residues modulo 2^512.
func Add(a, b Vector) Vector {
	carry := 0
	for i := range a {
		carry += int(a[i]) + int(b[i])
		a[i] = byte(carry)
		carry >>= 8
	}
	return a
}

// IV is the initialising value of clause 6.1 for a hash code of size bytes, 32 or 64.
func IV(size int) Vector {
	var iv Vector
	if size == 32 {
		for i := range iv {
			iv[i] = 1
		}
	}
	return iv
}

// Sum is the hash code H(M) of clause 9, size bytes long, 32 or 64, its component 0 first.
func Sum(size int, message []byte) []byte {
	h := IV(size)
	var zero, n, sigma Vector
	for len(message) >= 64 {
		m := Vector(message[:64])
		h = G(n, h, m)
		n = Add(n, number(512))
		sigma = Add(sigma, m)
		message = message[64:]
	}
	var m Vector
	copy(m[:], message)
	m[len(message)] = 1
	h = G(n, h, m)
	n = Add(n, number(8*uint64(len(message))))
	sigma = Add(sigma, m)
	h = G(zero, h, n)
	h = G(zero, h, sigma)
	return append([]byte(nil), h[64-size:]...)
}

func number(x uint64) Vector {
	var v Vector
	binary.LittleEndian.PutUint64(v[:], x)
	return v
}
