package layout

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Slip is a piece of a text that was typed on the other keyboard.
type Slip struct {
	At            int // its first byte
	Written, Read string
}

// Retype returns a text with what was meant to be Russian and typed on the other keyboard in Russian letters, and the pieces that it
// changed: «j,hf,jnrf gkfcnbrf» is «обработка пластика». Six Russian letters lie on keys of punctuation, so it looks at what stands
// between spaces and not at words. Pieces of one to three letters, «yf» for «на», are taken for slips only beside one of four or more.
// The caller says what is a word, in small letters.
func Retype(text string, known func(string) bool) (string, []Slip) {
	var slips []Slip
	sure := false
	for at, field := range fields(text) {
		if s, ok := slipOf(at, field, known); ok {
			slips = append(slips, s)
			sure = sure || utf8.RuneCountInString(s.Read) >= sureLetters
		}
	}
	if !sure {
		return text, nil
	}
	var b strings.Builder
	from := 0
	for _, s := range slips {
		b.WriteString(text[from:s.At])
		b.WriteString(s.Read)
		from = s.At + len(s.Written)
	}
	b.WriteString(text[from:])
	return b.String(), slips
}

// fields yields what stands between spaces, each with the place of its first byte.
func fields(text string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		at := 0
		for field := range strings.FieldsSeq(text) {
			at += strings.Index(text[at:], field)
			if !yield(at, field) {
				return
			}
			at += len(field)
		}
	}
}

// sureLetters in a word that the other keyboard makes are no chance.
const sureLetters = 4

// mostMarks are punctuation before and behind a word.
const mostMarks = 3

// slipOf finds the word that the keys of a field write on the Russian keyboard: of all of it, or of what is left without punctuation at its
// ends, the longest.
func slipOf(at int, field string, known func(string) bool) (Slip, bool) {
	latin, russian := scripts(field)
	if !latin || russian || len(field) > maxLetters || known(strings.ToLower(strings.TrimFunc(field, unicode.IsPunct))) {
		return Slip{}, false
	}
	for cut := range mostMarks + 1 {
		for left := range cut + 1 {
			part, ok := without(field, left, cut-left)
			if !ok {
				continue
			}
			if read, ok := SwapKeyboard(unshifted.Replace(part)); ok && known(read) {
				return Slip{at + left, part, likeFirst(part, read)}, true
			}
		}
	}
	return Slip{}, false
}

// without takes marks off both ends; false if there are letters there.
func without(field string, left, right int) (string, bool) {
	if left+right >= len(field) {
		return "", false
	}
	for _, mark := range field[:left] + field[len(field)-right:] {
		if mark >= utf8.RuneSelf || unicode.IsLetter(mark) || unicode.IsDigit(mark) {
			return "", false
		}
	}
	return field[left : len(field)-right], true
}

// unshifted is which key writes a sign that takes the shift key.
var unshifted = strings.NewReplacer("{", "[", "}", "]", ":", ";", `"`, "'", "<", ",", ">", ".", "~", "`")

// likeFirst gives a word a capital at its beginning where what was typed has one.
func likeFirst(typed, word string) string {
	first, _ := utf8.DecodeRuneInString(typed)
	if !unicode.IsUpper(first) && !strings.ContainsRune(`{}:"<>~`, first) {
		return word
	}
	letter, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(letter)) + word[size:]
}
