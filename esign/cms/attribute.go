package cms

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// Errors of attributes.
var (
	// ErrAbsent says that there is no such attribute.
	ErrAbsent = errors.New("attribute is absent")
	// ErrRepeated says that an attribute which must stand once with one value stands more often, or has none or several.
	ErrRepeated = errors.New("attribute is not there once with one value")
)

// Attribute is one attribute (RFC 5652, section 5.3) as it stands.
type Attribute struct {
	Type der.OID
	// Values are the encodings of the values.
	Values [][]byte
	// Raw is the encoding of the attribute.
	Raw []byte
}

// Attributes are attributes in the order of the message, repeated ones included.
type Attributes []Attribute

// Count returns how many attributes of a type there are, and how many values they have together.
func (a Attributes) Count(oid der.OID) (attributes, values int) {
	for _, attribute := range a {
		if attribute.Type == oid {
			attributes++
			values += len(attribute.Values)
		}
	}
	return attributes, values
}

// absent is an attribute that is not there. Most messages lack most attributes, so the text is made only where it is wanted.
type absent der.OID

func (a absent) Error() string { return fmt.Sprintf("attribute %s: %s", der.OID(a), ErrAbsent) }

func (a absent) Unwrap() error { return ErrAbsent }

// One returns the value of an attribute that must stand once with one value. The error wraps ErrAbsent or ErrRepeated.
func (a Attributes) One(oid der.OID) ([]byte, error) {
	attributes, values := a.Count(oid)
	switch {
	case attributes == 0:
		return nil, absent(oid)
	case attributes != 1 || values != 1:
		return nil, fmt.Errorf("attribute %s, %d times with %d values: %w", oid, attributes, values, ErrRepeated)
	}
	return a.Values(oid)[0], nil
}

// Values returns all values of all attributes of a type.
func (a Attributes) Values(oid der.OID) [][]byte {
	var out [][]byte
	for _, attribute := range a {
		switch {
		case attribute.Type != oid:
		case out == nil:
			out = attribute.Values[:len(attribute.Values):len(attribute.Values)]
		default:
			out = append(out, attribute.Values...)
		}
	}
	return out
}

// readAttributes reads SET OF Attribute under an implicit tag, and returns the element too.
func readAttributes(s *cryptobyte.String, tag asn1.Tag) (raw []byte, out Attributes, err error) {
	var element, set cryptobyte.String
	if !s.ReadASN1Element(&element, tag) || !der.Inner(element, &set, tag) {
		return nil, nil, ErrMalformed
	}
	out, err = attributes(set)
	return element, out, err
}

// attributes reads the content of SET OF Attribute.
func attributes(set cryptobyte.String) (Attributes, error) {
	out := make(Attributes, 0, 8)
	for !set.Empty() {
		var a Attribute
		var element cryptobyte.String
		if len(out) == MaxAttributes {
			return nil, fmt.Errorf("more than %d attributes: %w", MaxAttributes, ErrLimit)
		}
		if !set.ReadASN1Element(&element, asn1.SEQUENCE) {
			return nil, fmt.Errorf("attribute %d: %w", len(out), ErrMalformed)
		}
		a.Raw = element
		if err := a.read(element); err != nil {
			return nil, fmt.Errorf("attribute %d: %w", len(out), err)
		}
		out = append(out, a)
	}
	return out, nil
}

func (a *Attribute) read(element cryptobyte.String) error {
	var seq, values cryptobyte.String
	if !der.Inner(element, &seq, asn1.SEQUENCE) || !known.Read(&seq, &a.Type) || !der.Inner(seq, &values, asn1.SET) {
		return ErrMalformed
	}
	for !values.Empty() {
		var value cryptobyte.String
		var tag asn1.Tag
		if len(a.Values) == MaxAttributes {
			return fmt.Errorf("more than %d values: %w", MaxAttributes, ErrLimit)
		}
		if !values.ReadAnyASN1Element(&value, &tag) {
			return ErrMalformed
		}
		a.Values = append(a.Values, value)
	}
	return nil
}

// newAttribute makes an attribute with one value.
func newAttribute(oid der.OID, value []byte) Attribute {
	raw := der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid)), der.Element(asn1.SET, value))
	return Attribute{Type: oid, Values: [][]byte{value}, Raw: raw}
}
