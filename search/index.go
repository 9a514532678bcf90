package search

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// Index finds passages. Questions may come from many goroutines while it changes: each sees one state of it, the
// last that was whole when it began.
type Index struct {
	concepts *Concepts
	current  atomic.Pointer[state]

	changing sync.Mutex // one change at a time
	analyser *analyser  // of the one who changes
}

// state is what a question sees.
type state struct {
	segments []*segment
	gone     []bitmap // of each segment, the passages that were taken back or replaced
	words    statistics
	grams    statistics
}

// maxJoined bounds the segments that are made by joining: making one takes a quarter of a second.
const maxJoined = 2048

// New returns an index of no passages. Without concepts, texts are found by their words alone.
func New(concepts *Concepts) *Index {
	x := &Index{concepts: concepts, analyser: newAnalyser()}
	x.current.Store(&state{})
	return x
}

// Change takes passages back and puts others in; afterwards, questions see all of it. A passage whose id is there
// already is replaced. The passages belong to the index from then on.
func (x *Index) Change(put []Passage, remove []string) error {
	ids := make(map[string]bool, len(put))
	for _, p := range put {
		if p.ID == "" || p.Owner == "" || ids[p.ID] {
			return fmt.Errorf("put passage %q of %q: it needs an id of its own and an owner", p.ID, p.Owner)
		}
		ids[p.ID] = true
	}
	x.changing.Lock()
	defer x.changing.Unlock()
	old := x.current.Load()
	next := &state{segments: slices.Clone(old.segments), gone: make([]bitmap, len(old.gone))}
	for i, g := range old.gone {
		next.gone[i] = slices.Clone(g)
	}
	for _, id := range remove {
		next.take(id)
	}
	for id := range ids {
		next.take(id)
	}
	if len(put) > 0 {
		next.append(newSegment(x.analyser, x.concepts, put))
	}
	x.join(next)
	next.count()
	x.current.Store(next)
	return nil
}

func (s *state) append(seg *segment) {
	s.segments = append(s.segments, seg)
	s.gone = append(s.gone, newBitmap(len(seg.passages)))
}

// take takes a passage back.
func (s *state) take(id string) {
	for i, seg := range s.segments {
		if at, ok := seg.place[id]; ok {
			s.gone[i].set(int(at))
		}
	}
}

// join makes one segment of neighbours while the earlier is less than twice as large as the later and both together are small: so
// there are few segments, and a change costs little on average and never long. A segment half of which is gone is made anew.
func (x *Index) join(s *state) {
	for n := len(s.segments); n > 1; n = len(s.segments) {
		a, b := len(s.segments[n-2].passages), len(s.segments[n-1].passages)
		if a >= 2*b || a+b > maxJoined {
			break
		}
		rest := append(s.remaining(n-2), s.remaining(n-1)...)
		s.segments, s.gone = s.segments[:n-2], s.gone[:n-2]
		s.append(newSegment(x.analyser, x.concepts, rest))
	}
	for i, seg := range s.segments {
		if gone := s.gone[i].count(); gone > 0 && 2*gone >= len(seg.passages) {
			rest := s.remaining(i)
			s.segments[i], s.gone[i] = newSegment(x.analyser, x.concepts, rest), newBitmap(len(rest))
		}
	}
}

// remaining are the passages of a segment that were not taken back.
func (s *state) remaining(i int) []Passage {
	var rest []Passage
	for k, p := range s.segments[i].passages {
		if !s.gone[i].has(k) {
			rest = append(rest, p)
		}
	}
	return rest
}

// count makes the statistics of a state. Passages that were taken back count until they are joined away.
func (s *state) count() {
	words, grams := 0.0, 0.0
	for _, seg := range s.segments {
		s.words.passages += len(seg.passages)
		words += seg.words.total
		grams += seg.grams.total
	}
	s.grams.passages = s.words.passages
	n := float64(max(1, s.words.passages))
	s.words.average, s.grams.average = words/n, grams/n
}

// Len is the number of passages.
func (x *Index) Len() int {
	s := x.current.Load()
	n := 0
	for i, seg := range s.segments {
		n += len(seg.passages) - s.gone[i].count()
	}
	return n
}
