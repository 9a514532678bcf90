package search

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
	"sync"
)

// scores are room for one segment, used again.
type scores struct{ words, letters, concepts []float32 }

var rooms = sync.Pool{New: func() any { return new(scores) }}

func (r *scores) clear(n int) {
	for _, s := range []*[]float32{&r.words, &r.letters, &r.concepts} {
		if cap(*s) < n {
			*s = make([]float32, n)
		}
		*s = (*s)[:n]
		clear(*s)
	}
}

// find scores all passages that the asker may see and keeps the best. What they may not see is left out before
// the arms are brought to one measure, so that it cannot be told from anybody's score.
func (s *state) find(q Query, p plan) found {
	allowed := make([]bitmap, len(s.segments))
	all := make([]*scores, len(s.segments))
	var best Arms
	for i, seg := range s.segments {
		allowed[i] = seg.allowed(q, s.gone[i])
		room := rooms.Get().(*scores)
		defer rooms.Put(room)
		room.clear(len(seg.passages))
		s.score(seg, room, p)
		all[i] = room
		for k := range seg.passages {
			if allowed[i].has(k) {
				best.Words = max(best.Words, float64(room.words[k]))
				best.Letters = max(best.Letters, float64(room.letters[k]))
				best.Concepts = max(best.Concepts, float64(room.concepts[k]))
			}
		}
	}
	return s.collect(q, p, all, allowed, best)
}

func (s *state) score(seg *segment, room *scores, p plan) {
	for _, term := range p.terms {
		seg.words.score(room.words, term, s.words.inverse(s.havingWord(term)), s.words)
	}
	for _, g := range p.groups {
		having := 0
		for _, other := range s.segments {
			having += len(other.grams.lists[g])
		}
		seg.grams.score(room.letters, g, s.grams.inverse(having), s.grams)
	}
	for _, c := range p.concepts {
		for _, posting := range seg.concepts[c.class] {
			room.concepts[posting.passage] += c.weight * posting.times
		}
	}
}

func (s *state) havingWord(term string) int {
	having := 0
	for _, seg := range s.segments {
		having += len(seg.words.lists[term])
	}
	return having
}

// allowed is the set of passages that are there, that the asker may see and that have what the query asks of facets.
func (seg *segment) allowed(q Query, gone bitmap) bitmap {
	set := slices.Clone(seg.open)
	for _, audience := range q.Audiences {
		for i, w := range seg.audience[audience] {
			set[i] |= w
		}
	}
	for i := range set {
		set[i] &^= gone[i]
	}
	for name, values := range q.Only {
		any := newBitmap(len(seg.passages))
		for _, value := range values {
			for i, w := range seg.facets[facetOf(name, value)] {
				any[i] |= w
			}
		}
		for i := range set {
			set[i] &= any[i]
		}
	}
	return set
}

// collect weighs the arms, counts facets and keeps the best passages: some more than wanted, for one owner may have several.
func (s *state) collect(q Query, p plan, all []*scores, allowed []bitmap, best Arms) found {
	keep := max(50, 5*cmp.Or(q.Limit, 10))
	f := found{where: map[string]hit{}, facets: map[string]map[string]int{}}
	var top hits
	whole := p.weights.Words + p.weights.Letters + p.weights.Concepts
	factor := Arms{ratio(p.weights.Words/whole, best.Words), ratio(p.weights.Letters/whole, best.Letters), ratio(p.weights.Concepts/whole, best.Concepts)}
	for i, seg := range s.segments {
		matched, room := newBitmap(len(seg.passages)), all[i]
		for k := range seg.passages {
			if !allowed[i].has(k) {
				continue
			}
			score := factor.Words*float64(room.words[k]) + factor.Letters*float64(room.letters[k]) + factor.Concepts*float64(room.concepts[k])
			if score == 0 {
				continue
			}
			matched.set(k)
			f.total++
			if len(top) == keep && score <= top[0].score {
				continue
			}
			arms := Arms{ratio(float64(room.words[k]), best.Words), ratio(float64(room.letters[k]), best.Letters), ratio(float64(room.concepts[k]), best.Concepts)}
			heap.Push(&top, hit{i, k, seg.passages[k].Owner, seg.passages[k].ID, arms, score})
			if len(top) > keep {
				heap.Pop(&top)
			}
		}
		seg.countFacets(f.facets, q.Count, matched)
	}
	slices.SortFunc(top, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.id, b.id)) })
	f.hits = top
	for _, h := range top {
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

func (seg *segment) countFacets(into map[string]map[string]int, names []string, matched bitmap) {
	for key, set := range seg.facets {
		name := key.name.Value()
		if !slices.Contains(names, name) {
			continue
		}
		n := 0
		for i, w := range set {
			n += bitmap{w & matched[i]}.count()
		}
		if n > 0 {
			if into[name] == nil {
				into[name] = map[string]int{}
			}
			into[name][key.value.Value()] += n
		}
	}
}

// hits is a heap with the worst on top.
type hits []hit

func (h hits) Len() int { return len(h) }

func (h hits) Less(i, j int) bool {
	if h[i].score != h[j].score {
		return h[i].score < h[j].score
	}
	return h[i].id > h[j].id
}

func (h hits) Swap(i, j int) { h[i], h[j] = h[j], h[i] }

// Push is for [heap.Push].
func (h *hits) Push(x any) { *h = append(*h, x.(hit)) }

// Pop is for [heap.Pop].
func (h *hits) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
