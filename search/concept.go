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
	// worth is what each posting of a term adds to the score of a class, which never changes: texts are compared with it
	// sentence by sentence.
	worth []float32
}

// classDigits are those of a class, with the full stop.
const classDigits = len("25.62")

// maxProductCode is the longest code of a product that is taken: six digits with two full stops.
const maxProductCode = len("25.62.20")

// NewConcepts gathers what lines of both classifiers say of each class. Lines above classes go to all classes below, with less
// weight; lines of products below six digits are left out.
func NewConcepts(activities, products []Class) *Concepts {
	c := &Concepts{names: map[string]string{}}
	a := newAnalyser()
	lines := map[string][]weighted{}
	for _, line := range activities {
		code := class(line.Code)
		c.names[line.Code] = line.Name
		if len(code) == classDigits {
			lines[code] = append(lines[code], weighted{a.words(line.Name), tenths}, weighted{a.words(line.English), tenths})
		}
	}
	for _, line := range products {
		if code := class(line.Code); len(code) == classDigits && len(line.Code) <= maxProductCode {
			lines[code] = append(lines[code], weighted{a.words(line.Name), tenths})
		}
	}
	for code := range lines {
		c.codes = append(c.codes, code)
	}
	slices.Sort(c.codes)
	var words, groups gather
	for _, code := range c.codes {
		for _, above := range []string{code[:len("25.6")], code[:len("25")]} {
			if name, ok := c.names[above]; ok {
				lines[code] = append(lines[code], weighted{a.words(name), weightAbove})
			}
		}
		for _, line := range lines[code] {
			line.note(&words, &groups)
		}
		words.next()
		groups.next()
	}
	c.words, c.grams = fieldOf(&words, a.terms.names), fieldOf(&groups, a.groups.names)
	c.weigh()
	return c
}

// weigh finds what the terms of classes are worth.
func (c *Concepts) weigh() {
	s := c.words.statistics()
	into := make([]float32, len(c.codes))
	for i := range c.words.keys {
		_, list := c.words.at(i)
		c.words.score(into, list, s.inverse(len(list)), s)
		for _, p := range list {
			c.worth = append(c.worth, into[p.passage])
			into[p.passage] = 0
		}
	}
}

// weightAbove is what the names of groups above a class weigh, in tenths.
const weightAbove = 3

// class is the first four digits of a code; shorter codes are themselves.
func class(code string) string { return code[:min(len(code), classDigits)] }

// weighted is a text with how much its words count, in tenths.
type weighted struct {
	words  []*word
	weight uint32
}

func (t weighted) note(words, groups *gather) {
	for _, w := range t.words {
		if w.stop {
			continue
		}
		for _, id := range w.termIDs {
			words.note(id, t.weight)
		}
		for _, id := range w.grams {
			groups.note(id, t.weight)
		}
	}
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

// of finds what the words of a query are about: by terms, and by letter groups, for classifiers may have a word in another form. Letters
// alone lead anywhere, «грант» to granite: sure says whether the classifiers have one of the words.
func (c *Concepts) of(words []*word) (list []concept, sure bool) {
	if c == nil || len(c.codes) == 0 {
		return nil, false
	}
	terms, groups := map[string]bool{}, map[uint64]bool{}
	for _, w := range words {
		if w.stop {
			continue
		}
		for _, term := range w.terms {
			terms[term] = true
		}
		grams(w.lemma, func(g uint64) { groups[g] = true })
	}
	byWords, byLetters := scoreAll(c.words, sorted(terms)), scoreAll(c.grams, sorted(groups))
	sure = slices.Max(byWords) > 0
	for i := range byWords {
		byWords[i] = (1-weightOfLetters)*byWords[i] + weightOfLetters*byLetters[i]
	}
	normalise(byWords)
	return strongest(byWords, nil), sure
}

// share is how many of the words of a query the classifiers have, of all that say something.
func (c *Concepts) share(words []*word) float64 {
	has, all := 0, 0
	for _, w := range words {
		if w.stop {
			continue
		}
		all++
		if c.has(w) {
			has++
		}
	}
	return float64(has) / float64(max(1, all))
}

// scoreAll ranks all classes by terms, the best with 1.
func scoreAll[K cmp.Ordered](f *field[K], terms []K) []float32 {
	scores, s := make([]float32, len(f.lengths)), f.statistics()
	for _, term := range terms {
		list := f.list(term)
		f.score(scores, list, s.inverse(len(list)), s)
	}
	normalise(scores)
	return scores
}

// strongest lists the classes that reach a share of the best one, which has 1, the strongest first.
func strongest(scores []float32, list []concept) []concept {
	for i, score := range scores {
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
