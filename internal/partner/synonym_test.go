package partner

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/search/relevance"
)

// The table of terms is right: English on the left, Russian on the right, no entry twice in a line, none in so many lines that it leads
// anywhere, none that is no more than a word between words.
func TestTheTableOfTerms(t *testing.T) {
	lines := map[string]int{}
	for line := range strings.Lines(termsFile) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		english, russian, ok := strings.Cut(line, "=")
		if !ok || strings.TrimSpace(russian) == "" {
			t.Errorf("%q has no Russian side", line)
		}
		in := map[string]bool{}
		for side, script := range map[string]*unicode.RangeTable{english: unicode.Latin, russian: unicode.Cyrillic} {
			for entry := range strings.SplitSeq(side, ";") {
				entry = strings.TrimPrefix(strings.TrimSpace(entry), onlyFor)
				if entry == "" {
					continue
				}
				if entry != morph.Fold(entry) || in[entry] {
					t.Errorf("%q in %q is not folded, or stands there twice", entry, line)
				}
				in[entry] = true
				lines[entry]++
				if !strings.ContainsFunc(entry, func(r rune) bool { return unicode.Is(script, r) }) || len(wordsOf(entry)) == 0 || isFunction(entry) {
					t.Errorf("%q in %q stands on the wrong side or says nothing", entry, line)
				}
			}
		}
		if len(in) < 2 {
			t.Errorf("%q leads nowhere", line)
		}
	}
	for entry, n := range lines {
		if n > mostLines {
			t.Errorf("%q stands in %d lines", entry, n)
		}
	}
	if n := len(synonyms().lines); n < 500 {
		t.Errorf("%d lines", n)
	}
}

// mostLines may have an entry.
const mostLines = 8

// What is typed leads to what means the same: by stems, the longest entry first, and nothing for words between words.
func TestSynonyms(t *testing.T) {
	for text, want := range map[string]string{
		"cnc machining":            "cnc: чпу",
		"machine vision":           "machine vision: машинное зрение",
		"learning machine":         "machine: станок",
		"printed circuit boards":   "printed circuit boards: печатная плата",
		"фрезеровку":               "фрезеровку: фрезерный",
		"поставки за полгода":      "поставки: доставка",
		"станок по металлу":        "по: ", // a preposition leads nowhere
		"обработка":                "",     // it means more than that of metal
		"patent attorney":          "patent attorney: патентный поверенный",
		"разработка приложений":    "разработка приложений: разработка программ",
		"carbon-fibre drone frame": "carbon-fibre: углепластик",
	} {
		list := synonymsOf(text)
		got := ""
		for _, s := range list {
			got += s.of + ": " + s.say + "\n"
		}
		switch {
		case want == "" && len(list) > 0, want == "по: " && strings.Contains(got, want), want != "" && want != "по: " && !strings.Contains(got, want+"\n"):
			t.Errorf("%q leads to %q, want %q", text, got, want)
		}
	}
	long := synonymsOf(strings.Repeat("drone ", 40))
	if len(long) > mostSynonyms {
		t.Errorf("%d synonyms", len(long))
	}
}

// English names of activities find their Russian ones by the table alone: the names of NACE Rev. 2, which nobody wrote for this search. An index of
// names without the English ones that classifiers bring, so that nothing else leads there.
func TestEnglishNamesOfActivitiesFindRussianOnes(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(sharedtest.File(t, "search", "okved2_nace2_en.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	code, russian, english := slices.Index(rows[0], "code"), slices.Index(rows[0], "name_ru"), slices.Index(rows[0], "name_en")
	var subjects []Subject
	for _, row := range rows[1:] {
		subjects = append(subjects, Subject{Key: row[code], Name: i18n.Same(row[code]), Passages: []Passage{{ID: row[code], Form: FormOffer, Role: Supplier, Title: row[russian]}}})
	}
	find, err := Over(subjects, nil)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, row := range rows[1:] {
		f := find(Question{Text: row[english], Off: ChipKeys()}, sunday(t))
		var keys []string
		for _, h := range f.Hits {
			keys = append(keys, h.Subject.Key)
		}
		sum += relevance.NDCG(keys, map[string]float64{row[code]: 1}, 10)
	}
	got := sum / float64(len(rows)-1)
	t.Logf("nDCG@10 %.4f of %d names", got, len(rows)-1)
	if got < namesFloor {
		t.Errorf("%.4f is below %.3f", got, namesFloor)
	}
}

// namesFloor is the first figure reached less one hundredth.
const namesFloor = 0.415
