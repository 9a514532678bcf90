package search

import (
	"cmp"
	"slices"
)

// A reason names two classes at most: those that both are about for certain, and none that is less than half as certain as the other.
const (
	mostThrough    = 2
	certainEnough  = 0.3 // 1 for a declared class that the query is most about
	besideTheFirst = 0.5
)

// explainer gives the reasons of many results of one query: what they need is looked up once for each segment.
type explainer struct {
	x    *Index
	plan plan
	by   map[*segment]*heard
}

// heard are the lists of a segment for what a plan asks.
type heard struct {
	asked, aside [][][]posting
	leads        [][][][]posting
	concepts     [][]posting
}

func (x *Index) explainer(p plan) *explainer { return &explainer{x, p, map[*segment]*heard{}} }

func (e *explainer) in(seg *segment) *heard {
	if h, ok := e.by[seg]; ok {
		return h
	}
	h := &heard{asked: seg.listsOf(e.plan.asked), aside: seg.listsOf(e.plan.aside)}
	for _, l := range e.plan.leads {
		h.leads = append(h.leads, seg.listsOf(l))
	}
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
	for i, w := range e.plan.aside {
		if anyHas(h.aside[i], passage) && !slices.Contains(r.Matched, w.surface) {
			r.Matched = append(r.Matched, w.surface)
		}
	}
	for _, c := range e.through(h, passage, len(r.Matched) > 0) {
		r.Through = append(r.Through, e.x.concepts.codes[c.class])
	}
}

func anyHas(lists [][]posting, passage uint16) bool {
	return slices.ContainsFunc(lists, func(list []posting) bool { return has(list, passage) })
}

// through are the classes by which a passage was found, the most certain first. Whom a question finds by no word is
// told one, however uncertain.
func (e *explainer) through(h *heard, passage uint16, matched bool) (list []concept) {
	for i, c := range e.plan.concepts {
		times, ok := timesIn(h.concepts[i], passage)
		if ok && (e.plan.alike || e.tells(h, i, passage, times == wholeClass)) {
			list = append(list, concept{c.class, c.weight * float32(times) / wholeClass})
		}
	}
	if len(list) == 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b concept) int { return cmp.Compare(b.weight, a.weight) })
	first := list[0].weight
	if first < certainEnough && !matched && !e.plan.alike {
		return list[:1]
	}
	list = slices.DeleteFunc(list, func(c concept) bool { return c.weight < max(certainEnough, besideTheFirst*first) })
	return list[:min(mostThrough, len(list))]
}

// tells reports whether a class says what the words have not said: the passage declares it, or lacks what leads to it. A class that was guessed
// from words that both have adds nothing.
func (e *explainer) tells(h *heard, class int, passage uint16, declared bool) bool {
	for i, says := range e.plan.says[class] {
		if !says {
			continue
		}
		lacks := func(lists [][]posting) bool { return !anyHas(lists, passage) }
		if declared || slices.ContainsFunc(h.leads[i], lacks) {
			return true
		}
	}
	return false
}

// Name returns the name of a class of activity, empty for an unknown one.
func (c *Concepts) Name(code string) string {
	if c == nil {
		return ""
	}
	return c.names[code]
}
