package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rulang/morph"
)

// word is what becomes of one word of a text.
type word struct {
	surface string   // as it stood, folded
	lemma   string   // its likeliest dictionary form
	terms   []string // by which it is found: stems of its lemmas, and of the parts of a compound one
	stop    bool     // says nothing of a subject: «и», «который», «нужен»
	known   bool     // the dictionary has it
	code    bool     // has digits: a number of a type, a standard, a code

	number         int32   // of the word, among those of the analyser
	termIDs, grams []int32 // numbers of its terms and letter groups
}

// analyser turns texts into words, and remembers what it made of each. Terms and letter groups get numbers, in which an index
// counts. It is used by one goroutine.
type analyser struct {
	seen   map[string]*word
	all    []*word
	terms  numbers[string]
	groups numbers[uint64]
}

func newAnalyser() *analyser {
	return &analyser{seen: map[string]*word{}, terms: numbers[string]{ids: map[string]int32{}}, groups: numbers[uint64]{ids: map[uint64]int32{}}}
}

// numbers gives each thing a number, from 0.
type numbers[K comparable] struct {
	ids   map[K]int32
	names []K
}

func (n *numbers[K]) of(name K) int32 {
	id, ok := n.ids[name]
	if !ok {
		id = int32(len(n.names))
		n.ids[name] = id
		n.names = append(n.names, name)
	}
	return id
}

// words splits a text into words, those that say nothing included.
func (a *analyser) words(text string) []*word { return a.appendWords(nil, text) }

func (a *analyser) appendWords(list []*word, text string) []*word {
	for surface := range tokens(text) {
		w, ok := a.seen[surface]
		if !ok {
			w = a.remember(surface)
		}
		list = append(list, w)
	}
	return list
}

func (a *analyser) remember(surface string) *word {
	w := analyse(strings.Clone(surface))
	w.number = int32(len(a.all))
	for _, term := range w.terms {
		w.termIDs = append(w.termIDs, a.terms.of(term))
	}
	grams(w.lemma, func(g uint64) {
		w.grams = append(w.grams, a.groups.of(g))
	})
	a.seen[w.surface] = &w
	a.all = append(a.all, &w)
	return &w
}

// maxWord bounds a word, in bytes; longer ones are cut off.
const maxWord = 128

// tokens yields the words of a text: runs of letters and digits, with the hyphens, full stops and strokes that stand between
// two of them where one side is a digit («25.62», «АК-12», «12345/67»), and hyphens between letters.
func tokens(text string) func(func(string) bool) {
	return func(yield func(string) bool) {
		start := -1
		last := rune(0)
		for i, r := range text {
			inside := isInside(r)
			if !inside && start >= 0 {
				_, size := utf8.DecodeRuneInString(text[i:])
				next, _ := utf8.DecodeRuneInString(text[i+size:])
				inside = joins(last, r, next)
			}
			switch {
			case inside && start < 0:
				start = i
			case !inside && start >= 0:
				if !yieldWord(yield, text[start:i]) {
					return
				}
				start = -1
			}
			last = r
		}
		if start >= 0 {
			yieldWord(yield, text[start:])
		}
	}
}

// isInside tells the signs of words: letters, digits, marks on letters, and soft hyphens.
func isInside(r rune) bool {
	switch {
	case r >= 'а' && r <= 'я' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return true
	case r < 0x80:
		return r >= 'A' && r <= 'Z'
	default:
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || r == '\u00ad'
	}
}

func yieldWord(yield func(string) bool, s string) bool {
	if len(s) > maxWord {
		s = strings.ToValidUTF8(s[:maxWord], "")
	}
	return yield(morph.Fold(s))
}

func joins(before, r, after rune) bool {
	if !unicode.IsLetter(after) && !unicode.IsDigit(after) {
		return false
	}
	switch r {
	case '-', '\u2010', '\u2011':
		return true
	case '.', '/':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	default:
		return false
	}
}

// analyse finds the terms of a folded word.
func analyse(surface string) word {
	readings := morph.Readings(surface)
	best := readings[0]
	w := word{
		surface: surface, lemma: best.Lemma, known: best.Known,
		code: strings.ContainsFunc(surface, unicode.IsDigit),
		stop: best.Class == morph.Function || best.Class == morph.Pronoun || isNeed(best.Lemma) || utf8.RuneCountInString(surface) < 2 && !strings.ContainsFunc(surface, unicode.IsDigit),
	}
	w.add(best.Lemma)
	for _, r := range readings[1:] {
		// «стали» in a profile is rather steel than what became of something: nouns are worth a second term.
		if r.Share >= smallestShare || r.Class == morph.Noun && best.Class == morph.Verb {
			w.add(r.Lemma)
			break
		}
	}
	for _, part := range parts(surface) {
		w.add(morph.Lemma(part))
	}
	return w
}

// smallestShare makes a second reading a term.
const smallestShare = 0.25

// add makes a term of a lemma: its stem, or itself where the rules leave no stem («Ейша»).
func (w *word) add(lemma string) {
	if term := cmp.Or(morph.Stem(lemma), lemma); term != "" && !slices.Contains(w.terms, term) {
		w.terms = append(w.terms, term)
	}
}

// parts are those of a compound word, between hyphens and where letters and digits meet: «5-осевой», «ISO9001». Single
// letters are none.
func parts(surface string) []string {
	var list []string
	start, kind := 0, 0
	flush := func(end int) {
		if part := surface[start:end]; kind != 0 && part != surface && utf8.RuneCountInString(part) > 1 {
			list = append(list, part)
		}
		start = end
	}
	for i, r := range surface {
		k := 0
		switch {
		case unicode.IsDigit(r):
			k = 1
		case unicode.IsLetter(r):
			k = 2
		}
		if k != kind {
			flush(i)
			kind = k
		}
	}
	flush(len(surface))
	return list
}

// isNeed tells words by which people ask, not what they ask for.
func isNeed(lemma string) bool {
	switch lemma {
	case "нужный", "нужно", "нуждаться", "искать", "поиск", "требоваться", "требовать", "хотеть", "найти", "интересовать", "ищем", "помочь", "подобрать",
		"быть", "являться", "мочь", "прочий", "число", "включая", "также", "который", "другой", "любой", "различный", "иной", "группировка", "включать",
		"need", "looking", "look", "for", "the", "of", "and", "a", "an", "to", "in", "we", "find", "want", "is", "are", "with", "other", "n.e.c":
		return true
	default:
		return false
	}
}

// gramSize is the length of the letter groups by which misspelt and related words are found.
const gramSize = 4

// grams yields the groups of four letters of a lemma, its ends marked; a group is packed into one number.
func grams(lemma string, yield func(uint64)) {
	window, n := uint64('_'), 1
	next := func(r rune) {
		window = window<<16 | uint64(r)&0xffff
		if n++; n >= gramSize {
			yield(window)
		}
	}
	for _, r := range lemma {
		next(r)
	}
	next('_')
}
