package search

import (
	"cmp"
	"slices"

	"github.com/klaster-platform/klaster/rulang/typo"
)

// removed stands in a renumbering for a passage that is not taken over.
const removed = -1

// merge makes one segment of several, without the passages that are gone. Nothing is analysed again.
func merge(segments []*segment, gone []bitmap) *segment {
	numbers := make([][]int32, len(segments))
	n := int32(0)
	for i, seg := range segments {
		numbers[i] = make([]int32, seg.len())
		for k := range seg.ids {
			numbers[i][k] = removed
			if !gone[i].has(k) {
				numbers[i][k] = n
				n++
			}
		}
	}
	m := merging{segments, numbers, int(n)}
	one := &segment{open: newBitmap(int(n))}
	for i, seg := range segments {
		for k, to := range numbers[i] {
			if to == removed {
				continue
			}
			one.ids, one.owners = append(one.ids, seg.ids[k]), append(one.owners, seg.owners[k])
			if seg.open.has(k) {
				one.open.set(int(to))
			}
		}
	}
	one.order, one.runs = orderOf(one.ids), runsOf(one.owners)
	one.words = mergeFields(m, func(s *segment) *field[string] { return s.words })
	one.grams = mergeFields(m, func(s *segment) *field[uint64] { return s.grams })
	one.concepts = mergeFields(m, func(s *segment) *field[uint16] { return s.concepts })
	one.facets = mergeSets(m, func(s *segment) map[facet]set { return s.facets })
	one.audiences = mergeSets(m, func(s *segment) map[string]set { return s.audiences })
	one.publish()
	one.vectors = m.vectors()
	m.vocabulary(one)
	return one
}

// merging is what becomes of the passages of some segments.
type merging struct {
	segments []*segment
	numbers  [][]int32
	n        int
}

func mergeFields[K cmp.Ordered](m merging, of func(*segment) *field[K]) *field[K] {
	into := &field[K]{starts: make([]uint32, 1), lengths: make([]float32, 0, m.n)}
	keys, postings := 0, 0
	for i, seg := range m.segments {
		f := of(seg)
		keys, postings = max(keys, len(f.keys)), postings+len(f.all)
		for k, length := range f.lengths {
			if m.numbers[i][k] != removed {
				into.lengths = append(into.lengths, length)
				into.total += float64(length)
			}
		}
	}
	into.keys, into.all = make([]K, 0, keys), make([]posting, 0, postings)
	at := make([]int, len(m.segments))
	for {
		key, ok := least(m, at, of)
		if !ok {
			return into
		}
		from := len(into.all)
		for i, seg := range m.segments {
			f := of(seg)
			if at[i] == len(f.keys) || f.keys[at[i]] != key {
				continue
			}
			_, list := f.at(at[i])
			at[i]++
			for _, p := range list {
				if to := m.numbers[i][p.passage]; to != removed {
					into.all = append(into.all, posting{uint16(to), p.times})
				}
			}
		}
		if len(into.all) > from {
			into.keys = append(into.keys, key)
			into.starts = append(into.starts, uint32(len(into.all)))
		}
	}
}

// least is the first term that some segment has not passed yet.
func least[K cmp.Ordered](m merging, at []int, of func(*segment) *field[K]) (key K, found bool) {
	for i, seg := range m.segments {
		if f := of(seg); at[i] < len(f.keys) && (!found || f.keys[at[i]] < key) {
			key, found = f.keys[at[i]], true
		}
	}
	return key, found
}

func mergeSets[K comparable](m merging, of func(*segment) map[K]set) map[K]set {
	lists := map[K][]uint16{}
	for i, seg := range m.segments {
		for key, s := range of(seg) {
			s.each(func(k int) {
				if to := m.numbers[i][k]; to != removed {
					lists[key] = append(lists[key], uint16(to))
				}
			})
		}
	}
	return setsOf(lists, m.n)
}

func (m merging) vectors() []float32 {
	size := 0
	for _, seg := range m.segments {
		if seg.vectors != nil {
			size = len(seg.vectors) / seg.len()
		}
	}
	if size == 0 {
		return nil
	}
	into := make([]float32, m.n*size)
	for i, seg := range m.segments {
		for k, to := range m.numbers[i] {
			if to != removed && seg.vectors != nil {
				copy(into[int(to)*size:(int(to)+1)*size], seg.vectors[k*size:])
			}
		}
	}
	return into
}

// vocabulary joins the forms of segments, as far as their words are still met. What passages that are gone have counted stays
// counted.
func (m merging) vocabulary(one *segment) {
	counts := map[string]int{}
	one.faces = make([]string, len(one.words.keys))
	for _, seg := range m.segments {
		for lemma, n := range seg.vocabulary.All() {
			counts[lemma] += n
		}
		for i, face := range seg.faces {
			if at, ok := slices.BinarySearch(one.words.keys, seg.words.keys[i]); ok {
				one.faces[at] = betterFace(one.faces[at], face)
			}
		}
	}
	one.vocabulary = typo.NewVocabulary(func(yield func(string, int) bool) {
		for lemma, n := range counts {
			if one.shows(lemma, nil) && !yield(lemma, n) {
				return
			}
		}
	})
	for at, face := range one.faces {
		if face != "" && !one.vocabulary.Has(face) {
			one.faces[at] = ""
		}
	}
}
