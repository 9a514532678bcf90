// Package der reads and writes the parts that all structures of X.509 and CMS are made of, in DER (ITU-T X.690), and turns
// BER into DER.
//
// Parsers of this project read with [golang.org/x/crypto/cryptobyte], which takes definite lengths of the shortest form
// only. What it leaves open is here: that nothing follows the structure, that nesting and the number of elements have
// limits, that values are in their one form, and the readings of times, texts and object identifiers.
//
// Nothing here panics on any input, and nothing is copied unless it says so: what is read points into the input, which must
// not be changed afterwards.
package der

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Limits of structures, T6 of the rules of trust and our own.
const (
	// MaxDepth is how deep elements may be nested: the outermost has depth 1. Real messages stay below 25.
	MaxDepth = 64
	// MaxElements is how many elements one structure may have in [Check] and [FromBER]. It is far above any message with
	// certificates; revocation lists, which have more, are read by their own parser.
	MaxElements = 1 << 22
)

// Errors of this package; they come wrapped, with the place in the input.
var (
	// ErrSyntax says that the input is not a DER (or, for FromBER, BER) encoding.
	ErrSyntax = errors.New("malformed ASN.1")
	// ErrLimit says that the input goes beyond MaxDepth or MaxElements.
	ErrLimit = errors.New("ASN.1 structure beyond the limits")
	// ErrTrailing says that bytes follow the structure.
	ErrTrailing = errors.New("bytes after the ASN.1 structure")
)

// Tags that cryptobyte/asn1 has no name for.
const (
	TagNumericString   = asn1.Tag(18)
	TagVideotexString  = asn1.Tag(21)
	TagVisibleString   = asn1.Tag(26)
	TagGeneralString   = asn1.GeneralString
	TagUniversalString = asn1.Tag(28)
	TagBMPString       = asn1.Tag(30)
)

// Context returns the context-specific tag [n] of a primitive element: an implicitly tagged INTEGER, OCTET STRING and so on.
func Context(n uint8) asn1.Tag { return asn1.Tag(n).ContextSpecific() }

// Explicit returns the context-specific tag [n] of a constructed element: every explicit tag, and implicit ones of
// SEQUENCE and SET.
func Explicit(n uint8) asn1.Tag { return asn1.Tag(n).ContextSpecific().Constructed() }

// Whole reads the one element that b must consist of and returns its content. Bytes after it are ErrTrailing.
func Whole(b []byte, tag asn1.Tag) (cryptobyte.String, error) {
	s := cryptobyte.String(b)
	var content cryptobyte.String
	if !s.ReadASN1(&content, tag) {
		return nil, fmt.Errorf("no element of tag %#02x at byte 0: %w", uint8(tag), ErrSyntax)
	}
	if !s.Empty() {
		return nil, fmt.Errorf("%d bytes: %w", len(s), ErrTrailing)
	}
	return content, nil
}

// Inner reads one element that must be all of s, as the contents of an explicit tag are.
func Inner(s cryptobyte.String, out *cryptobyte.String, tag asn1.Tag) bool {
	return s.ReadASN1(out, tag) && s.Empty()
}

// ReadInteger reads an INTEGER and returns its content: the number in two's complement, big-endian, without superfluous
// octets. It is how serial numbers are compared.
func ReadInteger(s *cryptobyte.String, out *[]byte) bool {
	var v cryptobyte.String
	if !s.ReadASN1(&v, asn1.INTEGER) || !minimal(v) {
		return false
	}
	*out = v
	return true
}

// ReadBits reads a BIT STRING of whole octets, as keys and signature values are.
func ReadBits(s *cryptobyte.String, out *[]byte) bool {
	var v cryptobyte.String
	var unused uint8
	if !s.ReadASN1(&v, asn1.BIT_STRING) || !v.ReadUint8(&unused) || unused != 0 {
		return false
	}
	*out = v
	return true
}

// ReadFlags reads a BIT STRING whose bits have names, such as keyUsage, and returns bit i of it as bit i of out. Bits from
// 32 on are dropped: no such list of ours has them.
func ReadFlags(s *cryptobyte.String, out *uint32) bool {
	var v cryptobyte.String
	return s.ReadASN1(&v, asn1.BIT_STRING) && Flags(v, out)
}

// Flags is ReadFlags for the content of an implicitly tagged BIT STRING. Trailing zero bits, which DER forbids here, are let
// pass: older authorities write them.
func Flags(content []byte, out *uint32) bool {
	if !bitString(content) {
		return false
	}
	*out = 0
	for i, octet := range content[1:min(len(content), 5)] {
		for bit := range 8 {
			if octet&(0x80>>bit) != 0 {
				*out |= 1 << (8*i + bit)
			}
		}
	}
	return true
}

// Element returns the encoding of an element with the tag and contents given in parts.
func Element(tag asn1.Tag, parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	out := appendHeader(make([]byte, 0, n+headerLen(n)), uint8(tag), n)
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}

// Header returns tag and length of an element with n octets of content, for writing long ones in parts.
func Header(tag asn1.Tag, n int) []byte { return appendHeader(nil, uint8(tag), n) }

// headerLen is the length of a tag and of the shortest length octets for n octets of content.
func headerLen(n int) int {
	k := 2
	if n >= 0x80 {
		for ; n > 0; n >>= 8 {
			k++
		}
	}
	return k
}

func appendHeader(out []byte, tag uint8, n int) []byte {
	k := headerLen(n) - 2
	if k == 0 {
		return append(out, tag, byte(n))
	}
	out = append(out, tag, 0x80|byte(k))
	for k--; k >= 0; k-- {
		out = append(out, byte(n>>(8*k)))
	}
	return out
}
