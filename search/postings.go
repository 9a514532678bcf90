package search

import (
	"cmp"
	"math"
	"slices"
)

// The constants of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009), as most use them.
const (
	saturation = 1.2
	byLength   = 0.75
)

// posting is a passage of a segment with how often it has a term, parts of it weighing differently: in tenths for words and letters,
// in shares of [wholeClass] for classes.
type posting struct{ passage, times uint16 }

// tenths of one time: a title counts twice, a name above a class three tenths.
const tenths = 10

// wholeClass is what a declared class is in a posting.
const wholeClass = math.MaxUint16

// field is an inverted list of one kind of terms, with the length of each passage in it. It does not change.
type field[K cmp.Ordered] struct {
	keys    []K      // in order
	starts  []uint32 // of each key and one more, in postings
	all     []posting
	lengths []float32
	total   float64

	open      []uint32 // of each key, how many of its passages everybody may see; nil when that is all
	openTotal float64
}

// having is how many passages that everybody may see have a term; known is false when no passage has it.
func (f *field[K]) having(term K) (n int, known bool) {
	at, ok := slices.BinarySearch(f.keys, term)
	switch {
	case !ok:
		return 0, false
	case f.open == nil:
		return int(f.starts[at+1] - f.starts[at]), true
	}
	return int(f.open[at]), true
}

// publish counts what of a field everybody may see.
func (f *field[K]) publish(open bitmap, all bool) {
	if all {
		f.openTotal = f.total
		return
	}
	f.open, f.openTotal = make([]uint32, len(f.keys)), 0
	open.each(func(k int) { f.openTotal += float64(f.lengths[k]) })
	for i := range f.keys {
		_, list := f.at(i)
		for _, p := range list {
			if open.has(int(p.passage)) {
				f.open[i]++
			}
		}
	}
}

// list is where a term stands, in the order of passages.
func (f *field[K]) list(term K) []posting {
	at, ok := slices.BinarySearch(f.keys, term)
	if !ok {
		return nil
	}
	return f.all[f.starts[at]:f.starts[at+1]]
}

// at is the term of a place with its list.
func (f *field[K]) at(i int) (K, []posting) { return f.keys[i], f.all[f.starts[i]:f.starts[i+1]] }

// has looks in a list.
func has(list []posting, passage uint16) bool {
	_, ok := timesIn(list, passage)
	return ok
}

func timesIn(list []posting, passage uint16) (uint16, bool) {
	at, ok := slices.BinarySearchFunc(list, passage, func(p posting, passage uint16) int { return int(p.passage) - int(passage) })
	if !ok {
		return 0, false
	}
	return list[at].times, true
}

// statistics of a field over all segments.
type statistics struct {
	passages int
	average  float64 // length
}

func (f *field[K]) statistics() statistics {
	return statistics{len(f.lengths), f.total / float64(max(1, len(f.lengths)))}
}

// inverse is the weight of a term that so many passages have.
func (s statistics) inverse(having int) float64 {
	return math.Log(1 + (float64(s.passages)-float64(having)+0.5)/(float64(having)+0.5))
}

// score adds what a term is worth to each passage of its list.
func (f *field[K]) score(into []float32, list []posting, weight float64, s statistics) {
	base := float32(saturation * (1 - byLength) * tenths)
	slope := float32(saturation * byLength / max(s.average, 1e-9) * tenths)
	w := float32(weight * (saturation + 1))
	lengths := f.lengths[:len(into)]
	for _, p := range list {
		times := float32(p.times)
		into[p.passage] += w * times / (times + base + slope*lengths[p.passage])
	}
}

// gather makes a field, passage by passage. Terms are numbers that an analyser gave them.
type gather struct {
	lists   [][]posting
	times   []uint32 // in the passage that is being gathered
	touched []int32
	lengths []float32
	total   float64
}

// note counts a term in tenths.
func (g *gather) note(term int32, times uint32) {
	for int(term) >= len(g.times) {
		g.times = append(g.times, 0)
		g.lists = append(g.lists, nil)
	}
	if g.times[term] == 0 {
		g.touched = append(g.touched, term)
	}
	g.times[term] += times
}

// next ends a passage.
func (g *gather) next() {
	passage, length := uint16(len(g.lengths)), uint64(0)
	for _, term := range g.touched {
		times := g.times[term]
		g.lists[term] = append(g.lists[term], posting{passage, uint16(min(times, math.MaxUint16))})
		length += uint64(times)
		g.times[term] = 0
	}
	g.touched = g.touched[:0]
	g.lengths = append(g.lengths, float32(length)/tenths)
	g.total += float64(g.lengths[passage])
}

// fieldOf puts what was gathered in the order of terms. The gathered lists are empty afterwards.
func fieldOf[K cmp.Ordered](g *gather, names []K) *field[K] {
	f := &field[K]{lengths: g.lengths, total: g.total}
	var order []int32
	postings := 0
	for i, list := range g.lists {
		if len(list) > 0 {
			order = append(order, int32(i))
			postings += len(list)
		}
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(names[a], names[b]) })
	f.keys = make([]K, 0, len(order))
	f.starts = make([]uint32, 1, len(order)+1)
	f.all = make([]posting, 0, postings)
	for _, i := range order {
		f.append(names[i], g.lists[i])
		g.lists[i] = nil
	}
	return f
}

// append puts a term behind all others.
func (f *field[K]) append(key K, list []posting) {
	f.keys = append(f.keys, key)
	f.all = append(f.all, list...)
	f.starts = append(f.starts, uint32(len(f.all)))
}
