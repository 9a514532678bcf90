package cms

import (
	"bytes"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// HashIndex is ATSHashIndexV3 (EN 319 122-1, section 5.5.2): hash codes of what an archive time-stamp covers beside the
// signature itself. It stands as an unsigned attribute of the token.
type HashIndex struct {
	// Raw is the encoding.
	Raw       []byte
	Algorithm algorithm.Identifier
	// Certificates and Revocations are of elements of the two fields of the message, Attributes of types and values of unsigned
	// attributes of the signer.
	Certificates, Revocations, Attributes [][]byte
}

// NewHashIndex makes the index of all that is there now.
func (n *Signer) NewHashIndex(d algorithm.Digest) *HashIndex {
	index := &HashIndex{Algorithm: d.Identifier()}
	index.Certificates = n.message.sumsOf(d, n.message.certificates)
	index.Revocations = n.message.sumsOf(d, n.message.revocations)
	index.Attributes = n.unsignedSums(d)
	index.Raw = der.Element(asn1.SEQUENCE, identifierOf(index.Algorithm),
		octetStrings(index.Certificates), octetStrings(index.Revocations), octetStrings(index.Attributes))
	return index
}

// unsignedSums hashes type and value, joined, of each value of each unsigned attribute. They are remembered, for every archive
// time-stamp asks for all of them.
func (n *Signer) unsignedSums(d algorithm.Digest) [][]byte {
	var out [][]byte
	for _, a := range n.UnsignedAttributes {
		for _, v := range a.Values {
			out = append(out, n.message.attributes.of(d, v, func() []byte {
				h := d.New()
				h.Write(der.Element(asn1.OBJECT_IDENTIFIER, []byte(a.Type)))
				h.Write(v)
				return h.Sum(nil)
			}))
		}
	}
	return out
}

// sumsOf hashes elements of the message.
func (m *SignedData) sumsOf(d algorithm.Digest, elements [][]byte) [][]byte {
	out := make([][]byte, len(elements))
	for i, e := range elements {
		out[i] = m.sums.sum(d, e)
	}
	return out
}

func octetStrings(list [][]byte) []byte {
	out := make([][]byte, len(list))
	for i, v := range list {
		out[i] = der.Element(asn1.OCTET_STRING, v)
	}
	return der.Element(asn1.SEQUENCE, out...)
}

// ReadHashIndex reads the index out of the token of an archive time-stamp. The error wraps ErrAbsent where it has none.
func ReadHashIndex(token *SignedData) (*HashIndex, error) {
	if len(token.Signers) != 1 {
		return nil, fmt.Errorf("archive time-stamp of %d signers: %w", len(token.Signers), ErrMalformed)
	}
	v, err := token.Signers[0].UnsignedAttributes.One(OIDATSHashIndexV3)
	if err != nil {
		return nil, err
	}
	index := &HashIndex{Raw: v}
	seq, err := der.Whole(v, asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("hash index: %w: %w", ErrMalformed, err)
	}
	if index.Algorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return nil, fmt.Errorf("hash index: %w: %w", ErrMalformed, err)
	}
	for _, list := range []*[][]byte{&index.Certificates, &index.Revocations, &index.Attributes} {
		if !readOctetStrings(&seq, list) {
			return nil, fmt.Errorf("hash index: %w", ErrMalformed)
		}
	}
	if !seq.Empty() {
		return nil, fmt.Errorf("hash index: %w", ErrMalformed)
	}
	return index, nil
}

func readOctetStrings(s *cryptobyte.String, out *[][]byte) bool {
	var list cryptobyte.String
	if !s.ReadASN1(&list, asn1.SEQUENCE) {
		return false
	}
	for !list.Empty() {
		var v cryptobyte.String
		if len(*out) == MaxAttributes*MaxAttributes || !list.ReadASN1(&v, asn1.OCTET_STRING) {
			return false
		}
		*out = append(*out, v)
	}
	return true
}

// Covered sees that each hash code of the index is of something in the message: what was covered has not been taken out or
// changed. Things added later are not in the index, which is no fault.
func (n *Signer) Covered(index *HashIndex) error {
	d, err := algorithm.DigestOf(index.Algorithm)
	if err != nil {
		return fmt.Errorf("hash index: %w", err)
	}
	if d.Weak() { // nothing is proven by it, and ГОСТ Р 34.11-94 is slow besides
		return fmt.Errorf("hash index by %s: %w", d, algorithm.ErrUnsupported)
	}
	now := n.NewHashIndex(d)
	for _, part := range []struct {
		covered, there [][]byte
		name           string
	}{
		{index.Certificates, now.Certificates, "certificates"},
		{index.Revocations, now.Revocations, "crls"},
		{index.Attributes, now.Attributes, "unsigned attributes"},
	} {
		there := make(map[string]bool, len(part.there))
		for _, sum := range part.there {
			there[string(sum)] = true
		}
		for _, sum := range part.covered {
			if !there[string(sum)] {
				return fmt.Errorf("hash index of %s: %w", part.name, ErrDiffers)
			}
		}
	}
	return nil
}

// ArchiveData returns what an archive time-stamp of version 3 covers (EN 319 122-1, section 5.5.3): the type of the content, its
// hash code by the function of the token's imprint, the signer without unsigned attributes, and the index. The content must
// have been hashed by that function.
func (n *Signer) ArchiveData(index *HashIndex, d algorithm.Digest, content *Content) ([]byte, error) {
	sum := content.Sum(d)
	if sum == nil {
		return nil, fmt.Errorf("archive time-stamp by %s: %w", d, ErrNoContent)
	}
	return slices.Concat(der.Element(asn1.OBJECT_IDENTIFIER, []byte(n.message.ContentType)), sum, n.fixed, index.Raw), nil
}

// AddArchiveTimestamp makes a message in which one signer has an archive time-stamp of version 3: the token, over what
// ArchiveData returned for the index, with the index put into it.
func (m *SignedData) AddArchiveTimestamp(signer int, token []byte, index *HashIndex) ([]byte, error) {
	t, err := Parse(token)
	if err != nil {
		return nil, fmt.Errorf("add an archive time-stamp: %w", err)
	}
	if len(t.Signers) != 1 {
		return nil, fmt.Errorf("add an archive time-stamp of %d signers: %w", len(t.Signers), ErrMalformed)
	}
	d := t.draft()
	s := &d.signers[0]
	if count, _ := t.Signers[0].UnsignedAttributes.Count(OIDATSHashIndexV3); count > 0 {
		return nil, fmt.Errorf("add an archive time-stamp: hash index: %w", ErrRepeated)
	}
	s.unsigned = append(s.unsigned, newAttribute(OIDATSHashIndexV3, bytes.Clone(index.Raw)).Raw)
	return m.addToken(signer, OIDArchiveTimestampV3, d.encode())
}
