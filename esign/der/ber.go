package der

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"
)

// FromBER returns the DER form of one BER structure, which must be all of b. What is DER already is returned as it is,
// without a copy.
//
// Only the form changes that does not touch what has been signed by DER-minded programs: lengths become definite and
// shortest, strings in pieces become one, BOOLEAN true becomes FF. Values that are in no form of DER otherwise, such as an
// INTEGER with superfluous octets, are ErrSyntax; the order of SET OF stays.
//
// It takes, beside the result, eight bytes for each constructed element.
func FromBER(b []byte) ([]byte, error) {
	if err := Check(b); err == nil {
		return b, nil
	}
	c := converter{b: b}
	m, err := c.measure(0, len(b), 1)
	if err != nil {
		return nil, err
	}
	if m.next != len(b) {
		return nil, fmt.Errorf("%d bytes: %w", len(b)-m.next, ErrTrailing)
	}
	out, _ := c.write(make([]byte, 0, m.size), 0, len(b))
	return out, nil
}

// converter measures each element first, so that the second pass writes every length before its content.
type converter struct {
	b []byte
	// sizes has the length of the DER content of each constructed element, in the order of their headers.
	sizes []int
	count int
	// at is the next of sizes in the second pass.
	at int
}

// measured is what the first pass finds of an element.
type measured struct {
	size int // of its DER encoding
	next int // where the element ends in the input
}

func (c *converter) measure(from, to, depth int) (measured, error) {
	h, err := c.enter(from, to, depth)
	if err != nil {
		return measured{}, err
	}
	if h.tag&constructed == 0 {
		v := c.b[h.content:h.end]
		if !primitive(h.tag, v) && !(asn1.Tag(h.tag) == asn1.BOOLEAN && len(v) == 1) {
			return measured{}, fmt.Errorf("value of tag %#02x at byte %d: %w", h.tag, from, ErrSyntax)
		}
		return measured{headerLen(len(v)) + len(v), h.end}, nil
	}
	if isString(h.tag) {
		size, next, err := c.pieces(h, to, depth)
		if err != nil {
			return measured{}, err
		}
		if asn1.Tag(h.tag&^constructed) == asn1.BIT_STRING {
			size++
		}
		c.sizes = append(c.sizes, size)
		return measured{headerLen(size) + size, next}, nil
	}
	if h.tag&classMask == classUniversal && !mayNest(h.tag) {
		return measured{}, fmt.Errorf("constructed tag %#02x at byte %d: %w", h.tag, from, ErrSyntax)
	}
	slot := len(c.sizes)
	c.sizes = append(c.sizes, 0)
	size := 0
	next, err := c.children(h, to, func(at, end int) (int, error) {
		m, err := c.measure(at, end, depth+1)
		size += m.size
		return m.next, err
	})
	c.sizes[slot] = size
	return measured{headerLen(size) + size, next}, err
}

// enter reads a header within the limits.
func (c *converter) enter(from, to, depth int) (header, error) {
	if c.count++; c.count > MaxElements {
		return header{}, fmt.Errorf("more than %d elements: %w", MaxElements, ErrLimit)
	}
	if depth > MaxDepth {
		return header{}, fmt.Errorf("nested deeper than %d at byte %d: %w", MaxDepth, from, ErrLimit)
	}
	h, err := readHeader(c.b[:to], from)
	if err == nil && h.indefinite && h.tag&constructed == 0 {
		return header{}, fmt.Errorf("primitive of indefinite length at byte %d: %w", from, ErrSyntax)
	}
	return h, err
}

// children calls f for the place of each element inside h, and returns where h ends.
func (c *converter) children(h header, to int, f func(at, end int) (int, error)) (int, error) {
	end := h.end
	if h.indefinite {
		end = to
	}
	for at := h.content; ; {
		switch {
		case h.indefinite && end-at >= 2 && c.b[at] == 0 && c.b[at+1] == 0:
			return at + 2, nil
		case at == end && !h.indefinite:
			return at, nil
		case at >= end:
			return 0, fmt.Errorf("end of input at byte %d: %w", at, ErrSyntax)
		}
		var err error
		if at, err = f(at, end); err != nil {
			return 0, err
		}
	}
}

// isString tells the universal types that BER may cut in pieces.
func isString(tag uint8) bool {
	if tag&classMask != classUniversal {
		return false
	}
	switch t := asn1.Tag(tag &^ constructed); t {
	case asn1.BIT_STRING, asn1.OCTET_STRING, asn1.UTF8String, asn1.UTCTime, asn1.GeneralizedTime:
		return true
	default:
		return 18 <= t && t <= 30
	}
}

// pieces measures a string in pieces, which must all be of its own type or, as X.690 has it for texts, of OCTET STRING.
// Pieces may be in pieces again.
func (c *converter) pieces(h header, to, depth int) (size, next int, err error) {
	own := h.tag &^ constructed
	next, err = c.children(h, to, func(at, end int) (int, error) {
		piece, err := c.enter(at, end, depth+1)
		if err != nil {
			return 0, err
		}
		kind := piece.tag &^ constructed
		if kind != own && (asn1.Tag(kind) != asn1.OCTET_STRING || asn1.Tag(own) == asn1.BIT_STRING) {
			return 0, fmt.Errorf("piece of tag %#02x in a string of tag %#02x at byte %d: %w", piece.tag, h.tag, at, ErrSyntax)
		}
		if piece.tag&constructed != 0 {
			inner, after, err := c.pieces(piece, end, depth+1)
			size += inner
			return after, err
		}
		v := c.b[piece.content:piece.end]
		if asn1.Tag(kind) == asn1.BIT_STRING {
			// Only the last piece may have unused bits, and nobody cuts such: whole octets are all that we take.
			if len(v) == 0 || v[0] != 0 {
				return 0, fmt.Errorf("piece of a BIT STRING at byte %d: %w", at, ErrSyntax)
			}
			v = v[1:]
		}
		size += len(v)
		return piece.end, nil
	})
	return size, next, err
}

// write appends the DER form of the element at from, which the first pass has found good, and returns where it ends.
func (c *converter) write(out []byte, from, to int) ([]byte, int) {
	h, _ := readHeader(c.b[:to], from)
	if h.tag&constructed == 0 {
		v := c.b[h.content:h.end]
		out = appendHeader(out, h.tag, len(v))
		if asn1.Tag(h.tag) == asn1.BOOLEAN && v[0] != 0 {
			return append(out, 0xff), h.end
		}
		return append(out, v...), h.end
	}
	size := c.sizes[c.at]
	c.at++
	if isString(h.tag) {
		tag := h.tag &^ constructed
		out = appendHeader(out, tag, size)
		if asn1.Tag(tag) == asn1.BIT_STRING {
			out = append(out, 0)
		}
		return c.join(out, h, to)
	}
	out = appendHeader(out, h.tag, size)
	next, _ := c.children(h, to, func(at, end int) (int, error) {
		var after int
		out, after = c.write(out, at, end)
		return after, nil
	})
	return out, next
}

// join appends the contents of the pieces of a string.
func (c *converter) join(out []byte, h header, to int) ([]byte, int) {
	next, _ := c.children(h, to, func(at, end int) (int, error) {
		piece, _ := readHeader(c.b[:end], at)
		if piece.tag&constructed != 0 {
			var after int
			out, after = c.join(out, piece, end)
			return after, nil
		}
		v := c.b[piece.content:piece.end]
		if asn1.Tag(piece.tag) == asn1.BIT_STRING {
			v = v[1:]
		}
		out = append(out, v...)
		return piece.end, nil
	})
	return out, next
}
