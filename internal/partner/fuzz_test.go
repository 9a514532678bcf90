package partner

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/search"
)

// Whatever a program sends is refused, or is a question within its limits.
func FuzzAsk(f *testing.F) {
	for _, seed := range []string{
		`{"text":"фрезеровка","role":"supplier","region":"77","off":["money"],"page":2}`, `{"text":""}`, `{"text":"a"} {}`, `{"text":"a","page":-1}`,
		`{"text":"a","role":"king"}`, `{"text":"a","more":1}`, `[]`, `null`, "", "\xff",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		asked, err := readAsk(bytes.NewReader(body))
		if err != nil {
			return
		}
		k, err := asked.question()
		if err != nil {
			return
		}
		if k.Text == "" || len(k.Text) > longestNeed || k.Page < 1 || k.Page > mostPages || k.Role != "" && !slices.Contains(Roles(), k.Role) {
			t.Errorf("taken as a question: %+v", k)
		}
	})
}

// Whatever is typed as a name, the readings are few, none of them is what was typed or empty, and who is named can be named: guests read
// of everybody.
func FuzzMeant(f *testing.F) {
	c := newCatalogue(nil)
	member := milling()
	member.Status = "partner"
	hidden := offer("Тайна", "77", Supplier, "Фрезеровка", "", ForMembers)
	if err := c.put([]Subject{member, hidden}, nil); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{"фрезировка", "ahtpthjdrf", "frezerovka", "ООО «Фрезер»", "Тайна", "a,;'[]", "  ", "\xff", "й\u0306", strings.Repeat("щ", 300)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const most = 3
		readings, ogrns := c.meant(text, most)
		if len(readings) > mostReadings || len(ogrns) > most {
			t.Errorf("%d readings, %d organisations", len(readings), len(ogrns))
		}
		for _, r := range readings {
			if r == "" || r == text {
				t.Errorf("%q is read as %q", text, r)
			}
		}
		if slices.Contains(ogrns, hidden.Key) {
			t.Errorf("%q names who has no status", text)
		}
	})
}

// Whatever a set holds, it is refused, or its figures are numbers that can be printed.
func FuzzEvaluate(f *testing.F) {
	const docs = `{"id":"a","title":"Фрезеровка","text":"детали из алюминия"}` + "\n"
	for _, queries := range []string{
		`{"q":"фрезеровка","rel":{"a":3}}`, `{"q":"фрезеровка","rel":{"a":1e308}}`, `{"q":"","rel":{}}`, `{"q":"x","rel":{"a":-1}}`, "", "\n\n", "{",
	} {
		f.Add(docs, queries)
	}
	f.Add(docs+docs, `{"q":"x"}`)
	f.Add("{}", "{}")
	concepts := search.NewConcepts(nil, nil)
	f.Fuzz(func(t *testing.T, docs, queries string) {
		e, err := Evaluate(t.Context(), strings.NewReader(docs), strings.NewReader(queries), concepts)
		if err != nil {
			if !errors.Is(err, ErrEvaluation) {
				t.Errorf("the error is of another kind: %v", err)
			}
			return
		}
		if _, err := json.Marshal(e); err != nil || e.NDCG < 0 || e.NDCG > 1+1e-9 {
			t.Errorf("the figures are %+v, %v", e, err)
		}
	})
}
