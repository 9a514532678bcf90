package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Meant finds owners by where the vector of a query points and by nothing else: what shares no word with it. Words may be found by [Index.Search];
// a result of Meant has none, and only its owner, its passage and its score between 0 and 1.
//
// In a space everything is somewhere, so the nearest passage says nothing by itself, and how near near is, each model has its own scale for.
// Of all that the asker may see, whatever they narrow by, a passage is meant when its cosine is above what the best of so many unrelated
// ones would come to by chance (mean + σ·√(2·ln n), n ≥ 8), and when it has at least 0.6 of what the best has above the mean.
func (x *Index) Meant(q Query) []Result {
	s := x.current.Load()
	_, asked := analysed(q.Text)
	p := x.plan(asked, q)
	if p.vector == nil {
		return nil
	}
	rooms := make([]likely, len(s.segments))
	s.each(func(i int) { rooms[i] = s.segments[i].near(p.vector, q, s.gone[i]) })
	var all likely
	for _, room := range rooms {
		all.add(room)
	}
	gate, best := all.gate()
	var found []hit
	for i, room := range rooms {
		seg := s.segments[i]
		only := newBitmap(seg.len())
		seg.allow(only, q, s.gone[i])
		only.each(func(k int) {
			if c := float64(room.cosines[k]); c > 0 && c >= gate {
				found = append(found, hit{segment: i, passage: k, owner: seg.owners[k], id: seg.ids[k], score: c / best})
			}
		})
	}
	slices.SortFunc(found, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.id, b.id)) })
	return owners(found, cmp.Or(q.Limit, 10))
}

const (
	// fewestNear vectors must be compared before one of them can stand out.
	fewestNear = 8
	// alike are cosines that differ by less: by no more than numbers of 32 bits do.
	alike = 1e-4
)

// likely are cosines of passages with a question, and what they come to together.
type likely struct {
	cosines          []float32
	n                int
	sum, squares, of float64 // of is the best
}

// near compares all passages with a vector that the asker may see, whatever else the query narrows by.
func (seg *segment) near(asked []float32, q Query, gone bitmap) likely {
	l := likely{cosines: make([]float32, seg.len())}
	if seg.vectors == nil {
		return l
	}
	allowed := newBitmap(seg.len())
	seg.allow(allowed, Query{Audiences: q.Audiences}, gone)
	size := len(asked)
	allowed.each(func(k int) {
		vector := seg.vectors[k*size : (k+1)*size]
		if !slices.ContainsFunc(vector, func(f float32) bool { return f != 0 }) {
			return
		}
		c := dot(vector, asked)
		l.cosines[k] = c
		l.n, l.sum, l.squares, l.of = l.n+1, l.sum+float64(c), l.squares+float64(c)*float64(c), max(l.of, float64(c))
	})
	return l
}

func (l *likely) add(o likely) {
	l.n, l.sum, l.squares, l.of = l.n+o.n, l.sum+o.sum, l.squares+o.squares, max(l.of, o.of)
}

// gate is the cosine from which on a passage is meant, and the best one.
func (l *likely) gate() (gate, best float64) {
	if l.n < fewestNear {
		return math.Inf(1), 1
	}
	n := float64(l.n)
	mean := l.sum / n
	deviation := math.Sqrt(max(0, l.squares/n-mean*mean))
	if deviation < alike {
		return math.Inf(1), 1
	}
	chance := mean + deviation*math.Sqrt(2*math.Log(n))
	return max(chance, mean+enoughVectors*(l.of-mean)), cmp.Or(l.of, 1)
}
