// Package fullname compares names of people as documents spell them. Neither case nor ё, hyphens, spaces and apostrophes
// tell two spellings of one name apart: «Ёлкина-Петрова» and «ЕЛКИНА ПЕТРОВА» are one surname.
package fullname

import (
	"strings"
	"unicode"
)

// Key is what all spellings of a part of a name, or of a whole name, have in common. It is for comparing, not for showing.
func Key(s string) string {
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case r == 'ё':
			return 'е'
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			return r
		}
		return -1
	}, strings.NewReplacer("и\u0306", "й", "И\u0306", "й", "е\u0308", "е", "Е\u0308", "е").Replace(s))
}

// Same reports whether two spellings are one name. Two empty ones are.
func Same(a, b string) bool { return Key(a) == Key(b) }

// Split tells the given name from the patronymic where one field holds both, as the attribute givenName of certificates does
// (приказ ФСБ России № 795, п. 18): the first word is the name, the rest the patronymic.
func Split(both string) (given, patronymic string) {
	words := strings.Fields(both)
	if len(words) == 0 {
		return "", ""
	}
	return words[0], strings.Join(words[1:], " ")
}
