package gost3410

import (
	"crypto/subtle"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// prf is HMAC-Streebog-512 (RFC 7836, section 4.1.2) with a key that has been absorbed already, so that it is not hashed
// again for each signature.
type prf struct{ inner, outer streebog.Digest }

// newPRF absorbs a key of one block at most.
func newPRF(key []byte) prf {
	var inner, outer [streebog.BlockSize]byte
	copy(inner[:], key)
	copy(outer[:], key)
	for i := range inner {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	p := prf{inner: streebog.Start512(), outer: streebog.Start512()}
	p.inner.Write(inner[:])
	p.outer.Write(outer[:])
	return p
}

// sum appends the code of the parts, one after another, to b.
func (p *prf) sum(b []byte, parts ...[]byte) []byte {
	var code [streebog.Size512]byte
	inner, outer := p.inner, p.outer
	for _, part := range parts {
		inner.Write(part)
	}
	outer.Write(inner.Sum(code[:0]))
	return outer.Sum(b)
}

// hedge makes a nonce of random bytes: it adds to them, by exclusive or, as many bytes of the function keyed by d over
// two counters, the random bytes and the digest. The result is a number of twice the length of q; modulo q it is uniform.
//
// RFC 6979 has the same means and the same reason, but runs the generator HMAC_DRBG, whose five HMACs take as long as
// all the rest of a signature. As a pseudo-random function of key, random bytes and digest one HMAC is enough: each block
// of output has an input of its own. And as the random bytes go into the nonce by themselves too, it stays secret even if
// the table look-ups of a portable Streebog are watched through the processor's caches.
func (p *prf) hedge(wide, digest []byte, attempt byte) {
	mask := make([]byte, 0, len(wide))
	for block := byte(0); len(mask) < len(wide); block++ {
		mask = p.sum(mask, []byte{attempt, block}, wide, digest)
	}
	subtle.XORBytes(wide, wide, mask)
}
