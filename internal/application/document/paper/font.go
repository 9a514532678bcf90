package paper

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"strings"
	"sync"
)

// Onest, Regular and SemiBold, untouched; docs/dependencies.md tells whose it is. A document gets only the glyphs that it uses.
var (
	//go:embed font/onest-400.ttf
	regular []byte
	//go:embed font/onest-600.ttf
	semibold []byte
)

// span is a run of characters that the font has.
type span struct{ from, to rune }

// glyphs are the characters that the font has, in order.
var glyphs = sync.OnceValue(func() []span { return characters(regular) })

// characters reads the table cmap of a TrueType font, its part for the basic plane (OpenType 1.9, format 4). A font without
// one has no characters.
func characters(font []byte) []span {
	at := table(font, "cmap")
	if at == nil {
		return nil
	}
	for i := range int(binary.BigEndian.Uint16(at[2:])) {
		record := at[4+8*i:]
		part := at[binary.BigEndian.Uint32(record[4:]):]
		if binary.BigEndian.Uint16(record) == 3 && binary.BigEndian.Uint16(record[2:]) == 1 && binary.BigEndian.Uint16(part) == 4 {
			return segments(part)
		}
	}
	return nil
}

func table(font []byte, name string) []byte {
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		if entry := font[12+16*i:]; string(entry[:4]) == name {
			return font[binary.BigEndian.Uint32(entry[8:]):]
		}
	}
	return nil
}

func segments(part []byte) (list []span) {
	n := int(binary.BigEndian.Uint16(part[6:])) / 2
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(part[at:])) }
	for i := range n {
		end, start := u16(14+2*i), u16(16+2*n+2*i)
		delta, at := u16(16+4*n+2*i), 16+6*n+2*i
		for c := start; c <= end && c != 0xffff; c++ {
			glyph := c + delta
			if offset := u16(at); offset != 0 {
				if glyph = u16(at + offset + 2*(c-start)); glyph != 0 {
					glyph += delta
				}
			}
			if glyph&0xffff == 0 {
				continue
			}
			if k := len(list) - 1; k >= 0 && list[k].to == rune(c-1) {
				list[k].to = rune(c)
			} else {
				list = append(list, span{rune(c), rune(c)})
			}
		}
	}
	return list
}

// has says whether the font has a character.
func has(c rune) bool {
	list := glyphs()
	low, high := 0, len(list)
	for low < high {
		switch mid := (low + high) / 2; {
		case c < list[mid].from:
			high = mid
		case c > list[mid].to:
			low = mid + 1
		default:
			return true
		}
	}
	return false
}

// Visible is a text as the paper shows it: what the font does not have stands there by its number.
func Visible(s string) string {
	if !strings.ContainsFunc(s, func(c rune) bool { return c != '\n' && !has(c) }) {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		if c == '\n' || has(c) {
			b.WriteRune(c)
		} else {
			fmt.Fprintf(&b, "[%U]", c)
		}
	}
	return b.String()
}
