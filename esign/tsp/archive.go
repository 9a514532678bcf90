package tsp

import (
	"bytes"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
)

// VerifyArchiveV2 makes the checks of [Token.Verify] of an archive time-stamp of version 2, one of n.ArchiveTimestampsV2. Which
// other archive time-stamps of the signer it does not cover is told by their times: those that are not before its own. The
// document is the detached content, nil where it is attached; the error is of reading it, or of a hash function that we do not
// know.
func (t *Token) VerifyArchiveV2(
	n *cms.Signer, c *cert.Certificate, document io.Reader, tables *algorithm.Tables,
) (cms.Checks, error) {
	d, err := algorithm.DigestOf(t.Imprint.Algorithm)
	if err != nil {
		return nil, fmt.Errorf("archive time-stamp: %w", err)
	}
	sums, err := n.ArchiveSumsV2(d, document, t.later(n)...)
	if err != nil {
		return nil, err
	}
	sum := sums[0]
	if bytes.Equal(sums[1], t.Imprint.Hash) {
		sum = sums[1]
	}
	return t.VerifyImprint(c, Imprint{Algorithm: t.Imprint.Algorithm, Hash: sum}, tables), nil
}

// later returns the archive time-stamps of a signer that were not made before this one. One that cannot be read was not covered by
// a program that could.
func (t *Token) later(n *cms.Signer) [][]byte {
	var out [][]byte
	for _, list := range [][][]byte{n.ArchiveTimestampsV2(), n.ArchiveTimestamps()} {
		for _, raw := range list {
			other, err := Parse(raw)
			if err != nil || !other.Time.Before(t.Time) {
				out = append(out, raw)
			}
		}
	}
	return out
}
