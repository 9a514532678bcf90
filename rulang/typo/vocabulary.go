package typo

import (
	"cmp"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"
)

// Suggestion is a word that may be meant.
type Suggestion struct {
	Word     string
	Mistakes int
	Count    int // how often the vocabulary has the word
}

// Vocabulary is a set of words with how often each is met. It does not change, so it may be asked from many goroutines.
type Vocabulary struct {
	byLength [maxLetters + 1][]entry
	words    map[string]int
}

// entry has a word with the set of its letters: two words that differ by n mistakes differ by at most 2n letters of their
// sets, which rules out most of a vocabulary without comparing.
type entry struct {
	set   uint64
	count int
	word  string
}

// NewVocabulary takes words with their counts; a word that comes twice is added up. Words of more than 64 letters are left out.
func NewVocabulary(words iter.Seq2[string, int]) *Vocabulary {
	v := &Vocabulary{words: map[string]int{}}
	for word, count := range words {
		v.words[word] += count
	}
	for word, count := range v.words {
		var room [maxLetters]rune
		if l, ok := letters(room[:0], word); ok {
			v.byLength[len(l)] = append(v.byLength[len(l)], entry{setOf(l), count, word})
		}
	}
	return v
}

// setOf hashes each letter to one of 64 bits; Cyrillic and Latin small letters have bits of their own.
func setOf(word []rune) uint64 {
	var set uint64
	for _, r := range word {
		set |= 1 << (uint32(r) % 64)
	}
	return set
}

// Count is how often a word is met, 0 for one that is not in the vocabulary.
func (v *Vocabulary) Count(word string) int { return v.words[word] }

// Has tells whether a word is in the vocabulary.
func (v *Vocabulary) Has(word string) bool {
	_, ok := v.words[word]
	return ok
}

// All yields the words with their counts, in no order.
func (v *Vocabulary) All() iter.Seq2[string, int] { return maps.All(v.words) }

// Len is the number of words.
func (v *Vocabulary) Len() int { return len(v.words) }

// Suggest returns up to n words that may be meant: those with fewest mistakes, of these the ones that begin alike, then the most
// frequent. A word that the vocabulary has is suggested first, without mistakes.
func (v *Vocabulary) Suggest(word string, n int) []Suggestion {
	var room [maxLetters]rune
	asked, ok := letters(room[:0], word)
	if !ok || n <= 0 {
		return nil
	}
	limit := Limit(word)
	set := setOf(asked)
	var found []Suggestion
	for length := max(0, len(asked)-limit); length <= min(maxLetters, len(asked)+limit); length++ {
		for _, e := range v.byLength[length] {
			if bits.OnesCount64(e.set^set) > 2*limit {
				continue
			}
			var room [maxLetters]rune
			other, _ := letters(room[:0], e.word)
			if d := distance(asked, other, limit); d <= limit {
				found = append(found, Suggestion{e.word, d, e.count})
			}
		}
	}
	slices.SortFunc(found, func(a, b Suggestion) int {
		return cmp.Or(
			cmp.Compare(a.Mistakes, b.Mistakes),
			cmp.Compare(otherStart(word, a.Word), otherStart(word, b.Word)),
			cmp.Compare(b.Count, a.Count),
			strings.Compare(a.Word, b.Word))
	})
	return found[:min(n, len(found))]
}

// otherStart is 1 for words with different first letters: the first one is seldom mistyped.
func otherStart(a, b string) int {
	first, _ := utf8.DecodeRuneInString(a)
	if other, _ := utf8.DecodeRuneInString(b); other == first {
		return 0
	}
	return 1
}
