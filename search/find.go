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
// group of four letters of a long query.
const (
	enoughLetters = 0.25
	enoughVectors = 0.6
)

// scores are room for one segment, used again.
type scores struct {
	words, letters, concepts, vectors []float32
	allowed, matched                  bitmap
	best                              Arms
	hits                              hits
}

var rooms = sync.Pool{New: func() any { return new(scores) }}

func (r *scores) clear(n int) {
	for _, s := range []*[]float32{&r.words, &r.letters, &r.concepts, &r.vectors} {
		*s = cleared(*s, n)
	}
	r.allowed, r.matched = cleared(r.allowed, (n+63)/64), cleared(r.matched, (n+63)/64)
	r.best, r.hits = Arms{}, r.hits[:0]
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
		s.score(seg, room, w)
		room.findBest()
	})
	var best Arms
	for _, room := range all {
		best = best.most(room.best)
	}
	keep := max(50, 5*cmp.Or(q.Limit, 10))
	c := newCollector(p.weights, best, keep)
	if q.Firm {
		c.minLetters, c.minVectors = math.MaxFloat32, math.MaxFloat32
	}
	s.each(func(i int) { c.collect(s.segments[i], i, all[i]) })
	return s.gather(q, all, keep)
}

// manyPassages are worth a second processor.
const manyPassages = 1 << 17

// each does something with all segments, on all processors where there is much to do.
func (s *state) each(do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), len(s.segments))
	if s.words.passages < manyPassages || workers < 2 {
		for i := range s.segments {
			do(i)
		}
		return
	}
	var next atomic.Int32
	work := func() {
		for i := int(next.Add(1)) - 1; i < len(s.segments); i = int(next.Add(1)) - 1 {
			do(i)
		}
	}
	var others sync.WaitGroup
	for range workers - 1 {
		others.Go(work)
	}
	work()
	others.Wait()
}

// weighty is a term with what it is worth.
type weighty[K any] struct {
	term   K
	weight float64
}

// weighed is a plan with the weights of its terms.
type weighed struct {
	words    []weighty[string]
	letters  []weighty[uint64]
	concepts []concept
	vector   []float32
}

// weigh finds how rare the terms of a plan are.
func (s *state) weigh(p plan) weighed {
	w := weighed{concepts: p.concepts, vector: p.vector}
	for _, t := range p.terms {
		if weight, known := s.rare(t.term); known {
			w.words = append(w.words, weighty[string]{t.term, t.weight * weight})
		}
	}
	for _, g := range p.groups {
		having := 0
		for _, seg := range s.segments {
			having += len(seg.grams.list(g))
		}
		if having > 0 && !s.common(having) {
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
	var words, letters, concepts, vectors float32
	for at, left := range r.allowed {
		for ; left != 0; left &= left - 1 {
			k := at*64 + bits.TrailingZeros64(left)
			words, letters = max(words, r.words[k]), max(letters, r.letters[k])
			concepts, vectors = max(concepts, r.concepts[k]), max(vectors, r.vectors[k])
		}
	}
	r.best = Arms{float64(words), float64(letters), float64(concepts), float64(vectors)}
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
		for i := range into {
			into[i] &= one[i]
		}
	}
}

// collector weighs the arms and keeps the best passages of each segment: some more than wanted, for one owner may have several.
type collector struct {
	factor, best           Arms
	minLetters, minVectors float32
	keep                   int
}

func newCollector(weights, best Arms, keep int) *collector {
	whole := weights.Words + weights.Letters + weights.Concepts + weights.Vectors
	c := &collector{best: best, keep: keep, factor: Arms{
		ratio(weights.Words/whole, best.Words), ratio(weights.Letters/whole, best.Letters),
		ratio(weights.Concepts/whole, best.Concepts), ratio(weights.Vectors/whole, best.Vectors),
	}}
	c.minLetters, c.minVectors = float32(enoughLetters*best.Letters), float32(enoughVectors*best.Vectors)
	return c
}

// collect goes through what is allowed, 64 passages at a time.
func (c *collector) collect(seg *segment, number int, r *scores) {
	for at, left := range r.allowed {
		matched := uint64(0)
		for ; left != 0; left &= left - 1 {
			bit := bits.TrailingZeros64(left)
			k := at*64 + bit
			words, letters, concepts, vectors := r.words[k], r.letters[k], r.concepts[k], r.vectors[k]
			if words == 0 && concepts == 0 && (letters == 0 || letters < c.minLetters) && (vectors == 0 || vectors < c.minVectors) {
				continue
			}
			matched |= 1 << bit
			score := c.factor.Words*float64(words) + c.factor.Letters*float64(letters) + c.factor.Concepts*float64(concepts) + c.factor.Vectors*float64(vectors)
			if score > 0 && (len(r.hits) < c.keep || score >= r.hits[0].score) {
				c.keepHit(seg, number, k, score, r)
			}
		}
		r.matched[at] = matched
	}
}

func (c *collector) keepHit(seg *segment, number, k int, score float64, r *scores) {
	arms := Arms{
		ratio(float64(r.words[k]), c.best.Words), ratio(float64(r.letters[k]), c.best.Letters),
		ratio(float64(r.concepts[k]), c.best.Concepts), ratio(float64(r.vectors[k]), c.best.Vectors),
	}
	r.hits.push(hit{number, k, seg.owners[k], seg.ids[k], arms, score}, c.keep)
}

// gather puts together what the segments found.
func (s *state) gather(q Query, all []*scores, keep int) found {
	f := found{where: map[string]hit{}, facets: map[string]map[string]int{}}
	for _, room := range all {
		f.total += room.matched.count()
		f.hits = append(f.hits, room.hits...)
	}
	s.countFacets(f.facets, q, all)
	slices.SortFunc(f.hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.id, b.id)) })
	f.hits = f.hits[:min(keep, len(f.hits))]
	for _, h := range f.hits {
		f.where[h.id] = h
	}
	return f
}

