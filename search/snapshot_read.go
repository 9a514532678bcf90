package search

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"os"
	"slices"

	"github.com/klaster-platform/klaster/rulang/typo"
)

// Load reads a snapshot into an index, in the place of what it has, and returns its mark. It takes only what an index with the
// same classes, analyser and space has written, whole; of anything else it says [ErrSnapshot] and leaves the index as it is.
func (x *Index) Load(r io.Reader) (mark string, err error) {
	d := &decoder{r: bufio.NewReaderSize(r, 1<<16), sum: sha256.New(), kind: ErrSnapshot}
	maker := x.maker()
	if !bytes.Equal(d.bytes(len(snapshotWord)), []byte(snapshotWord)) || !bytes.Equal(d.bytes(len(maker)), maker[:]) {
		d.refuse("it is of another form, or was made with other classes")
	}
	mark = d.string(maxName)
	s := &state{rarity: x.rarity}
	for range d.number(maxSegments) {
		d.segment(s, x)
		if d.err != nil {
			break
		}
	}
	sum := d.sum.Sum(nil)
	if !bytes.Equal(d.bytes(len(sum)), sum) {
		d.refuse("its sum is wrong")
	}
	if _, err := d.r.ReadByte(); err == nil {
		d.refuse("something follows it")
	}
	if d.err != nil {
		return "", d.err
	}
	s.count()
	x.changing.Lock()
	defer x.changing.Unlock()
	x.current.Store(s)
	return mark, nil
}

// LoadFile reads a snapshot from a file.
func (x *Index) LoadFile(path string) (mark string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read snapshot: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	return x.Load(f)
}

// Limits of a snapshot, beside those that the parts give each other.
const (
	maxSegments = 1 << 12
	maxTerms    = 1 << 24
	maxPostings = 1 << 28
	maxTerm     = 1 << 12 // bytes
	maxFacets   = 1 << 20
	maxSize     = 1 << 13 // numbers of a vector
)

// decoder reads, adds up and remembers the first fault. After a fault all that it returns is empty.
type decoder struct {
	r    *bufio.Reader
	sum  hash.Hash
	room []byte
	kind error // what a file that is refused is called
	err  error
}

func (d *decoder) refuse(why string) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", d.kind, why)
	}
}

// bytes are good until the next call. They are read in parts, so that a length that lies takes no memory.
func (d *decoder) bytes(n int) []byte {
	d.room = d.room[:0]
	for len(d.room) < n && d.err == nil {
		from := len(d.room)
		d.room = slices.Grow(d.room, min(n-from, 1<<16))[:from+min(n-from, 1<<16)]
		if _, err := io.ReadFull(d.r, d.room[from:]); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				d.refuse("it is cut off")
				break
			}
			d.err = fmt.Errorf("read snapshot: %w", err)
		}
	}
	if d.err != nil {
		return nil
	}
	d.sum.Write(d.room) //nolint:errcheck // a hash does not fail
	return d.room
}

func (d *decoder) number(most int) int {
	b := d.bytes(4)
	if b == nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n) > uint64(most) {
		d.refuse("a number is too large")
		return 0
	}
	return int(n)
}

func (d *decoder) string(most int) string { return string(d.bytes(d.number(most))) }

func (d *decoder) strings(most, longest int) []string {
	n := d.number(most)
	list := make([]string, 0, min(n, 1<<16))
	for range n {
		if d.err != nil {
			return nil
		}
		list = append(list, d.string(longest))
	}
	return list
}

func readArray[E any](d *decoder, most, size int, of func([]byte) E) []E {
	n := d.number(most)
	if n == 0 {
		return nil
	}
	list := make([]E, 0, min(n, 1<<16))
	for n > 0 && d.err == nil {
		part := d.bytes(min(n, 1<<13) * size)
		list = slices.Grow(list, len(part)/size)
		for i := 0; i+size <= len(part); i += size {
			list = append(list, of(part[i:]))
		}
		n -= min(n, 1<<13)
	}
	return list
}

func postingOf(b []byte) posting {
	return posting{binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])}
}

func floatOf(b []byte) float32 { return math.Float32frombits(binary.LittleEndian.Uint32(b)) }

