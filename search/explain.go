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

// explainer gives the reasons of many results of one query: what they need is looked up once for each segment.
type explainer struct {
	x     *Index
	plan  plan
	by    map[*segment]*heard
	class [][]bool // of each concept of the plan, which words of its subject the classifiers have there
}

// heard are the lists of a segment for what a plan asks.
type heard struct {
	asked, subject [][][]posting
	concepts       [][]posting
}

func (x *Index) explainer(p plan) *explainer {
	e := &explainer{x: x, plan: p, by: map[*segment]*heard{}}
	for _, c := range p.concepts {
		row := make([]bool, len(p.subject))
		for i, w := range p.subject {
			row[i] = x.concepts.says(c.class, w)
		}
		e.class = append(e.class, row)
	}
	return e
}

func (e *explainer) in(seg *segment) *heard {
	if h, ok := e.by[seg]; ok {
		return h
	}
	h := &heard{asked: seg.listsOf(e.plan.asked), subject: seg.listsOf(e.plan.subject)}
	for _, c := range e.plan.concepts {
		h.concepts = append(h.concepts, seg.concepts.list(c.class))
	}
	e.by[seg] = h
	return h
}

// listsOf is where each of some words stands.
func (seg *segment) listsOf(words []*word) [][][]posting {
	all := make([][][]posting, len(words))
	for i, w := range words {
		for _, term := range w.terms {
			if list := seg.words.list(term); len(list) > 0 {
				all[i] = append(all[i], list)
			}
		}
	}
	return all
}

// explain says what of a query a passage has, what it has not, and which classes of activity both are about.
func (e *explainer) explain(r *Result, seg *segment, passage uint16) {
	h := e.in(seg)
	for i, w := range e.plan.asked {
		has := anyHas(h.asked[i], passage)
		switch {
		case has && !slices.Contains(r.Matched, w.surface):
			r.Matched = append(r.Matched, w.surface)
		case !has && !slices.Contains(r.Missing, w.surface):
			r.Missing = append(r.Missing, w.surface)
		}
	}
	for _, c := range e.through(h, passage) {
		r.Through = append(r.Through, e.x.concepts.codes[c.class])
	}
}

func anyHas(lists [][]posting, passage uint16) bool {
	return slices.ContainsFunc(lists, func(list []posting) bool { return has(list, passage) })
}

// through are the classes by which a passage was found, the most certain first. What letters alone lead to is no reason, «гранит» for «грант».
func (e *explainer) through(h *heard, passage uint16) (list []concept) {
	for i, c := range e.plan.concepts {
		times, ok := timesIn(h.concepts[i], passage)
		both := c.weight * float32(times) / wholeClass
		if ok && both >= certainEnough && (e.plan.alike || e.tells(h, i, passage, times == wholeClass)) {
			list = append(list, concept{c.class, both})
		}
	}
	slices.SortStableFunc(list, func(a, b concept) int { return cmp.Compare(b.weight, a.weight) })
	list = slices.DeleteFunc(list, func(c concept) bool { return c.weight < besideTheFirst*list[0].weight })
	return list[:min(mostThrough, len(list))]
}

// tells reports whether a class says what the words have not said: the passage declares it, or lacks the word that leads to it. A class that was guessed
// from words that both have adds nothing.
func (e *explainer) tells(h *heard, class int, passage uint16, declared bool) bool {
	for i, says := range e.class[class] {
		if says && (declared || !anyHas(h.subject[i], passage)) {
			return true
		}
	}
	return false
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
