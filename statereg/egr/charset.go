package egr

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charset is how the bytes of a file are to be read. What the file declares about itself is not asked: copies of files
// say windows-1251 over UTF-8.
type charset uint8

const (
	windows1251 charset = iota
	utf8Bytes
)

func (c charset) String() string {
	if c == utf8Bytes {
		return "UTF-8"
	}
	return "windows-1251"
}

// encode gives a name of the format as the file spells it.
func (c charset) encode(name string) []byte {
	if c == utf8Bytes {
		return []byte(name)
	}
	b, err := charmap.Windows1251.NewEncoder().Bytes([]byte(name))
	if err != nil {
		return []byte(name) // never: names are Russian
	}
	return b
}

// What may go wrong inside a value.
var (
	errCharacter = errors.New("a character that XML does not allow")
	errEntity    = errors.New("an entity that XML does not define")
	errUTF8      = errors.New("bytes that are not UTF-8")
)

// wide holds the UTF-8 form of each byte of windows-1251: up to three bytes, and their number in the highest. Zero marks
// what cannot be copied: the bytes that XML does not allow or reads in its own way, and 0x98, which the code page leaves
// empty.
var wide = func() (table [256]uint32) {
	for i := range table {
		r := charmap.Windows1251.DecodeByte(byte(i))
		if i < 0x20 || i == '&' || i == '<' || i == 0x98 || r == utf8.RuneError {
			continue
		}
		b := utf8.AppendRune(nil, r)
		table[i] = uint32(len(b)) << 24
		for k, c := range b {
			table[i] |= uint32(c) << (8 * k)
		}
	}
	return table
}()

// special marks the bytes of plain ASCII that cannot be copied as they are.
var special = func() (table [256]bool) {
	for i := range 0x20 {
		table[i] = true
	}
	table['&'], table['<'] = true, true
	return table
}()

// plain reports whether raw is ASCII that needs no reading: codes, numbers and days.
func plain(raw []byte) bool {
	for _, b := range raw {
		if b >= utf8.RuneSelf || special[b] {
			return false
		}
	}
	return true
}

// appendText appends the characters of a value or of character data to dst as UTF-8. In a value white space is a blank
// (XML 1.0, 3.3.3).
func (c charset) appendText(dst, raw []byte, value bool) ([]byte, error) {
	if c == utf8Bytes && !utf8.Valid(raw) {
		return dst, errUTF8
	}
	dst = slices.Grow(dst, 3*len(raw)+4)
	for i := 0; i < len(raw); {
		if c == windows1251 {
			written, read := copyWide(dst[len(dst):cap(dst)], raw[i:])
			dst, i = dst[:len(dst)+written], i+read
			if i == len(raw) {
				break
			}
		}
		b := raw[i]
		switch {
		case b >= utf8.RuneSelf && c == windows1251:
			return dst, errCharacter
		case !special[b]:
			dst = append(dst, b)
			i++
		case b == '&':
			r, n, err := entity(raw[i:])
			if err != nil {
				return dst, err
			}
			dst = utf8.AppendRune(dst, r)
			i += n
		case b == '\t' || b == '\n' || b == '\r':
			i++
			if b == '\r' { // a line ends with one character, whatever the file has (XML 1.0, 2.11)
				b = '\n'
				if i < len(raw) && raw[i] == '\n' {
					i++
				}
			}
			if value {
				b = ' '
			}
			dst = append(dst, b)
		default:
			return dst, errCharacter
		}
	}
	return dst, nil
}

// copyWide copies characters of windows-1251 that stand for themselves, up to the first that does not, and tells how many
// bytes it wrote and read. Each writes four bytes, of which the next overwrites what is not its own: dst has room for three
// bytes a character, and for four more. Inlined, its variables would stand in memory.
//
//go:noinline
func copyWide(dst, raw []byte) (written, read int) {
	n := uint(0)
	for i, b := range raw {
		w := wide[b]
		if w == 0 || n+4 > uint(len(dst)) {
			return int(n), i
		}
		binary.LittleEndian.PutUint32(dst[n:n+4], w)
		n += uint(w >> 24)
	}
	return int(n), len(raw)
}

// entity reads a reference at the start of raw: one of the five of XML 1.0, 4.6, or a number of a character.
func entity(raw []byte) (r rune, n int, err error) {
	end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
	if end < 2 {
		return 0, 0, errEntity
	}
	name := raw[1:end]
	switch string(name) {
	case "quot":
		return '"', end + 1, nil
	case "amp":
		return '&', end + 1, nil
	case "apos":
		return '\'', end + 1, nil
	case "lt":
		return '<', end + 1, nil
	case "gt":
		return '>', end + 1, nil
	}
	r, ok := numbered(name)
	if !ok {
		return 0, 0, fmt.Errorf("%w: &%.10q;", errEntity, name)
	}
	return r, end + 1, nil
}

// numbered reads #1086 or #x43e.
func numbered(name []byte) (rune, bool) {
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := rune(10), name[1:]
	if digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	var r rune
	for _, d := range digits {
		v := digit(d)
		if v >= base {
			return 0, false
		}
		if r = r*base + v; r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, len(digits) > 0 && allowed(r)
}

func digit(d byte) rune {
	switch {
	case '0' <= d && d <= '9':
		return rune(d - '0')
	case 'a' <= d && d <= 'f':
		return rune(d-'a') + 10
	case 'A' <= d && d <= 'F':
		return rune(d-'A') + 10
	}
	return 16
}

// allowed tells the characters of XML 1.0, 2.2.
func allowed(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000
}

// appendCDATA appends the characters of a CDATA section, where references are none.
func (c charset) appendCDATA(dst, raw []byte) ([]byte, error) {
	for len(raw) > 0 {
		i := bytes.IndexAny(raw, "&<")
		if i < 0 {
			return c.appendText(dst, raw, false)
		}
		var err error
		if dst, err = c.appendText(dst, raw[:i], false); err != nil {
			return dst, err
		}
		dst = append(dst, raw[i])
		raw = raw[i+1:]
	}
	return dst, nil
}
