package streebog

import (
	"encoding/binary"
	"errors"
)

// The saved form of a state: magic with the size of the hash code, h, EPSILON, bytes written, the begun block filled up
// with zeros. N is not saved, it follows from the number of bytes.
const (
	magic256    = "gsb\x20"
	magic512    = "gsb\x40"
	marshalSize = len(magic256) + 64 + 64 + 8 + BlockSize
)

// ErrState is returned by UnmarshalBinary for bytes that MarshalBinary of a Digest of this size did not make.
var ErrState = errors.New("streebog: not a saved state of this hash function")

// MarshalBinary returns the state, so that the computation can go on elsewhere. The state of a message that holds a
// secret is itself a secret.
func (d *Digest) MarshalBinary() ([]byte, error) {
	return d.AppendBinary(make([]byte, 0, marshalSize))
}

// AppendBinary appends what MarshalBinary returns to b.
func (d *Digest) AppendBinary(b []byte) ([]byte, error) {
	magic := magic512
	if d.short {
		magic = magic256
	}
	b = append(b, magic...)
	for _, w := range d.state.h {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	for _, w := range d.state.sigma {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	b = binary.LittleEndian.AppendUint64(b, d.length)
	filled := d.length % BlockSize
	b = append(b, d.block[:filled]...)
	var zeros [BlockSize]byte
	return append(b, zeros[filled:]...), nil
}

// UnmarshalBinary takes up a state saved by a Digest of the same size of hash code; any other is [ErrState].
func (d *Digest) UnmarshalBinary(b []byte) error {
	magic := magic512
	if d.short {
		magic = magic256
	}
	if len(b) != marshalSize || string(b[:len(magic)]) != magic {
		return ErrState
	}
	saved := Digest{short: d.short}
	saved.Reset()
	start := saved.state
	b = b[len(magic):]
	for i := range saved.state.h {
		saved.state.h[i] = binary.LittleEndian.Uint64(b[8*i:])
		saved.state.sigma[i] = binary.LittleEndian.Uint64(b[64+8*i:])
	}
	saved.length = binary.LittleEndian.Uint64(b[128:])
	saved.state.blocks = saved.length / BlockSize
	if saved.state.blocks == 0 && saved.state != start {
		return ErrState // Before the first whole block nothing has changed, and the keys of that block rest on it.
	}
	block := b[136:]
	for _, v := range block[saved.length%BlockSize:] {
		if v != 0 {
			return ErrState
		}
	}
	copy(saved.block[:], block)
	*d = saved
	return nil
}
