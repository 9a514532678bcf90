// Package kuznyechik implements the block cipher «Кузнечик» of ГОСТ 34.12-2018 (before it ГОСТ Р 34.12-2015), described
// in [RFC 7801]: blocks of 128 bits, keys of 256 bits. Its modes of operation are in package gost3413.
//
// # Timing
//
// The transformations are tables of 64 KiB that are looked up by secret values, so the time of an operation may depend
// on the key and the data through the processor's caches. Use it on files that one opens oneself, not as a service to
// strangers who can measure it.
//
// [RFC 7801]: https://www.rfc-editor.org/rfc/rfc7801
package kuznyechik

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"
)

const (
	// BlockSize is the length of a block in bytes.
	BlockSize = 16
	// KeySize is the length of a key in bytes.
	KeySize = 32
)

// word is an element of V_128: the bytes a_15 to a_8 and the bytes a_7 to a_0. (The compiler keeps a struct in registers,
// an array of two it does not.)
type word struct{ hi, lo uint64 }

type block struct {
	t       *tables
	encrypt [10]word // K_1 to K_10
	decrypt [10]word // K_1, then the inverse of L over K_2 to K_10
}

// NewCipher returns the cipher with a key of 32 bytes. Encrypt and Decrypt panic on slices shorter than a block, as
// [cipher.Block] has it.
func NewCipher(key []byte) (cipher.Block, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("kuznyechik: key of %d bytes, want %d", len(key), KeySize)
	}
	b := &block{t: built()}
	b.schedule(load(key), load(key[BlockSize:]))
	return b, nil
}

// schedule is section 4.4: eight rounds of F make the next pair of keys from the last one.
func (b *block) schedule(k1, k2 word) {
	b.encrypt[0], b.encrypt[1] = k1, k2
	for i := range 4 {
		for _, c := range b.t.constants[8*i : 8*i+8] {
			// F[c](k1, k2) = (LSX[c](k1) (xor) k2, k1)
			k1, k2 = b.t.forwards.round(word{k1.hi ^ c.hi, k1.lo ^ c.lo}, &k2), k1
		}
		b.encrypt[2*i+2], b.encrypt[2*i+3] = k1, k2
	}
	b.decrypt[0] = b.encrypt[0]
	for i, k := range b.encrypt[1:] {
		b.decrypt[i+1] = b.t.unmix(k)
	}
}

func (b *block) BlockSize() int { return BlockSize }

// Encrypt is section 4.5.1.
func (b *block) Encrypt(dst, src []byte) {
	_, _ = dst[BlockSize-1], src[BlockSize-1]
	x := load(src)
	x.hi ^= b.encrypt[0].hi
	x.lo ^= b.encrypt[0].lo
	for i := 1; i < len(b.encrypt); i++ {
		x = b.t.forwards.round(x, &b.encrypt[i])
	}
	store(dst, x)
}

// Decrypt is section 4.5.2 with the inverse of L drawn through the addition of the keys, so that a round is one look-up:
// L^(-1) after S^(-1) after X[k] is S^(-1), then L^(-1), then X[L^(-1)(k)].
func (b *block) Decrypt(dst, src []byte) {
	_, _ = dst[BlockSize-1], src[BlockSize-1]
	x := b.t.unmix(load(src))
	last := &b.decrypt[9]
	x.hi ^= last.hi
	x.lo ^= last.lo
	for i := 8; i > 0; i-- {
		x = b.t.backwards.round(x, &b.decrypt[i])
	}
	var plain [BlockSize]byte
	store(plain[:], x)
	for i, v := range plain {
		plain[i] = b.t.inverse[v]
	}
	x = load(plain[:])
	x.hi ^= b.decrypt[0].hi
	x.lo ^= b.decrypt[0].lo
	store(dst, x)
}

func load(b []byte) word {
	return word{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

func store(b []byte, x word) {
	binary.BigEndian.PutUint64(b, x.hi)
	binary.BigEndian.PutUint64(b[8:], x.lo)
}
