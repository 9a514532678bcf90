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
	out := make([]byte, 0, 4*len(o))
	for rest := string(o); rest != ""; {
		var n uint64
		var long *big.Int // the number if it has more than 63 bits
		n, long, rest = arc(rest)
		if len(out) == 0 {
			top := min(2, n/40)
			if long != nil {
				top = 2
				long.Sub(long, big.NewInt(80))
			}
			n -= 40 * top
			out = strconv.AppendUint(out, top, 10)
		}
		out = append(out, '.')
		if long != nil {
			out = long.Append(out, 10)
			continue
		}
		out = strconv.AppendUint(out, n, 10)
	}
	return string(out)
}

// arc reads the first number of a valid identifier; long is nil where it fits into 63 bits.
func arc(s string) (n uint64, long *big.Int, rest string) {
	for i := range len(s) {
		n = n<<7 | uint64(s[i]&0x7f)
		if s[i] >= 0x80 {
			continue
		}
		if i < 9 { // as many groups of seven bits
			return n, nil, s[i+1:]
		}
		long = new(big.Int)
		for j := range i + 1 {
			long.Or(long.Lsh(long, 7), big.NewInt(int64(s[j]&0x7f)))
		}
		return 0, long, s[i+1:]
	}
	return n, nil, ""
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
