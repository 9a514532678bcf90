// Package boring stands in the place of crypto/internal/boring when the program for the browser is built (make wasm). Like the
// standard package where there is no BoringCrypto, it says that there is none; unlike it, it does not bring the ciphers along
// whose types that package names.
package boring

import "hash"

// Enabled says that there is no BoringCrypto.
const Enabled = false

const no = "boring: not here"

// Unreachable marks code that runs only without BoringCrypto.
func Unreachable() {}

// The hash functions that crypto/sha1, crypto/sha256 and crypto/sha512 ask for where BoringCrypto is enabled.
func NewSHA1() hash.Hash     { panic(no) }
func NewSHA224() hash.Hash   { panic(no) }
func NewSHA256() hash.Hash   { panic(no) }
func NewSHA384() hash.Hash   { panic(no) }
func NewSHA512() hash.Hash   { panic(no) }
func SHA1([]byte) [20]byte   { panic(no) }
func SHA224([]byte) [28]byte { panic(no) }
func SHA256([]byte) [32]byte { panic(no) }
func SHA384([]byte) [48]byte { panic(no) }
func SHA512([]byte) [64]byte { panic(no) }
