package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// lead is what leads a query to classes: a word of it, or the words of another way to say a part of it, which count together.
type lead []*word

// say finds which of the leads of a plan the classifiers have in the name of each of its classes. What letters alone lead to nobody has said,
// «гранит» for «грант».
func (p *plan) say(c *Concepts) {
	for _, one := range p.concepts {
		row := make([]bool, len(p.leads))
		for i, l := range p.leads {
			row[i] = !slices.ContainsFunc(l, func(w *word) bool { return !c.says(one.class, w) })
		}
		p.says = append(p.says, row)
	}
}

// keepSaid leaves the classes to which more leads than letters.
func (p *plan) keepSaid() {
	var concepts []concept
	var says [][]bool
	for i, row := range p.says {
		if slices.Contains(row, true) {
			concepts, says = append(concepts, p.concepts[i]), append(says, row)
		}
	}
	p.concepts, p.says = concepts, says
}

// says tells whether the classifiers have a word in a name of a class itself, or one akin to it. Names above it do not count: nobody who reads
// its name sees them.
func (c *Concepts) says(class uint16, w *word) bool {
	named := func(list []posting) bool {
		times, _ := timesIn(list, class)
		return times >= tenths
	}
	return slices.ContainsFunc(w.terms, func(term string) bool {
		if named(c.words.list(term)) {
			return true
		}
		start := beginning(term)
		at, _ := slices.BinarySearch(c.words.keys, start)
		for ; start != "" && at < len(c.words.keys) && strings.HasPrefix(c.words.keys[at], start); at++ {
			if _, list := c.words.at(at); akin(term, c.words.keys[at]) && named(list) {
				return true
			}
		}
		return false
	})
}

// leastAkin letters are common to words of one root at least.
const leastAkin = 5

// beginning is the first letters of a term, empty where it has fewer.
func beginning(term string) string {
	n := 0
	for i := range term {
		if n == leastAkin {
			return term[:i]
		}
		n++
	}
	if n == leastAkin {
		return term
	}
	return ""
}

// akin tells stems of one root, such as «фрезеровк» and «фрезерован», «алюмин» and «алюминиев»: one begins with the whole other, or four fifths of
// both are the same. «Контракт» and «контроль», «организм» and «организация» have less in common. The first letters have been compared.
func akin(a, b string) bool {
	if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) {
		return true
	}
	common := 0
	for i, r := range a {
		if i >= len(b) || !strings.HasPrefix(b[i:], string(r)) {
			break
		}
		common++
	}
	longer := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	return 5*common >= 4*longer
}
