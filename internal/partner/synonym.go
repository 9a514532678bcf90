package partner

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/search"
)

// synonym is another way to say words that were typed; either may be several words.
type synonym struct {
	of, say     string
	words, says []string // of either
}

// termsFile are words of many fields that mean the same, in English and in Russian. It is a table of our own; an editor extends it by what
// people search for.
//
//go:embed terms.txt
var termsFile string

// entry is what stands in the table.
type entry struct {
	text  string
	words []string
	stems string
}

// thesaurus leads from words to the lines of the table that have them.
type thesaurus struct {
	lines    [][]entry // the Russian entries of a line, then the English ones
	surfaces map[string][]int
	stems    map[string][]int
	longest  int // words of an entry
}

// onlyFor stands before words that are looked for because of others of the line, and lead to none: «обработка» is not only of metal.
const onlyFor = "~"

var synonyms = sync.OnceValue(func() *thesaurus {
	t := &thesaurus{surfaces: map[string][]int{}, stems: map[string][]int{}}
	for line := range strings.Lines(termsFile) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			t.add(line)
		}
	}
	return t
})

// add takes a line: «english; english = русское; русское».
func (t *thesaurus) add(line string) {
	english, russian, _ := strings.Cut(line, "=")
	var all []entry
	for text := range strings.SplitSeq(russian+";"+english, ";") {
		said, mute := strings.CutPrefix(strings.TrimSpace(text), onlyFor)
		if said == "" {
			continue
		}
		words := textWords(said)
		one := entry{said, wordsOf(said), joined(stemsIn(words))}
		all = append(all, one)
		if mute {
			continue
		}
		t.longest = max(t.longest, len(words))
		t.enter(t.surfaces, joined(one.words), len(t.lines))
		t.enter(t.stems, one.stems, len(t.lines))
	}
	t.lines = append(t.lines, all)
}

func (*thesaurus) enter(index map[string][]int, key string, line int) {
	if !slices.Contains(index[key], line) {
		index[key] = append(index[key], line)
	}
}

func textWords(text string) []word {
	r := reader{text: morph.Fold(text)}
	return r.words()
}

func stemOf(w string) string { return morph.Stem(morph.Lemma(w)) }

// wordsOf are the words of a text, folded.
func wordsOf(text string) (list []string) {
	for _, w := range textWords(text) {
		list = append(list, w.text)
	}
	return list
}

func stemsIn(words []word) (list []string) {
	for _, w := range words {
		list = append(list, morph.Stem(w.lemma))
	}
	return list
}

func joined(words []string) string { return strings.Join(words, " ") }

// What is added to a need is bounded: each way to say something takes time.
const (
	mostSynonyms = 40
	mostWays     = 8 // to say the same; the search takes those of them that somebody has said
)

// synonymsOf are other ways to say what stands in a folded text. The longest entries go before: «machine vision» is no machine.
func synonymsOf(text string) (list []synonym) {
	t, words := synonyms(), wordsOf(text)
	stems := stemsIn(textWords(text))
	for i := 0; i < len(words) && len(list) < mostSynonyms; {
		n, lines := t.at(words[i:], stems[i:])
		list = append(list, t.ways(words[i:i+n], joined(stems[i:i+n]), lines)...)
		i += max(n, 1)
	}
	return list[:min(len(list), mostSynonyms)]
}

// alsoOf are synonyms as a search takes them.
func alsoOf(list []synonym) []search.Also {
	also := make([]search.Also, len(list))
	for i, s := range list {
		also[i] = search.Also{Of: s.of, Say: s.say}
	}
	return also
}

// at finds the longest entry with which words begin, as it stands or else by its stems.
func (t *thesaurus) at(words, stems []string) (n int, lines []int) {
	for n := min(len(words), t.longest); n > 0; n-- {
		if n == 1 && isFunction(words[0]) {
			break
		}
		if lines := t.surfaces[joined(words[:n])]; len(lines) > 0 {
			return n, lines
		}
		if lines := t.stems[joined(stems[:n])]; len(lines) > 0 {
			return n, lines
		}
	}
	return 0, nil
}

// isFunction tells prepositions and the like, whose forms may be those of other words: «за» of «заем».
func isFunction(text string) bool { return morph.Readings(text)[0].Class == morph.Function }

func (t *thesaurus) ways(typed []string, stems string, lines []int) (list []synonym) {
	of := joined(typed)
	for _, line := range lines {
		for _, one := range t.lines[line] {
			same := one.stems == stems || slices.ContainsFunc(list, func(s synonym) bool { return s.say == one.text })
			if !same && len(list) < mostWays {
				list = append(list, synonym{of, one.text, typed, one.words})
			}
		}
	}
	return list
}

// englishWords tell that a text is English and no Russian in Latin letters, beside the English words of the table.
var englishWords = strings.Fields(`a an the of for in on to with and or from by we i our need needs looking look find want is are who which that can
	company service services supplier suppliers machine vision quality control design software system systems data cloud network security bank money
	help making made make small large high low new best near project projects product products industry industrial technology technologies work works`)

// isEnglish reports whether a folded text has a word that is surely English.
func isEnglish(text string) bool {
	t := synonyms()
	return slices.ContainsFunc(textWords(text), func(w word) bool {
		if strings.Trim(w.text, "abcdefghijklmnopqrstuvwxyz&-") != "" {
			return false
		}
		return slices.Contains(englishWords, w.text) || len(t.surfaces[w.text]) > 0 || signs[w.text].weight > 0
	})
}
