package der

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// OID is an object identifier as the octets of its encoding, so that it can be compared by ==, be a constant, a key of a
// map and a case of a switch. The empty OID is none.
type OID string

// maxOID bounds the content of an identifier that is read: the longest in use, those with a UUID, have some 25 octets.
const maxOID = 64

// ParseOID reads the dotted form.
func ParseOID(dotted string) (OID, error) {
	arcs := strings.Split(dotted, ".")
	if len(arcs) < 2 || len(dotted) > 4*maxOID {
		return "", fmt.Errorf("object identifier %q: %w", dotted, ErrSyntax)
	}
	numbers := make([]*big.Int, len(arcs))
	for i, arc := range arcs {
		n, ok := new(big.Int).SetString(arc, 10)
		if !ok || n.Sign() < 0 || n.String() != arc {
			return "", fmt.Errorf("object identifier %q: %w", dotted, ErrSyntax)
		}
		numbers[i] = n
	}
	if numbers[0].Cmp(big.NewInt(2)) > 0 || numbers[0].Cmp(big.NewInt(2)) < 0 && numbers[1].Cmp(big.NewInt(39)) > 0 {
		return "", fmt.Errorf("object identifier %q: %w", dotted, ErrSyntax)
	}
	first := new(big.Int).Mul(numbers[0], big.NewInt(40))
	out := appendArc(nil, first.Add(first, numbers[1]))
	for _, n := range numbers[2:] {
		out = appendArc(out, n)
	}
	if len(out) > maxOID {
		return "", fmt.Errorf("object identifier %q: %w", dotted, ErrSyntax)
	}
	return OID(out), nil
}

// appendArc writes a number in groups of seven bits, the first most significant.
func appendArc(out []byte, n *big.Int) []byte {
	groups := max(1, (n.BitLen()+6)/7)
	for i := groups - 1; i >= 0; i-- {
		group := byte(new(big.Int).Rsh(n, uint(7*i)).Uint64() & 0x7f)
		if i > 0 {
			group |= 0x80
		}
		out = append(out, group)
	}
	return out
}

// String returns the dotted form.
func (o OID) String() string {
	if !o.valid() {
		return ""
	}
	var out []byte
	for rest := string(o); rest != ""; {
		n, tail := arc(rest)
		if out == nil {
			top := min(int64(2), new(big.Int).Div(n, big.NewInt(40)).Int64())
			if !n.IsInt64() {
				top = 2
			}
			out = strconv.AppendInt(out, top, 10)
			n.Sub(n, big.NewInt(40*top))
		}
		out = append(out, '.')
		out = n.Append(out, 10)
		rest = tail
	}
	return string(out)
}

// arc reads the first number of a valid identifier.
func arc(s string) (*big.Int, string) {
	n := new(big.Int)
	for i := range len(s) {
		n.Lsh(n, 7)
		n.Or(n, big.NewInt(int64(s[i]&0x7f)))
		if s[i] < 0x80 {
			return n, s[i+1:]
		}
	}
	return n, ""
}

// valid tells whether the octets are the content of an OBJECT IDENTIFIER: no number begins with a superfluous octet, and the
// last one ends.
func (o OID) valid() bool {
	if o == "" || len(o) > maxOID || o[len(o)-1] >= 0x80 {
		return false
	}
	for i := range len(o) {
		if o[i] == 0x80 && (i == 0 || o[i-1] < 0x80) {
			return false
		}
	}
	return true
}

// ReadOID reads an OBJECT IDENTIFIER. It copies the octets.
func ReadOID(s *cryptobyte.String, out *OID) bool {
	var v cryptobyte.String
	if !s.ReadASN1(&v, asn1.OBJECT_IDENTIFIER) {
		return false
	}
	*out = OID(v)
	return out.valid()
}

// OIDSet is a set of identifiers that a parser expects, by which it reads them without copying.
type OIDSet map[OID]OID

// NewOIDSet makes a set.
func NewOIDSet(oids ...OID) OIDSet {
	set := make(OIDSet, len(oids))
	for _, o := range oids {
		set[o] = o
	}
	return set
}

// Read is ReadOID that takes members of the set from the set.
func (set OIDSet) Read(s *cryptobyte.String, out *OID) bool {
	var v cryptobyte.String
	if !s.ReadASN1(&v, asn1.OBJECT_IDENTIFIER) {
		return false
	}
	if known, ok := set[OID(v)]; ok {
		*out = known
		return true
	}
	*out = OID(v)
	return out.valid()
}

// Add writes an OBJECT IDENTIFIER.
func (o OID) Add(b *cryptobyte.Builder) {
	b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(o)) })
}
