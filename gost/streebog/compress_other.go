//go:build !amd64 || purego

package streebog

// absorb is step 2 of clause 9 over the whole blocks of p.
func (s *state) absorb(p []byte) { s.absorbPortable(p) }

// first is absorb for the first block of a message.
func (s *state) first(short bool, p *[BlockSize]byte) { s.firstPortable(short, p) }

// finish is h := g_0(g_0(h, length), EPSILON), the end of clause 9; length is that of the message in bits.
func (s *state) finish(length *[8]uint64) { s.finishPortable(length) }
