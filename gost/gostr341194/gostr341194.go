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

// The S-boxes of RFC 4357, section 11.2. The cipher within knows no key meshing.
var (
	cryptoPro = gost28147.NewParamSet("1.2.643.2.2.30.1", false, [64]byte{
		0xa5, 0x74, 0x77, 0xd1, 0x4f, 0xfa, 0x66, 0xe3, 0x54, 0xc7, 0x42, 0x4a, 0x60, 0xec, 0xb4, 0x19,
		0x82, 0x90, 0x9d, 0x75, 0x1d, 0x4f, 0xc9, 0x0b, 0x3b, 0x12, 0x2f, 0x54, 0x79, 0x08, 0xa0, 0xaf,
		0xd1, 0x3e, 0x1a, 0x38, 0xc7, 0xb1, 0x81, 0xc6, 0xe6, 0x56, 0x05, 0x87, 0x03, 0x25, 0xeb, 0xfe,
		0x9c, 0x6d, 0xf8, 0x6d, 0x2e, 0xab, 0xde, 0x20, 0xba, 0x89, 0x3c, 0x92, 0xf8, 0xd3, 0x53, 0xbc,
	})
	test = gost28147.NewParamSet("1.2.643.2.2.30.0", false, [64]byte{
		0x4e, 0x57, 0x64, 0xd1, 0xab, 0x8d, 0xcb, 0xbf, 0x94, 0x1a, 0x7a, 0x4d, 0x2c, 0xd1, 0x10, 0x10,
		0xd6, 0xa0, 0x57, 0x35, 0x8d, 0x38, 0xf2, 0xf7, 0x0f, 0x49, 0xd1, 0x5a, 0xea, 0x2f, 0x8d, 0x94,
		0x62, 0xee, 0x43, 0x09, 0xb3, 0xf4, 0xa6, 0xa2, 0x18, 0xc6, 0x98, 0xe3, 0xc1, 0x7c, 0xe5, 0x7e,
		0x70, 0x6b, 0x09, 0x66, 0xf7, 0x02, 0x3c, 0x8b, 0x55, 0x95, 0xbf, 0x28, 0x39, 0xb3, 0x2e, 0xcc,
	})
)

// block is 256 bits as four words, the least significant one first.
type block [4]uint64

type digest struct {
	set    *gost28147.ParamSet
	h      block
	sigma  block // the sum of the blocks modulo 2^256
	length uint64
	buffer [BlockSize]byte
	filled int
}

// New returns the hash function with the parameters that all old certificates and signatures use,
// id-GostR3411-94-CryptoProParamSet (1.2.643.2.2.30.1).
func New() hash.Hash { return &digest{set: cryptoPro} }

// NewTest returns the hash function with id-GostR3411-94-TestParamSet (1.2.643.2.2.30.0), the parameters of the
// examples of the standard.
func NewTest() hash.Hash { return &digest{set: test} }

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
