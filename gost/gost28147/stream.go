package gost28147

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
)

// meshingConstant is C of RFC 4357, section 2.3.2.
const meshingConstant = "\x69\x00\x72\x22\x64\xC9\x04\x23\x8D\x3A\xDB\x96\x46\xE9\x2A\xC4" +
	"\x18\xFE\xAC\x94\x00\xED\x07\x12\xC0\x86\xDC\xC2\xEF\x4C\xA9\x2B"

// meshedBytes is how much is processed with one key.
const meshedBytes = 1024

// mesh is the CryptoPro key meshing: the next key is the constant decrypted with this one.
func (c *Cipher) mesh() {
	var key [KeySize]byte
	for i := 0; i < KeySize; i += BlockSize {
		c.Decrypt(key[i:], []byte(meshingConstant[i:i+BlockSize]))
	}
	c.Rekey(&key)
}

// keystream is what CFB and CNT have in common: gamma is made block by block and the key changes after 1024 bytes.
type keystream struct {
	c       Cipher
	meshing bool
	iv      [BlockSize]byte // CFB: the last block of ciphertext; CNT: the counters N3 and N4
	gamma   [BlockSize]byte
	used    int // bytes of gamma used up; BlockSize when the next byte needs a new block
	count   int // bytes of gamma made with this key
}

func newKeystream(key, iv []byte, p ParamSet) (keystream, error) {
	c, err := makeCipher(key, p)
	if err != nil {
		return keystream{}, err
	}
	if len(iv) != BlockSize {
		return keystream{}, fmt.Errorf("gost28147: initialising value of %d bytes, want %d", len(iv), BlockSize)
	}
	return keystream{c: c, meshing: p.Meshing(), iv: [BlockSize]byte(iv), used: BlockSize}, nil
}

// next changes the key when it is due and counts the block of gamma that the caller is about to make.
func (k *keystream) next() {
	if k.meshing && k.count == meshedBytes {
		k.c.mesh()
		k.c.Encrypt(k.iv[:], k.iv[:])
		k.count = 0
	}
	k.count += BlockSize
	k.used = 0
}

type cfb struct {
	keystream
	decrypt bool
}

// NewCFBEncrypter returns the encryption in the cipher feedback mode (RFC 5830, section 7), with key meshing if the
// parameter set has it. The initialising value is 8 bytes.
func NewCFBEncrypter(key, iv []byte, p ParamSet) (cipher.Stream, error) {
	k, err := newKeystream(key, iv, p)
	if err != nil {
		return nil, err
	}
	return &cfb{k, false}, nil
}

// NewCFBDecrypter returns the decryption in the cipher feedback mode.
func NewCFBDecrypter(key, iv []byte, p ParamSet) (cipher.Stream, error) {
	k, err := newKeystream(key, iv, p)
	if err != nil {
		return nil, err
	}
	return &cfb{k, true}, nil
}

// XORKeyStream encrypts or decrypts src into dst, which is at least as long.
func (s *cfb) XORKeyStream(dst, src []byte) {
	_ = dst[:len(src)]
	for len(src) > 0 {
		if s.used == BlockSize {
			s.next()
			s.c.Encrypt(s.gamma[:], s.iv[:])
		}
		at := s.used
		ciphertext := s.iv[at:]
		if s.decrypt {
			copy(ciphertext, src) // Before dst is written: it may be src.
		}
		n := subtle.XORBytes(dst, src, s.gamma[at:])
		if !s.decrypt {
			copy(ciphertext, dst[:n])
		}
		s.used += n
		dst, src = dst[n:], src[n:]
	}
}

type cnt struct{ keystream }

// NewCNT returns the counter mode (RFC 5830, section 6) for either direction, with key meshing if the parameter set has
// it. The initialising value is 8 bytes and must never be used twice with a key.
func NewCNT(key, iv []byte, p ParamSet) (cipher.Stream, error) {
	k, err := newKeystream(key, iv, p)
	if err != nil {
		return nil, err
	}
	k.c.Encrypt(k.iv[:], k.iv[:])
	return &cnt{k}, nil
}

// XORKeyStream encrypts or decrypts src into dst, which is at least as long.
func (s *cnt) XORKeyStream(dst, src []byte) {
	_ = dst[:len(src)]
	for len(src) > 0 {
		if s.used == BlockSize {
			s.next()
			s.advance()
			s.c.Encrypt(s.gamma[:], s.iv[:])
		}
		n := subtle.XORBytes(dst, src, s.gamma[s.used:])
		s.used += n
		dst, src = dst[n:], src[n:]
	}
}

// advance adds the constants C2 and C1 of RFC 5830, appendix A, to the counters: N3 modulo 2^32, N4 modulo 2^32−1.
func (s *cnt) advance() {
	const c1, c2 = 0x01010104, 0x01010101
	n3, n4 := binary.LittleEndian.Uint32(s.iv[:]), binary.LittleEndian.Uint32(s.iv[4:])
	n3 += c2
	n4 += c1
	if n4 < c1 {
		n4++
	}
	binary.LittleEndian.PutUint32(s.iv[:], n3)
	binary.LittleEndian.PutUint32(s.iv[4:], n4)
}
