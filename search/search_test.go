package search

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/rulang/layout"
)

// classes are a few lines written for the tests, in the words of the classifiers' names.
func classes() *Concepts {
	return NewConcepts(
		[]Class{
			{Code: "25", Name: "Производство готовых металлических изделий"},
			{Code: "25.62", Name: "Обработка металлических изделий механическая", English: "Machining"},
			{Code: "26.60", Name: "Производство облучающего и электромедицинского оборудования", English: "Manufacture of irradiation, electromedical equipment"},
			{Code: "71.20", Name: "Технические испытания, исследования, анализ и сертификация", English: "Technical testing and analysis"},
			{Code: "64.99", Name: "Предоставление прочих финансовых услуг", English: "Other financial service activities"},
		},
		[]Class{
			{Code: "25.62.20", Name: "Услуги по обработке металлических изделий на станках: фрезерование, точение"},
			{Code: "25.62.20.999", Name: "Хонингование"},
		})
}

func sample() []Passage {
	return []Passage{
		{ID: "1", Owner: "Фреза", Title: "Фрезеровка алюминия на станках с ЧПУ", Text: "5-осевая обработка корпусов и деталей из алюминиевых сплавов. Партии от 1 штуки.", Codes: []string{"25.62"}, Facets: map[string][]string{"kind": {"offer"}, "region": {"77"}}},
		{ID: "2", Owner: "Фреза", Title: "О компании", Text: "Механическая обработка металла с 1998 года.", Facets: map[string][]string{"kind": {"profile"}, "region": {"77"}}},
		{ID: "3", Owner: "Испытатель", Title: "Лаборатория испытаний беспилотников", Text: "Климатические и вибрационные испытания дронов, сертификация.", Codes: []string{"71.20"}, Facets: map[string][]string{"kind": {"lab"}, "region": {"50"}}},
		{ID: "4", Owner: "Капитал", Title: "Венчурный фонд", Text: "Инвестиции в телемедицину и биотехнологии на ранних стадиях.", Codes: []string{"64.99"}, Facets: map[string][]string{"kind": {"investor"}, "region": {"77"}}},
		{ID: "5", Owner: "Токарь", Title: "Токарные работы", Text: "Точение валов и втулок из стали 40Х, изделие АК-12.", Codes: []string{"25.62"}, Facets: map[string][]string{"kind": {"offer"}, "region": {"50"}}},
		{ID: "6", Owner: "Тайна", Title: "Закрытый запрос", Text: "Гравитонный синхрофазотрон для фрезеровки.", Facets: map[string][]string{"kind": {"request"}, "region": {"99"}}, Audiences: []string{"members"}},
	}
}

func filled(tb testing.TB) *Index {
	tb.Helper()
	x := New(classes())
	if err := x.Change(sample(), nil); err != nil {
		tb.Fatal(err)
	}
	return x
}

func ownersOf(a Answer) []string {
	list := make([]string, 0, len(a.Results))
	for _, r := range a.Results {
		list = append(list, r.Owner)
	}
	return list
}

