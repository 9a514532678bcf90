package egr

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

// terms are texts that many records share, by their bytes in the file: names of offices, of statuses, of towns. Each has one
// place, which the next text with the same mark takes over, so that a file with many texts costs no more than one with few.
type terms struct {
	slots []sharedText
	arena strings.Builder // apart from the records, which come and go
}

type sharedText struct{ raw, text string }

const (
	termSlots = 1 << 11
	maxTerm   = 512
)

// term is a text that is looked up before it is decoded.
func (b *builder) term(raw []byte) string {
	if len(raw) == 0 {
		return ""
	}
	if len(raw) > maxTerm {
		return b.text(raw)
	}
	if b.terms.slots == nil {
		b.terms.slots = make([]sharedText, termSlots)
	}
	slot := &b.terms.slots[mark(raw)]
	if slot.raw == string(raw) {
		return slot.text
	}
	b.decode(raw, true)
	if b.err != nil {
		return ""
	}
	*slot = sharedText{cut(&b.terms.arena, raw), cut(&b.terms.arena, b.scratch)}
	return slot.text
}

// mark is the place of a text. Texts of the register differ at their ends or in their length.
func mark(raw []byte) uint64 {
	const odd1, odd2 = 0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f
	h := uint64(len(raw)) * odd1
	if len(raw) >= 8 {
		h ^= binary.LittleEndian.Uint64(raw) * odd2
		h = bits.RotateLeft64(h, 29) ^ binary.LittleEndian.Uint64(raw[len(raw)-8:])*odd1
		h ^= binary.LittleEndian.Uint64(raw[(len(raw)-8)/2:]) * odd2
	} else {
		for _, c := range raw {
			h = (h ^ uint64(c)) * odd2
		}
	}
	return (h * odd1) >> (64 - 11)
}
