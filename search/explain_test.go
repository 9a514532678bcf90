package search

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGivesReasons(t *testing.T) {
	x := filled(t)
	r := x.Search(Query{Text: "нужна фрезеровка титановых корпусов"}).Results[0]
	want := Result{Owner: "Фреза", Passage: "1", Matched: []string{"фрезеровка", "корпусов"}, Missing: []string{"титановых"}, Through: []string{"25.62"}}
	want.Score, want.Arms = r.Score, r.Arms
	if diff := cmp.Diff(want, r); diff != "" {
		t.Error(diff)
	}
	if name := classes().Name(r.Through[0]); name != "Обработка металлических изделий механическая" {
		t.Errorf("the class is called %q", name)
	}
	if r.Score <= 0 || r.Score > 1 || r.Arms.Words != 1 {
		t.Errorf("score %v of %v", r.Score, r.Arms)
	}
}

// A class is a reason when it says more than the words: declared by the passage, or by a word that the passage has not.
func TestAClassIsAReasonWhereItSaysMoreThanWords(t *testing.T) {
	classes := []Class{
		{Code: "24.42", Name: "Производство алюминия"},
		{Code: "25.62", Name: "Фрезерование металлических изделий"},
		{Code: "23.70", Name: "Резка, обработка и отделка камня: гранит"},
		{Code: "32.20", Name: "Производство музыкальных инструментов"},
		{Code: "32.50", Name: "Производство медицинских инструментов"},
	}
	x := New(NewConcepts(classes, nil))
	if err := x.Change([]Passage{
		{ID: "1", Owner: "Литейщик", Text: "Отливки из алюминия", Facets: map[string][]string{"kind": {"offer"}}},
		{ID: "2", Owner: "Завод", Text: "Слитки", Codes: []string{"24.42"}},
		{ID: "3", Owner: "Станочник", Text: "Детали на станках", Codes: []string{"25.62"}},
		{ID: "4", Owner: "Каменщик", Text: "Плиты", Codes: []string{"23.70"}},
		{ID: "5", Owner: "Врач", Text: "Зажимы", Codes: []string{"32.50"}},
		{ID: "6", Owner: "Скрипач", Text: "Струны", Codes: []string{"32.20"}},
	}, nil); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]map[string][]string{
		"алюминий":                {"Литейщик": nil, "Завод": {"24.42"}}, // that the class has the same word says nothing new
		"механообработка":         {},
		"фрезеровка":              {"Станочник": {"25.62"}}, // «фрезерование» begins alike
		"грант":                   {},                       // so does «гранит», but not enough of it
		"мединструмент":           {},
		"алюминиевый слиток":      {"Литейщик": {"24.42"}, "Завод": {"24.42"}},
		"медицинские инструменты": {"Врач": {"32.50"}}, // whoever makes music is too little about it
	} {
		got := map[string][]string{}
		for _, r := range x.Search(Query{Text: text, Firm: true}).Results {
			got[r.Owner] = r.Through
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

// Whoever declares very many classes takes nobody else out of what is found, and out of what facets count.
func TestManyDeclaredClassesPushNobodyOut(t *testing.T) {
	var classes []Class
	var codes []string
	for i := range 8 {
		code := fmt.Sprintf("28.%d1", i+1)
		classes, codes = append(classes, Class{Code: code, Name: "Производство клапанов"}), append(codes, code)
	}
	x := New(NewConcepts(classes, nil))
	if err := x.Change([]Passage{
		{ID: "1", Owner: "Один", Text: "Арматура", Codes: codes[:1], Facets: map[string][]string{"region": {"77"}}},
		{ID: "2", Owner: "Все", Text: "Арматура", Codes: codes, Facets: map[string][]string{"region": {"63"}}},
		{ID: "3", Owner: "Тоже все", Text: "Трубы", Codes: codes, Facets: map[string][]string{"region": {"63"}}},
	}, nil); err != nil {
		t.Fatal(err)
	}
	a := x.Search(Query{Text: "клапаны", Firm: true, Owners: true, Count: []string{"region"}})
	if got := ownersOf(a); len(got) != 3 || got[2] != "Один" || a.Facets["region"]["77"] != 1 {
		t.Errorf("%v, %v", got, a.Facets)
	}
	for _, r := range a.Results {
		if want := map[bool]int{true: 1, false: mostThrough}[r.Owner == "Один"]; len(r.Through) != want {
			t.Errorf("%s is told by %v", r.Owner, r.Through)
		}
	}
	if got := ownersOf(x.Similar("3", Query{})); len(got) != 2 {
		t.Errorf("like the third: %v", got)
	}
}

// However often a text says a word, that is a guess at a class and no declaration.
func TestAGuessIsNoDeclaration(t *testing.T) {
	x := New(NewConcepts([]Class{{Code: "24.42", Name: "Производство алюминия"}}, nil))
	if err := x.Change([]Passage{{ID: "1", Owner: "Литейщик", Text: strings.Repeat("Алюминий. ", 40)}}, nil); err != nil {
		t.Fatal(err)
	}
	if r := x.Search(Query{Text: "алюминий"}).Results; len(r) != 1 || r[0].Through != nil {
		t.Errorf("%+v", r)
	}
}

// A class that a passage is only a little about is told to who asked and has no other reason; it makes nobody alike.
func TestAnUncertainClassMakesNobodyAlike(t *testing.T) {
	lists := &heard{concepts: [][]posting{{{0, wholeClass}}}, leads: [][][][]posting{{nil}}}
	p := plan{concepts: []concept{{0, certainEnough / 2}}, says: [][]bool{{true}}}
	for _, one := range []struct {
		alike, matched bool
		want           int
	}{{false, false, 1}, {false, true, 0}, {true, false, 0}, {true, true, 0}} {
		p.alike = one.alike
		if got := (&explainer{plan: p}).through(lists, 0, one.matched); len(got) != one.want {
			t.Errorf("%+v: %v", one, got)
		}
	}
}
