package search

import (
	"cmp"
	"slices"
	"strings"
)

// Class is a line of ОКВЭД-2 or ОКПД2: a code and its names. What a classifier explains beside the name (its comments) is not
// taken, and neither are products below six digits: a search is measured by those.
type Class struct {
	Code string
	Name string
	// English is the name of the class in NACE Rev. 2, if it is known; English words find Russian texts through it.
	English string
}

// Concepts are the classes of activities, to which both classifiers come down in their first four digits («25.62»). A text is
// compared with all that they say of a class, so texts are found that share a subject and no word.
type Concepts struct {
	codes []string
	names map[string]string // by code
	words *field[string]
	grams *field[uint64]
}

// classDigits are those of a class, with the full stop.
const classDigits = len("25.62")

// maxProductCode is the longest code of a product that is taken: six digits with two full stops.
const maxProductCode = len("25.62.20")

// NewConcepts gathers what lines of both classifiers say of each class. Lines above classes go to all classes below, with less
// weight; lines of products below six digits are left out.
func NewConcepts(activities, products []Class) *Concepts {
	c := &Concepts{names: map[string]string{}, words: newField[string](), grams: newField[uint64]()}
	a := newAnalyser()
	lines := map[string][]weighted{}
	for _, line := range activities {
		code := class(line.Code)
		c.names[line.Code] = line.Name
		if len(code) == classDigits {
			lines[code] = append(lines[code], weighted{a.words(line.Name), 1}, weighted{a.words(line.English), 1})
		}
	}
	for _, line := range products {
		if code := class(line.Code); len(code) == classDigits && len(line.Code) <= maxProductCode {
			lines[code] = append(lines[code], weighted{a.words(line.Name), 1})
		}
	}
	for code := range lines {
		c.codes = append(c.codes, code)
	}
	slices.Sort(c.codes)
	for _, code := range c.codes {
		for _, above := range []string{code[:len("25.6")], code[:len("25")]} {
			if name, ok := c.names[above]; ok {
				lines[code] = append(lines[code], weighted{a.words(name), weightAbove})
			}
		}
		words, grams := weigh(lines[code])
		c.words.add(words)
		c.grams.add(grams)
	}
	return c
}

// weightAbove is what the names of groups above a class weigh.
const weightAbove = 0.3

// class is the first four digits of a code; shorter codes are themselves.
func class(code string) string { return code[:min(len(code), classDigits)] }

// weighted is a text with how much its words count.
type weighted struct {
	words  []word
	weight float32
}

// weigh counts the terms and the letter groups of texts.
func weigh(texts []weighted) (map[string]float32, map[uint64]float32) {
	words, groups := map[string]float32{}, map[uint64]float32{}
	for _, t := range texts {
		for _, w := range t.words {
			if w.stop {
				continue
			}
			for _, term := range w.terms {
				words[term] += t.weight
			}
			grams(w.lemma, func(g uint64) { groups[g] += t.weight })
		}
	}
	return words, groups
}

// concept is a class with how much a text is about it, 1 for the class that it is most about; the square of its score
// beside the best, so that the runners-up of a doubtful text count little.
type concept struct {
	class  uint16
	weight float32
}

// Of a text, the classes are taken that reach a share of the best one, so many at most.
const (
	mostConcepts    = 8
	shareOfBest     = 0.35
	weightOfLetters = 0.4
)

// of finds what words are about. Letter groups help with words that classifiers have in other forms; they cost more.
func (c *Concepts) of(words []word, letters bool) []concept {
	if c == nil || len(c.codes) == 0 {
		return nil
	}
	byWords := make([]float32, len(c.codes))
	s := c.words.statistics()
	terms := map[string]bool{}
	groups := map[uint64]bool{}
	for _, w := range words {
		if w.stop {
			continue
		}
		for _, term := range w.terms {
			terms[term] = true
		}
		if letters {
			grams(w.lemma, func(g uint64) { groups[g] = true })
		}
	}
	for _, term := range sorted(terms) {
		c.words.score(byWords, term, s.inverse(len(c.words.lists[term])), s)
	}
	normalise(byWords)
	if letters {
		byLetters := make([]float32, len(c.codes))
		s := c.grams.statistics()
		for _, g := range sorted(groups) {
			c.grams.score(byLetters, g, s.inverse(len(c.grams.lists[g])), s)
		}
		normalise(byLetters)
		for i := range byWords {
			byWords[i] = (1-weightOfLetters)*byWords[i] + weightOfLetters*byLetters[i]
		}
		normalise(byWords)
	}
	var list []concept
	for i, score := range byWords {
		if score >= shareOfBest {
			list = append(list, concept{uint16(i), score * score})
		}
	}
	slices.SortFunc(list, func(a, b concept) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.class, b.class)) })
	return list[:min(len(list), mostConcepts)]
}

// declared are the classes of codes that somebody declares. Codes above a class and unknown ones say nothing.
func (c *Concepts) declared(codes []string) []concept {
	if c == nil {
		return nil
	}
	var list []concept
	for _, code := range codes {
		if i, ok := slices.BinarySearch(c.codes, class(strings.TrimSpace(code))); ok {
			list = append(list, concept{uint16(i), 1})
		}
	}
	return list
}

func (f *field[K]) statistics() statistics {
	return statistics{len(f.lengths), f.total / float64(max(1, len(f.lengths)))}
}

// normalise divides by the largest.
func normalise(scores []float32) {
	best := slices.Max(scores)
	if best <= 0 {
		return
	}
	for i := range scores {
		scores[i] /= best
	}
}

// sorted lists a set in order, so that sums of floating point are the same each time.
func sorted[K cmp.Ordered](set map[K]bool) []K {
	list := make([]K, 0, len(set))
	for k := range set {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
