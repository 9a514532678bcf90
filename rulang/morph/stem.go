package morph

import (
	"unicode"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/russian"
)

// Stem cuts a word to a stem by rules alone (Snowball, for Russian if it has a Cyrillic letter, else for English): words of one
// root that have different lemmas often share it. It is cruder than a lemma: «система» and «систем» have different stems.
func Stem(word string) string {
	word = Fold(word)
	if len(word) > 2*maxLetters {
		return word
	}
	latin := false
	for _, r := range word {
		if unicode.Is(unicode.Cyrillic, r) {
			return russian.Stem(word, true)
		}
		latin = latin || r >= 'a' && r <= 'z'
	}
	if !latin {
		return word
	}
	return english.Stem(word, true)
}
