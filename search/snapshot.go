package search

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/rulang/morph"
)

// A snapshot begins with a word and the number of its form, so that a file of another form is told apart; then come who made it
// (dictionary, rules of analysis, classes), the space of vectors, the mark of the caller, the segments, and the SHA-256 of all
// before. Numbers are little-endian.
const (
	snapshotWord = "klaster search\n"
	snapshotForm = 1
	// analysis is raised whenever a text would come to other terms, groups of letters or classes than before.
	analysis = 3
)

// ErrSnapshot says that a file is no snapshot that this index could have written: broken, cut off, of another version, or made with
// other classes. The index is to be built anew.
var ErrSnapshot = errors.New("search: not a snapshot of this index")

// makerOf tells analysers, classes and spaces apart.
func makerOf(x *Index) [sha256.Size]byte {
	h := sha256.New()
	fmt.Fprintf(h, "%d %d %s %q %d\n", snapshotForm, analysis, morph.Version(), x.space.Model, x.space.Size)
	if c := x.concepts; c != nil {
		for i, code := range c.codes {
			fmt.Fprintf(h, "%q %v\n", code, c.words.lengths[i])
		}
		for i, key := range c.words.keys {
			fmt.Fprintf(h, "%q %d\n", key, c.words.starts[i])
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// Save writes the state that questions see now. The mark comes back when it is read: what the caller needs to know which
// changes it has.
func (x *Index) Save(w io.Writer, mark string) error {
	if len(mark) > maxName {
		return fmt.Errorf("write snapshot: the mark has %d bytes, %d are allowed", len(mark), maxName)
	}
	s := x.current.Load()
	e := &encoder{w: bufio.NewWriterSize(w, 1<<16), sum: sha256.New()}
	maker := x.maker()
	e.bytes([]byte(snapshotWord))
	e.bytes(maker[:])
	e.string(mark)
	e.number(len(s.segments))
	for i, seg := range s.segments {
		e.segment(seg, s.gone[i])
	}
	sum := e.sum.Sum(nil)
	e.bytes(sum)
	if e.err == nil {
		e.err = e.w.Flush()
	}
	if e.err != nil {
		return fmt.Errorf("write snapshot: %w", e.err)
	}
	return nil
}

// SaveFile writes a snapshot beside a file and then puts it in its place, so that the file is whole at each moment.
func (x *Index) SaveFile(path, mark string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.new")
	if err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(x.Save(f, mark), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a new name last.
func syncFolder(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	if err := errors.Join(dir.Sync(), dir.Close()); err != nil {
		return fmt.Errorf("write snapshot: %w", err)
	}
	return nil
}

// encoder writes and adds up.
type encoder struct {
	w    *bufio.Writer
	sum  hash.Hash
	room []byte
	err  error
}

func (e *encoder) bytes(b []byte) {
	if e.err != nil {
		return
	}
	e.sum.Write(b) //nolint:errcheck // a hash does not fail
	_, e.err = e.w.Write(b)
}

func (e *encoder) number(n int) {
	e.bytes(binary.LittleEndian.AppendUint32(e.room[:0], uint32(n)))
}

func (e *encoder) string(s string) {
	e.number(len(s))
	e.bytes([]byte(s))
}

func (e *encoder) strings(list []string) {
	e.number(len(list))
	for _, s := range list {
		e.string(s)
	}
}

// array writes how many there are and then each by its bytes, some thousand at a time.
func array[E any](e *encoder, list []E, appendTo func([]byte, E) []byte) {
	e.number(len(list))
	for part := range slices.Chunk(list, 1<<13) {
		e.room = e.room[:0]
		for _, one := range part {
			e.room = appendTo(e.room, one)
		}
		e.bytes(e.room)
	}
}

func append16(b []byte, n uint16) []byte { return binary.LittleEndian.AppendUint16(b, n) }
func append32(b []byte, n uint32) []byte { return binary.LittleEndian.AppendUint32(b, n) }
func append64(b []byte, n uint64) []byte { return binary.LittleEndian.AppendUint64(b, n) }

func appendFloat(b []byte, f float32) []byte { return append32(b, math.Float32bits(f)) }

func appendPosting(b []byte, p posting) []byte { return append16(append16(b, p.passage), p.times) }

func (e *encoder) segment(seg *segment, gone bitmap) {
	e.strings(seg.ids)
	e.strings(seg.owners)
	array(e, seg.open, append64)
	array(e, gone, append64)
	e.strings(seg.words.keys)
	writeField(e, seg.words)
	array(e, seg.grams.keys, append64)
	writeField(e, seg.grams)
	array(e, seg.concepts.keys, append16)
	writeField(e, seg.concepts)
	facets := slices.SortedFunc(maps.Keys(seg.facets), func(a, b facet) int {
		return cmp.Or(strings.Compare(a.name.Value(), b.name.Value()), strings.Compare(a.value.Value(), b.value.Value()))
	})
	e.number(len(facets))
	for _, f := range facets {
		e.string(f.name.Value())
		e.string(f.value.Value())
		e.set(seg.facets[f])
	}
	audiences := slices.Sorted(maps.Keys(seg.audiences))
	e.number(len(audiences))
	for _, name := range audiences {
		e.string(name)
		e.set(seg.audiences[name])
	}
	e.strings(seg.faces)
	counts := maps.Collect(seg.vocabulary.All())
	e.number(len(counts))
	for _, lemma := range slices.Sorted(maps.Keys(counts)) {
		e.string(lemma)
		e.number(counts[lemma])
	}
	array(e, seg.vectors, appendFloat)
}

func writeField[K cmp.Ordered](e *encoder, f *field[K]) {
	array(e, f.starts, append32)
	array(e, f.all, appendPosting)
	array(e, f.lengths, appendFloat)
}

func (e *encoder) set(s set) {
	var list []uint16
	s.each(func(i int) { list = append(list, uint16(i)) })
	array(e, list, append16)
}

// Maker names what makes terms of texts: the dictionary, the rules of analysis, the classes and the space. What was made by another is of no
// use to this index.
func (x *Index) Maker() string {
	maker := x.maker()
	return hex.EncodeToString(maker[:])
}