// Free words, in other forms than they stand, in English, misspelt, on the other keyboard, in Latin letters.
func TestFindsTheRightOneFirst(t *testing.T) {
	x := filled(t)
	for text, want := range map[string]string{
		"нужен подрядчик на фрезеровку алюминиевых корпусов": "Фреза",
		"ищу инвестора в телемедицину":                       "Капитал",
		"лаборатория для испытаний дронов":                   "Испытатель",
		"испытания беспилотника":                             "Испытатель",
		"CNC machining of titanium":                          "Фреза",
		"фризировка":                                         "Фреза",
		"ahtpthjdrf":                                         "Фреза",
		"ajhtpthjdrf":                                        "Фреза",
		"frezerovka":                                         "Фреза",
		"вибрaционные":                                       "Испытатель", // with a Latin a
		"точение из стали":                                   "Токарь",
		"АК-12":                                              "Токарь",
		"ак12":                                               "Токарь",
		"пятиосевая обработка":                               "Фреза",
	} {
		if got := ownersOf(x.Search(Query{Text: text})); len(got) == 0 || got[0] != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
}

func TestSaysWhatItMended(t *testing.T) {
	x := filled(t)
	for text, want := range map[string]Mend{
		"ahtpthjdrf алюминия": {"ahtpthjdrf", "фрезеровка", layout.Keyboard},
		"frezerovka":          {"frezerovka", "фрезеровка", layout.Transliteration},
		"фризировка":          {"фризировка", "фрезеровка", layout.None},
	} {
		if got := x.Search(Query{Text: text}).Mended; !slices.Equal(got, []Mend{want}) {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		if got := x.Search(Query{Text: text, Literal: true}).Mended; got != nil {
			t.Errorf("%s was mended, though it was to be taken as it is: %v", text, got)
		}
	}
	if got := x.Search(Query{Text: "фрезеровка титана machining"}).Mended; got != nil {
		t.Errorf("words were mended that need none: %v", got)
	}
}

// Where all words are asked for, a passage that lacks one is not found; slips are mended before.
func TestAllWordsAreThere(t *testing.T) {
	x := filled(t)
	for text, want := range map[string][]string{
		"токарная работа":     {"Токарь"},
		"njrfhyst работы":     {"Токарь"}, // mended first
		"точение в телескопе": nil,
		"точение дронов":      nil, // in two passages, one word each
		"и для":               nil,
	} {
		if got := ownersOf(x.Search(Query{Text: text, All: true, Firm: true})); !slices.Equal(got, want) {
			t.Errorf("%s: %v found, want %v", text, got, want)
		}
	}
	if mends := x.Mend("njrfhyst работы"); len(mends) != 1 || mends[0].Read != "токарные" {
		t.Errorf("mended without a search: %v", mends)
	}
}

// Each owner stands once, by the best passage.
func TestOwnersStandOnce(t *testing.T) {
	got := ownersOf(filled(t).Search(Query{Text: "обработка металла и алюминия, фрезеровка, испытания"}))
	slices.Sort(got)
	if len(slices.Compact(slices.Clone(got))) != len(got) {
		t.Errorf("%v", got)
	}
}

func TestNarrowsAndCounts(t *testing.T) {
	x := filled(t)
	a := x.Search(Query{Text: "обработка металла", Only: map[string][]string{"region": {"77", "50"}, "kind": {"offer"}}, Count: []string{"region"}})
	got := ownersOf(a)
	slices.Sort(got)
	if !slices.Equal(got, []string{"Токарь", "Фреза"}) {
		t.Errorf("%v", got)
	}
	if diff := cmp.Diff(map[string]map[string]int{"region": {"77": 1, "50": 1}}, a.Facets); diff != "" {
		t.Error(diff)
	}
	if a := x.Search(Query{Text: "обработка", Only: map[string][]string{"region": {"01"}}}); len(a.Results) != 0 || a.Total != 0 {
		t.Errorf("%v of a region that nobody has", a)
	}
}

// Owners are counted once for each value, however many passages they have and over however many segments those lie; what shares letters
// only is left out when one asks for what is firm; apart, each passage is a result.
func TestCountsOwnersAndSinglePassages(t *testing.T) {
	x := New(nil)
	var put []Passage
	for i := range 3*chunk/2 + 7 {
		owner := fmt.Sprint("o", i/100)
		put = append(put, Passage{
			ID: fmt.Sprint(i), Owner: owner, Title: []string{"фрезеровка рам", "сварка рам"}[i%2],
			Facets: map[string][]string{"kind": {[]string{"offer", "need"}[i%2]}, "region": {[]string{"77", "63"}[i/100%2]}},
		})
	}
	put = append(put, Passage{ID: "alike", Owner: "alike", Title: "фрезеровать", Facets: map[string][]string{"kind": {"offer"}}})
	if err := x.Change(put, nil); err != nil {
		t.Fatal(err)
	}
	all := (len(put)-2)/100 + 1
	a := x.Search(Query{Text: "рамы", Count: []string{"kind", "region"}, Owners: true, Firm: true, Limit: 10})
	want := map[string]map[string]int{"kind": {"offer": all, "need": all}, "region": {"77": (all + 1) / 2, "63": all / 2}}
	if diff := cmp.Diff(want, a.Facets); diff != "" || !a.Cut {
		t.Error(diff, a.Cut)
	}
	if a = x.Search(Query{Text: "рамы", Limit: len(put)}); a.Cut || len(a.Results) != all {
		t.Errorf("%d owners of %d, cut: %v", len(a.Results), all, a.Cut)
	}
	if a = x.Search(Query{Text: "рамы", Limit: 30, Apart: true}); len(a.Results) != 30 || a.Results[0].Owner != a.Results[1].Owner {
		t.Errorf("%d passages", len(a.Results))
	}
	if a = filled(t).Search(Query{Text: "фрезерный", Firm: true}); slices.ContainsFunc(a.Results, func(r Result) bool { return len(r.Matched)+len(r.Through) == 0 }) {
		t.Errorf("%+v", a.Results)
	}
	if loose := filled(t).Search(Query{Text: "корпусный"}); loose.Total <= filled(t).Search(Query{Text: "корпусный", Firm: true}).Total {
		t.Error("nothing is spelt alike: the test says nothing")
	}
}

// What an asker may not see leaves no trace: not in results, totals, facets, scores or words proposed.
func TestAccessLeavesNoTrace(t *testing.T) {
	with, without := filled(t), New(classes())
	if err := without.Change(sample()[:5], nil); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"фрезеровка", "синхрофазотрон", "синхрофазатрон", "гравитонный", "uhfdbnjyysq", "закрытый запрос"} {
		q := Query{Text: text, Count: []string{"region", "kind"}}
		a, b := with.Search(q), without.Search(q)
		if !slices.Equal(ownersOf(a), ownersOf(b)) || a.Total != b.Total || !slices.Equal(a.Mended, b.Mended) || !cmp.Equal(a.Facets, b.Facets) {
			t.Errorf("%s: %+v, without the closed passage %+v", text, a, b)
		}
		for _, r := range a.Results {
			if r.Owner == "Тайна" {
				t.Errorf("%s shows what is closed", text)
			}
		}
	}
	if got := ownersOf(with.Search(Query{Text: "синхрофазотрон", Audiences: []string{"members"}})); !slices.Contains(got, "Тайна") {
		t.Errorf("a member does not see it: %v", got)
	}
	if got := ownersOf(with.Search(Query{Text: "синхрофазотрон", Audiences: []string{"others"}})); slices.Contains(got, "Тайна") {
		t.Errorf("another audience sees it: %v", got)
	}
}

func TestChanges(t *testing.T) {
	x := filled(t)
	if err := x.Change([]Passage{{ID: "1", Owner: "Фреза", Title: "Лазерная резка", Text: "Раскрой листа."}}, []string{"2", "nobody"}); err != nil {
		t.Fatal(err)
	}
	if got := ownersOf(x.Search(Query{Text: "лазерная резка"})); len(got) == 0 || got[0] != "Фреза" {
		t.Errorf("what was put is not found: %v", got)
	}
	for _, r := range x.Search(Query{Text: "5-осевая обработка корпусов"}).Results {
		if r.Passage == "2" || r.Owner == "Фреза" && slices.Contains(r.Matched, "корпусов") {
			t.Errorf("what was taken back is found: %+v", r)
		}
	}
	if x.Len() != 5 {
		t.Errorf("%d passages", x.Len())
	}
	for _, bad := range [][]Passage{{{Owner: "x"}}, {{ID: "x"}}, {{ID: "x", Owner: "x"}, {ID: "x", Owner: "y"}}} {
		if err := x.Change(bad, nil); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
}

// However passages came — at once, one by one, replaced on the way — the same ones are found.
func TestOrderOfChangesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		want := map[string]string{}
		x := New(nil)
		for range rapid.IntRange(1, 40).Draw(r, "changes") {
			id := fmt.Sprint(rapid.IntRange(0, 9).Draw(r, "id"))
			if rapid.Bool().Draw(r, "take back") {
				delete(want, id)
				if err := x.Change(nil, []string{id}); err != nil {
					r.Fatal(err)
				}
				continue
			}
			word := rapid.SampledFrom([]string{"станок", "робот", "насос"}).Draw(r, "word")
			want[id] = word
			if err := x.Change([]Passage{{ID: id, Owner: id, Text: word}}, nil); err != nil {
				r.Fatal(err)
			}
		}
		if x.Len() != len(want) {
			r.Fatalf("%d passages, want %d", x.Len(), len(want))
		}
		for _, word := range []string{"станок", "робот", "насос"} {
			got := ownersOf(x.Search(Query{Text: word, Limit: 20}))
			slices.Sort(got)
			var ids []string
			for id, w := range want {
				if w == word {
					ids = append(ids, id)
				}
			}
			slices.Sort(ids)
			if !slices.Equal(got, ids) {
				r.Fatalf("%s: %v, want %v", word, got, ids)
			}
		}
	})
}

