package cms

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// ArchiveTimestampsV2 returns the archive time-stamps of version 2, which older programs wrote. What they cover is hashed by
// [Signer.ArchiveSumsV2].
func (n *Signer) ArchiveTimestampsV2() [][]byte {
	return n.UnsignedAttributes.Values(OIDArchiveTimestampV2)
}

// ArchiveSumsV2 hashes what an archive time-stamp of version 2 covers (TS 101 733, section 6.4.1): encapContentInfo, the document
// where the content is detached, the fields certificates and crls, and all elements of the signer. Left out of its unsigned
// attributes are the tokens in later: the time-stamp itself and the archive time-stamps that were added after it.
//
// Two hash codes are returned, for the standard contradicted itself up to version 1.8.3, and its last one (annex K, table K.3)
// asks to try both: with the tag and length of unsignedAttrs, and without.
//
// Elements are hashed in DER, in the order in which they stand. A time-stamp that was made over BER of the same message does not
// match.
func (n *Signer) ArchiveSumsV2(d algorithm.Digest, document io.Reader, later ...[]byte) (sums [2][]byte, err error) {
	with, without := d.New(), d.New()
	if with == nil {
		return sums, fmt.Errorf("archive time-stamp: %w", algorithm.ErrUnsupported)
	}
	both := func(b []byte) {
		with.Write(b)
		without.Write(b)
	}
	m := n.message
	both(m.contentInfo)
	if !m.Attached {
		if document == nil {
			return sums, fmt.Errorf("archive time-stamp: %w", ErrNoContent)
		}
		if _, err := io.Copy(io.MultiWriter(with, without), document); err != nil {
			return sums, fmt.Errorf("archive time-stamp: read the document: %w", err)
		}
	}
	for tag, field := range [][][]byte{m.certificates, m.revocations} {
		if len(field) > 0 {
			both(der.Header(der.Explicit(uint8(tag)), total(field)))
			for _, element := range field {
				both(element)
			}
		}
	}
	both(n.fixed)
	if unsigned := n.unsignedBefore(later); len(unsigned) > 0 {
		with.Write(der.Header(der.Explicit(1), total(unsigned)))
		for _, attribute := range unsigned {
			both(attribute)
		}
	}
	return [2][]byte{with.Sum(nil), without.Sum(nil)}, nil
}

// total is the length in bytes of parts together.
func total(parts [][]byte) int {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	return n
}

// unsignedBefore returns the unsigned attributes without the archive time-stamps among later.
func (n *Signer) unsignedBefore(later [][]byte) [][]byte {
	isLater := func(value []byte) bool {
		return slices.ContainsFunc(later, func(l []byte) bool { return bytes.Equal(l, value) })
	}
	var out [][]byte
	for _, a := range n.UnsignedAttributes {
		if a.Type != OIDArchiveTimestampV2 && a.Type != OIDArchiveTimestampV3 || !slices.ContainsFunc(a.Values, isLater) {
			out = append(out, a.Raw)
			continue
		}
		kept := slices.DeleteFunc(slices.Clone(a.Values), isLater)
		if len(kept) > 0 {
			oid := der.Element(asn1.OBJECT_IDENTIFIER, []byte(a.Type))
			out = append(out, der.Element(asn1.SEQUENCE, oid, der.Element(asn1.SET, kept...)))
		}
	}
	return out
}
