// Package fips140only stands in the place of crypto/internal/fips140only when the program for the browser is built (make
// wasm): there is no FIPS mode in it, and to ask for one the standard package brings a generator of random bits with its
// ciphers and their self-tests along.
package fips140only

import (
	"hash"
	"io"
)

// Enforced reports that no FIPS mode is on.
func Enforced() bool { return false }

// ApprovedHash is not asked.
func ApprovedHash(hash.Hash) bool { return false }

// ApprovedRandomReader is not asked.
func ApprovedRandomReader(io.Reader) bool { return false }
