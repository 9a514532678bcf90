package gost3413

import (
	"crypto/cipher"
	"crypto/subtle"
	"fmt"
)

// ctrACPKM is CTR-ACPKM of RFC 8645, section 6.2.2.
type ctrACPKM struct {
	newBlock func(key []byte) (cipher.Block, error)
	block    cipher.Block
	counter  []byte
	gamma    []byte
	used     int // bytes of gamma used up
	section  int // bytes for which a key serves
	count    int // bytes of gamma made with this key
}

// NewCTRACPKM returns the counter mode with internal re-keying for either direction: after each section of so many
// bytes, a multiple of the block, the key is replaced by one that is made from it. The key has 32 bytes, the initialising
// value half a block; the pair must never be used twice.
func NewCTRACPKM(newBlock func(key []byte) (cipher.Block, error), key, iv []byte, section int) (cipher.Stream, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("gost3413: key of %d bytes, want %d", len(key), KeySize)
	}
	b, err := newBlock(key)
	if err != nil {
		return nil, fmt.Errorf("gost3413: %w", err)
	}
	n := b.BlockSize()
	if len(iv) != n/2 {
		return nil, fmt.Errorf("gost3413: initialising value of %d bytes, want %d", len(iv), n/2)
	}
	if section <= 0 || section%n != 0 {
		return nil, fmt.Errorf("gost3413: section of %d bytes for blocks of %d", section, n)
	}
	s := &ctrACPKM{
		newBlock: newBlock, block: b,
		counter: make([]byte, n), gamma: make([]byte, n), used: n, section: section,
	}
	copy(s.counter, iv)
	return s, nil
}

// XORKeyStream encrypts or decrypts src into dst, which is at least as long.
func (s *ctrACPKM) XORKeyStream(dst, src []byte) {
	_ = dst[:len(src)]
	for len(src) > 0 {
		if s.used == len(s.gamma) {
			s.next()
		}
		n := subtle.XORBytes(dst, src, s.gamma[s.used:])
		s.used += n
		dst, src = dst[n:], src[n:]
	}
}

// next makes a block of gamma, before it a new key if the section is at its end.
func (s *ctrACPKM) next() {
	if s.count == s.section {
		s.rekey()
		s.count = 0
	}
	s.block.Encrypt(s.gamma, s.counter)
	for i := len(s.counter) - 1; i >= 0; i-- {
		s.counter[i]++
		if s.counter[i] != 0 {
			break
		}
	}
	s.count += len(s.gamma)
	s.used = 0
}

// rekey is ACPKM of RFC 8645, section 6.2.1: the next key is the constant D, the bytes from 0x80 on, encrypted.
func (s *ctrACPKM) rekey() {
	var key [KeySize]byte
	for i := range key {
		key[i] = 0x80 + byte(i)
	}
	for i := 0; i < KeySize; i += len(s.gamma) {
		s.block.Encrypt(key[i:], key[i:])
	}
	b, err := s.newBlock(key[:])
	if err != nil {
		panic(err) // A cipher that has taken one key of 32 bytes takes another.
	}
	s.block = b
}
