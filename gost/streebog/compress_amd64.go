//go:build !purego

package streebog

import "golang.org/x/sys/cpu"

// hasAVX512 tells whether this processor, and the system that it runs, know the instructions of compress_amd64.s.
var hasAVX512 = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VBMI &&
	cpu.X86.HasAVX512GFNI && cpu.X86.HasAVX512VL

// hasAVX2 tells the same of compress_avx2_amd64.s. A processor with AVX2 has the leaf of CPUID that is asked.
var hasAVX2 = cpu.X86.HasAVX2 && cpuid7()&gfni != 0

// gfni is the bit of the instructions for GF(2^8).
const gfni = 1 << 8

func cpuid7() (ecx uint32)

// compressAVX512 is h := g_N(h, m) of clause 8 for the n blocks m that begin at p. N is 512·blocks for the first of them and
// grows by 512·step with each. n is at least 1.
//
//go:noescape
func compressAVX512(h *[8]uint64, blocks, step uint64, p *byte, n int)

// compressKnownAVX512 is the same for one block whose keys K[1] to K[13] are known; they are transposed.
//
//go:noescape
func compressKnownAVX512(h *[8]uint64, keys *[13][64]byte, p *byte)

// compressAVX2 and compressKnownAVX2 are the same without AVX-512.
//
//go:noescape
func compressAVX2(h *[8]uint64, blocks, step uint64, p *byte, n int)

//go:noescape
func compressKnownAVX2(h *[8]uint64, keys *[13][64]byte, p *byte)

// absorb is step 2 of clause 9 over the whole blocks of p. It is the one place where nearly all time of a long message
// goes.
func (s *state) absorb(p []byte) {
	if !hasAVX512 && !hasAVX2 {
		s.absorbPortable(p)
		return
	}
	n := len(p) / BlockSize
	if n == 0 {
		return
	}
	compress(&s.h, s.blocks, 1, &p[0], n)
	s.blocks += uint64(n)
	s.sum(p)
}

// first is absorb for the first block of a message.
func (s *state) first(short bool, p *[BlockSize]byte) {
	if !hasAVX512 && !hasAVX2 {
		s.firstPortable(short, p)
		return
	}
	keys := &transposedKeys512
	if short {
		keys = &transposedKeys256
	}
	if hasAVX512 {
		compressKnownAVX512(&s.h, keys, &p[0])
	} else {
		compressKnownAVX2(&s.h, keys, &p[0])
	}
	s.blocks++
	s.sum(p[:])
}

// finish is h := g_0(g_0(h, length), EPSILON), the end of clause 9; length is that of the message in bits.
func (s *state) finish(length *[8]uint64) {
	if !hasAVX512 && !hasAVX2 {
		s.finishPortable(length)
		return
	}
	var last [2 * BlockSize]byte
	store((*[BlockSize]byte)(last[:]), length)
	store((*[BlockSize]byte)(last[BlockSize:]), &s.sigma)
	compress(&s.h, 0, 0, &last[0], 2)
}

// compress is whichever this processor has.
func compress(h *[8]uint64, blocks, step uint64, p *byte, n int) {
	if hasAVX512 {
		compressAVX512(h, blocks, step, p, n)
		return
	}
	compressAVX2(h, blocks, step, p, n)
}

// sum adds whole blocks to EPSILON.
func (s *state) sum(p []byte) {
	var m [8]uint64
	for len(p) >= BlockSize {
		load(&m, (*[BlockSize]byte)(p))
		add(&s.sigma, &m)
		p = p[BlockSize:]
	}
}
