package der

import (
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"
)

const (
	constructed    = 0x20
	classMask      = 0xc0
	classUniversal = 0x00
)

// Check reads the whole of b, down to the last element, and says whether it is one DER structure and nothing else, within the
// limits. It checks what X.690 says of every value: lengths in the shortest form, BOOLEAN, INTEGER, NULL, OBJECT
// IDENTIFIER and BIT STRING in their one form, strings in one piece. It does not check the order of SET OF, which real
// certificates breach, nor what is inside OCTET STRING.
func Check(b []byte) error {
	c := checker{b: b}
	end, err := c.element(0, len(b), 1)
	if err != nil {
		return err
	}
	if end != len(b) {
		return fmt.Errorf("%d bytes: %w", len(b)-end, ErrTrailing)
	}
	return nil
}

type checker struct {
	b     []byte
	count int
}

// element checks the element at from, which must end by to, and returns its end.
func (c *checker) element(from, to, depth int) (int, error) {
	if c.count++; c.count > MaxElements {
		return 0, fmt.Errorf("more than %d elements: %w", MaxElements, ErrLimit)
	}
	if depth > MaxDepth {
		return 0, fmt.Errorf("nested deeper than %d at byte %d: %w", MaxDepth, from, ErrLimit)
	}
	h, err := readHeader(c.b[:to], from)
	if err != nil {
		return 0, err
	}
	if h.indefinite || h.content-from != headerLen(h.end-h.content) {
		return 0, fmt.Errorf("length not in the form of DER at byte %d: %w", from, ErrSyntax)
	}
	if h.tag&constructed == 0 {
		if !primitive(h.tag, c.b[h.content:h.end]) {
			return 0, fmt.Errorf("value of tag %#02x at byte %d: %w", h.tag, from, ErrSyntax)
		}
		return h.end, nil
	}
	if h.tag&classMask == classUniversal && !mayNest(h.tag) {
		return 0, fmt.Errorf("constructed tag %#02x at byte %d: %w", h.tag, from, ErrSyntax)
	}
	for at := h.content; at < h.end; {
		if at, err = c.element(at, h.end, depth+1); err != nil {
			return 0, err
		}
	}
	return h.end, nil
}

// header is the place of an element: its content stands in [content, end), and end is not known if the length is
// indefinite.
type header struct {
	tag          uint8
	indefinite   bool
	content, end int
}

// readHeader reads tag and length at from, in any form of BER. Tags of 31 and above stand in none of our structures.
func readHeader(b []byte, from int) (header, error) {
	if len(b)-from < 2 {
		return header{}, fmt.Errorf("end of input at byte %d: %w", from, ErrSyntax)
	}
	h := header{tag: b[from], content: from + 2}
	if h.tag&0x1f == 0x1f {
		return header{}, fmt.Errorf("tag of several octets at byte %d: %w", from, ErrSyntax)
	}
	length := uint64(b[from+1])
	switch {
	case length == 0x80:
		h.indefinite = true
		return h, nil
	case length > 0x80:
		k := int(length & 0x7f)
		if k > 8 || len(b)-h.content < k {
			return header{}, fmt.Errorf("length at byte %d: %w", from, ErrSyntax)
		}
		var octets [8]byte
		copy(octets[8-k:], b[h.content:])
		length = binary.BigEndian.Uint64(octets[:])
		h.content += k
	}
	if length > uint64(len(b)-h.content) {
		return header{}, fmt.Errorf("element at byte %d is longer than what holds it: %w", from, ErrSyntax)
	}
	h.end = h.content + int(length)
	return h, nil
}

// mayNest tells the universal types that are constructed: SEQUENCE, SET, and two that wrap others.
func mayNest(tag uint8) bool {
	switch tag {
	case uint8(asn1.SEQUENCE), uint8(asn1.SET), constructed | 8, constructed | 11: // EXTERNAL, EMBEDDED PDV
		return true
	}
	return false
}

// primitive tells whether v is a value of the type in its one form. The content of tags that are not universal may be
// anything, as it depends on the module.
func primitive(tag uint8, v []byte) bool {
	switch asn1.Tag(tag) {
	case asn1.BOOLEAN:
		return len(v) == 1 && (v[0] == 0 || v[0] == 0xff)
	case asn1.INTEGER, asn1.ENUM:
		return minimal(v)
	case asn1.BIT_STRING:
		return bitString(v)
	case asn1.NULL:
		return len(v) == 0
	case asn1.OBJECT_IDENTIFIER:
		return OID(v).valid()
	case 0: // end of contents, or a type that does not exist
		return false
	case asn1.SEQUENCE &^ constructed, asn1.SET &^ constructed:
		return false
	}
	return true
}

// minimal tells whether v is the content of an INTEGER: not empty, and without superfluous leading octets.
func minimal(v []byte) bool {
	switch {
	case len(v) == 0:
		return false
	case len(v) == 1:
		return true
	}
	return !(v[0] == 0 && v[1] < 0x80) && !(v[0] == 0xff && v[1] >= 0x80)
}

// bitString tells whether v is the content of a BIT STRING whose unused bits are zero.
func bitString(v []byte) bool {
	if len(v) == 0 || v[0] > 7 || len(v) == 1 && v[0] != 0 {
		return false
	}
	return len(v) == 1 || v[len(v)-1]&(1<<v[0]-1) == 0
}
