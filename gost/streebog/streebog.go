// Package streebog implements the hash function «Стрибог» of ГОСТ 34.11-2018 (before it ГОСТ Р 34.11-2012), described
// in [RFC 6986], with hash codes of 256 and 512 bits, and what [RFC 7836] and [RFC 9337] build upon it: the key
// derivation functions KDF_GOSTR3411_2012_256 and KDF_TREE_GOSTR3411_2012_256, and PBKDF2.
//
// HMAC_GOSTR3411_2012_256 and _512 (RFC 7836, section 4.1) are crypto/hmac over [New256] and [New512].
//
// # Byte order
//
// The standard prints vectors with the most significant byte first and takes the message from its end. Everybody else,
// the RFCs of certificates and signatures included, sees a stream of bytes that begins with component 0 of the vector,
// and a hash code whose byte 0 is component 0. So does this package: the hash code that RFC 6986 prints is the reverse
// of ours.
//
// # Timing
//
// On amd64 processors with GFNI, and AVX2 or AVX-512 VBMI beside it, nothing is looked up in memory by data. Elsewhere, and with the build tag
// purego, the function looks its input up in tables, so the time that it takes may depend on the data through the
// processor's caches. That is of no account for public data. Where a secret is hashed — HMAC, the key derivation functions, PBKDF2 —
// an observer who shares the caches of the processor may learn something of it; do not derive long-lived keys on a
// machine shared with strangers.
//
// [RFC 6986]: https://www.rfc-editor.org/rfc/rfc6986
// [RFC 7836]: https://www.rfc-editor.org/rfc/rfc7836
// [RFC 9337]: https://www.rfc-editor.org/rfc/rfc9337
package streebog

//go:generate go run ./internal/gentables .

import "hash"

const (
	// Size256 is the length in bytes of a hash code of 256 bits.
	Size256 = 32
	// Size512 is the length in bytes of a hash code of 512 bits.
	Size512 = 64
	// BlockSize is the length in bytes of a block of both functions, also B of RFC 2104 for HMAC.
	BlockSize = 64
)

// Digest is the state of a hash code being computed. It is a plain value: an assignment makes an independent copy.
// The zero Digest is an empty message for a hash code of 512 bits; [Start256] makes the other one.
//
// *Digest implements [hash.Hash], [hash.Cloner], [encoding.BinaryMarshaler], [encoding.BinaryAppender] and
// [encoding.BinaryUnmarshaler]. Neither Write nor Sum into a slice with room allocates.
type Digest struct {
	state  state
	length uint64 // bytes written
	block  [BlockSize]byte
	short  bool // the hash code has 256 bits
}

// Start256 returns an empty message for a hash code of 256 bits.
func Start256() Digest {
	d := Digest{short: true}
	d.Reset()
	return d
}

// Start512 returns an empty message for a hash code of 512 bits.
func Start512() Digest { return Digest{} }

// New256 returns a new [*Digest] for a hash code of 256 bits (id-tc26-gost3411-12-256, 1.2.643.7.1.1.2.2).
func New256() hash.Hash {
	d := Start256()
	return &d
}

// New512 returns a new [*Digest] for a hash code of 512 bits (id-tc26-gost3411-12-512, 1.2.643.7.1.1.2.3).
func New512() hash.Hash { return new(Digest) }

// Sum256 returns the hash code of 256 bits of message.
func Sum256(message []byte) (sum [Size256]byte) {
	d := Start256()
	d.write(message)
	var code [Size512]byte
	d.finish(&code)
	copy(sum[:], code[Size512-Size256:])
	return sum
}

// Sum512 returns the hash code of 512 bits of message.
func Sum512(message []byte) (sum [Size512]byte) {
	var d Digest
	d.write(message)
	d.finish(&sum)
	return sum
}

// Size returns the length of the hash code in bytes, 32 or 64.
func (d *Digest) Size() int {
	if d.short {
		return Size256
	}
	return Size512
}

// BlockSize returns 64.
func (d *Digest) BlockSize() int { return BlockSize }

// Reset makes the message empty and keeps the size of the hash code.
func (d *Digest) Reset() {
	*d = Digest{short: d.short}
	if d.short {
		// Clause 6.1: IV is (00000001)^64.
		for i := range d.state.h {
			d.state.h[i] = 0x0101010101010101
		}
	}
}

// Write adds p to the message. It never returns an error.
func (d *Digest) Write(p []byte) (int, error) {
	d.write(p)
	return len(p), nil
}

func (d *Digest) write(p []byte) {
	filled := int(d.length % BlockSize)
	d.length += uint64(len(p))
	if filled > 0 {
		n := copy(d.block[filled:], p)
		if filled+n < BlockSize {
			return
		}
		p = p[n:]
		d.absorb(d.block[:])
	}
	if whole := len(p) &^ (BlockSize - 1); whole > 0 {
		d.absorb(p[:whole])
		p = p[whole:]
	}
	copy(d.block[:], p)
}

// Sum appends the hash code of the message so far to b and leaves the state as it is.
func (d *Digest) Sum(b []byte) []byte {
	end := *d
	var code [Size512]byte
	end.finish(&code)
	return append(b, code[Size512-d.Size():]...)
}

// Clone returns an independent copy of the state.
func (d *Digest) Clone() (hash.Cloner, error) {
	c := *d
	return &c, nil
}

// absorb takes whole blocks. The keys of the first block are known beforehand, which saves half of its work.
func (d *Digest) absorb(p []byte) {
	if d.state.blocks == 0 {
		d.state.first(d.short, (*[BlockSize]byte)(p))
		p = p[BlockSize:]
	}
	d.state.absorb(p)
}

// finish is step 3 of clause 9 and writes the whole h, of which a hash code of 256 bits is the second half: clause 9
// takes the most significant bits, and the most significant byte is our last one.
func (d *Digest) finish(code *[Size512]byte) {
	filled := d.length % BlockSize
	d.block[filled] = 1
	clear(d.block[filled+1:])
	d.absorb(d.block[:])
	d.state.finish(&[8]uint64{d.length << 3, d.length >> 61})
	store(code, &d.state.h)
}
