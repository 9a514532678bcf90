package main

import (
	"math"
	"testing"

	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/rulang/morph/internal/automaton"
)

func TestRuleOf(t *testing.T) {
	cases := []struct {
		word, lemma, prefix string
		cut                 int
		end                 string
	}{
		{"станку", "станок", "", 2, "ок"},
		{"красный", "красный", "", 0, ""},
		{"покрасивее", "красивый", "по", 2, "ый"},
		{"люди", "человек", "", 4, "человек"},
		{"шла", "идти", "", 3, "идти"},
		{"печи", "печь", "", 1, "ь"},
	}
	for _, c := range cases {
		r := ruleOf(c.word, c.lemma, c.prefix, morph.Noun)
		if r.cut != c.cut || r.end != c.end {
			t.Errorf("%s, %s: take %d off and put %q; want %d, %q", c.word, c.lemma, r.cut, r.end, c.cut, c.end)
		}
	}
}

func TestClassOf(t *testing.T) {
	for tag, want := range map[string]morph.Class{
		"NOUN,inan,femn sing,nomn": morph.Noun, "NOUN,anim,masc,Surn sing,nomn": morph.Name, "NOUN,inan,femn,Sgtm,Geox sing,nomn": morph.Place,
		"PRTF,perf,tran,past,pssv plur,gent": morph.Participle, "GRND,impf,intr pres": morph.Verb, "ADJF,Apro masc,sing,nomn": morph.Pronoun, "PREP": morph.Function, "COMP,Qual": morph.Adjective,
	} {
		if got := classOf(tag); got != want {
			t.Errorf("%s: %s", tag, got)
		}
	}
}

// The share of a reading is kept to within a quarter.
func TestLevel(t *testing.T) {
	for share := 1.0; share > 0.006; share *= 0.97 {
		if got := math.Exp2((float64(level(share)) - 15) / 2); got/share > 1.25 || share/got > 1.25 {
			t.Errorf("%f is kept as %f", share, got)
		}
	}
	if level(0) != 0 || level(1) != 15 {
		t.Error("the ends of the scale")
	}
}

// What the corpus says goes before everything; where it says nothing, names stand back.
func TestRank(t *testing.T) {
	name := weighed{rule: rule{class: morph.Name}, lemma: "белов", doubt: 0.2}
	adjective := weighed{rule: rule{class: morph.Adjective}, lemma: "белый", doubt: 1}
	if list := rank([]weighed{name, adjective}, nil); list[0].lemma != "белый" || list[1].corpus >= 1 {
		t.Errorf("%v", list)
	}
	name.corpus = 0.9
	if list := rank([]weighed{adjective, name}, nil); list[0].lemma != "белов" {
		t.Errorf("%v", list)
	}
}

// Words and endings are found in what was packed, and an ending that says what a shorter one says is left out.
func TestPack(t *testing.T) {
	all := words{}
	for _, stem := range []string{"монет", "карет", "газет", "ракет", "планет"} {
		for _, end := range []string{"а", "ы", "у", "ой"} {
			all.add(stem+end, reading{lemma: stem + "а", tag: "NOUN,inan,femn sing"}, 0)
		}
	}
	for word, list := range all {
		all[word] = rank(list, nil)
	}
	packed, err := pack(all)
	if err != nil {
		t.Fatal(err)
	}
	if packed.count != 20 {
		t.Errorf("%d words", packed.count)
	}
	at, ok := automaton.Automaton(packed.words).Find(codes("ракетой"))
	if want := encodeRules([]weighed{{rule: rule{morph.Noun, "", 2, "а"}, corpus: 1}}); !ok || string(packed.rules[at:at+len(want)]) != want {
		t.Errorf("ракетой leads to %x", packed.rules[at:])
	}
	endings := automaton.Automaton(packed.endings)
	if _, ok := endings.Find(codes("йо")); !ok {
		t.Error("the ending ой says nothing")
	}
	if _, ok := endings.Find(codes("йоте")); ok {
		t.Error("the ending етой says again what ой says")
	}
}
