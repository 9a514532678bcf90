package searchstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/search"
)

func classes() *search.Concepts {
	return search.NewConcepts([]search.Class{
		{Code: "25.62", Name: "Обработка металлических изделий механическая", English: "Machining"},
		{Code: "71.20", Name: "Технические испытания, исследования, анализ и сертификация", English: "Technical testing and analysis"},
	}, []search.Class{{Code: "25.62.20", Name: "Услуги по обработке металлических изделий: фрезеровка, точение"}})
}

func sample() []search.Passage {
	list := []search.Passage{
		{ID: "1", Owner: "Фреза", Title: "Фрезеровка алюминия", Text: "Корпуса и детали из алюминиевых сплавов.", Codes: []string{"25.62"}, Facets: map[string][]string{"kind": {"offer"}, "region": {"77"}}},
		{ID: "2", Owner: "Испытатель", Title: "Лаборатория испытаний", Text: "Вибрационные испытания дронов.", Codes: []string{"71.20"}, Facets: map[string][]string{"kind": {"lab"}, "region": {"50"}}},
		{ID: "3", Owner: "Токарь", Title: "Токарные работы", Text: "Точение валов из стали, механическая обработка.", Codes: []string{"25.62"}, Facets: map[string][]string{"kind": {"offer"}, "region": {"50"}}},
		{ID: "4", Owner: "Тайна", Title: "Закрытый запрос на фрезеровку", Text: `Гравитонный "синхро'фазотрон\`, Facets: map[string][]string{"kind": {"request"}}, Audiences: []string{"members"}},
	}
	for i := range 30 {
		list = append(list, search.Passage{ID: fmt.Sprint("n", i), Owner: fmt.Sprint("Прочий ", i), Title: "Обслуживание зданий", Text: "Уборка помещений и детали интерьера.", Facets: map[string][]string{"kind": {"offer"}, "region": {"77"}}})
	}
	return list
}

func owners(a search.Answer) []string {
	var list []string
	for _, r := range a.Results {
		list = append(list, r.Owner)
	}
	return list
}

// both runs a test with an index in memory and with one in PostgreSQL.
func both(t *testing.T, f func(t *testing.T, x Searcher)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		x, empty, err := Open(t.Context(), db, classes())
		if db.Engine() != sqldb.Postgres {
			if !errors.Is(err, ErrEngine) {
				t.Fatalf("opened on %s: %v", db.Engine(), err)
			}
			f(t, InMemory{search.New(classes())})
			return
		}
		if err != nil || !empty {
			t.Fatalf("empty %v, %v", empty, err)
		}
		f(t, x)
	})
}

func find(t *testing.T, x Searcher, q search.Query) search.Answer {
	t.Helper()
	a, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func change(t *testing.T, x Searcher, put []search.Passage, taken ...string) {
	t.Helper()
	if err := x.Change(t.Context(), put, taken); err != nil {
		t.Fatal(err)
	}
}

func TestBothFindTheSameFirst(t *testing.T) {
	both(t, func(t *testing.T, x Searcher) {
		change(t, x, sample())
		for text, want := range map[string]string{
			"нужен подрядчик на фрезеровку алюминиевых корпусов": "Фреза", "испытания дрона": "Испытатель", "CNC machining, steel": "Токарь", "точение вала": "Токарь",
		} {
			got := owners(find(t, x, search.Query{Text: text}))
			if text == "CNC machining, steel" {
				got = got[:min(2, len(got))]
				slices.Sort(got)
				if !slices.Equal(got, []string{"Токарь", "Фреза"}) {
					t.Errorf("%s: %v", text, got)
				}
				continue
			}
			if len(got) == 0 || got[0] != want {
				t.Errorf("%s: %v, want %s first", text, got, want)
			}
		}
		r := find(t, x, search.Query{Text: "фрезеровка титановых корпусов"}).Results[0]
		if !slices.Equal(r.Matched, []string{"фрезеровка", "корпусов"}) || !slices.Equal(r.Missing, []string{"титановых"}) || !slices.Contains(r.Through, "25.62") {
			t.Errorf("reasons %+v", r)
		}
		for _, text := range []string{"", "и", `'); DROP TABLE searchstore_term; --`, `\ ' | & !`, "\x00"} {
			find(t, x, search.Query{Text: text})
		}
	})
}

func TestBothNarrowAndCountAndHide(t *testing.T) {
	both(t, func(t *testing.T, x Searcher) {
		change(t, x, sample())
		q := search.Query{Text: "механическая обработка, испытания", Only: map[string][]string{"region": {"50"}, "kind": {"offer", "lab"}}, Count: []string{"kind"}}
		a := find(t, x, q)
		got := owners(a)
		slices.Sort(got)
		if !slices.Equal(got, []string{"Испытатель", "Токарь"}) || a.Total != 2 {
			t.Errorf("%v of %d", got, a.Total)
		}
		if diff := cmp.Diff(map[string]map[string]int{"kind": {"offer": 1, "lab": 1}}, a.Facets); diff != "" {
			t.Error(diff)
		}
		secret := search.Query{Text: "гравитонный синхро'фазотрон", Literal: true, Count: []string{"kind"}}
		if a := find(t, x, secret); slices.Contains(owners(a), "Тайна") || a.Facets["kind"]["request"] != 0 {
			t.Errorf("what is closed is found: %+v", a)
		}
		secret.Audiences = []string{"members"}
		if got := owners(find(t, x, secret)); len(got) == 0 || got[0] != "Тайна" {
			t.Errorf("a member finds %v", got)
		}
	})
}

func TestBothChange(t *testing.T) {
	both(t, func(t *testing.T, x Searcher) {
		change(t, x, sample())
		change(t, x, []search.Passage{{ID: "1", Owner: "Фреза", Title: "Лазерная резка"}}, "3", "nobody")
		if got := owners(find(t, x, search.Query{Text: "лазерная резка"})); len(got) == 0 || got[0] != "Фреза" {
			t.Errorf("what was put is not found: %v", got)
		}
		if got := owners(find(t, x, search.Query{Text: "точение валов", Literal: true})); slices.Contains(got, "Токарь") {
			t.Errorf("what was taken back is found: %v", got)
		}
		for _, bad := range [][]search.Passage{{{Owner: "x"}}, {{ID: "x"}}, {{ID: "x", Owner: "x"}, {ID: "x", Owner: "y"}}} {
			if err := x.Change(t.Context(), bad, nil); err == nil {
				t.Errorf("%v was taken", bad)
			}
		}
	})
}

// Frequencies are those of a table that was filled at once, however it came to be; other classes begin anew.
func TestTermsAreCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		if db.Engine() != sqldb.Postgres {
			return
		}
		x, _, err := Open(t.Context(), db, classes())
		if err != nil {
			t.Fatal(err)
		}
		change(t, x, sample())
		change(t, x, sample()[:2])
		change(t, x, nil, "1", "n3")
		change(t, x, sample()[:1])
		if err := db.View(t.Context(), func(q sqldb.Querier) error {
			having, err := frequencies(t.Context(), q, []string{all, "корпус", "=kind=lab", "помещен", "#25.62"})
			if diff := cmp.Diff(map[string]int{all: 33, "корпус": 1, "=kind=lab": 1, "помещен": 29, "#25.62": having["#25.62"]}, having); diff != "" {
				t.Error(diff)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		reopen(t, db, classes(), false)
		reopen(t, db, nil, true)
	})
}

func reopen(t *testing.T, db *sqldb.DB, concepts *search.Concepts, want bool) {
	t.Helper()
	x, empty, err := Open(context.WithoutCancel(t.Context()), db, concepts)
	if err != nil || empty != want {
		t.Fatalf("empty %v, want %v; %v", empty, want, err)
	}
	if got := find(t, x, search.Query{Text: "фрезеровка"}); (len(got.Results) == 0) != want {
		t.Errorf("%+v", got)
	}
}
