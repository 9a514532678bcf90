package membership

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// fold makes a name comparable: small letters, ё as е, no quotation marks and no signs, one blank between words.
func fold(s string) string {
	return strings.Join(words(s), " ")
}

// words are those of a name: runs of letters and digits.
func words(s string) []string {
	s = strings.ReplaceAll(strings.ToLower(s), "ё", "е")
	return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// mostWords of a question are looked for, and so many of a name are kept.
const (
	mostWords     = 3
	mostNameWords = 30
)

// asked are the words of a question, the longest first: the rarest is likely to be among them.
func asked(s string) []string {
	list := words(s)
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(b)-len(a), cmp.Compare(a, b)) })
	list = slices.Compact(list)
	return list[:min(mostWords, len(list))]
}

// sortKey orders the register by the name proper: what stands in quotation marks, then all of it.
func sortKey(name string) string {
	if i := strings.IndexAny(name, "\"«"); i >= 0 {
		return fold(name[i:] + " " + name[:i])
	}
	return fold(name)
}

// after is the first text behind all that begin with s, compared byte by byte.
func after(s string) string { return s + "\U0010FFFF" }
