package layout

import (
	"strings"
	"unicode"
)

// Kind is how a word was mended.
type Kind uint8

// The kinds of repair.
const (
	None Kind = iota
	Keyboard
	Transliteration
	Lookalike
)

// String returns the English name of a kind.
func (k Kind) String() string {
	names := [...]string{"none", "keyboard", "transliteration", "lookalike"}
	if int(k) < len(names) {
		return names[k]
	}
	return names[None]
}

// maxLetters bounds the words that are looked at.
const maxLetters = 64

// Repair returns the word that was probably meant, in small letters, and how it was found. The caller says what is a word;
// a word that it knows is not touched.
func Repair(word string, known func(string) bool) (string, Kind) {
	word = strings.ToLower(word)
	if len(word) > 2*maxLetters || word == "" || known(word) {
		return word, None
	}
	if s, ok := Unmix(word); ok && known(s) {
		return s, Lookalike
	}
	if s, ok := SwapKeyboard(word); ok && known(s) {
		return s, Keyboard
	}
	for _, s := range Cyrillic(word) {
		if known(s) {
			return s, Transliteration
		}
	}
	return word, None
}

// The keys of a Russian keyboard (ГОСТ 6431-90 as Windows has it) beside those of an American one, in the same order.
const (
	latinKeys   = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
	russianKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю"
)

// SwapKeyboard returns what the same keys write on the other keyboard. It does not if a sign is on neither, if letters of both
// alphabets are mixed, or if there is no letter at all. Digits and hyphens stay.
func SwapKeyboard(word string) (string, bool) {
	latin, russian := scripts(word)
	if latin == russian {
		return "", false
	}
	from, to := []rune(latinKeys), []rune(russianKeys)
	if russian {
		from, to = to, from
	}
	return replace(word, from, to)
}

// scripts tells which alphabets a word has letters of.
func scripts(word string) (latin, russian bool) {
	for _, r := range word {
		latin = latin || unicode.Is(unicode.Latin, r)
		russian = russian || unicode.Is(unicode.Cyrillic, r)
	}
	return latin, russian
}

func replace(word string, from, to []rune) (string, bool) {
	var b strings.Builder
next:
	for _, r := range strings.ToLower(word) {
		for i, f := range from {
			if r == f {
				b.WriteRune(to[i])
				continue next
			}
		}
		if r != '-' && !unicode.IsDigit(r) {
			return "", false
		}
		b.WriteRune(r)
	}
	return b.String(), true
}

// Letters that look alike as small or as capital letters, in the same order.
const (
	latinLooks   = "aceopxykmtbh"
	russianLooks = "асеорхукмтвн"
)

// Unmix writes a word of both alphabets in one of them, if all letters of the other have a twin there. The alphabet
// is that of the letters which have no twin; Russian, if there are none.
func Unmix(word string) (string, bool) {
	word = strings.ToLower(word)
	latin, russian := scripts(word)
	if !latin || !russian {
		return "", false
	}
	if s, ok := exchange(word, latinLooks, russianLooks, unicode.Latin); ok {
		return s, true
	}
	return exchange(word, russianLooks, latinLooks, unicode.Cyrillic)
}

// exchange replaces all letters of a script by their twins.
func exchange(word, from, to string, script *unicode.RangeTable) (string, bool) {
	twins := []rune(to)
	var b strings.Builder
	for _, r := range word {
		if !unicode.Is(script, r) {
			b.WriteRune(r)
			continue
		}
		i := 0
		for _, f := range from {
			if f == r {
				break
			}
			i++
		}
		if i == len(twins) {
			return "", false
		}
		b.WriteRune(twins[i])
	}
	return b.String(), true
}