// Questions while the index changes see a whole state: here each state has as many passages of one kind as of the other.
func TestQuestionsSeeWholeStates(t *testing.T) {
	x := New(nil)
	var asking sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		asking.Go(func() {
			for {
				a, b := x.Search(Query{Text: "станок робот", Count: []string{"kind"}}), 0
				if a.Facets["kind"]["станок"] != a.Facets["kind"]["робот"] {
					t.Errorf("half a change was seen: %v", a.Facets)
				}
				_ = b
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for i := range 100 {
		var put []Passage
		for _, word := range []string{"станок", "робот"} {
			put = append(put, Passage{ID: fmt.Sprint(word, i%40), Owner: word, Text: word, Facets: map[string][]string{"kind": {word}}})
		}
		if err := x.Change(put, nil); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	asking.Wait()
	if x.Len() != 80 {
		t.Errorf("%d passages", x.Len())
	}
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"5-осевой станок АК-12, ГОСТ 12345-67; ОКВЭД 25.62.": "5-осевой|станок|ак-12|гост|12345-67|оквэд|25.62",
		"т.е. и/или 3D-печать":                               "т|е|и|или|3d-печать",
		"- -а- ISO9001\xff.":                                 "а|iso9001",
		"":                                                   "",
	} {
		if got := strings.Join(slices.Collect(tokens(text)), "|"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

func FuzzSearch(f *testing.F) {
	x := New(classes())
	if err := x.Change(sample(), nil); err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"нужна фрезеровка", "", "\xff\xfe", strings.Repeat("а ", 70), strings.Repeat("ж", 150), "ейша", "25.62", "и и и", "ё\u0308-\u00ad", "ahtpthjdrf"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a := x.Search(Query{Text: text, Count: []string{"kind"}})
		for _, r := range a.Results {
			if r.Owner == "Тайна" || r.Score < 0 || r.Score > 1 {
				t.Errorf("%+v", r)
			}
		}
		if len(a.Results) > a.Total {
			t.Errorf("%d results of %d", len(a.Results), a.Total)
		}
		y := New(nil)
		if err := y.Change([]Passage{{ID: "1", Owner: "1", Title: text, Text: text}}, nil); err != nil {
			t.Error(err)
		}
	})
}

func ExampleIndex_Search() {
	x := New(classes())
	if err := x.Change(sample(), nil); err != nil {
		fmt.Println(err)
		return
	}
	best := x.Search(Query{Text: "нужен подрядчик на фрезеровку титановых корпусов"}).Results[0]
	fmt.Println(best.Owner, best.Matched, best.Missing, best.Through)
	// Output: Фреза [фрезеровку корпусов] [подрядчик титановых] [25.62]
}

// Owners like one share its words and its classes; what the asker may not see has no likes, and is none.
func TestSimilar(t *testing.T) {
	x := filled(t)
	a := x.Similar("1", Query{Count: []string{"kind"}})
	if got := ownersOf(a); len(got) == 0 || got[0] != "Токарь" || slices.Contains(got, "Фреза") || slices.Contains(got, "Тайна") {
		t.Fatalf("%v", got)
	}
	if r := a.Results[0]; !slices.Contains(r.Through, "25.62") || r.Missing != nil {
		t.Errorf("reasons %+v", r)
	}
	if got := x.Similar("6", Query{}); len(got.Results) != 0 || got.Total != 0 {
		t.Errorf("a closed passage has likes: %+v", got)
	}
	if got := ownersOf(x.Similar("6", Query{Audiences: []string{"members"}})); len(got) == 0 || got[0] != "Фреза" {
		t.Errorf("for a member: %v", got)
	}
	if got := x.Similar("nobody", Query{}); len(got.Results) != 0 {
		t.Errorf("%+v", got)
	}
	var own []Passage
	for _, p := range sample() {
		if p.Owner == "Фреза" {
			own = append(own, p)
		}
	}
	b := x.Like("Фреза", own, Query{Limit: 1})
	if got := ownersOf(b); !slices.Equal(got, []string{"Токарь"}) {
		t.Errorf("%v", got)
	}
	if r := b.Results[0]; !slices.Contains(r.Through, "25.62") || r.Missing != nil {
		t.Errorf("reasons %+v", r)
	}
	if got := x.Like("Фреза", own, Query{Only: map[string][]string{"region": {"77"}}}); slices.Contains(ownersOf(got), "Токарь") {
		t.Errorf("of another region: %v", ownersOf(got))
	}
	if got := x.Like("Фреза", own, Query{}); slices.Contains(ownersOf(got), "Фреза") || slices.Contains(ownersOf(got), "Тайна") {
		t.Errorf("itself, or what may not be seen: %v", ownersOf(got))
	}
	if got := x.Like("Фреза", nil, Query{}); len(got.Results) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
	if got := x.Similar("1", Query{Audiences: []string{"members"}}).Results; !slices.ContainsFunc(got, func(r Result) bool {
		return r.Owner == "Тайна" && slices.Contains(r.Matched, "фрезеровка")
	}) {
		t.Errorf("words in common are not named: %+v", got)
	}
}

// A word that only passages had which are gone is not proposed any more, nor one of a passage that was closed.
func TestWordsThatAreGoneAreNotProposed(t *testing.T) {
	x := New(nil)
	put := func(p Passage) {
		t.Helper()
		if err := x.Change([]Passage{p}, nil); err != nil {
			t.Fatal(err)
		}
	}
	put(Passage{ID: "0", Owner: "a", Text: "станок насос робот"})
	put(Passage{ID: "1", Owner: "b", Text: "гравитонник"})
	if got := x.Search(Query{Text: "гравитонмик"}).Mended; len(got) != 1 || got[0].Read != "гравитонник" {
		t.Fatalf("%v", got)
	}
	put(Passage{ID: "1", Owner: "b", Text: "гравитонник", Audiences: []string{"members"}})
	if got := x.Search(Query{Text: "гравитонмик"}).Mended; len(got) != 0 {
		t.Errorf("a closed word is proposed: %v", got)
	}
}

// However many passages come and go, those that are there are found: here enough that segments are joined many times.
func TestManyChangesAreJoined(t *testing.T) {
	x := New(classes())
	for i := range 300 {
		var put []Passage
		for k := range 5 {
			id := (i*7 + k*31) % 400
			put = append(put, Passage{ID: fmt.Sprint(id), Owner: fmt.Sprint(id), Title: fmt.Sprintf("Изделие №%d", id), Codes: []string{"25.62"}, Facets: map[string][]string{"kind": {fmt.Sprint(id % 3)}}})
		}
		if err := x.Change(put, []string{fmt.Sprint(i * 3 % 400)}); err != nil {
			t.Fatal(err)
		}
	}
	s := x.current.Load()
	if len(s.segments) > 12 {
		t.Errorf("%d segments", len(s.segments))
	}
	found := 0
	for id := range 400 {
		if got := ownersOf(x.Search(Query{Text: fmt.Sprintf("№%d", id), Limit: 1, Literal: true})); len(got) > 0 && got[0] == fmt.Sprint(id) {
			found++
		}
	}
	if found != x.Len() {
		t.Errorf("%d of %d passages are found", found, x.Len())
	}
}

// Whoever has very many passages that fit neither pushes others out nor has the search look deeper for them.
func TestManyPassagesOfAFewPushNobodyOut(t *testing.T) {
	x := New(nil)
	var put []Passage
	for i := range 3000 {
		put = append(put, Passage{ID: fmt.Sprint(i), Owner: fmt.Sprint("many", i/1000), Title: "Сварка рам", Text: fmt.Sprint("рамы ", i%7)})
	}
	for i := range 30 {
		put = append(put, Passage{ID: fmt.Sprint("one", i), Owner: fmt.Sprint("one", i), Title: "Рамы", Text: "И многое другое, что длиннее и стоит дальше от слов запроса."})
	}
	if err := x.Change(put, nil); err != nil {
		t.Fatal(err)
	}
	deep := x.Search(Query{Text: "сварка рам", Limit: len(put)})
	if got := x.Search(Query{Text: "сварка рам", Limit: 33}); len(got.Results) != 33 || got.Cut {
		t.Errorf("%d owners of 33, cut: %v", len(got.Results), got.Cut)
	} else if diff := cmp.Diff(deep.Results, got.Results); diff != "" || deep.Total != got.Total {
		t.Error("one finds others when one looks deeper", deep.Total, got.Total, diff)
	}
}

// Whoever sends many words that mean nothing does not have the processor for it: beyond so many spellings none is looked up.
func TestTriesOfOtherSpellingsAreBounded(t *testing.T) {
	x := filled(t)
	if got := x.Search(Query{Text: "frezerovka"}).Mended; len(got) != 1 || got[0].Read != "фрезеровка" {
		t.Fatalf("one word in Latin letters: %v", got)
	}
	if got := x.Search(Query{Text: strings.Repeat("ysyjlyst ", 60) + "frezerovka"}).Mended; len(got) != 0 {
		t.Errorf("after sixty words that mean nothing: %v", got)
	}
}

// Of some words no stem is left («Ейша»): they are their own. A text with one must not keep everybody from searching.
func TestAWordWithoutAStemIsFoundByItself(t *testing.T) {
	x := New(nil)
	if err := x.Change([]Passage{{ID: "1", Owner: "Ейша", Title: "Ейша, ейш и ейше", Text: "-- \u0301 ь ъ 'ейшый'"}}, nil); err != nil {
		t.Fatal(err)
	}
	if got := x.Search(Query{Text: "Ейша", Firm: true}).Results; len(got) != 1 {
		t.Errorf("%d results", len(got))
	}
}
