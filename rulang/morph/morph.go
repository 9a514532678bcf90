package morph

import (
	"strings"
)

// maxReadings bounds what a word can mean; the generator keeps to it.
const maxReadings = 4

// Lemma returns the likeliest dictionary form of a word, folded. What is no Russian word is returned folded.
func Lemma(word string) string {
	var room [maxReadings]Reading
	return Append(room[:0], word)[0].Lemma
}

// Readings returns what a word can be, the likeliest first; it is never empty, and the shares add up to 1.
func Readings(word string) []Reading { return Append(nil, word) }

// Append appends the readings of a word to a slice.
func Append(dst []Reading, word string) []Reading {
	word = Fold(word)
	from := len(dst)
	var room [maxLetters + utf8Max]byte
	codes, ok := encode(room[:0], word)
	switch {
	case ok:
		dst = appendRussian(dst, codes)
	case strings.Contains(word, "-"):
		dst = appendMixed(dst, word)
	}
	if len(dst) == from {
		return append(dst, Reading{Lemma: word, Share: 1})
	}
	total := 0.0
	for _, r := range dst[from:] {
		total += r.Share
	}
	for i := range dst[from:] {
		dst[from+i].Share /= total
	}
	return dst
}

// utf8Max is room for the sign that made a word too long.
const utf8Max = 4

// Known tells whether the dictionary has a form.
func Known(word string) bool {
	var room [maxLetters + utf8Max]byte
	codes, ok := encode(room[:0], Fold(word))
	if !ok {
		return false
	}
	_, ok = dictionary().words.Find(codes)
	return ok
}

func appendRussian(dst []Reading, codes []byte) []Reading {
	d := dictionary()
	if at, ok := d.words.Find(codes); ok {
		return d.appendRules(dst, at, codes, true)
	}
	if i := lastHyphen(codes); i >= 0 {
		return appendHyphenated(dst, codes[:i], codes[i+1:])
	}
	if at, ok := d.guess(codes); ok {
		return d.appendRules(dst, at, codes, false)
	}
	return dst
}

func lastHyphen(codes []byte) int {
	for i := len(codes) - 1; i >= 0; i-- {
		if codes[i] == codeHyphen {
			return i
		}
	}
	return -1
}

// appendHyphenated reads a word by its two parts. The first stays as it is where it is a stem or a lemma already
// («бизнес-ангелов», «научно-технического») and else goes along with the second («станков-автоматов»). A particle
// behind a word says nothing («скажите-ка»).
func appendHyphenated(dst []Reading, first, second []byte) []Reading {
	left := string(decode(nil, first))
	right := string(decode(nil, second))
	if right == "то" || right == "ка" || right == "таки" {
		return Append(dst, left)
	}
	switch {
	case left == "" && right == "":
		return dst
	case left == "" || right == "":
		return Append(dst, left+right)
	case left == "по":
		return append(dst, Reading{Lemma: "по-" + right, Class: Adverb, Share: 1})
	default:
		return appendJoined(dst, leftLemma(left), right)
	}
}

// leftLemma is what becomes of the first part of a word with a hyphen.
func leftLemma(left string) string {
	if strings.HasSuffix(left, "о") || strings.HasSuffix(left, "е") {
		return left
	}
	var room [maxReadings]Reading
	readings := Append(room[:0], left)
	for _, r := range readings {
		if r.Lemma == left || !r.Known || r.Class != Noun {
			return left
		}
	}
	return readings[0].Lemma
}

// minPart is the shortest part behind a hyphen that is read; shorter ones are units and endings: «122-мм».
const minPart = 4

// appendMixed reads a word with digits or other letters before a hyphen by what comes behind it: «3d-принтеров». Numbers of
// types have nothing to be read: «ак-12».
func appendMixed(dst []Reading, word string) []Reading {
	i := strings.LastIndexByte(word, '-')
	left, right := word[:i], word[i+1:]
	var room [maxLetters + utf8Max]byte
	codes, ok := encode(room[:0], right)
	switch {
	case !ok || left == "":
		return dst
	case isNumber(left) && isOrdinalEnding(right):
		return append(dst, Reading{Lemma: left + "-й", Class: Adjective, Share: 1})
	case len(codes) < minPart:
		return dst
	}
	return appendJoined(dst, left, right)
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// isOrdinalEnding tells what is written behind the figures of an ordinal: «3-го», «1960-х», «5-ая».
func isOrdinalEnding(s string) bool {
	switch s {
	case "й", "я", "е", "го", "му", "м", "х", "ми", "ю", "ый", "ой", "ий", "ая", "ое", "ые", "ого", "ому", "ым", "ых", "ыми", "ую":
		return true
	default:
		return false
	}
}

func appendJoined(dst []Reading, left, right string) []Reading {
	from := len(dst)
	dst = Append(dst, right)
	for i := range dst[from:] {
		r := &dst[from+i]
		r.Lemma, r.Known = left+"-"+r.Lemma, false
	}
	return dst
}
