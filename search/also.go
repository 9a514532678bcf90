package search

import "slices"

// Also is another way to say words of a query: a synonym, a translation. A passage that says it has what was asked for, but one that says
// it in several ways is worth no more than one that says it in the best of them.
type Also struct {
	Of  string // words that follow one another in the text
	Say string // what may stand for them; several words of it count together
}

// way is one way to say a part of a query; what it is worth is shared by its words.
type way struct {
	words []*word
	terms []weighty[string] // that passages have, with how rare they are
	sum   float64           // of that
	whole bool              // of each word there is one
	// closed are terms that only texts have which not everybody may see: they are looked for, and change nothing for others.
	closed []weighty[string]
}

// slot is a part of a query that may be said in several ways. The first of them is as it was typed.
type slot struct {
	from, to int // in the words of the query
	ways     []way
	spelt    bool // letters of the other ways count: nobody has what was typed
}

// beside is what another way to say something is worth beside the one that was typed.
const beside = 0.8

// slots finds the parts of a query that may be said in other ways. What stands in two of them belongs to the first.
func (s *state) slots(a *analyser, asked []*word, also []Also) (list []slot) {
	for _, one := range also {
		of, say := a.words(one.Of), saying(a.words(one.Say))
		from := indexOf(asked, of)
		if from < 0 || len(say) == 0 {
			continue
		}
		to := from + len(of)
		i := slices.IndexFunc(list, func(s slot) bool { return s.from < to && from < s.to })
		switch {
		case i < 0:
			i = len(list)
			typed := s.way(saying(of))
			list = append(list, slot{from: from, to: to, ways: []way{typed}, spelt: len(typed.terms) == 0})
		case list[i].from != from || list[i].to != to:
			continue
		}
		list[i].ways = append(list[i].ways, s.way(say))
	}
	return list
}

func (s *state) way(words []*word) way {
	w := way{words: words, whole: true}
	for _, one := range words {
		before := len(w.terms)
		for _, term := range one.terms {
			switch rare, having, known := s.rare(term); {
			case having > 0:
				w.terms = append(w.terms, weighty[string]{term, rare})
				w.sum += rare
			case known:
				w.closed = append(w.closed, weighty[string]{term, rare})
			}
		}
		w.whole = w.whole && len(w.terms) > before
	}
	return w
}

// saying are the words that say something of a subject.
func saying(words []*word) []*word {
	return slices.DeleteFunc(slices.Clone(words), func(w *word) bool { return w.stop })
}

// indexOf is where words stand among others one after the other, -1 where they do not.
func indexOf(asked, of []*word) int {
	for i := 0; len(of) > 0 && i+len(of) <= len(asked); i++ {
		if slices.EqualFunc(asked[i:i+len(of)], of, func(a, b *word) bool { return a.surface == b.surface }) {
			return i
		}
	}
	return -1
}

// subject are the words by which classes are found that a slot is about: as it was typed, unless the classifiers have none of that; they
// say most in Russian, so a translation goes before. The words of another way count together.
func (s slot) subject(c *Concepts) (words []*word, together bool) {
	typed := s.ways[0].words
	if !slices.ContainsFunc(typed, (*word).latin) && slices.ContainsFunc(typed, c.has) {
		return typed, false
	}
	for _, w := range s.ways[1:] {
		if !slices.ContainsFunc(w.words, func(one *word) bool { return one.latin() || !c.has(one) }) {
			return w.words, true
		}
	}
	return typed, false
}

// leadsOf are words that lead to classes together, or each for itself.
func leadsOf(words []*word, together bool) (list []lead) {
	if together {
		return []lead{words}
	}
	for _, w := range words {
		list = append(list, lead{w})
	}
	return list
}

// mostSpelt are the ways of which letters count.
const mostSpelt = 2

// letters yields the letter groups of other ways to say what nobody has as it was typed.
func (s slot) letters(yield func(uint64)) {
	if !s.spelt {
		return
	}
	for _, w := range s.ways[1:min(len(s.ways), 1+mostSpelt)] {
		for _, one := range w.words {
			grams(one.lemma, yield)
		}
	}
}

// latin tells words in Latin letters.
func (w *word) latin() bool {
	return slices.ContainsFunc([]byte(w.surface), func(b byte) bool { return b >= 'a' && b <= 'z' })
}

// weigh finds what the ways of a slot are worth. None is worth more than what was typed, if that is known: a rare synonym of a frequent
// word does not make it rare.
func (s slot) weigh() (ways [][]weighty[string]) {
	typed := s.ways[0]
	if len(typed.terms)+len(typed.closed) > 0 {
		ways = append(ways, slices.Concat(typed.terms, typed.closed))
	}
	for _, w := range s.others() {
		factor := beside * float64(len(typed.words)) / float64(len(w.words))
		if typed.sum > 0 && w.sum > 0 {
			factor = min(factor, beside*typed.sum/w.sum)
		}
		terms := slices.Concat(w.terms, w.closed)
		for k := range terms {
			terms[k].weight *= factor
		}
		ways = append(ways, terms)
	}
	return ways
}

// mostOthers are the ways that are looked for beside what was typed: each takes time.
const mostOthers = 3

// others are the ways beside what was typed that somebody has said, those first of which no word is missing; and as many that only texts say which
// not everybody may see, so that these take the place of none.
func (s slot) others() []way {
	var said, closed []way
	for _, w := range s.ways[1:] {
		switch {
		case len(w.terms) > 0:
			said = append(said, w)
		case len(w.closed) > 0:
			closed = append(closed, w)
		}
	}
	slices.SortStableFunc(said, func(a, b way) int {
		switch {
		case a.whole == b.whole:
			return 0
		case a.whole:
			return -1
		default:
			return 1
		}
	})
	return slices.Concat(said[:min(len(said), mostOthers)], closed[:min(len(closed), mostOthers)])
}

// scoreSlot adds to each passage what it has of the best way.
func (seg *segment) scoreSlot(room *scores, ways [][]weighty[string], s statistics) {
	if len(ways) == 1 {
		for _, t := range ways[0] {
			seg.words.score(room.words, seg.words.list(t.term), t.weight, s)
		}
		return
	}
	room.way, room.slot = cleared(room.way, seg.len()), cleared(room.slot, seg.len())
	var lists [][]posting
	for _, way := range ways {
		from := len(lists)
		for _, t := range way {
			list := seg.words.list(t.term)
			seg.words.score(room.way, list, t.weight, s)
			lists = append(lists, list)
		}
		for _, list := range lists[from:] {
			for _, p := range list {
				room.slot[p.passage] = max(room.slot[p.passage], room.way[p.passage])
				room.way[p.passage] = 0
			}
		}
	}
	for _, list := range lists {
		for _, p := range list {
			room.words[p.passage] += room.slot[p.passage]
			room.slot[p.passage] = 0
		}
	}
}