// ratio is what a score is beside the best; where there is no best, nothing scored.
func ratio(score, best float64) float64 {
	if best <= 0 {
		return 0
	}
	return score / best
}

// countFacets counts what matched by the values of facets.
func (s *state) countFacets(into map[string]map[string]int, q Query, all []*scores) {
	if len(q.Count) == 0 {
		return
	}
	last := map[facet]string{}
	for i, seg := range s.segments {
		for key, set := range seg.facets {
			name := key.name.Value()
			if !slices.Contains(q.Count, name) {
				continue
			}
			n := 0
			if q.Owners {
				n, last[key] = seg.countOwners(set, all[i].matched, last[key])
			} else {
				n = set.common(all[i].matched)
			}
			if n == 0 {
				continue
			}
			if into[name] == nil {
				into[name] = map[string]int{}
			}
			into[name][key.value.Value()] += n
		}
	}
}

// countOwners counts the owners of what matched in a set. Passages of an owner that came together stand together, and those that a chunk
// has divided stand at the end of one segment and at the beginning of the next: last is the owner with which the one before ended.
func (seg *segment) countOwners(of set, matched bitmap, last string) (n int, end string) {
	of.each(func(k int) {
		if owner := seg.owners[k]; matched.has(k) && owner != last {
			n, last = n+1, owner
		}
	})
	return n, last
}

// hits is a heap with the worst on top.
type hits []hit

func (h hits) worse(i, j int) bool {
	if h[i].score != h[j].score {
		return h[i].score < h[j].score
	}
	return h[i].id > h[j].id
}

// push puts a hit in; of more than so many, the worst goes.
func (h *hits) push(one hit, keep int) {
	list := append(*h, one)
	for i := len(list) - 1; i > 0; {
		up := (i - 1) / 2
		if !list.worse(i, up) {
			break
		}
		list[i], list[up] = list[up], list[i]
		i = up
	}
	if len(list) > keep {
		last := len(list) - 1
		list[0] = list[last]
		list = list[:last]
		list.sink()
	}
	*h = list
}

func (h hits) sink() {
	for i := 0; ; {
		worst := i
		for _, down := range []int{2*i + 1, 2*i + 2} {
			if down < len(h) && h.worse(down, worst) {
				worst = down
			}
		}
		if worst == i {
			return
		}
		h[i], h[worst] = h[worst], h[i]
		i = worst
	}
}
