package gost3413

import (
	"crypto/cipher"
	"crypto/subtle"
	"fmt"
	"hash"
)

// mac is the mode of ГОСТ Р 34.13-2015, clause 5.6. The last block is held back, because it is treated differently.
type mac struct {
	b      cipher.Block
	k1, k2 [16]byte // added to the last block when it is whole and when it is padded
	state  [16]byte
	last   [16]byte
	filled int
	n      int // length of a block
	size   int // length of the code
}

// NewMAC returns the message authentication code of ГОСТ Р 34.13-2015, clause 5.6, size bytes long: from 1 to a block. It
// is CMAC of RFC 4493 for a block of 128 bits.
func NewMAC(b cipher.Block, size int) (hash.Hash, error) {
	n := b.BlockSize()
	// The polynomials B_64 and B_128 of clause 5.6.1.
	var polynomial byte
	switch n {
	case 8:
		polynomial = 0x1b
	case 16:
		polynomial = 0x87
	default:
		return nil, fmt.Errorf("gost3413: block of %d bytes", n)
	}
	if size < 1 || size > n {
		return nil, fmt.Errorf("gost3413: code of %d bytes with blocks of %d", size, n)
	}
	m := &mac{b: b, n: n, size: size}
	var zero [16]byte
	b.Encrypt(m.k1[:n], zero[:n])
	double(m.k1[:n], polynomial)
	m.k2 = m.k1
	double(m.k2[:n], polynomial)
	return m, nil
}

// double shifts a left by one bit and adds the polynomial if a one has fallen out; it takes the same time for either.
func double(a []byte, polynomial byte) {
	carry := a[0] >> 7
	for i := range a[:len(a)-1] {
		a[i] = a[i]<<1 | a[i+1]>>7
	}
	a[len(a)-1] = a[len(a)-1]<<1 ^ byte(subtle.ConstantTimeSelect(int(carry), int(polynomial), 0))
}

func (m *mac) Size() int      { return m.size }
func (m *mac) BlockSize() int { return m.n }

func (m *mac) Reset() {
	clear(m.state[:])
	m.filled = 0
}

func (m *mac) Write(p []byte) (int, error) {
	written := len(p)
	for len(p) > 0 {
		if m.filled == m.n {
			subtle.XORBytes(m.state[:m.n], m.state[:m.n], m.last[:m.n])
			m.b.Encrypt(m.state[:m.n], m.state[:m.n])
			m.filled = 0
		}
		n := copy(m.last[m.filled:m.n], p)
		m.filled += n
		p = p[n:]
	}
	return written, nil
}

// Sum appends the code, the most significant bytes of the last result.
func (m *mac) Sum(b []byte) []byte {
	last, key := m.last, &m.k1
	if m.filled < m.n {
		// Procedure 3 of clause 4.1.3: a one and zeros.
		last[m.filled] = 0x80
		clear(last[m.filled+1:])
		key = &m.k2
	}
	for i := range last[:m.n] {
		last[i] ^= m.state[i] ^ key[i]
	}
	m.b.Encrypt(last[:m.n], last[:m.n])
	return append(b, last[:m.size]...)
}
