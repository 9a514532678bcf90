package search

import "math/bits"

// bitmap is a set of passages of a segment.
type bitmap []uint64

func newBitmap(n int) bitmap { return make(bitmap, (n+63)/64) }

func (b bitmap) set(i int) { b[i/64] |= 1 << (i % 64) }

func (b bitmap) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

func (b bitmap) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// keep leaves what is in another as well.
func (b bitmap) keep(other bitmap) {
	for i := range b {
		b[i] &= other[i]
	}
}

func (b bitmap) empty() bool { return !b.any(0, 64*len(b)) }

// any tells whether one of the passages from one number up to another is a member.
func (b bitmap) any(from, to int) bool {
	for ; from < to && from%64 != 0; from++ {
		if b.has(from) {
			return true
		}
	}
	for ; from+64 <= to; from += 64 {
		if b[from/64] != 0 {
			return true
		}
	}
	return from < to && b[from/64]<<(64-(to-from)) != 0
}

// each calls f with the members in order.
func (b bitmap) each(f func(i int)) {
	for at, w := range b {
		for ; w != 0; w &= w - 1 {
			f(at*64 + bits.TrailingZeros64(w))
		}
	}
}

// set is a set of passages of a segment that does not change: a list while it is small beside the segment, else a bitmap.
type set struct {
	list []uint16
	bits bitmap
}

// sparse is how many times a segment must be larger than a list.
const sparse = 32

// setOf keeps a list that is in order.
func setOf(list []uint16, passages int) set {
	if len(list)*sparse < passages {
		return set{list: list}
	}
	b := newBitmap(passages)
	for _, i := range list {
		b.set(int(i))
	}
	return set{bits: b}
}

func (s set) each(f func(i int)) {
	for _, i := range s.list {
		f(int(i))
	}
	s.bits.each(f)
}

// into adds the set to another.
func (s set) into(b bitmap) {
	for _, i := range s.list {
		b.set(int(i))
	}
	for i, w := range s.bits {
		b[i] |= w
	}
}

// common makes a bitmap what is both in the set and in another.
func (s set) common(b, into bitmap) {
	clear(into)
	for _, i := range s.list {
		if b.has(int(i)) {
			into.set(int(i))
		}
	}
	for i, w := range s.bits {
		into[i] = w & b[i]
	}
}
