package cert

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// Name is a distinguished name, checked to be one.
type Name struct {
	// Raw is the encoding.
	Raw []byte
}

// Attribute is one attribute of a name, as it stands.
type Attribute struct {
	Type der.OID
	// RDN counts the relative distinguished names from 0: attributes of one have the same number.
	RDN int
	Tag asn1.Tag
	// Value is the content of the value, whose type Tag says.
	Value []byte
}

// Text returns the value. It is an error wrapping [der.ErrSyntax] if it is not of a string type, or not in its characters.
func (a Attribute) Text() (string, error) {
	text, err := der.Text(a.Tag, a.Value)
	if err != nil {
		return "", fmt.Errorf("attribute %s: %w", a.Type, err)
	}
	return text, nil
}

// ReadName reads a Name (RFC 5280, section 4.1.2.4).
func ReadName(s *cryptobyte.String) (Name, error) {
	var raw cryptobyte.String
	if !s.ReadASN1Element(&raw, asn1.SEQUENCE) {
		return Name{}, fmt.Errorf("name: %w", ErrMalformed)
	}
	n, ok := 0, true
	walk(raw, func(Attribute) bool {
		n++
		return n <= MaxAttributes
	}, &ok)
	if !ok {
		return Name{}, fmt.Errorf("name: %w", ErrMalformed)
	}
	return Name{Raw: raw}, nil
}

// walk calls f for each attribute until it returns false. good becomes false if the name is no name, or f stopped.
func walk(raw []byte, f func(Attribute) bool, good *bool) {
	*good = false
	s := cryptobyte.String(raw)
	var rdns cryptobyte.String
	if !s.ReadASN1(&rdns, asn1.SEQUENCE) {
		return
	}
	for rdn := 0; !rdns.Empty(); rdn++ {
		var set cryptobyte.String
		if !rdns.ReadASN1(&set, asn1.SET) || set.Empty() {
			return
		}
		for !set.Empty() {
			a := Attribute{RDN: rdn}
			var pair, value cryptobyte.String
			if !set.ReadASN1(&pair, asn1.SEQUENCE) || !known.Read(&pair, &a.Type) ||
				!pair.ReadAnyASN1(&value, &a.Tag) || !pair.Empty() {
				return
			}
			if a.Value = value; !f(a) {
				return
			}
		}
	}
	*good = true
}

// Attributes returns all attributes in their order, repeated ones included.
func (n Name) Attributes() []Attribute {
	if len(n.Raw) == 0 {
		return nil
	}
	attributes := make([]Attribute, 0, 16)
	var good bool
	walk(n.Raw, func(a Attribute) bool {
		attributes = append(attributes, a)
		return true
	}, &good)
	return attributes
}

// Texts returns the values of one attribute in their order. Values that are no text are left out.
func (n Name) Texts(id der.OID) []string {
	var texts []string
	var good bool
	walk(n.Raw, func(a Attribute) bool {
		if a.Type == id {
			if text, err := a.Text(); err == nil {
				texts = append(texts, text)
			}
		}
		return true
	}, &good)
	return texts
}

// Text returns the first value of one attribute, empty if there is none.
func (n Name) Text(id der.OID) string {
	if texts := n.Texts(id); len(texts) > 0 {
		return texts[0]
	}
	return ""
}

// Empty reports whether the name has no attributes.
func (n Name) Empty() bool { return len(n.Raw) <= 2 }

// Equal compares names as RFC 5280, section 7.1, has it: the same relative names in the same order, texts compared without
// regard to their string type, to case, and to the number of spaces.
func (n Name) Equal(other Name) bool {
	return bytes.Equal(n.Raw, other.Raw) || n.folded() == other.folded()
}

// folded is the same text for names that are equal, and another one for others: each value has its length before it.
func (n Name) folded() string {
	if len(n.Raw) == 0 {
		return ""
	}
	out := make([]byte, 0, 2*len(n.Raw))
	var good bool
	walk(n.Raw, func(a Attribute) bool {
		out = a.appendFolded(out)
		return true
	}, &good)
	return string(out)
}

