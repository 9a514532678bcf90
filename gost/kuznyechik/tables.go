package kuznyechik

import "sync"

// mixing is a substitution of each byte followed by a linear transformation: element i, v is what the byte v at place i
// contributes to the result.
type mixing [BlockSize][256]word

// round substitutes and mixes x and adds k.
func (m *mixing) round(x word, k *word) word {
	hi, lo := x.hi, x.lo
	a, b := &m[0][hi>>56], &m[8][lo>>56]
	r0, r1 := k.hi^a.hi^b.hi, k.lo^a.lo^b.lo
	a, b = &m[1][byte(hi>>48)], &m[9][byte(lo>>48)]
	r0, r1 = r0^a.hi^b.hi, r1^a.lo^b.lo
	a, b = &m[2][byte(hi>>40)], &m[10][byte(lo>>40)]
	r0, r1 = r0^a.hi^b.hi, r1^a.lo^b.lo
	a, b = &m[3][byte(hi>>32)], &m[11][byte(lo>>32)]
	r0, r1 = r0^a.hi^b.hi, r1^a.lo^b.lo
	a, b = &m[4][byte(hi>>24)], &m[12][byte(lo>>24)]
	r0, r1 = r0^a.hi^b.hi, r1^a.lo^b.lo
	a, b = &m[5][byte(hi>>16)], &m[13][byte(lo>>16)]
	r0, r1 = r0^a.hi^b.hi, r1^a.lo^b.lo
	a, b = &m[6][byte(hi>>8)], &m[14][byte(lo>>8)]
	r0, r1 = r0^a.hi^b.hi, r1^a.lo^b.lo
	a, b = &m[7][byte(hi)], &m[15][byte(lo)]
	return word{r0 ^ a.hi ^ b.hi, r1 ^ a.lo ^ b.lo}
}

// tables are what all keys share.
type tables struct {
	forwards  mixing    // LS
	backwards mixing    // L^(-1)S^(-1)
	inverse   [256]byte // Pi^(-1)' of section 4.1
	constants [32]word  // C_1 to C_32 of section 4.4
}

// built makes the tables when the first key is set up, which takes about a millisecond: a program that links this package
// and never meets the cipher does not pay for them, and 130 KiB of them need not be carried in the program.
var built = sync.OnceValue(build)

func build() *tables {
	t := new(tables)
	for v, s := range substitution {
		t.inverse[s] = byte(v)
	}
	for i := range BlockSize {
		// Both transformations are linear: the images of eight bytes of one bit give those of all bytes.
		mix, unmix := images(i, l), images(i, lInverse)
		for v := range 256 {
			t.forwards[i][v] = mix.of(substitution[v])
			t.backwards[i][v] = unmix.of(t.inverse[v])
		}
	}
	for i := range t.constants {
		t.constants[i] = images(BlockSize-1, l).of(byte(i + 1))
	}
	return t
}

// unmix is L^(-1). The table takes a byte through S^(-1) first, so it gets the byte that this turns into the right one.
func (t *tables) unmix(x word) word {
	var b [BlockSize]byte
	store(b[:], x)
	for i, v := range b {
		b[i] = substitution[v]
	}
	x = load(b[:])
	return t.backwards.round(x, &word{})
}

// bitImages are the images under a linear transformation of the eight bits of one byte.
type bitImages [8]word

func images(place int, transform func([BlockSize]byte) [BlockSize]byte) (im bitImages) {
	for bit := range im {
		var a [BlockSize]byte
		a[place] = 1 << bit
		a = transform(a)
		im[bit] = load(a[:])
	}
	return im
}

func (im bitImages) of(v byte) (x word) {
	for bit, w := range im {
		if v>>bit&1 == 1 {
			x.hi ^= w.hi
			x.lo ^= w.lo
		}
	}
	return x
}

// coefficients of the linear form l of section 4.2 for a_15 to a_0. (The RFC prints a_15 twice; the second is a_14.)
var coefficients = [BlockSize]byte{148, 32, 133, 16, 194, 192, 1, 251, 1, 192, 194, 16, 133, 32, 148, 1}

// l is L of section 4.3, sixteen times R: the linear form of the bytes comes in at the left. a_15 is element 0.
func l(a [BlockSize]byte) [BlockSize]byte {
	for range BlockSize {
		form := linearForm(a)
		copy(a[1:], a[:BlockSize-1])
		a[0] = form
	}
	return a
}

// lInverse is L^(-1), sixteen times R^(-1).
func lInverse(a [BlockSize]byte) [BlockSize]byte {
	for range BlockSize {
		first := a[0]
		copy(a[:], a[1:])
		a[BlockSize-1] = first
		a[BlockSize-1] = linearForm(a)
	}
	return a
}

func linearForm(a [BlockSize]byte) byte {
	var sum byte
	for i, c := range coefficients {
		sum ^= multiply(a[i], c)
	}
	return sum
}

// multiply is the product in the field Q of section 2.2: polynomials modulo x^8 + x^7 + x^6 + x + 1.
func multiply(a, b byte) byte {
	var product byte
	for ; b != 0; b >>= 1 {
		if b&1 == 1 {
			product ^= a
		}
		carry := a >> 7
		a = a<<1 ^ carry*0xc3
	}
	return product
}
