package gost3410

import (
	"crypto"
	"errors"
	"fmt"
	"io"
)

// ErrHash says that the options of Sign name a hash function that is not Streebog.
var ErrHash = errors.New("hash function is not of GOST R 34.11")

// Sign signs a digest of exactly the curve's size and returns s‖r, each number big-endian (RFC 7091, section 6.1). It
// implements [crypto.Signer]; opts may be nil, and its HashFunc must be zero, as package crypto has no number for GOST hash
// functions.
//
// The nonce is hedged: it is made from bytes of rand (of crypto/rand where rand is nil), and from the key and the
// digest, so that it stays secret and is never repeated for another digest if either source fails.
func (k *PrivateKey) Sign(rand io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	if opts != nil && opts.HashFunc() != 0 {
		return nil, fmt.Errorf("gost3410: sign: %w", ErrHash)
	}
	if len(digest) != k.Curve().size {
		return nil, fmt.Errorf("gost3410: sign on %s a digest of %d bytes: %w", k.Curve(), len(digest), ErrLength)
	}
	if rand == nil {
		rand = systemRandom()
	}
	wide := make([]byte, 2*k.Curve().size)
	for attempt := byte(0); ; attempt++ {
		if _, err := io.ReadFull(rand, wide); err != nil {
			return nil, fmt.Errorf("gost3410: sign: %w", err)
		}
		k.nonces.hedge(wide, digest, attempt)
		// The nonce, r or s is zero once in 2^254 signatures or more.
		if signature, ok := k.key.Sign(digest, wide); ok {
			return signature, nil
		}
	}
}
