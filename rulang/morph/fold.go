package morph

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLetters is the length of the longest word that is looked at; what is longer is its own lemma.
const maxLetters = 64

// Fold returns the form in which words are compared: small letters, е for ё, the plain hyphen for other dashes, й composed,
// and without soft hyphens and marks of stress. It returns a word that is folded already as it is.
func Fold(word string) string {
	if folded(word) {
		return word
	}
	var b strings.Builder
	b.Grow(len(word))
	for i, r := range word {
		switch {
		case r == 'ё' || r == 'Ё':
			b.WriteRune('е')
		case (r == 'и' || r == 'И') && strings.HasPrefix(word[i+utf8.RuneLen(r):], breve):
			b.WriteRune('й')
		case r == softHyphen || unicode.Is(unicode.Mn, r):
		case isDash(r):
			b.WriteByte('-')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

const (
	breve      = "\u0306" // й is и with it where letters are decomposed
	softHyphen = '\u00ad'
)

func isDash(r rune) bool { return r >= '\u2010' && r <= '\u2015' || r == '\u2212' }

// folded tells words of plain small letters, digits and hyphens, which are nearly all.
func folded(word string) bool {
	for _, r := range word {
		if !isLetter(r) && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' {
			return false
		}
	}
	return true
}

func isLetter(r rune) bool { return r >= 'а' && r <= 'я' }

// The codes of letters in dictionary.bin: 1 is the hyphen, 2 to 33 are а to я.
const (
	codeHyphen = 1
	codeA      = 2
	lastCode   = codeA + 31
)

// encode writes a folded word in codes. A word with other signs, and one that is too long, has none.
func encode(dst []byte, word string) ([]byte, bool) {
	for _, r := range word {
		switch {
		case isLetter(r):
			dst = append(dst, byte(r-'а'+codeA))
		case r == '-':
			dst = append(dst, codeHyphen)
		default:
			return dst, false
		}
	}
	return dst, len(dst) > 0 && len(dst) <= maxLetters
}

// decode writes codes in letters.
func decode(dst, codes []byte) []byte {
	for _, c := range codes {
		if c == codeHyphen {
			dst = append(dst, '-')
			continue
		}
		dst = utf8.AppendRune(dst, 'а'+rune(c-codeA))
	}
	return dst
}
