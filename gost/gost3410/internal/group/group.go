// Package group says what package gost3410 asks of the packages that compute with points, which it chooses by curve.
package group

import "errors"

// Errors that the packages of points return; gost3410 explains them to its caller.
var (
	ErrRange    = errors.New("coordinate is not below the prime of the field")
	ErrNotOn    = errors.New("point is not on the curve")
	ErrSubgroup = errors.New("point is not in the subgroup of prime order")
	ErrScalar   = errors.New("scalar is not from 1 to q-1")
)

// Curve is one curve in one representation.
type Curve interface {
	// Size is the length of a coordinate and of a scalar in bytes.
	Size() int
	// NewPoint takes x‖y, each little-endian, and checks everything that a public key must be.
	NewPoint(encoded []byte) (Point, error)
	// NewKey takes a scalar from 1 to q-1, little-endian.
	NewKey(encoded []byte) (Key, error)
	// Residue returns the little-endian number of two coordinates' length modulo q, little-endian.
	Residue(wide []byte) []byte
	// Product returns the product of two little-endian numbers modulo q, little-endian.
	Product(a, b []byte) []byte
}

// Point is a public key.
type Point interface {
	Verify(digest, signature []byte) bool
	Table() Table
}

// Table is a public key with its precomputed multiples.
type Table interface {
	Verify(digest, signature []byte) bool
}

// Key is a private key.
type Key interface {
	// Sign signs with the nonce that is wide, a little-endian number of two coordinates, modulo q. It returns false for
	// the nonces that the standard tells to throw away.
	Sign(digest, wide []byte) ([]byte, bool)
	// Public returns the public key and its encoding x‖y, each little-endian.
	Public() (Point, []byte)
	// Agree returns x‖y of the point times the cofactor, the number ukm, little-endian, and the key.
	Agree(p Point, ukm []byte) ([]byte, error)
}
