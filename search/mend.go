package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rulang/layout"
	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/rulang/typo"
)

// Mend is a word of a query that was taken for another.
type Mend struct {
	Written, Read string
	How           layout.Kind // layout.None for a mistyped word
}

// mend reads the words that neither the dictionary nor the index nor a classifier has as what they were probably meant to be: typed
// on the other keyboard, in other letters, or wrongly. Only words that everybody may see are proposed.
func (x *Index) mend(s *state, a *analyser, asked []*word) ([]*word, []Mend) {
	var mends []Mend
	m := mender{x, s, mostTries}
	mended := make([]*word, 0, len(asked))
	for _, w := range asked {
		read, how := m.read(w)
		if read == "" {
			mended = append(mended, w)
			continue
		}
		mends = append(mends, Mend{w.surface, read, how})
		mended = append(mended, a.words(read)...)
	}
	return mended, mends
}

// retype reads what stands between the spaces of a text and was typed on the other keyboard, where six letters lie on keys of punctuation.
func (x *Index) retype(s *state, text string) (string, []Mend) {
	m := mender{x, s, mostTries}
	text, slips := layout.Retype(bounded(text), m.isWord)
	var mends []Mend
	for _, slip := range slips {
		mends = append(mends, Mend{slip.Written, slip.Read, layout.Keyboard})
	}
	return text, mends
}

// mender reads the words of a query.
type mender struct {
	*Index
	state *state
	tries int // how many other spellings may still be looked up
}

const (
	// mostTries are how many other spellings of its words are looked up for a query: those of some sixteen words in Latin letters that mean
	// nothing. Whoever sends more of them does not have the processor for it.
	mostTries = 1000
	// triesOfNear is what it costs to ask the dictionary for all forms near a word.
	triesOfNear = 30
)

// read returns what a word was meant to be, or nothing if it may stay. A form of the dictionary that one mistake made goes before the
// lemmas of the index: how a wrong word is inflected can only be guessed. What a classifier seems to have may be the stem of another word.
func (m *mender) read(w *word) (string, layout.Kind) {
	if w.known || w.code || len(w.surface) < 3 || m.state.shows(w.lemma) {
		return "", layout.None
	}
	classified := m.concepts.has(w)
	if !classified && m.tries > 0 {
		if read, how := layout.Repair(w.surface, m.isWord); how != layout.None {
			return read, how
		}
	}
	if read := m.near(w.surface); read != "" || classified {
		return read, layout.None
	}
	if read := m.state.suggest(w.lemma); read != "" {
		return read, layout.None
	}
	if swapped, ok := layout.SwapKeyboard(w.surface); ok {
		if read := m.state.suggest(morph.Lemma(swapped)); read != "" {
			return read, layout.Keyboard
		}
	}
	return "", layout.None
}

// isWord tells words that the dictionary, the index or a classifier has, as long as there are tries.
func (m *mender) isWord(candidate string) bool {
	if m.tries--; m.tries < 0 {
		return false
	}
	w := analyse(morph.Fold(candidate))
	return w.known || m.has(m.state, &w)
}

// near returns the form of the dictionary one mistake away whose word is met most often in what everybody may see, else one that a
// classifier has; of equals, one that begins as the word does.
func (m *mender) near(surface string) string {
	if typo.Limit(surface) == 0 || m.tries <= 0 {
		return ""
	}
	m.tries -= triesOfNear
	best, most := "", -1
	for _, form := range morph.Near(surface) {
		w := analyse(form)
		n := m.state.met(w.lemma)
		if n == 0 && !m.concepts.has(&w) {
			continue
		}
		if n > most || n == most && beginAlike(form, surface) && !beginAlike(best, surface) {
			best, most = form, n
		}
	}
	return best
}

func beginAlike(a, b string) bool {
	first, _ := utf8.DecodeRuneInString(a)
	second, _ := utf8.DecodeRuneInString(b)
	return first == second
}

// met is how often what everybody may see has a form, 0 if only passages that are gone have it.
func (s *state) met(lemma string) (n int) {
	if !s.shows(lemma) {
		return 0
	}
	for _, seg := range s.segments {
		n += seg.vocabulary.Count(lemma)
	}
	return n
}

// Suggest returns the word that everybody may see and that is nearest to one that nobody has, "" when none is near. Unlike a query, which
// leaves what the dictionary knows as it is, it looks at the index alone: for sets of names.
func (x *Index) Suggest(word string) string {
	s, w := x.current.Load(), analyse(morph.Fold(word))
	if w.code || len(w.surface) < 3 || s.shows(w.lemma) {
		return ""
	}
	return s.suggest(w.lemma)
}

// Having counts the owners of passages for everybody that have a word itself, in whatever form, up to so many. What is only of its class, or spelt
// alike, does not count.
func (x *Index) Having(word string, most int) int {
	w, s, owners := analyse(morph.Fold(word)), x.current.Load(), map[string]bool{}
	for i, seg := range s.segments {
		for _, p := range seg.words.list(w.terms[0]) {
			if at := int(p.passage); seg.open.has(at) && !s.gone[i].has(at) {
				owners[seg.owners[at]] = true
			}
			if len(owners) >= most {
				return most
			}
		}
	}
	return len(owners)
}

// has tells whether what everybody may see, or a classifier, has a word.
func (x *Index) has(s *state, w *word) bool {
	return s.shows(w.lemma) || x.concepts.has(w)
}

// has tells whether a classifier has a word.
func (c *Concepts) has(w *word) bool {
	return c != nil && slices.ContainsFunc(w.terms, func(term string) bool { return len(c.words.list(term)) > 0 })
}

// shows tells whether a passage that everybody may see has a form.
func (s *state) shows(lemma string) bool {
	for i, seg := range s.segments {
		if seg.vocabulary.Has(lemma) && seg.shows(lemma, s.gone[i]) {
			return true
		}
	}
	return false
}

func (seg *segment) shows(lemma string, gone bitmap) bool {
	return slices.ContainsFunc(seg.words.list(morph.Stem(lemma)), func(p posting) bool {
		return seg.open.has(int(p.passage)) && (gone == nil || !gone.has(int(p.passage)))
	})
}

// suggest returns the word with fewest mistakes and, of these, the most frequent one.
func (s *state) suggest(lemma string) string {
	counts := map[string]typo.Suggestion{}
	for _, seg := range s.segments {
		for _, found := range seg.vocabulary.Suggest(lemma, suggestions) {
			if !s.shows(found.Word) {
				continue // only passages that are gone had it
			}
			found.Count += counts[found.Word].Count
			counts[found.Word] = found
		}
	}
	if len(counts) == 0 {
		return ""
	}
	return slices.MinFunc(slices.Collect(maps.Values(counts)), func(a, b typo.Suggestion) int {
		return cmp.Or(cmp.Compare(a.Mistakes, b.Mistakes), cmp.Compare(b.Count, a.Count), strings.Compare(a.Word, b.Word))
	}).Word
}

// suggestions are asked of each segment.
const suggestions = 5
