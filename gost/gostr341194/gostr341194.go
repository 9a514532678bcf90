// Package gostr341194 implements the hash function of ГОСТ Р 34.11-94, described in [RFC 5831], with the parameter sets of
// [RFC 4357]. The standard has not been allowed for new signatures since 2019 and collisions in it cost less than they
// should: use it only to check old signatures and to read old files. For anything new there is package streebog.
//
// HMAC_GOSTR3411 (RFC 4357, section 3) is crypto/hmac over [New].
//
// # Byte order
//
// Byte 0 of the message and of the hash code is the least significant one, as in certificates and signatures. RFC 5831
// prints blocks with the most significant byte first.
//
// # Timing
//
// The function looks its input up in tables; where a secret is hashed, the note on timing of package gost28147 holds.
//
// [RFC 4357]: https://www.rfc-editor.org/rfc/rfc4357
// [RFC 5831]: https://www.rfc-editor.org/rfc/rfc5831
package gostr341194

import (
	"encoding/binary"
	"hash"
	"math/bits"

	"github.com/klaster-platform/klaster/gost/gost28147"
)

const (
	// Size is the length of a hash code in bytes.
	Size = 32
	// BlockSize is the length of a block in bytes, also B for HMAC.
	BlockSize = 32
)

// block is 256 bits as four words, the least significant one first.
type block [4]uint64

type digest struct {
	set    gost28147.ParamSet
	h      block
	sigma  block // the sum of the blocks modulo 2^256
	length uint64
	buffer [BlockSize]byte
	filled int
}

// New returns the hash function with the parameters that all old certificates and signatures use,
// id-GostR3411-94-CryptoProParamSet (1.2.643.2.2.30.1).
func New() hash.Hash { return &digest{set: gost28147.DigestCryptoPro} }

// NewTest returns the hash function with id-GostR3411-94-TestParamSet (1.2.643.2.2.30.0), the parameters of the
// examples of the standard.
func NewTest() hash.Hash { return &digest{set: gost28147.DigestTest} }

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return BlockSize }
func (d *digest) Reset()         { *d = digest{set: d.set} }

func (d *digest) Write(p []byte) (int, error) {
	written := len(p)
	d.length += uint64(written)
	if d.filled > 0 {
		n := copy(d.buffer[d.filled:], p)
		d.filled += n
		p = p[n:]
		if d.filled < BlockSize {
			return written, nil
		}
		d.absorb(d.buffer[:])
		d.filled = 0
	}
	for len(p) >= BlockSize {
		d.absorb(p[:BlockSize])
		p = p[BlockSize:]
	}
	d.filled = copy(d.buffer[:], p)
	return written, nil
}

// absorb is step 2 of RFC 5831, section 6.
func (d *digest) absorb(p []byte) {
	m := load(p)
	d.step(&m)
	var carry uint64
	for i := range d.sigma {
		d.sigma[i], carry = bits.Add64(d.sigma[i], m[i], carry)
	}
}

// Sum appends the hash code of the message so far. The empty message has no block of its own: so do all other programs,
// though the letter of the standard has one of zeros.
func (d *digest) Sum(b []byte) []byte {
	end := *d
	if end.filled > 0 {
		clear(end.buffer[end.filled:])
		end.absorb(end.buffer[:])
	}
	length := block{end.length << 3, end.length >> 61}
	end.step(&length)
	sigma := end.sigma
	end.step(&sigma)
	for _, w := range end.h {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b
}

func load(p []byte) (m block) {
	for i := range m {
		m[i] = binary.LittleEndian.Uint64(p[8*i:])
	}
	return m
}

// step is the step function H := chi(m, H) of RFC 5831, section 5.
func (d *digest) step(m *block) {
	s := d.encrypt(m)
	// Section 5.3: H := psi^61(H (xor) psi(m (xor) psi^12(S))).
	s.psi(12)
	s.add(m)
	s.psi(1)
	s.add(&d.h)
	s.psi(61)
	d.h = s
}

// encrypt makes the four keys of section 5.1 and encrypts the four words of H with them (section 5.2).
func (d *digest) encrypt(m *block) (s block) {
	u, v := d.h, *m
	for i := range s {
		if i > 0 {
			u.a()
			if i == 2 {
				u.add(&block{0xff00ff00ff00ff00, 0x00ff00ff00ff00ff, 0xff0000ff00ffff00, 0xff00ffff000000ff})
			}
			v.a()
			v.a()
		}
		w := u
		w.add(&v)
		s[i] = d.encryptWord(&w, d.h[i])
	}
	return s
}

// encryptWord is the simple substitution of ГОСТ 28147-89 with the key P(w).
func (d *digest) encryptWord(w *block, h uint64) uint64 {
	// P of section 5.1: byte i+4k of the key is byte 8i+k of w.
	var key [gost28147.KeySize]byte
	for i, word := range w {
		for k := range 8 {
			key[i+4*k] = byte(word >> (8 * k))
		}
	}
	c := gost28147.WithKey(&key, d.set)
	var b [gost28147.BlockSize]byte
	binary.LittleEndian.PutUint64(b[:], h)
	c.Encrypt(b[:], b[:])
	return binary.LittleEndian.Uint64(b[:])
}

func (y *block) add(x *block) {
	for i := range y {
		y[i] ^= x[i]
	}
}

// a is A of section 5.1: y_4||y_3||y_2||y_1 becomes (y_1 (xor) y_2)||y_4||y_3||y_2.
func (y *block) a() {
	y[0], y[1], y[2], y[3] = y[1], y[2], y[3], y[0]^y[1]
}

// psi is the mixing of section 5.3, n times: the words of 16 bits move down one place, and the sum of words 1, 2, 3, 4, 13
// and 16 comes in at the top.
func (y *block) psi(n int) {
	for range n {
		sum := y[0] ^ y[0]>>16 ^ y[0]>>32 ^ y[0]>>48 ^ y[3] ^ y[3]>>48
		y[0] = y[0]>>16 | y[1]<<48
		y[1] = y[1]>>16 | y[2]<<48
		y[2] = y[2]>>16 | y[3]<<48
		y[3] = y[3]>>16 | sum<<48
	}
}
