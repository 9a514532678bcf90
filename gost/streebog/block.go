package streebog

import (
	"encoding/binary"
	"math/bits"
)

// state is what the hashing procedure of clause 9 carries from block to block. Vectors of 512 bits are held as eight
// words, word 0 the least significant.
type state struct {
	h      [8]uint64
	sigma  [8]uint64 // EPSILON of the standard: the sum of the blocks modulo 2^512
	blocks uint64    // whole blocks absorbed: N is 512 times this
}

// absorbPortable is step 2 of clause 9 over the whole blocks of p.
func (s *state) absorbPortable(p []byte) {
	var m [8]uint64
	for len(p) >= BlockSize {
		load(&m, (*[BlockSize]byte)(p))
		s.compressPortable(s.blocks, &m)
		s.blocks++
		add(&s.sigma, &m)
		p = p[BlockSize:]
	}
}

// firstPortable is absorbPortable for the first block of a message.
func (s *state) firstPortable(short bool, p *[BlockSize]byte) {
	keys := &firstKeys512
	if short {
		keys = &firstKeys256
	}
	var m [8]uint64
	load(&m, p)
	var e vector
	e.set(&m, &keys[0])
	for i := 1; i < len(keys); i++ {
		e.round(&keys[i])
	}
	e.addTo(&s.h, &m)
	s.blocks++
	add(&s.sigma, &m)
}

// finishPortable is h := g_0(g_0(h, length), EPSILON), the end of clause 9.
func (s *state) finishPortable(length *[8]uint64) {
	sigma := s.sigma
	s.compressPortable(0, length)
	s.compressPortable(0, &sigma)
}

// compressPortable is h := g_N(h, m) of clause 8 with N = 512·blocks.
func (s *state) compressPortable(blocks uint64, m *[8]uint64) {
	key := [8]uint64{blocks << 9, blocks >> 55} // N
	var k, e vector
	k.set(&s.h, &key)
	k.keyRound(&key, &constants[0])
	e.set(m, &key)
	for i := 1; i < len(constants); i++ {
		k.keyRound(&key, &constants[i])
		e.round(&key)
	}
	e.addTo(&s.h, m)
}

// load reads a block as words. It writes through a pointer, as everything here does: a vector returned by value is
// copied in pieces wider than those it was written in, which the processor has to wait for.
func load(m *[8]uint64, p *[BlockSize]byte) {
	m[0] = binary.LittleEndian.Uint64(p[0:])
	m[1] = binary.LittleEndian.Uint64(p[8:])
	m[2] = binary.LittleEndian.Uint64(p[16:])
	m[3] = binary.LittleEndian.Uint64(p[24:])
	m[4] = binary.LittleEndian.Uint64(p[32:])
	m[5] = binary.LittleEndian.Uint64(p[40:])
	m[6] = binary.LittleEndian.Uint64(p[48:])
	m[7] = binary.LittleEndian.Uint64(p[56:])
}

// store is the reverse of load.
func store(p *[BlockSize]byte, m *[8]uint64) {
	for i, w := range m {
		binary.LittleEndian.PutUint64(p[8*i:], w)
	}
}

// add is the sum a := a [+] b in the ring of residues modulo 2^512.
func add(a, b *[8]uint64) {
	var carry uint64
	a[0], carry = bits.Add64(a[0], b[0], 0)
	a[1], carry = bits.Add64(a[1], b[1], carry)
	a[2], carry = bits.Add64(a[2], b[2], carry)
	a[3], carry = bits.Add64(a[3], b[3], carry)
	a[4], carry = bits.Add64(a[4], b[4], carry)
	a[5], carry = bits.Add64(a[5], b[5], carry)
	a[6], carry = bits.Add64(a[6], b[6], carry)
	a[7], _ = bits.Add64(a[7], b[7], carry)
}

// vector is an argument of LPS. Its lower half is held as words, whose bytes are taken by shifts, and its upper half as
// bytes, which are taken by loads: a processor has separate units for the two, and a half for each is what keeps both
// busy. It is a fifth faster than words alone and a half faster than bytes alone.
type vector struct {
	words [4]uint64
	bytes [32]byte
}

