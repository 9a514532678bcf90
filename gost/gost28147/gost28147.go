// Package gost28147 implements the block cipher of ГОСТ 28147-89 ([RFC 5830]) with the parameter sets, the CFB and CNT
// modes, the message authentication code, the key meshing and the key wrapping of [RFC 4357] and [RFC 7836].
//
// The standard is withdrawn; the cipher lives on as Magma of ГОСТ 34.12 (package magma) and in files: PKCS#12 and PKCS#8
// under passwords, CMS messages, CryptoPro containers. It is here to read those and to write what old programs read.
//
// # Byte order
//
// Keys, blocks and initialising values are read as RFC 4357 does it, each word of 32 bits with its least significant
// byte first. ГОСТ 34.12 prints the same cipher with the most significant byte first.
//
// # Timing
//
// The S-boxes are tables that are looked up by secret values, so the time of every keyed operation may depend on the key
// and the data through the processor's caches. Use it on files that one opens oneself, not as a service to strangers
// who can measure it.
//
// [RFC 4357]: https://www.rfc-editor.org/rfc/rfc4357
// [RFC 5830]: https://www.rfc-editor.org/rfc/rfc5830
// [RFC 7836]: https://www.rfc-editor.org/rfc/rfc7836
package gost28147

import (
	"encoding/binary"
	"fmt"
)

const (
	// BlockSize is the length of a block in bytes.
	BlockSize = 8
	// KeySize is the length of a key in bytes.
	KeySize = 32
)

// Cipher is the simple substitution mode (ECB) of RFC 5830, section 5, for one block. *Cipher implements
// [crypto/cipher.Block]; its Encrypt and Decrypt panic on slices shorter than a block, as that interface has it.
type Cipher struct {
	key   [8]uint32
	boxes *[4][256]uint32
}

// NewCipher returns the cipher with a key of 32 bytes.
func NewCipher(key []byte, p ParamSet) (*Cipher, error) {
	c, err := makeCipher(key, p)
	if err != nil {
		return nil, err
	}
	return &c, nil
}

func makeCipher(key []byte, p ParamSet) (Cipher, error) {
	if len(key) != KeySize {
		return Cipher{}, fmt.Errorf("gost28147: key of %d bytes, want %d", len(key), KeySize)
	}
	if p >= paramSets {
		return Cipher{}, fmt.Errorf("gost28147: no parameter set %d", p)
	}
	return WithKey((*[KeySize]byte)(key), p), nil
}

// WithKey returns the cipher as a value, for callers who set up many keys and must not allocate. The parameter set is one
// of the constants.
func WithKey(key *[KeySize]byte, p ParamSet) Cipher {
	c := Cipher{boxes: &expanded[p]}
	c.Rekey(key)
	return c
}

// Rekey replaces the key.
func (c *Cipher) Rekey(key *[KeySize]byte) {
	for i := range c.key {
		c.key[i] = binary.LittleEndian.Uint32(key[4*i:])
	}
}

// BlockSize returns 8.
func (c *Cipher) BlockSize() int { return BlockSize }

// Encrypt encrypts one block of src into dst.
func (c *Cipher) Encrypt(dst, src []byte) {
	_, _ = dst[BlockSize-1], src[BlockSize-1]
	n1, n2 := binary.LittleEndian.Uint32(src), binary.LittleEndian.Uint32(src[4:])
	n1, n2 = c.forwards(n1, n2)
	n1, n2 = c.forwards(n1, n2)
	n1, n2 = c.forwards(n1, n2)
	n1, n2 = c.backwards(n1, n2)
	binary.LittleEndian.PutUint32(dst, n2)
	binary.LittleEndian.PutUint32(dst[4:], n1)
}

// Decrypt decrypts one block of src into dst.
func (c *Cipher) Decrypt(dst, src []byte) {
	_, _ = dst[BlockSize-1], src[BlockSize-1]
	n1, n2 := binary.LittleEndian.Uint32(src), binary.LittleEndian.Uint32(src[4:])
	n1, n2 = c.forwards(n1, n2)
	n1, n2 = c.backwards(n1, n2)
	n1, n2 = c.backwards(n1, n2)
	n1, n2 = c.backwards(n1, n2)
	binary.LittleEndian.PutUint32(dst, n2)
	binary.LittleEndian.PutUint32(dst[4:], n1)
}

// forwards is eight rounds with the key's words K(0) to K(7).
func (c *Cipher) forwards(n1, n2 uint32) (uint32, uint32) {
	k, s := &c.key, c.boxes
	n2 ^= round(s, n1+k[0])
	n1 ^= round(s, n2+k[1])
	n2 ^= round(s, n1+k[2])
	n1 ^= round(s, n2+k[3])
	n2 ^= round(s, n1+k[4])
	n1 ^= round(s, n2+k[5])
	n2 ^= round(s, n1+k[6])
	n1 ^= round(s, n2+k[7])
	return n1, n2
}

// backwards is eight rounds with the key's words K(7) to K(0).
func (c *Cipher) backwards(n1, n2 uint32) (uint32, uint32) {
	k, s := &c.key, c.boxes
	n2 ^= round(s, n1+k[7])
	n1 ^= round(s, n2+k[6])
	n2 ^= round(s, n1+k[5])
	n1 ^= round(s, n2+k[4])
	n2 ^= round(s, n1+k[3])
	n1 ^= round(s, n2+k[2])
	n2 ^= round(s, n1+k[1])
	n1 ^= round(s, n2+k[0])
	return n1, n2
}

// round is the substitution and the rotation by eleven; both are in the tables.
func round(s *[4][256]uint32, x uint32) uint32 {
	return s[0][byte(x)] ^ s[1][byte(x>>8)] ^ s[2][byte(x>>16)] ^ s[3][x>>24]
}
