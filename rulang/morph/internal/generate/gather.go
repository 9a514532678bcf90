package main

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rulang/morph"
)

// rule makes a lemma of a form: without the prefix and so many letters at the end, with another end.
type rule struct {
	class  morph.Class
	prefix string
	cut    int
	end    string
}

// weighed is a rule with how likely it is.
type weighed struct {
	rule
	lemma  string
	corpus float64 // what the corpus says: sum of the shares of its tags
	doubt  float64 // what the marks of the entry take off
}

// words are the readings of each folded form.
type words map[string][]weighed

// gather reads all forms and ranks the readings of each.
func gather(s *source) (words, error) {
	all := words{}
	err := s.eachWord(func(word string, paradigm, form int) error {
		r, err := s.readingOf(word, paradigm, form)
		if err != nil || strings.ContainsAny(word, "0123456789'’") {
			return err
		}
		folded := morph.Fold(word)
		p := s.probability(word, r.tag)
		if folded != word {
			p = max(p, s.probability(folded, r.tag))
		}
		all.add(folded, r, float64(p)/1e6)
		return nil
	})
	if err != nil {
		return nil, err
	}
	seen := map[string]int{} // how many forms of a lemma the corpus has
	for _, list := range all {
		for _, w := range list {
			if w.corpus > 0 {
				seen[w.key()]++
			}
		}
	}
	for word, list := range all {
		all[word] = rank(list, seen)
	}
	return all, nil
}

func (w weighed) key() string { return w.lemma + string(rune('A'+w.class)) }

// add notes a reading; one that leads to the same lemma by the same class is the same reading.
func (all words) add(word string, r reading, p float64) {
	lemma := morph.Fold(r.lemma)
	class := classOf(r.tag)
	list := all[word]
	for i := range list {
		if list[i].lemma == lemma && list[i].class == class {
			list[i].corpus += p
			list[i].doubt = max(list[i].doubt, doubt(r.tag))
			return
		}
	}
	all[word] = append(list, weighed{ruleOf(word, lemma, r.prefix, class), lemma, p, doubt(r.tag)})
}

func ruleOf(word, lemma, prefix string, class morph.Class) rule {
	stem := strings.TrimPrefix(word, prefix)
	shared := 0
	for shared < len(stem) && shared < len(lemma) && stem[shared] == lemma[shared] {
		shared++
	}
	for shared > 0 && (shared < len(stem) && !utf8.RuneStart(stem[shared]) || shared < len(lemma) && !utf8.RuneStart(lemma[shared])) {
		shared--
	}
	return rule{class, prefix, utf8.RuneCountInString(stem[shared:]), lemma[shared:]}
}

// classOf reads a tag such as "NOUN,anim,masc,Surn sing,nomn".
func classOf(tag string) morph.Class {
	marks := strings.FieldsFunc(tag, func(r rune) bool { return r == ',' || r == ' ' })
	for _, mark := range marks {
		switch mark {
		case "Name", "Surn", "Patr":
			return morph.Name
		case "Geox":
			return morph.Place
		case "Apro":
			return morph.Pronoun
		}
	}
	classes := map[string]morph.Class{
		"NOUN": morph.Noun, "ADJF": morph.Adjective, "ADJS": morph.Adjective, "COMP": morph.Adjective,
		"VERB": morph.Verb, "INFN": morph.Verb, "GRND": morph.Verb, "PRTF": morph.Participle, "PRTS": morph.Participle,
		"ADVB": morph.Adverb, "PRED": morph.Adverb, "NUMR": morph.Numeral, "NPRO": morph.Pronoun,
		"PREP": morph.Function, "CONJ": morph.Function, "PRCL": morph.Function, "INTJ": morph.Function,
	}
	return classes[marks[0]]
}

// doubt is how much less likely a reading is than its neighbours where the corpus is silent: names stand beside common words
// far more often in the dictionary than in texts, and so do old, coarse and mistaken forms, commands and abbreviations.
func doubt(tag string) float64 {
	factor := 1.0
	for _, mark := range []string{"Name", "Surn", "Patr", "Geox", "Abbr", "Arch", "Erro", "Slng", "Infr", "Dist", "Init", "Orgn", "Trad", "INTJ", "impr"} {
		if strings.Contains(tag, mark) {
			factor *= 0.2
		}
	}
	return factor
}

// unseen is the share left to what the corpus never met in a word that it did meet.
const unseen = 0.01

// rank turns what is known into shares, and keeps the likeliest.
func rank(list []weighed, seen map[string]int) []weighed {
	met := slices.ContainsFunc(list, func(w weighed) bool { return w.corpus > 0 })
	for i := range list {
		w := &list[i]
		if met {
			w.corpus += unseen * w.doubt
			continue
		}
		w.corpus = w.doubt * (1 + math.Log2(1+float64(seen[w.key()])))
	}
	slices.SortFunc(list, func(a, b weighed) int {
		if a.corpus != b.corpus {
			if a.corpus > b.corpus {
				return -1
			}
			return 1
		}
		return strings.Compare(a.key(), b.key())
	})
	list = list[:min(len(list), maxReadings)]
	for i := len(list) - 1; i >= 0; i-- {
		list[i].corpus /= list[0].corpus
	}
	return list
}

// maxReadings is how many readings of a word are kept.
const maxReadings = 4
