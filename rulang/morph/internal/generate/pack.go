package main

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/rulang/morph/internal/automaton"
)

// dictionary is the three parts of the file; rulang/morph says what they are.
type dictionary struct {
	words, endings, rules []byte
	count                 int
}

func (d dictionary) bytes() []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(d.words)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(d.endings)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(d.rules)))
	return slices.Concat(b, d.words, d.endings, d.rules)
}

func pack(all words) (dictionary, error) {
	lists := map[string]string{} // word: its list of rules, in bytes
	for word, list := range all {
		lists[word] = encodeRules(list)
	}
	guesses := guessesOf(all)
	table, places := tableOf(slices.Values(slices.AppendSeq(slices.Collect(maps.Values(lists)), maps.Values(guesses))))
	words, err := build(lists, places)
	if err != nil {
		return dictionary{}, fmt.Errorf("pack the words: %w", err)
	}
	endings, err := build(guesses, places)
	if err != nil {
		return dictionary{}, fmt.Errorf("pack the endings: %w", err)
	}
	return dictionary{words, endings, table, len(lists)}, nil
}

// tableOf lays the lists one after the other, those first that are used most: their places are short numbers.
func tableOf(lists func(func(string) bool)) ([]byte, map[string]uint32) {
	uses := map[string]int{}
	for list := range lists {
		uses[list]++
	}
	order := slices.SortedFunc(maps.Keys(uses), func(a, b string) int {
		return cmp.Or(cmp.Compare(uses[b], uses[a]), cmp.Compare(a, b))
	})
	var table []byte
	places := map[string]uint32{}
	for _, list := range order {
		places[list] = uint32(len(table))
		table = append(table, list...)
	}
	return table, places
}

func build(lists map[string]string, places map[string]uint32) ([]byte, error) {
	coded := map[string]uint32{}
	for word, list := range lists {
		coded[string(codes(word))] = places[list]
	}
	b := automaton.NewBuilder()
	for _, word := range slices.Sorted(maps.Keys(coded)) {
		if err := b.Add([]byte(word), coded[word]); err != nil {
			return nil, err
		}
	}
	return b.Build()
}

// codes writes letters as 2 to 33 and the hyphen as 1.
func codes(word string) []byte {
	b := make([]byte, 0, len(word))
	for _, r := range word {
		if r == '-' {
			b = append(b, 1)
		} else {
			b = append(b, byte(r-'а'+2))
		}
	}
	return b
}

func encodeRules(list []weighed) string {
	var b []byte
	for i, w := range list {
		head := byte(w.class) | byte(utf8.RuneCountInString(w.prefix))<<4
		if i < len(list)-1 {
			head |= 1 << 6
		}
		end := codes(w.end)
		b = append(b, head, byte(w.cut), level(w.corpus), byte(len(end)))
		b = append(b, end...)
	}
	return string(b)
}

// level is a share of the likeliest reading as a coarse logarithm: 15 is 1, each step below it 1/√2 of the one above.
func level(share float64) byte {
	return byte(max(0, min(15, math.Round(15+2*math.Log2(share)))))
}

const (
	longestEnding = 6
	// fewest known words and the smallest share of them make a guess.
	fewestWords   = 3
	smallestShare = 0.12
	mostGuesses   = 3
)

// guessesOf counts, for each ending of up to six letters, what rules the known words with it follow.
func guessesOf(all words) map[string]string {
	counts := map[string]map[rule]float64{}
	for _, word := range slices.Sorted(maps.Keys(all)) { // in order, for the sums are of floating point
		list, letters := all[word], []rune(word)
		if len(letters) < 4 || strings.ContainsRune(word, '-') {
			continue
		}
		total := 0.0
		for _, w := range list {
			total += w.corpus
		}
		for _, w := range list {
			if !productive(w) {
				continue
			}
			for n := max(1, w.cut); n <= min(longestEnding, len(letters)-2); n++ {
				ending := string(letters[len(letters)-n:])
				if counts[ending] == nil {
					counts[ending] = map[rule]float64{}
				}
				counts[ending][w.rule] += w.corpus / total
			}
		}
	}
	guesses := map[string]string{}
	for _, ending := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Compare(len(a), len(b)) }) {
		list := likeliest(counts[ending])
		if len(list) == 0 {
			continue
		}
		packed, key := encodeRules(list), reversed(ending)
		if inherited(guesses, key) != packed {
			guesses[key] = packed
		}
	}
	return guesses
}

// productive tells whether new words are made the way of a reading.
func productive(w weighed) bool {
	switch w.class {
	case morph.Noun, morph.Adjective, morph.Verb, morph.Participle:
		return w.prefix == "" && w.doubt == 1
	default:
		return false
	}
}

func likeliest(counts map[rule]float64) []weighed {
	list := make([]weighed, 0, len(counts))
	for r, n := range counts {
		list = append(list, weighed{rule: r, corpus: math.Round(n*100) / 100})
	}
	slices.SortFunc(list, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.corpus, a.corpus), cmp.Compare(a.class, b.class), cmp.Compare(a.cut, b.cut), cmp.Compare(a.end, b.end))
	})
	total := 0.0
	for _, w := range list { // in order, for the sum is of floating point
		total += w.corpus
	}
	if total < fewestWords {
		return nil
	}
	list = list[:min(len(list), mostGuesses)]
	best := list[0].corpus
	for i := range list {
		if list[i].corpus < smallestShare*total && i > 0 {
			list = list[:i]
			break
		}
	}
	for i := range list {
		list[i].corpus /= best
	}
	return list
}

func reversed(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

// inherited is what a shorter ending says already. Endings are spelt from their end.
func inherited(guesses map[string]string, key string) string {
	for n := len(key) - 2; n > 0; n -= 2 {
		if g, ok := guesses[key[:n]]; ok {
			return g
		}
	}
	return ""
}
