package gost28147

import (
	"encoding/binary"
	"fmt"
	"hash"
)

// MACSize is the length in bytes of the message authentication code that all protocols use, 32 bits.
const MACSize = 4

// mac is the mode of RFC 5830, section 8. The last block is held back, because a message of one block gets a second.
type mac struct {
	start, c Cipher
	meshing  bool
	iv       [BlockSize]byte
	n1, n2   uint32
	block    [BlockSize]byte
	filled   int
	count    int // bytes processed with this key
	blocks   uint64
}

// NewMAC returns the message authentication code (имитовставка) of 4 bytes, gost28147IMIT of RFC 4357. The initialising
// value is 8 bytes or nil, which is eight zeros. Key meshing takes place if the parameter set has it.
//
// A message of up to one block is followed by a block of zeros: the standard asks for two blocks. The code of the empty
// message, which the standard does not define, is the beginning of the initialising value, as other programs have it.
func NewMAC(key, iv []byte, p ParamSet) (hash.Hash, error) {
	c, err := makeCipher(key, p)
	if err != nil {
		return nil, err
	}
	m := &mac{start: c, meshing: p.Meshing()}
	switch len(iv) {
	case 0:
	case BlockSize:
		m.iv = [BlockSize]byte(iv)
	default:
		return nil, fmt.Errorf("gost28147: initialising value of %d bytes, want %d", len(iv), BlockSize)
	}
	m.Reset()
	return m, nil
}

func (m *mac) Size() int      { return MACSize }
func (m *mac) BlockSize() int { return BlockSize }

func (m *mac) Reset() {
	m.c = m.start
	m.n1, m.n2 = binary.LittleEndian.Uint32(m.iv[:]), binary.LittleEndian.Uint32(m.iv[4:])
	m.filled, m.count, m.blocks = 0, 0, 0
}

func (m *mac) Write(p []byte) (int, error) {
	written := len(p)
	for len(p) > 0 {
		if m.filled == BlockSize {
			m.absorb()
		}
		n := copy(m.block[m.filled:], p)
		m.filled += n
		p = p[n:]
	}
	return written, nil
}

// absorb takes the block that has been gathered.
func (m *mac) absorb() {
	if m.meshing && m.count == meshedBytes {
		m.c.mesh()
		m.count = 0
	}
	m.n1 ^= binary.LittleEndian.Uint32(m.block[:])
	m.n2 ^= binary.LittleEndian.Uint32(m.block[4:])
	m.n1, m.n2 = m.c.forwards(m.n1, m.n2)
	m.n1, m.n2 = m.c.forwards(m.n1, m.n2)
	m.count += BlockSize
	m.blocks++
	m.filled = 0
}

func (m *mac) Sum(b []byte) []byte {
	end := *m
	if end.filled > 0 {
		clear(end.block[end.filled:])
		end.absorb()
		if end.blocks == 1 {
			clear(end.block[:])
			end.absorb()
		}
	}
	return binary.LittleEndian.AppendUint32(b, end.n1)
}
