package cms

import (
	"bytes"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// draft is a message to be written: parts that are encoded already.
type draft struct {
	contentType  der.OID
	contentInfo  []byte
	algorithms   [][]byte
	certificates [][]byte
	revocations  [][]byte
	signers      []signerDraft
	// keepOrder says that an archive time-stamp of version 2 covers the sets in the order in which they stand.
	keepOrder bool
}

type signerDraft struct {
	version  int
	fixed    []byte
	unsigned [][]byte
}

// draft takes a message apart to write it again.
func (m *SignedData) draft() *draft {
	d := &draft{
		contentType: m.ContentType, contentInfo: m.contentInfo, algorithms: slices.Clone(m.algorithms),
		certificates: slices.Clone(m.certificates), revocations: slices.Clone(m.revocations),
	}
	for _, n := range m.Signers {
		s := signerDraft{version: n.Version, fixed: n.fixed}
		for _, a := range n.UnsignedAttributes {
			s.unsigned = append(s.unsigned, a.Raw)
			d.keepOrder = d.keepOrder || a.Type == OIDArchiveTimestampV2
		}
		d.signers = append(d.signers, s)
	}
	return d
}

// add puts elements into a set that do not stand in it yet.
func add(set [][]byte, elements ...[]byte) [][]byte {
	for _, e := range elements {
		if !slices.ContainsFunc(set, func(other []byte) bool { return bytes.Equal(e, other) }) {
			set = append(set, e)
		}
	}
	return set
}

// encode writes ContentInfo in DER.
func (d *draft) encode() []byte {
	version := []byte{byte(d.version())}
	signers := make([][]byte, len(d.signers))
	for i, s := range d.signers {
		signers[i] = d.signer(s)
	}
	parts := [][]byte{der.Element(asn1.INTEGER, version), d.set(asn1.SET, d.algorithms), d.contentInfo}
	if len(d.certificates) > 0 {
		parts = append(parts, d.set(der.Explicit(0), d.certificates))
	}
	if len(d.revocations) > 0 {
		parts = append(parts, d.set(der.Explicit(1), d.revocations))
	}
	parts = append(parts, d.set(asn1.SET, signers))
	return wrap(OIDSignedData, parts...)
}

// wrap writes ContentInfo around a SEQUENCE. Its parts are copied once only, for content may be long.
func wrap(oid der.OID, parts ...[]byte) []byte {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	seq := header(asn1.SEQUENCE, n)
	explicit := header(der.Explicit(0), n+len(seq))
	id := der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid))
	info := header(asn1.SEQUENCE, n+len(seq)+len(explicit)+len(id))
	return slices.Concat(append([][]byte{info, id, explicit, seq}, parts...)...)
}

// header returns tag and length octets for n octets of content.
func header(tag asn1.Tag, n int) []byte {
	out := []byte{uint8(tag)}
	if n < 0x80 {
		return append(out, byte(n))
	}
	k := 1
	for n>>(8*k) > 0 {
		k++
	}
	out = append(out, 0x80|byte(k))
	for k--; k >= 0; k-- {
		out = append(out, byte(n>>(8*k)))
	}
	return out
}

// version returns the version of SignedData (RFC 5652, section 5.1).
func (d *draft) version() int {
	tagged := func(set [][]byte, tag asn1.Tag) bool {
		return slices.ContainsFunc(set, func(e []byte) bool { return len(e) > 0 && e[0] == uint8(tag) })
	}
	switch {
	case tagged(d.certificates, der.Explicit(3)), tagged(d.revocations, der.Explicit(1)):
		return 5
	case tagged(d.certificates, der.Explicit(2)):
		return 4
	case tagged(d.certificates, der.Explicit(1)), d.contentType != OIDData,
		slices.ContainsFunc(d.signers, func(s signerDraft) bool { return s.version == 3 }):
		return 3
	}
	return 1
}

func (d *draft) signer(s signerDraft) []byte {
	if len(s.unsigned) == 0 {
		return der.Element(asn1.SEQUENCE, s.fixed)
	}
	return der.Element(asn1.SEQUENCE, s.fixed, d.set(der.Explicit(1), s.unsigned))
}

// set writes SET OF in the order of DER.
func (d *draft) set(tag asn1.Tag, elements [][]byte) []byte {
	if d.keepOrder {
		return der.Element(tag, elements...)
	}
	return sortedSet(tag, elements)
}

func sortedSet(tag asn1.Tag, elements [][]byte) []byte {
	elements = slices.Clone(elements)
	slices.SortFunc(elements, bytes.Compare)
	return der.Element(tag, elements...)
}

// encapsulate writes EncapsulatedContentInfo; content that is detached is nil.
func encapsulate(oid der.OID, content []byte, attached bool) []byte {
	id := der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid))
	if !attached {
		return der.Element(asn1.SEQUENCE, id)
	}
	octets := header(asn1.OCTET_STRING, len(content))
	explicit := header(der.Explicit(0), len(octets)+len(content))
	seq := header(asn1.SEQUENCE, len(id)+len(explicit)+len(octets)+len(content))
	return slices.Concat(seq, id, explicit, octets, content)
}

// identifierOf encodes an AlgorithmIdentifier.
func identifierOf(id interface{ Add(*cryptobyte.Builder) }) []byte {
	var b cryptobyte.Builder
	id.Add(&b)
	return b.BytesOrPanic()
}
