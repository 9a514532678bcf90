package search

import "slices"

// Lexemes are the terms by which an engine outside finds a passage as this index does: stems of its words, and the classes that it
// declares or is about, with a sign before their codes.
func (c *Concepts) Lexemes(p Passage) []string {
	seg := newBuilder(newAnalyser(), c, len(p.Vector)).segment([]Passage{p})
	list := slices.Clone(seg.words.keys)
	for _, class := range seg.concepts.keys {
		list = append(list, classSign+c.codes[class])
	}
	return list
}

// classSign stands before the codes of classes among lexemes. No word begins with it.
const classSign = "#"

// Asked are the lexemes of a question, each once: those of its words that say something, then those of the classes it is about.
func (c *Concepts) Asked(text string) []string {
	x := Index{concepts: c}
	words := newAnalyser().words(text[:min(len(text), wordLimit)])
	p := x.plan(words[:min(len(words), maxWords)], Query{})
	list := make([]string, 0, len(p.terms)+len(p.concepts))
	for _, t := range p.terms {
		list = append(list, t.term)
	}
	for _, class := range p.concepts {
		list = append(list, classSign+c.codes[class.class])
	}
	return list
}

// Rarity says how many passages there are and how many of them have a term.
type Rarity struct {
	Passages int
	Having   func(term string) int
}

// Counted makes an index of passages that were picked out of many by an engine outside: how rare its words are, the one who picked them
// says.
func Counted(r Rarity) Option { return func(x *Index) { x.rarity = &r } }

// rare is how rare a word is among all passages, and how many have it that everybody may see; known is false where no passage has it.
func (s *state) rare(term string) (weight float64, having int, known bool) {
	for _, seg := range s.segments {
		n, has := seg.words.having(term)
		having, known = having+n, known || has
	}
	if !known {
		return 0, 0, false
	}
	if r := s.rarity; r != nil {
		return statistics{passages: max(r.Passages, having)}.inverse(max(r.Having(term), having)), having, true
	}
	return s.words.inverse(having), having, true
}
