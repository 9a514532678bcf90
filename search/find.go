package search

import (
	"cmp"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Of a letter arm and of a vector arm alone, a passage matches when it reaches this share of the best one: nearly each has some
// group of four letters of a long query. Of classes alone it matches when it is enough about them, whatever others are: 1 is a declared class that
// the query is most about.
const (
	enoughLetters = 0.25
	enoughClasses = 0.25
	enoughVectors = 0.6
)

// scores are room for one segment, used again.
type scores struct {
	words, letters, concepts, vectors []float32
	way, slot                         []float32
	allowed, matched                  bitmap
	best                              Arms
	top                               top
	run                               []candidate // of the owner whose passages are being looked at, the best
	end                               int         // where they end
	spared                            int         // matched, and stand behind enough better ones of their owner
}

var rooms = sync.Pool{New: func() any { return new(scores) }}

func (r *scores) clear(n int) {
	for _, s := range []*[]float32{&r.words, &r.letters, &r.concepts, &r.vectors} {
		*s = cleared(*s, n)
	}
	r.allowed, r.matched = cleared(r.allowed, (n+63)/64), cleared(r.matched, (n+63)/64)
	r.best, r.top.list = Arms{}, r.top.list[:0]
	r.run, r.end, r.spared = r.run[:0], -1, 0
}

func cleared[S ~[]E, E any](s S, n int) S {
	if cap(s) < n {
		return make(S, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// find scores all passages that the asker may see and keeps the best. What they may not see is left out before
// the arms are brought to one measure, so that it cannot be told from anybody's score.
func (s *state) find(q Query, p plan) found {
	all := make([]*scores, len(s.segments))
	for i := range all {
		all[i] = rooms.Get().(*scores)
		defer rooms.Put(all[i])
	}
	w := s.weigh(p)
	s.each(func(i int) {
		seg, room := s.segments[i], all[i]
		room.clear(seg.len())
		seg.allow(room.allowed, q, s.gone[i])
		if p.all {
			seg.having(room.allowed, p.asked)
		}
		if room.allowed.empty() {
			return
		}
		s.score(seg, room, w)
		room.findBest()
	})
	var best Arms
	for _, room := range all {
		best = best.most(room.best)
	}
	keep := max(50, 5*cmp.Or(q.Limit, 10))
	c := newCollector(p.weights, best, keep)
	if !q.Apart {
		c.each = 1 + maxBonus // further ones change nothing
	}
	if q.Firm {
		c.minLetters, c.minVectors = math.MaxFloat32, math.MaxFloat32
	}
	s.each(func(i int) { c.collect(s.segments[i], all[i]) })
	return s.gather(q, c, all)
}

// manyPassages are worth a second processor.
const manyPassages = 1 << 17

// each does something with all segments, on all processors where there is much to do.
func (s *state) each(do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), len(s.segments))
	if s.passages < manyPassages || workers < 2 {
		for i := range s.segments {
			do(i)
		}
		return
	}
	var next atomic.Int32
	together(workers, func() {
		for i := int(next.Add(1)) - 1; i < len(s.segments); i = int(next.Add(1)) - 1 {
			do(i)
		}
	})
}

// weighty is a term with what it is worth.
type weighty[K any] struct {
	term   K
	weight float64
}

// weighed is a plan with the weights of its terms.
type weighed struct {
	words    []weighty[string]
	slots    [][][]weighty[string]
	letters  []weighty[uint64]
	concepts []concept
	vector   []float32
}

// weigh finds how rare the terms of a plan are.
func (s *state) weigh(p plan) weighed {
	w := weighed{concepts: p.concepts, vector: p.vector}
	for _, t := range p.terms {
		if weight, _, known := s.rare(t.term); known {
			w.words = append(w.words, weighty[string]{t.term, t.weight * weight})
		}
	}
	for _, one := range p.slots {
		w.slots = append(w.slots, one.weigh())
	}
	for _, g := range p.groups {
		having, known := 0, false
		for _, seg := range s.segments {
			n, has := seg.grams.having(g)
			having, known = having+n, known || has
		}
		if known && !s.common(having) {
			w.letters = append(w.letters, weighty[uint64]{g, s.grams.inverse(having)})
		}
	}
	return w
}

// Groups of letters that more than half of many passages have say nothing and cost most: without them the sets of relevance come out
// the same, and a third less is added up.
const manyForLetters = 1000

func (s *state) common(having int) bool {
	return s.grams.passages >= manyForLetters && 2*having > s.grams.passages
}

func (s *state) score(seg *segment, room *scores, w weighed) {
	for _, t := range w.words {
		seg.words.score(room.words, seg.words.list(t.term), t.weight, s.words)
	}
	for _, ways := range w.slots {
		seg.scoreSlot(room, ways, s.words)
	}
	for _, g := range w.letters {
		seg.grams.score(room.letters, seg.grams.list(g.term), g.weight, s.grams)
	}
	for _, c := range w.concepts {
		weight := c.weight / wholeClass
		for _, p := range seg.concepts.list(c.class) {
			room.concepts[p.passage] += weight * float32(p.times)
		}
	}
	if w.vector != nil && seg.vectors != nil {
		room.compare(seg.vectors, w.vector)
	}
}

// compare finds the cosines of passages that are allowed with a question; what points elsewhere has 0.
func (r *scores) compare(vectors, asked []float32) {
	size := len(asked)
	r.allowed.each(func(k int) { r.vectors[k] = max(0, dot(vectors[k*size:(k+1)*size], asked)) })
}

// findBest notes the best of each arm among what is allowed.
func (r *scores) findBest() {
	r.best = Arms{r.most(r.words), r.most(r.letters), r.most(r.concepts), r.most(r.vectors)}
}

// most is the best that an arm gives what is allowed, 64 passages at a time.
func (r *scores) most(arm []float32) float64 {
	best := float32(0)
	for at, left := range r.allowed {
		some := arm[at*64 : min(at*64+64, len(arm))]
		if left == math.MaxUint64 {
			for _, score := range some {
				if score > best {
					best = score
				}
			}
			continue
		}
		for ; left != 0; left &= left - 1 {
			best = max(best, some[bits.TrailingZeros64(left)])
		}
	}
	return float64(best)
}

func (a Arms) most(b Arms) Arms {
	return Arms{max(a.Words, b.Words), max(a.Letters, b.Letters), max(a.Concepts, b.Concepts), max(a.Vectors, b.Vectors)}
}

// allow finds the passages that are there, that the asker may see and that have what the query asks of facets.
func (seg *segment) allow(into bitmap, q Query, gone bitmap) {
	copy(into, seg.open)
	for _, audience := range q.Audiences {
		seg.audiences[audience].into(into)
	}
	for i := range into {
		into[i] &^= gone[i]
	}
	for name, values := range q.Only {
		one := newBitmap(seg.len())
		for _, value := range values {
			seg.facets[facetOf(name, value)].into(one)
		}
		into.keep(one)
	}
}

// having leaves of the passages those that have all words.
func (seg *segment) having(into bitmap, asked []*word) {
	one := newBitmap(seg.len())
	for _, w := range asked {
		clear(one)
		for _, term := range w.terms {
			for _, p := range seg.words.list(term) {
				one.set(int(p.passage))
			}
		}
		into.keep(one)
	}
}

// collector weighs the arms and keeps the best passages of each segment: some more than wanted, for one owner may have several. Of an owner whose
// passages stand together it keeps so many at most as say how good the owner is: whoever has very many does not push others out.
type collector struct {
	factor, best Arms
	minLetters   float32
	minClasses   float32
	minVectors   float32
	keep, each   int // passages, and those of an owner; 0: no matter whose
}

func newCollector(weights, best Arms, keep int) *collector {
	whole := weights.Words + weights.Letters + weights.Concepts + weights.Vectors
	c := &collector{best: best, keep: keep, factor: Arms{
		ratio(weights.Words/whole, best.Words), ratio(weights.Letters/whole, best.Letters),
		ratio(weights.Concepts/whole, best.Concepts), ratio(weights.Vectors/whole, best.Vectors),
	}}
	c.minLetters, c.minClasses, c.minVectors = something(enoughLetters*best.Letters), enoughClasses, something(enoughVectors*best.Vectors)
	return c
}

// something is a score that is enough and more than nothing.
func something(enough float64) float32 { return max(float32(enough), math.SmallestNonzeroFloat32) }

// collect goes through what is allowed, 64 passages at a time. Few passages are held: the others are only counted.
func (c *collector) collect(seg *segment, r *scores) {
	r.top.ids = seg.ids
	for at, left := range r.allowed {
		if left == 0 {
			continue
		}
		matched := c.matched(r, at) & left
		r.matched[at] = matched
		for ; matched != 0; matched &= matched - 1 {
			k := at*64 + bits.TrailingZeros64(matched)
			score := c.factor.Words*float64(r.words[k]) + c.factor.Letters*float64(r.letters[k]) + c.factor.Concepts*float64(r.concepts[k]) + c.factor.Vectors*float64(r.vectors[k])
			if score > 0 && (len(r.top.list) < c.keep || score >= r.top.list[0].score) {
				c.hold(seg, r, candidate{score, k})
			}
		}
	}
	c.release(r)
}

// matched are those of 64 passages that match by any arm, told without branches: nothing says beforehand which do.
func (c *collector) matched(r *scores, at int) (set uint64) {
	from, to := at*64, min(at*64+64, len(r.words))
	words, letters, concepts, vectors := r.words[from:to], r.letters[from:to], r.concepts[from:to], r.vectors[from:to]
	for i, w := range words {
		bit := uint64(0)
		if w > 0 {
			bit = 1
		}
		if concepts[i] >= c.minClasses {
			bit = 1
		}
		if letters[i] >= c.minLetters {
			bit = 1
		}
		if vectors[i] >= c.minVectors {
			bit = 1
		}
		set |= bit << i
	}
	return set
}

// hold keeps a passage until it is known which are the best of its owner.
func (c *collector) hold(seg *segment, r *scores, one candidate) {
	if c.each == 0 {
		r.top.push(one, c.keep)
		return
	}
	if one.passage > r.end {
		c.release(r)
		r.end = seg.runs.end(one.passage)
	}
	if len(r.run) < c.each {
		r.run = append(r.run, one)
		return
	}
	r.spared++
	worst := 0
	for i := range r.run {
		if r.top.better(r.run[worst], r.run[i]) {
			worst = i
		}
	}
	if r.top.better(one, r.run[worst]) {
		r.run[worst] = one
	}
}

// release lets the best passages of an owner compete with those of others.
func (c *collector) release(r *scores) {
	for _, one := range r.run {
		r.top.push(one, c.keep)
	}
	r.run = r.run[:0]
}

// gather puts together what the segments found.
func (s *state) gather(q Query, c *collector, all []*scores) found {
	f := found{facets: map[string]map[string]int{}}
	type place struct {
		candidate
		segment int
	}
	var best []place
	for i, room := range all {
		f.total += room.matched.count()
		f.spared += room.spared
		for _, one := range room.top.list {
			best = append(best, place{one, i})
		}
	}
	s.countFacets(f.facets, q, all)
	id := func(p place) string { return s.segments[p.segment].ids[p.passage] }
	slices.SortFunc(best, func(a, b place) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return strings.Compare(id(a), id(b))
	})
	best = best[:min(c.keep, len(best))]
	f.hits, f.where = make([]hit, len(best)), make(map[string]hit, len(best))
	for i, p := range best {
		f.hits[i] = hit{p.segment, p.passage, s.segments[p.segment].owners[p.passage], id(p), c.arms(all[p.segment], p.passage), p.score}
		f.where[f.hits[i].id] = f.hits[i]
	}
	return f
}

// arms are what the score of a passage is made of.
func (c *collector) arms(r *scores, k int) Arms {
	return Arms{
		ratio(float64(r.words[k]), c.best.Words), ratio(float64(r.letters[k]), c.best.Letters),
		ratio(float64(r.concepts[k]), c.best.Concepts), ratio(float64(r.vectors[k]), c.best.Vectors),
	}
}

// ratio is what a score is beside the best; where there is no best, nothing scored.
func ratio(score, best float64) float64 {
	if best <= 0 {
		return 0
	}
	return score / best
}
