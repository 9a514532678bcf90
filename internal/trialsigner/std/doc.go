// Package std keeps what stands in the place of packages of the standard library when the trial signer's program for the
// browser is built. The folders beside this file are copied over theirs by go build -overlay; see package build.
//
// The libraries of this project word their errors with fmt, name object identifiers by encoding/asn1, hash with
// crypto/sha256, and so bring formatting by reflection, arithmetic of any precision and the ciphers and self-tests of FIPS 140
// into every program: half a megabyte that a browser would load for nothing. Nothing of the signature itself is here: hashing,
// curves, certificates and messages are the same code as in the program on the server, except for the arithmetic that
// package gost3410 writes out for speed.
//
// A new version of Go may ask more of these packages than they have: then make wasm does not compile.
package std