// set is v := a (xor) b.
func (v *vector) set(a, b *[8]uint64) {
	v.words[0] = a[0] ^ b[0]
	v.words[1] = a[1] ^ b[1]
	v.words[2] = a[2] ^ b[2]
	v.words[3] = a[3] ^ b[3]
	binary.LittleEndian.PutUint64(v.bytes[0:], a[4]^b[4])
	binary.LittleEndian.PutUint64(v.bytes[8:], a[5]^b[5])
	binary.LittleEndian.PutUint64(v.bytes[16:], a[6]^b[6])
	binary.LittleEndian.PutUint64(v.bytes[24:], a[7]^b[7])
}

// addTo is h := v (xor) h (xor) m, the last step of g.
func (v *vector) addTo(h, m *[8]uint64) {
	h[0] ^= v.words[0] ^ m[0]
	h[1] ^= v.words[1] ^ m[1]
	h[2] ^= v.words[2] ^ m[2]
	h[3] ^= v.words[3] ^ m[3]
	h[4] ^= binary.LittleEndian.Uint64(v.bytes[0:]) ^ m[4]
	h[5] ^= binary.LittleEndian.Uint64(v.bytes[8:]) ^ m[5]
	h[6] ^= binary.LittleEndian.Uint64(v.bytes[16:]) ^ m[6]
	h[7] ^= binary.LittleEndian.Uint64(v.bytes[24:]) ^ m[7]
}

// round is v := X[k]LPS(v). Word i of the result is the sum over j of what byte i of word j contributes: P has moved
// that byte to place j of word i. The lines take each word of v in turn, so that only the eight sums stay in registers.
func (v *vector) round(k *[8]uint64) {
	t, b := &substituted, &v.bytes
	x := v.words[0]
	r0, r1, r2, r3 := t[0][byte(x)], t[0][byte(x>>8)], t[0][byte(x>>16)], t[0][byte(x>>24)]
	r4, r5, r6, r7 := t[0][byte(x>>32)], t[0][byte(x>>40)], t[0][byte(x>>48)], t[0][x>>56]
	r0, r1, r2, r3 = r0^t[4][b[0]], r1^t[4][b[1]], r2^t[4][b[2]], r3^t[4][b[3]]
	r4, r5, r6, r7 = r4^t[4][b[4]], r5^t[4][b[5]], r6^t[4][b[6]], r7^t[4][b[7]]
	x = v.words[1]
	r0, r1, r2, r3 = r0^t[1][byte(x)], r1^t[1][byte(x>>8)], r2^t[1][byte(x>>16)], r3^t[1][byte(x>>24)]
	r4, r5, r6, r7 = r4^t[1][byte(x>>32)], r5^t[1][byte(x>>40)], r6^t[1][byte(x>>48)], r7^t[1][x>>56]
	r0, r1, r2, r3 = r0^t[5][b[8]], r1^t[5][b[9]], r2^t[5][b[10]], r3^t[5][b[11]]
	r4, r5, r6, r7 = r4^t[5][b[12]], r5^t[5][b[13]], r6^t[5][b[14]], r7^t[5][b[15]]
	x = v.words[2]
	r0, r1, r2, r3 = r0^t[2][byte(x)], r1^t[2][byte(x>>8)], r2^t[2][byte(x>>16)], r3^t[2][byte(x>>24)]
	r4, r5, r6, r7 = r4^t[2][byte(x>>32)], r5^t[2][byte(x>>40)], r6^t[2][byte(x>>48)], r7^t[2][x>>56]
	r0, r1, r2, r3 = r0^t[6][b[16]], r1^t[6][b[17]], r2^t[6][b[18]], r3^t[6][b[19]]
	r4, r5, r6, r7 = r4^t[6][b[20]], r5^t[6][b[21]], r6^t[6][b[22]], r7^t[6][b[23]]
	x = v.words[3]
	r0, r1, r2, r3 = r0^t[3][byte(x)], r1^t[3][byte(x>>8)], r2^t[3][byte(x>>16)], r3^t[3][byte(x>>24)]
	r4, r5, r6, r7 = r4^t[3][byte(x>>32)], r5^t[3][byte(x>>40)], r6^t[3][byte(x>>48)], r7^t[3][x>>56]
	r0, r1, r2, r3 = r0^t[7][b[24]], r1^t[7][b[25]], r2^t[7][b[26]], r3^t[7][b[27]]
	r4, r5, r6, r7 = r4^t[7][b[28]], r5^t[7][b[29]], r6^t[7][b[30]], r7^t[7][b[31]]

	v.words[0] = r0 ^ k[0]
	v.words[1] = r1 ^ k[1]
	v.words[2] = r2 ^ k[2]
	v.words[3] = r3 ^ k[3]
	binary.LittleEndian.PutUint64(b[0:], r4^k[4])
	binary.LittleEndian.PutUint64(b[8:], r5^k[5])
	binary.LittleEndian.PutUint64(b[16:], r6^k[6])
	binary.LittleEndian.PutUint64(b[24:], r7^k[7])
}

