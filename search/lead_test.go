package search

import (
	"slices"
	"testing"
)

// The words of another way to say something lead to a class together, and only by its own name.
func TestAnotherWayLeadsToAClassAsAWhole(t *testing.T) {
	x := New(NewConcepts([]Class{
		{Code: "80", Name: "Операции с недвижимым имуществом"},
		{Code: "80.20", Name: "Деятельность систем обеспечения безопасности"},
		{Code: "26.51", Name: "Производство систем управления"},
	}, nil))
	if err := x.Change([]Passage{
		{ID: "1", Owner: "Охрана", Text: "Пульт", Codes: []string{"80.20"}}, {ID: "2", Owner: "Завод", Text: "Щиты", Codes: []string{"26.51"}},
	}, nil); err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct {
		text string
		also Also
		want []string
	}{
		{"контроллер", Also{"контроллер", "система управления"}, []string{"Завод"}},
		{"хирургия", Also{"хирургия", "операция"}, []string{}},
	} {
		if got := ownersOf(x.Search(Query{Text: one.text, Also: []Also{one.also}, Firm: true})); !slices.Equal(got, one.want) {
			t.Errorf("%s: %v, want %v", one.text, got, one.want)
		}
	}
}

func TestAkin(t *testing.T) {
	for _, one := range []struct {
		a, b string
		want bool
	}{
		{"фрезеровк", "фрезерован", true},
		{"алюмин", "алюминиев", true},
		{"металлическ", "металл", true},
		{"контракт", "контрольн", false},
		{"организм", "организац", false},
		{"пластыр", "пластмасс", false},
		{"трансфер", "трансформатор", false},
		{"прогресс", "программн", false},
		{"профессор", "профсоюзн", false},
		{"органик", "организац", false},
	} {
		if beginning(one.a) != beginning(one.b) {
			if one.want {
				t.Errorf("%s and %s begin otherwise", one.a, one.b)
			}
			continue
		}
		if akin(one.a, one.b) != one.want || akin(one.b, one.a) != one.want {
			t.Errorf("%s and %s: akin %t", one.a, one.b, !one.want)
		}
	}
	if beginning("грант") != "грант" || beginning("гран") != "" || beginning("гранит") != "грани" {
		t.Error("the beginning has five letters")
	}
}
