package search

import (
	"slices"
	"testing"
)

func said(t *testing.T, passages map[string]string) *Index {
	t.Helper()
	x := New(nil)
	var list []Passage
	for id, text := range passages {
		list = append(list, Passage{ID: id, Owner: id, Text: text})
	}
	if err := x.Change(list, nil); err != nil {
		t.Fatal(err)
	}
	return x
}

func scoresOf(a Answer) map[string]float64 {
	scores := map[string]float64{}
	for _, r := range a.Results {
		scores[r.Owner] = r.Arms.Words
	}
	return scores
}

// Who says a thing in two ways has it once; who says it as it was asked for is before who says it otherwise.
func TestOtherWaysDoNotAddUp(t *testing.T) {
	x := said(t, map[string]string{
		"typed": "Дроны, сеялки.", "one": "Беспилотники, сеялки.", "other": "Квадрокоптеры, лопаты.", "both": "Беспилотники, квадрокоптеры.", "seed": "Сеялки, грабли.", "none": "Лопаты, грабли.",
	})
	a := scoresOf(x.Search(Query{Text: "дроны сеялки", Also: []Also{{"дроны", "беспилотник"}, {"дроны", "квадрокоптер"}}}))
	if a["typed"] <= a["one"] || a["one"] <= a["seed"] || a["both"] != a["other"] || a["both"] <= 0 || a["none"] != 0 {
		t.Errorf("%v", a)
	}
}

// Several words stand for others together: a passage with one of them has part of it.
func TestSeveralWordsAreOneWay(t *testing.T) {
	x := said(t, map[string]string{"whole": "Машинное зрение для линий.", "half": "Машинное масло для линий.", "other": "Токарные работы для линий."})
	a := x.Search(Query{Text: "machine vision", Literal: true, Also: []Also{{"machine vision", "машинное зрение"}}})
	if got := ownersOf(a); !slices.Equal(got, []string{"whole", "half"}) {
		t.Fatalf("%v", got)
	}
	if half := scoresOf(a)["half"]; half <= 0 || half > 0.6 {
		t.Errorf("half of it is worth %v", half)
	}
	if got := a.Results[0].Matched; !slices.Equal(got, []string{"машинное", "зрение"}) {
		t.Errorf("%v", got)
	}
}

// What is not in the text, overlaps, or has no word of a subject, changes nothing and breaks nothing.
func TestWaysThatLeadNowhere(t *testing.T) {
	x := filled(t)
	want := ownersOf(x.Search(Query{Text: "токарные работы по стали"}))
	for _, also := range [][]Also{
		{{"", ""}},
		{{"фрезеровка", "точение"}},
		{{"стали", "и"}},
		{{"по", ""}},
		{{"по стали токарные", "точение"}},
		{{"работы по стали", "нет такого слова"}, {"стали", "железо"}},
		{{"токарные", "токарные"}},
	} {
		if got := ownersOf(x.Search(Query{Text: "токарные работы по стали", Also: also})); !slices.Equal(got, want) {
			t.Errorf("%v: %v, want %v", also, got, want)
		}
	}
}

// A way that others may not see tells nobody what it is: nothing of it is found, and scores of what is seen stay.
func TestOtherWaysKeepAudiences(t *testing.T) {
	x := filled(t)
	also := []Also{{"ускоритель", "синхрофазотрон"}}
	if a := x.Search(Query{Text: "ускоритель", Also: also, Firm: true}); len(a.Results) != 0 {
		t.Errorf("%v", a.Results)
	}
	if a := x.Search(Query{Text: "ускоритель", Also: also, Firm: true, Audiences: []string{"members"}}); len(a.Results) != 1 {
		t.Errorf("%v", a.Results)
	}
}