// keyRound is key := LPS(v), v := X[c](key): from K[i-1] (xor) C[i-1] it makes K[i] and the argument of the next one.
// It repeats the lines of round, because one function with one more result for both is a twentieth slower.
func (v *vector) keyRound(key, c *[8]uint64) {
	t, b := &substituted, &v.bytes
	x := v.words[0]
	r0, r1, r2, r3 := t[0][byte(x)], t[0][byte(x>>8)], t[0][byte(x>>16)], t[0][byte(x>>24)]
	r4, r5, r6, r7 := t[0][byte(x>>32)], t[0][byte(x>>40)], t[0][byte(x>>48)], t[0][x>>56]
	r0, r1, r2, r3 = r0^t[4][b[0]], r1^t[4][b[1]], r2^t[4][b[2]], r3^t[4][b[3]]
	r4, r5, r6, r7 = r4^t[4][b[4]], r5^t[4][b[5]], r6^t[4][b[6]], r7^t[4][b[7]]
	x = v.words[1]
	r0, r1, r2, r3 = r0^t[1][byte(x)], r1^t[1][byte(x>>8)], r2^t[1][byte(x>>16)], r3^t[1][byte(x>>24)]
	r4, r5, r6, r7 = r4^t[1][byte(x>>32)], r5^t[1][byte(x>>40)], r6^t[1][byte(x>>48)], r7^t[1][x>>56]
	r0, r1, r2, r3 = r0^t[5][b[8]], r1^t[5][b[9]], r2^t[5][b[10]], r3^t[5][b[11]]
	r4, r5, r6, r7 = r4^t[5][b[12]], r5^t[5][b[13]], r6^t[5][b[14]], r7^t[5][b[15]]
	x = v.words[2]
	r0, r1, r2, r3 = r0^t[2][byte(x)], r1^t[2][byte(x>>8)], r2^t[2][byte(x>>16)], r3^t[2][byte(x>>24)]
	r4, r5, r6, r7 = r4^t[2][byte(x>>32)], r5^t[2][byte(x>>40)], r6^t[2][byte(x>>48)], r7^t[2][x>>56]
	r0, r1, r2, r3 = r0^t[6][b[16]], r1^t[6][b[17]], r2^t[6][b[18]], r3^t[6][b[19]]
	r4, r5, r6, r7 = r4^t[6][b[20]], r5^t[6][b[21]], r6^t[6][b[22]], r7^t[6][b[23]]
	x = v.words[3]
	r0, r1, r2, r3 = r0^t[3][byte(x)], r1^t[3][byte(x>>8)], r2^t[3][byte(x>>16)], r3^t[3][byte(x>>24)]
	r4, r5, r6, r7 = r4^t[3][byte(x>>32)], r5^t[3][byte(x>>40)], r6^t[3][byte(x>>48)], r7^t[3][x>>56]
	r0, r1, r2, r3 = r0^t[7][b[24]], r1^t[7][b[25]], r2^t[7][b[26]], r3^t[7][b[27]]
	r4, r5, r6, r7 = r4^t[7][b[28]], r5^t[7][b[29]], r6^t[7][b[30]], r7^t[7][b[31]]

	key[0], key[1], key[2], key[3] = r0, r1, r2, r3
	key[4], key[5], key[6], key[7] = r4, r5, r6, r7
	v.words[0] = r0 ^ c[0]
	v.words[1] = r1 ^ c[1]
	v.words[2] = r2 ^ c[2]
	v.words[3] = r3 ^ c[3]
	binary.LittleEndian.PutUint64(b[0:], r4^c[4])
	binary.LittleEndian.PutUint64(b[8:], r5^c[5])
	binary.LittleEndian.PutUint64(b[16:], r6^c[6])
	binary.LittleEndian.PutUint64(b[24:], r7^c[7])
}