// segment reads one and checks all that questions and changes rely on: that passages and classes exist, that what is searched by halves
// is in order, that lengths agree.
func (d *decoder) segment(s *state, x *Index) {
	seg := &segment{facets: map[facet]set{}, audiences: map[string]set{}}
	seg.ids = d.strings(maxSegment, maxName)
	n := len(seg.ids)
	seg.owners = d.strings(maxSegment, maxName)
	seg.open = readArray(d, maxSegment, 8, binary.LittleEndian.Uint64)
	gone := bitmap(readArray(d, maxSegment, 8, binary.LittleEndian.Uint64))
	if n == 0 || len(seg.owners) != n || !fits(seg.open, n) || !fits(gone, n) {
		d.refuse("passages and their owners do not agree")
		return
	}
	seg.words = readField(d, d.strings(maxTerms, maxTerm), n)
	seg.grams = readField(d, readArray(d, maxTerms, 8, binary.LittleEndian.Uint64), n)
	seg.concepts = readField(d, readArray(d, math.MaxUint16, 2, binary.LittleEndian.Uint16), n)
	if keys := seg.concepts.keys; len(keys) > 0 && (x.concepts == nil || int(keys[len(keys)-1]) >= len(x.concepts.codes)) {
		d.refuse("it has classes that the index has not")
	}
	for range d.number(maxFacets) {
		name, value := d.string(maxTerm), d.string(maxTerm)
		seg.facets[facetOf(name, value)] = d.set(n)
	}
	for range d.number(maxFacets) {
		seg.audiences[d.string(maxTerm)] = d.set(n)
	}
	seg.faces = d.strings(maxTerms, maxTerm)
	if len(seg.faces) != len(seg.words.keys) {
		d.refuse("words and their forms do not agree")
	}
	seg.vocabulary = d.vocabulary()
	seg.vectors = readArray(d, maxSegment*maxSize, 4, floatOf)
	if len(seg.vectors) != 0 && len(seg.vectors) != n*x.space.Size {
		d.refuse("vectors are of another size")
	}
	if d.err == nil {
		seg.publish()
	}
	seg.order, seg.runs = orderOf(seg.ids), runsOf(seg.owners)
	s.segments, s.gone = append(s.segments, seg), append(s.gone, gone)
}

// fits tells whether a bitmap is of so many passages and has no further ones.
func fits(b bitmap, n int) bool {
	return len(b) == (n+63)/64 && (n%64 == 0 || b[len(b)-1]>>(n%64) == 0)
}

func readField[K cmp.Ordered](d *decoder, keys []K, passages int) *field[K] {
	f := &field[K]{keys: keys}
	f.starts = readArray(d, maxTerms+1, 4, binary.LittleEndian.Uint32)
	f.all = readArray(d, maxPostings, 4, postingOf)
	f.lengths = readArray(d, maxSegment, 4, floatOf)
	if d.err != nil {
		return f
	}
	if len(f.starts) != len(keys)+1 || len(f.lengths) != passages || f.starts[0] != 0 || int(f.starts[len(keys)]) != len(f.all) {
		d.refuse("lists and their terms do not agree")
		return f
	}
	for i := range keys {
		if i > 0 && keys[i] <= keys[i-1] || f.starts[i+1] <= f.starts[i] || int(f.starts[i+1]) > len(f.all) {
			d.refuse("terms are not in order")
			return f
		}
		_, list := f.at(i)
		for k, p := range list {
			if int(p.passage) >= passages || k > 0 && p.passage <= list[k-1].passage {
				d.refuse("a list is not in order")
				return f
			}
		}
	}
	for _, length := range f.lengths {
		if !(length >= 0) || math.IsInf(float64(length), 0) {
			d.refuse("a length is none")
			return f
		}
		f.total += float64(length)
	}
	return f
}

func (d *decoder) set(passages int) set {
	list := readArray(d, maxSegment, 2, binary.LittleEndian.Uint16)
	for i, p := range list {
		if int(p) >= passages || i > 0 && p <= list[i-1] {
			d.refuse("a set is not in order")
			return set{}
		}
	}
	return setOf(list, passages)
}

func (d *decoder) vocabulary() *typo.Vocabulary {
	n := d.number(maxTerms)
	return typo.NewVocabulary(func(yield func(string, int) bool) {
		for range n {
			word := d.string(maxTerm)
			count := d.number(math.MaxInt32)
			if d.err != nil || !yield(word, count) {
				return
			}
		}
	})
}