// appendFolded writes the number of the relative name, the type, whether the value is text, and the value.
func (a Attribute) appendFolded(out []byte) []byte {
	out = binary.BigEndian.AppendUint16(out, uint16(a.RDN)) // MaxAttributes is below that
	out = append(append(out, byte(len(a.Type))), a.Type...)
	place := len(out) + 1
	if text, err := a.Text(); err == nil {
		out = appendLower(append(out, 0, 0, 0, 0, 0), text)
	} else {
		out = append(append(out, byte(a.Tag), 0, 0, 0, 0), a.Value...) // no type has the number 0
	}
	binary.BigEndian.PutUint32(out[place:], uint32(len(out)-place-4)) // MaxSize is below that
	return out
}

// appendLower writes a text with small letters, each run of spaces as one, and none at its ends.
func appendLower(out []byte, text string) []byte {
	start, space := len(out), false
	for _, r := range text {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space && len(out) > start {
			out = append(out, ' ')
		}
		space = false
		switch {
		case r < 'A' || 'Z' < r && r < 0x80 || 'а' <= r && r <= 'я':
		case r <= 'Z':
			r += 'a' - 'A'
		case 'А' <= r && r <= 'Я':
			r += 'а' - 'А'
		default:
			r = unicode.ToLower(r)
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// labels are the short names of attributes in String, those of CryptoPro and the orders where there are such.
var labels = map[der.OID]string{
	OIDCommonName: "CN", OIDSurname: "SN", OIDSerialNumber: "serialNumber", OIDCountry: "C", OIDLocality: "L",
	OIDProvince: "ST", OIDStreet: "STREET", OIDOrganization: "O", OIDOrganizationalUnit: "OU", OIDTitle: "T",
	OIDPostalCode: "postalCode", OIDGivenName: "G", OIDInitials: "initials", OIDPseudonym: "pseudonym", OIDEmail: "E",
	OIDUnstructuredName: "unstructuredName", OIDUserID: "UID", OIDDomainComponent: "DC",
	OIDOGRN: "ОГРН", OIDSNILS: "СНИЛС", OIDINNLE: "ИННЮЛ", OIDOGRNIP: "ОГРНИП", OIDINN: "ИНН",
}

// Label returns the short name of an attribute, its dotted identifier if it has none.
func Label(id der.OID) string {
	if label, ok := labels[id]; ok {
		return label
	}
	return id.String()
}

// String returns the name for people: attributes in their order, as `CN=…, O=…`, with the escapes of RFC 4514 for commas and
// the like, so that nobody's value looks like two attributes.
func (n Name) String() string {
	var out strings.Builder
	last := -1
	for _, a := range n.Attributes() {
		switch {
		case a.RDN == last:
			out.WriteString(" + ")
		case last >= 0:
			out.WriteString(", ")
		}
		last = a.RDN
		out.WriteString(Label(a.Type) + "=")
		if text, err := a.Text(); err == nil {
			out.WriteString(escape(text))
		} else {
			out.WriteString("#" + hex.EncodeToString(a.Value))
		}
	}
	return out.String()
}

// escape writes a value by RFC 4514, section 2.4. Control characters become their code, so that a name cannot move the cursor
// of whoever reads it.
func escape(text string) string {
	var out strings.Builder
	for i, r := range text {
		switch {
		case strings.ContainsRune(`",+;<>\=`, r), r == '#' && i == 0, r == ' ' && (i == 0 || i == len(text)-1):
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < 0x20 || r == 0x7f || 0x202a <= r && r <= 0x202e || 0x2066 <= r && r <= 0x2069:
			for _, octet := range []byte(string(r)) {
				fmt.Fprintf(&out, `\%02X`, octet)
			}
		default:
			out.WriteRune(r)
		}
	}
	return out.String()
}
