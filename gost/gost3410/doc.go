// Package gost3410 implements the digital signature of ГОСТ Р 34.10-2012 (ГОСТ 34.10-2018, [RFC 7091]) on all curves that
// are in use, and on them the key agreement VKO of [RFC 7836], section 4.3.
//
// Byte orders are those of certificates and messages ([RFC 9215]): keys and coordinates are little-endian, a public key
// is x‖y, a digest is read as a little-endian number, and a signature is s‖r with each number big-endian. Lengths are
// always exact: 32 bytes a number on curves of 256 bits, 64 on curves of 512 bits.
//
// The arithmetic of signing, key generation and key agreement takes a time that does not depend on secrets. The hash
// function beside it looks up tables where the processor has no better way (package streebog): [PrivateKey.Sign] adds random
// bytes to its result, so that neither betrays a nonce, but in [PrivateKey.VKO] it hashes the common point, which who shares
// the processor's caches may learn something of.
//
// Verification works on public values, takes no memory from the heap, and is faster still by a [Verifier], a key with a
// table of its multiples.
//
// On amd64 formulas and products also come in assembly, emitted from the text that those in Go come from, and are used where
// the processor has MULX, ADCX and ADOX, and AVX2 for reading tables. Where it has AVX-512 IFMA, points of CryptoPro-A are added four
// at a time for a [Verifier] and by [VerifyAll]. The build tag purego leaves all of them out.
//
// The older ГОСТ Р 34.10-2001 (RFC 5832) is the same computation on the curves of 256 bits with another hash, so that its
// signatures are verified here as well.
//
// [RFC 7091]: https://www.rfc-editor.org/rfc/rfc7091
// [RFC 7836]: https://www.rfc-editor.org/rfc/rfc7836
// [RFC 9215]: https://www.rfc-editor.org/rfc/rfc9215
package gost3410

//go:generate go run ./internal/generate internal
