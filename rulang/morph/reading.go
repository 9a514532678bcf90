package morph

import "math"

// Reading is one way to understand a word.
type Reading struct {
	Lemma string
	Class Class
	// Share is how likely this reading is beside the others of the word, between 0 and 1.
	Share float64
	// Known says that the dictionary has the word; otherwise the reading is a guess by its parts or its ending.
	Known bool
}

// Class is a part of speech, as coarse as a search needs it.
type Class uint8

// The classes. Name is a first name, patronymic or surname, Place a geographic name; Verb includes infinitives and gerunds,
// Adjective short forms and comparatives; Function is what stands between words: prepositions, conjunctions, particles.
const (
	Other Class = iota
	Noun
	Name
	Place
	Adjective
	Verb
	Participle
	Adverb
	Numeral
	Pronoun
	Function
)

// String returns the English name of a class.
func (c Class) String() string {
	names := [...]string{"other", "noun", "name", "place", "adjective", "verb", "participle", "adverb", "numeral", "pronoun", "function"}
	if int(c) < len(names) {
		return names[c]
	}
	return names[Other]
}

// share undoes the coarse logarithm in which the dictionary keeps shares: 15 is 1, each step below it 1/√2 of the one above.
func share(level byte) float64 {
	steps := 15 - int(min(level, 15))
	whole := 1 / float64(int(1)<<(steps/2))
	if steps%2 == 1 {
		return whole * (1 / math.Sqrt2)
	}
	return whole
}
