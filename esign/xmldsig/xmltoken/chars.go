package xmltoken

import (
	"encoding/binary"
	"unicode/utf8"
)

// validChars returns the place of the first byte that does not belong to an XML character in UTF-8 (production 2), or -1.
func validChars(b []byte) int {
	for i := 0; i < len(b); {
		// Eight octets of printable ASCII at once: none has the high bit, none borrows below a space.
		if i+8 <= len(b) {
			x := binary.LittleEndian.Uint64(b[i:])
			if (x|(x-0x2020202020202020))&0x8080808080808080 == 0 {
				i += 8
				continue
			}
		}
		switch c := b[i]; {
		case c >= 0x80:
			n := multibyte(b[i:])
			if n == 0 {
				return i
			}
			i += n
		case c >= 0x20 || c == '\n' || c == '\t' || c == '\r':
			i++
		default:
			return i
		}
	}
	return -1
}

// multibyte returns the length of the character of two octets or more that b begins with, 0 if it is none that XML has.
func multibyte(b []byte) int {
	// Two octets are all of Cyrillic, and every character that they can encode is one of XML.
	if len(b) >= 2 && b[0] >= 0xc2 && b[0] < 0xe0 && b[1]&0xc0 == 0x80 {
		return 2
	}
	r, n := utf8.DecodeRune(b)
	if n < 2 || r == 0xfffe || r == 0xffff {
		return 0
	}
	return n
}

// isChar is production 2 of XML 1.0 for a number out of a character reference.
func isChar(r rune) bool {
	switch {
	case r < 0x20:
		return r == '\t' || r == '\n' || r == '\r'
	case r <= 0xd7ff:
		return true
	case r < 0xe000:
		return false
	}
	return r <= 0xfffd || r >= 0x10000 && r <= 0x10ffff
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// trimSpace cuts white space off the beginning.
func trimSpace(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	return b
}

// validNCName is production 4 of «Namespaces in XML 1.0»: a name without a colon.
func validNCName(b []byte) bool {
	if len(b) == 0 {
		return false
	}
	for i := 0; i < len(b); {
		r, n := rune(b[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && n < 2 {
				return false
			}
		}
		if !isNameStart(r) && (i == 0 || !isNameInner(r)) {
			return false
		}
		i += n
	}
	return true
}

// isNameStart is production 4 of XML 1.0 without the colon.
func isNameStart(r rune) bool {
	switch {
	case r < 0x80:
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
	case r < 0x300:
		return r >= 0xc0 && r != 0xd7 && r != 0xf7
	case r < 0x2000:
		return r >= 0x370 && r != 0x37e
	case r < 0x3001:
		return r == 0x200c || r == 0x200d || r >= 0x2070 && r <= 0x218f || r >= 0x2c00 && r <= 0x2fef
	}
	return r <= 0xd7ff || r >= 0xf900 && r <= 0xfdcf || r >= 0xfdf0 && r <= 0xfffd || r >= 0x10000 && r <= 0xeffff
}

// isNameInner is production 4a without what may begin a name.
func isNameInner(r rune) bool {
	return r >= '0' && r <= '9' || r == '-' || r == '.' || r == 0xb7 || r >= 0x300 && r <= 0x36f || r == 0x203f || r == 0x2040
}
