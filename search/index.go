package search

import (
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Index finds passages. Questions may come from many goroutines while it changes: each sees one state of it, the
// last that was whole when it began.
type Index struct {
	concepts *Concepts
	space    Space
	rarity   *Rarity
	maker    func() [sha256.Size]byte // of snapshots
	current  atomic.Pointer[state]
	changing sync.Mutex // one change at a time
}

// state is what a question sees.
type state struct {
	segments []*segment
	gone     []bitmap // of each segment, the passages that were taken back or replaced
	passages int
	words    statistics // of what everybody may see
	grams    statistics
	rarity   *Rarity // if somebody else counts
}

// Option is how an index differs from the usual one.
type Option func(*Index)

// New returns an index of no passages. Without concepts, texts are found by their words alone.
func New(concepts *Concepts, options ...Option) *Index {
	x := &Index{concepts: concepts}
	for _, option := range options {
		option(x)
	}
	x.maker = sync.OnceValue(func() [sha256.Size]byte { return makerOf(x) })
	x.current.Store(&state{})
	return x
}

// Still returns the index as it is now: what is changed later is not in it. It costs nothing, for a state never changes; so whoever saves
// one keeps nobody waiting.
func (x *Index) Still() *Index {
	still := &Index{concepts: x.concepts, space: x.space, rarity: x.rarity, maker: x.maker}
	still.current.Store(x.current.Load())
	return still
}

// chunk is how many passages are taken together when many come; several are made at the same time.
const chunk = 1 << 13

// maxName bounds ids and owners, in bytes.
const maxName = 1 << 10

// Change takes passages back and puts others in; afterwards, questions see all of it. A passage whose id is there
// already is replaced. Texts are not kept.
func (x *Index) Change(put []Passage, remove []string) error {
	if err := x.check(put); err != nil {
		return err
	}
	made := x.segments(put)
	x.changing.Lock()
	defer x.changing.Unlock()
	old := x.current.Load()
	next := &state{segments: slices.Clone(old.segments), gone: make([]bitmap, len(old.gone)), rarity: x.rarity}
	for i, g := range old.gone {
		next.gone[i] = slices.Clone(g)
	}
	for _, id := range remove {
		next.take(id)
	}
	for i := range put {
		next.take(put[i].ID)
	}
	for _, seg := range made {
		next.append(seg)
		next.join()
	}
	next.tidy()
	next.count()
	x.current.Store(next)
	return nil
}

func (x *Index) check(put []Passage) error {
	ids := make(map[string]bool, len(put))
	for i := range put {
		p := &put[i]
		if p.ID == "" || p.Owner == "" || ids[p.ID] {
			return fmt.Errorf("put passage %q of %q: it needs an id of its own and an owner", p.ID, p.Owner)
		}
		if len(p.ID) > maxName || len(p.Owner) > maxName {
			return fmt.Errorf("put passage %.100q: its id and owner have %d and %d bytes, %d are allowed", p.ID, len(p.ID), len(p.Owner), maxName)
		}
		if n := len(p.Vector); n != 0 && n != x.space.Size {
			return fmt.Errorf("put passage %q: its vector has %d numbers, the space of the index %d", p.ID, n, x.space.Size)
		}
		ids[p.ID] = true
	}
	return nil
}

// segments analyses passages, on all processors if they are many.
func (x *Index) segments(put []Passage) []*segment {
	chunks := slices.Collect(slices.Chunk(put, chunk))
	made := make([]*segment, len(chunks))
	var next atomic.Int32
	together(min(runtime.GOMAXPROCS(0), len(chunks)), func() {
		a := newAnalyser()
		for i := int(next.Add(1)) - 1; i < len(chunks); i = int(next.Add(1)) - 1 {
			made[i] = newBuilder(a, x.concepts, x.space.Size).segment(chunks[i])
		}
	})
	return made
}

func (s *state) append(seg *segment) {
	s.segments = append(s.segments, seg)
	s.gone = append(s.gone, newBitmap(seg.len()))
}

// take takes a passage back.
func (s *state) take(id string) {
	for i, seg := range s.segments {
		if at, ok := seg.place(id); ok {
			s.gone[i].set(at)
		}
	}
}

// join makes one segment of neighbours while the earlier is less than twice as large as the later: so there are few segments, and a
// change costs little on average.
func (s *state) join() {
	for n := len(s.segments); n > 1; n = len(s.segments) {
		a, b := s.segments[n-2].len(), s.segments[n-1].len()
		if a >= 2*b || a+b > maxSegment {
			return
		}
		one := merge(s.segments[n-2:], s.gone[n-2:])
		s.segments, s.gone = s.segments[:n-2], s.gone[:n-2]
		s.append(one)
	}
}

// tidy makes segments anew half of which is gone.
func (s *state) tidy() {
	for i, seg := range s.segments {
		if gone := s.gone[i].count(); gone > 0 && 2*gone >= seg.len() {
			s.segments[i] = merge(s.segments[i:i+1], s.gone[i:i+1])
			s.gone[i] = newBitmap(s.segments[i].len())
		}
	}
	for i := len(s.segments) - 1; i >= 0; i-- {
		if s.segments[i].len() == 0 {
			s.segments, s.gone = slices.Delete(s.segments, i, i+1), slices.Delete(s.gone, i, i+1)
		}
	}
}

// count makes the statistics of a state, of what everybody may see; where that is nothing, of all. Passages that were taken back count until they
// are joined away.
func (s *state) count() {
	public, words, grams := 0, 0.0, 0.0
	for _, seg := range s.segments {
		s.passages += seg.len()
		public += seg.public
		words += seg.words.openTotal
		grams += seg.grams.openTotal
	}
	if public == 0 {
		public = s.passages
		for _, seg := range s.segments {
			words += seg.words.total
			grams += seg.grams.total
		}
	}
	s.words.passages, s.grams.passages = public, public
	n := float64(max(1, public))
	s.words.average, s.grams.average = words/n, grams/n
}

// Len is the number of passages.
func (x *Index) Len() int {
	s := x.current.Load()
	n := 0
	for i, seg := range s.segments {
		n += seg.len() - s.gone[i].count()
	}
	return n
}
