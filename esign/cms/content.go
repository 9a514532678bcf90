package cms

import (
	"bytes"
	"errors"
	"fmt"
	"hash"
	"io"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

const (
	// chunk is how much of a document is in memory at a time.
	chunk = 64 << 10
	// maxAttributesContent is how much of a document is kept to see whether it is a set of attributes. Signed attributes of real
	// messages have some hundred bytes.
	maxAttributesContent = 1 << 20
)

// Content is the content of a message, hashed by the functions of all signers.
type Content struct {
	// Known says that the content was at hand: attached, or passed as a document.
	Known bool
	// Differs says that the content is attached and the document that was passed is another one.
	Differs bool
	// Size is its length in bytes.
	Size int64
	// LooksLikeAttributes says that the content is the encoding of SET OF Attribute, so that a signature over it may be one over
	// signed attributes (T1 of the rules of trust).
	LooksLikeAttributes bool

	sums [algorithm.SHA512 + 1][]byte
}

// Sum returns the hash code, nil where the function is that of no signer.
func (c *Content) Sum(d algorithm.Digest) []byte {
	if int(d) >= len(c.sums) {
		return nil
	}
	return c.sums[d]
}

// Digest hashes the content once for each hash function that a signer names, and others that are asked for. The document is the
// detached content; it is nil if there is none at hand. Where content is attached, that is what is hashed, and a document
// that is passed is compared with it. The document is read in pieces to its end, however long it is. The error is one of
// reading.
func (m *SignedData) Digest(document io.Reader, others ...algorithm.Digest) (*Content, error) {
	c := &Content{Known: m.Attached || document != nil}
	if !c.Known {
		return c, nil
	}
	s := newSink(c, m, others)
	if !m.Attached {
		if err := s.copy(document); err != nil {
			return nil, fmt.Errorf("read the document: %w", err)
		}
		s.finish()
		return c, nil
	}
	s.write(m.Content)
	s.finish()
	if document == nil {
		return c, nil
	}
	same, err := equal(document, m.Content)
	if err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	c.Differs = !same
	return c, nil
}

// sink takes the content piece by piece.
type sink struct {
	content *Content
	hashes  []hash.Hash
	digests []algorithm.Digest
	// head is the beginning of what may be a set of attributes.
	head   []byte
	wanted bool
}

func newSink(c *Content, m *SignedData, others []algorithm.Digest) *sink {
	s := &sink{content: c}
	var seen [len(c.sums)]bool
	add := func(d algorithm.Digest) {
		if d == 0 || int(d) >= len(seen) || seen[d] {
			return
		}
		seen[d] = true
		s.digests = append(s.digests, d)
		s.hashes = append(s.hashes, d.New())
	}
	for _, n := range m.Signers {
		if d, err := n.Digest(); err == nil {
			add(d)
		}
		s.wanted = s.wanted || !n.HasSignedAttributes
	}
	for _, d := range others {
		add(d)
	}
	return s
}

func (s *sink) write(p []byte) {
	if len(p) == 0 {
		return
	}
	if s.content.Size == 0 && p[0] != uint8(asn1.SET) {
		s.wanted = false
	}
	if s.wanted && len(s.head) <= maxAttributesContent {
		s.head = append(s.head, p[:min(len(p), maxAttributesContent+1-len(s.head))]...)
	}
	s.content.Size += int64(len(p))
	for _, h := range s.hashes {
		h.Write(p)
	}
}

func (s *sink) copy(r io.Reader) error {
	buffer := make([]byte, 8<<10) // most documents are short
	for {
		n, err := r.Read(buffer)
		s.write(buffer[:n])
		if n == len(buffer) && n < chunk {
			buffer = make([]byte, min(8*n, chunk))
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *sink) finish() {
	for i, h := range s.hashes {
		s.content.sums[s.digests[i]] = h.Sum(nil)
	}
	s.content.LooksLikeAttributes = s.wanted && s.attributes()
}

// attributes tells whether the content is SET OF Attribute. Of content too long to be kept it is enough that it begins as a set
// of just its length.
func (s *sink) attributes() bool {
	if s.content.Size > int64(len(s.head)) {
		return setOfLength(s.head, s.content.Size)
	}
	set, err := der.Whole(s.head, asn1.SET)
	if err != nil {
		return false
	}
	for !set.Empty() {
		var element cryptobyte.String
		var a Attribute
		if !set.ReadASN1Element(&element, asn1.SEQUENCE) || errors.Is(a.read(element), ErrMalformed) {
			return false
		}
	}
	return true
}

// setOfLength tells whether head is the beginning of an element that is size bytes long.
func setOfLength(head []byte, size int64) bool {
	if len(head) < 10 || head[1] <= 0x80 || head[1] > 0x88 {
		return false
	}
	length, k := uint64(0), int(head[1]&0x7f)
	for _, octet := range head[2 : 2+k] {
		length = length<<8 | uint64(octet)
	}
	return length == uint64(size)-2-uint64(k)
}

// equal tells whether r gives just these bytes. It reads r to its end.
func equal(r io.Reader, want []byte) (bool, error) {
	same := true
	buffer := make([]byte, chunk)
	for {
		n, err := r.Read(buffer)
		if n > len(want) || !bytes.Equal(buffer[:n], want[:min(n, len(want))]) {
			same = false
			want = nil
		} else {
			want = want[n:]
		}
		if errors.Is(err, io.EOF) {
			return same && len(want) == 0, nil
		}
		if err != nil {
			return false, err
		}
	}
}
