package partner

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rulang/morph"
)

// Piece is a part of a text; Mark says that its word was looked for.
type Piece struct {
	Text string
	Mark bool
}

// longestWord is the longest that is looked at, in bytes: the search knows no longer ones.
const longestWord = 128

// longestSnippet is how much of a text is shown, in letters.
const longestSnippet = 260

// marker tells the words that have a stem in common with words that matched. A page has thousands of words and few that matched, so each is looked at
// once, and what begins otherwise than all that matched is not looked up at all: of the few words whose forms begin otherwise («человек» and «люди»),
// one is then unmarked.
type marker struct {
	stems, beginnings, seen map[string]bool
}

func newMarker(matched []string) marker {
	m := marker{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, word := range matched {
		m.beginnings[beginning(morph.Fold(word))] = true
		for _, stem := range stemsOf(word) {
			m.stems[stem], m.beginnings[beginning(stem)] = true, true
		}
	}
	return m
}

// beginning are the first letters of a word, two where it has them.
func beginning(word string) string {
	_, first := utf8.DecodeRuneInString(word)
	_, second := utf8.DecodeRuneInString(word[first:])
	return word[:first+second]
}

func (m marker) marks(word string) bool {
	marked, seen := m.seen[word]
	if seen || len(word) > longestWord {
		return marked
	}
	folded := morph.Fold(word)
	_, first := utf8.DecodeRuneInString(folded)
	if m.beginnings[beginning(folded)] || m.beginnings[folded[:first]] || strings.Contains(folded, "-") {
		marked = slices.ContainsFunc(stemsOf(word), func(s string) bool { return m.stems[s] })
	}
	m.seen[word] = marked
	return marked
}

// highlight marks the words of a text that have a stem in common with words that matched.
func highlight(text string, matched []string) []Piece {
	m := newMarker(matched)
	var list []Piece
	add := func(s string, mark bool) {
		if s == "" {
			return
		}
		if n := len(list); n > 0 && list[n-1].Mark == mark {
			list[n-1].Text += s
			return
		}
		list = append(list, Piece{s, mark})
	}
	for rest := text; rest != ""; {
		end := strings.IndexFunc(rest, func(r rune) bool { return !inWord(r) })
		switch {
		case end < 0:
			end = len(rest)
		case end == 0:
			end = strings.IndexFunc(rest, inWord)
			if end < 0 {
				end = len(rest)
			}
			add(rest[:end], false)
			rest = rest[end:]
			continue
		}
		add(rest[:end], m.marks(rest[:end]))
		rest = rest[end:]
	}
	return list
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '\u2011'
}

// stemsOf are the stems of a word and of its parts.
func stemsOf(w string) (list []string) {
	folded := morph.Fold(w)
	for _, r := range morph.Readings(folded) {
		list = append(list, morph.Stem(r.Lemma))
	}
	for part := range strings.SplitSeq(folded, "-") {
		if part != folded && len(part) > 2 {
			list = append(list, stemOf(part))
		}
	}
	return list
}

// snippet is the part of a text that shows why it was found: from the first marked word on, if that is far.
func snippet(text string, matched []string) []Piece {
	pieces := highlight(text, matched)
	before := 0
	for i, p := range pieces {
		if p.Mark {
			if before > longestSnippet/2 {
				pieces = slices.Concat([]Piece{{"… " + lastSentence(pieces[i-1].Text), false}}, pieces[i:])
			}
			break
		}
		before += len([]rune(p.Text))
	}
	length := 0
	for i := range pieces {
		letters := []rune(pieces[i].Text)
		if length+len(letters) > longestSnippet {
			short := letters[:longestSnippet-length]
			if at := strings.LastIndexByte(string(short), ' '); at > 0 {
				short = []rune(string(short)[:at])
			}
			return append(slices.Clone(pieces[:i]), Piece{string(short) + "…", pieces[i].Mark})
		}
		length += len(letters)
	}
	return pieces
}

// lastSentence is what comes after the last full stop.
func lastSentence(s string) string {
	if i := strings.LastIndex(s, ". "); i >= 0 {
		return s[i+2:]
	}
	words := strings.Fields(s)
	return strings.Join(words[max(0, len(words)-6):], " ") + " "
}
