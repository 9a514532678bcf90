// Package magma implements the block cipher «Магма» of ГОСТ 34.12-2018 (before it ГОСТ Р 34.12-2015), described in
// [RFC 8891]: blocks of 64 bits, keys of 256 bits. Its modes of operation are in package gost3413.
//
// It is the cipher of ГОСТ 28147-89 with fixed S-boxes and with everything written the other way round: words begin with
// their most significant byte, and the halves of a block have changed places. So this package turns bytes around and
// leaves the work to package gost28147, whose note on timing holds here too: the time of an operation may depend on the
// key and the data.
//
// [RFC 8891]: https://www.rfc-editor.org/rfc/rfc8891
package magma

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"

	"github.com/klaster-platform/klaster/gost/gost28147"
)

const (
	// BlockSize is the length of a block in bytes.
	BlockSize = 8
	// KeySize is the length of a key in bytes.
	KeySize = 32
)

type block struct{ c *gost28147.Cipher }

// NewCipher returns the cipher with a key of 32 bytes. Encrypt and Decrypt panic on slices shorter than a block, as
// [cipher.Block] has it.
func NewCipher(key []byte) (cipher.Block, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("magma: key of %d bytes, want %d", len(key), KeySize)
	}
	var turned [KeySize]byte
	for i := 0; i < KeySize; i += 4 {
		binary.LittleEndian.PutUint32(turned[i:], binary.BigEndian.Uint32(key[i:]))
	}
	c, err := gost28147.NewCipher(turned[:], gost28147.TC26Z)
	if err != nil {
		return nil, fmt.Errorf("magma: %w", err)
	}
	return &block{c}, nil
}

func (b *block) BlockSize() int { return BlockSize }

func (b *block) Encrypt(dst, src []byte) {
	var turned [BlockSize]byte
	turn(turned[:], src)
	b.c.Encrypt(turned[:], turned[:])
	turn(dst, turned[:])
}

func (b *block) Decrypt(dst, src []byte) {
	var turned [BlockSize]byte
	turn(turned[:], src)
	b.c.Decrypt(turned[:], turned[:])
	turn(dst, turned[:])
}

// turn writes the eight bytes of src to dst in reverse.
func turn(dst, src []byte) {
	binary.LittleEndian.PutUint64(dst, binary.BigEndian.Uint64(src))
}
