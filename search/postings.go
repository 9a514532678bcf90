package search

import "math"

// The constants of BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009), as most use them.
const (
	saturation = 1.2
	byLength   = 0.75
)

// posting is a passage with how often it has a term, parts of it weighing differently.
type posting struct {
	passage uint32
	times   float32
}

// field is an inverted list of one kind of terms, with the length of each passage in it.
type field[K comparable] struct {
	lists   map[K][]posting
	lengths []float32
	total   float64
}

func newField[K comparable]() *field[K] { return &field[K]{lists: map[K][]posting{}} }

// add notes the terms of the next passage.
func (f *field[K]) add(terms map[K]float32) {
	passage := uint32(len(f.lengths))
	length := float32(0)
	for term, times := range terms {
		f.lists[term] = append(f.lists[term], posting{passage, times})
		length += times
	}
	f.lengths = append(f.lengths, length)
	f.total += float64(length)
}

// statistics of a field over all segments.
type statistics struct {
	passages int
	average  float64 // length
}

// inverse is the weight of a term that so many passages have.
func (s statistics) inverse(having int) float64 {
	return math.Log(1 + (float64(s.passages)-float64(having)+0.5)/(float64(having)+0.5))
}

// score adds what a term is worth to each passage that has it.
func (f *field[K]) score(into []float32, term K, weight float64, s statistics) {
	base := float32(saturation * (1 - byLength))
	slope := float32(saturation * byLength / max(s.average, 1e-9))
	w := float32(weight * (saturation + 1))
	for _, p := range f.lists[term] {
		into[p.passage] += w * p.times / (p.times + base + slope*f.lengths[p.passage])
	}
}
