package search

import (
	"cmp"
	"slices"
	"strings"
)

// A reason names two classes at most: those that both are about for certain, and none that is less than half as certain as the other.
const (
	mostThrough    = 2
	certainEnough  = 0.3 // 1 for a declared class that the query is most about
	besideTheFirst = 0.5
)

// explain says what of a query a passage has, what it has not, and which classes of activity both are about.
func (x *Index) explain(r *Result, s *state, h hit, p plan) {
	seg := s.segments[h.segment]
	var lacks []*word
	for _, w := range p.asked {
		has := seg.hasWord(w, h.passage)
		switch {
		case has && !slices.Contains(r.Matched, w.surface):
			r.Matched = append(r.Matched, w.surface)
		case !has && !slices.Contains(r.Missing, w.surface):
			r.Missing = append(r.Missing, w.surface)
		}
	}
	for _, w := range p.subject {
		if !seg.hasWord(w, h.passage) {
			lacks = append(lacks, w)
		}
	}
	for _, c := range x.through(seg, uint16(h.passage), p, lacks) {
		r.Through = append(r.Through, x.concepts.codes[c.class])
	}
}

func (seg *segment) hasWord(w *word, passage int) bool {
	return slices.ContainsFunc(w.terms, func(term string) bool { return seg.words.has(term, uint16(passage)) })
}

// through are the classes by which a passage was found, the most certain first. A class says nothing that the words have not said when it was only
// guessed from the words that both have; and what letters alone lead to
// is no reason, «гранит» for «грант».
func (x *Index) through(seg *segment, passage uint16, p plan, lacks []*word) (list []concept) {
	for _, c := range p.concepts {
		times, ok := timesIn(seg.concepts.list(c.class), passage)
		both := c.weight * float32(times) / wholeClass
		if !ok || both < certainEnough {
			continue
		}
		says := lacks
		if times == wholeClass {
			says = p.subject
		}
		if p.alike || slices.ContainsFunc(says, func(w *word) bool { return x.concepts.says(c.class, w) }) {
			list = append(list, concept{c.class, both})
		}
	}
	slices.SortStableFunc(list, func(a, b concept) int { return cmp.Compare(b.weight, a.weight) })
	list = slices.DeleteFunc(list, func(c concept) bool { return c.weight < besideTheFirst*list[0].weight })
	return list[:min(mostThrough, len(list))]
}

// says tells whether the classifiers have a word in what they say of a class, or one of the same beginning: «фрезеровка» and «фрезерование».
func (c *Concepts) says(class uint16, w *word) bool {
	return slices.ContainsFunc(w.terms, func(term string) bool {
		if has(c.words.list(term), class) {
			return true
		}
		start := beginningOf(term)
		at, _ := slices.BinarySearch(c.words.keys, start)
		for ; start != "" && at < len(c.words.keys) && strings.HasPrefix(c.words.keys[at], start); at++ {
			if _, list := c.words.at(at); has(list, class) {
				return true
			}
		}
		return false
	})
}

// beginningOf is two thirds of a term, which words of one root share; empty where that is too little to tell.
func beginningOf(term string) string {
	letters := []rune(term)
	n := (2*len(letters) + 1) / 3
	if n < leastBeginning {
		return ""
	}
	return string(letters[:n])
}

// leastBeginning is of «грант» and «гранит» longer than what they share.
const leastBeginning = 5

// Name returns the name of a class of activity, empty for an unknown one.
func (c *Concepts) Name(code string) string {
	if c == nil {
		return ""
	}
	return c.names[code]
}
