package der

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Text returns the text of a string type: tag says which, content is what it holds. TeletexString is read as Latin-1,
// which is what everybody writes into it. Characters that the type does not have are ErrSyntax, except that
// PrintableString may hold any ASCII: authorities put @ and * there.
func Text(tag asn1.Tag, content []byte) (string, error) {
	text, ok := "", false
	switch tag {
	case asn1.UTF8String:
		text, ok = string(content), utf8.Valid(content)
	case TagNumericString:
		text, ok = string(content), only(content, func(c byte) bool { return c == ' ' || '0' <= c && c <= '9' })
	case asn1.PrintableString, asn1.IA5String, TagVisibleString, TagGeneralString:
		text, ok = string(content), only(content, func(c byte) bool { return c < 0x80 })
	case asn1.T61String, TagVideotexString:
		text, ok = latin1(content), true
	case TagBMPString:
		text, ok = bmp(content)
	case TagUniversalString:
		text, ok = universal(content)
	}
	if !ok {
		return "", fmt.Errorf("text of tag %#02x: %w", uint8(tag), ErrSyntax)
	}
	return text, nil
}

func only(content []byte, allowed func(byte) bool) bool {
	for _, c := range content {
		if !allowed(c) {
			return false
		}
	}
	return true
}

func latin1(content []byte) string {
	var text strings.Builder
	for _, c := range content {
		text.WriteRune(rune(c))
	}
	return text.String()
}

// bmp reads UTF-16 with the most significant octet first. Halves of a pair that stand alone are no text.
func bmp(content []byte) (string, bool) {
	if len(content)%2 != 0 {
		return "", false
	}
	var text strings.Builder
	for ; len(content) > 0; content = content[2:] {
		r := rune(binary.BigEndian.Uint16(content))
		if utf16.IsSurrogate(r) {
			if len(content) < 4 {
				return "", false
			}
			content = content[2:]
			if r = utf16.DecodeRune(r, rune(binary.BigEndian.Uint16(content))); r == utf8.RuneError {
				return "", false
			}
		}
		text.WriteRune(r)
	}
	return text.String(), true
}

func universal(content []byte) (string, bool) {
	if len(content)%4 != 0 {
		return "", false
	}
	var text strings.Builder
	for ; len(content) > 0; content = content[4:] {
		r := binary.BigEndian.Uint32(content)
		if r > utf8.MaxRune || !utf8.ValidRune(rune(r)) {
			return "", false
		}
		text.WriteRune(rune(r))
	}
	return text.String(), true
}

// ReadText reads an element of any string type.
func ReadText(s *cryptobyte.String) (string, error) {
	var tag asn1.Tag
	var v cryptobyte.String
	if !s.ReadAnyASN1(&v, &tag) {
		return "", fmt.Errorf("text: %w", ErrSyntax)
	}
	return Text(tag, v)
}
