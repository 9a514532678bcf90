package gost3410

import (
	"crypto"
	"crypto/hmac"
	cryptorand "crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"hash"
	"io"

	"github.com/klaster-platform/klaster/gost/streebog"
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
		rand = cryptorand.Reader
	}
	wide := make([]byte, 2*k.Curve().size)
	for attempt := byte(0); ; attempt++ {
		if _, err := io.ReadFull(rand, wide); err != nil {
			return nil, fmt.Errorf("gost3410: sign: %w", err)
		}
		k.hedge(streebog.New512, wide, digest, attempt)
		// The nonce, r or s is zero once in 2^254 signatures or more.
		if signature, ok := k.key.Sign(digest, wide); ok {
			return signature, nil
		}
	}
}

// hedge makes a nonce of random bytes: it adds to them, by exclusive or, as many bytes of HMAC-Streebog-512 keyed by d,
// over a counter, the random bytes and the digest. The result is a number of twice the length of q, which modulo q is
// uniform.
//
// RFC 6979 has the same means and the same reason, but runs the generator HMAC_DRBG, whose five HMACs take as long as all the
// rest of a signature. As a pseudo-random function of key, random bytes and digest one HMAC is enough. And as the random
// bytes go into the nonce by themselves too, the nonce stays secret even if the table look-ups of a portable Streebog
// are watched through the processor's cache.
func (k *PrivateKey) hedge(newHash func() hash.Hash, wide, digest []byte, attempt byte) {
	mac := hmac.New(newHash, k.encoded)
	mask := make([]byte, 0, len(wide))
	for block := byte(0); len(mask) < len(wide); block++ {
		mac.Reset()
		mac.Write([]byte{attempt, block})
		mac.Write(wide)
		mac.Write(digest)
		mask = mac.Sum(mask)
	}
	subtle.XORBytes(wide, wide, mask)
}
