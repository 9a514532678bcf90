package search

import "slices"

// mostThrough are the classes that a reason names.
const mostThrough = 3

// explain says what of a query a passage has, what it has not, and which classes of activity both are about.
func (x *Index) explain(r *Result, s *state, h hit, p plan) {
	seg := s.segments[h.segment]
	for _, w := range p.asked {
		has := slices.ContainsFunc(w.terms, func(term string) bool { return seg.words.has(term, uint16(h.passage)) })
		switch {
		case has && !slices.Contains(r.Matched, w.surface):
			r.Matched = append(r.Matched, w.surface)
		case !has && !slices.Contains(r.Missing, w.surface):
			r.Missing = append(r.Missing, w.surface)
		}
	}
	for _, c := range p.concepts {
		if len(r.Through) < mostThrough && seg.concepts.has(c.class, uint16(h.passage)) {
			r.Through = append(r.Through, x.concepts.codes[c.class])
		}
	}
}

// Name returns the name of a class of activity, empty for an unknown one.
func (c *Concepts) Name(code string) string {
	if c == nil {
		return ""
	}
	return c.names[code]
}
