package search

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// To a guest an index with passages for others answers exactly as one without them: results, scores, counts, mended words. Otherwise whoever
// puts two texts of their own beside each other would read from their scores what others have written for members.
func TestWhatIsClosedChangesNothingForOthers(t *testing.T) {
	open, closed := sample()[:5], []Passage{sample()[5]}
	for i := range 40 {
		closed = append(closed, Passage{
			ID: fmt.Sprint("closed ", i), Owner: fmt.Sprint("Закрытое ", i%7), Title: "Вибрационные испытания валов, фрезеровка", Text: "Синхрофазотрон, телемедицина, титановые сплавы. Сталь.",
			Codes: []string{"25.62"}, Facets: map[string][]string{"kind": {"offer"}, "region": {"77"}}, Audiences: []string{"members"},
		})
	}
	without, with := New(classes()), New(classes())
	if err := without.Change(open, nil); err != nil {
		t.Fatal(err)
	}
	for _, part := range [][]Passage{closed[:20], open[:2], closed[20:], open[2:]} {
		if err := with.Change(part, nil); err != nil {
			t.Fatal(err)
		}
	}
	loaded := New(classes())
	if _, err := loaded.Load(bytes.NewReader(saved(t, with))); err != nil {
		t.Fatal(err)
	}
	rounded := cmpopts.EquateApprox(0, 1e-6) // lengths are added up in another order
	for _, text := range []string{
		"фрезеровка валов", "испытания дронов и телемедицина", "синхрофазотрон сталь", "вибрационные испытания беспилотников", "фрезировка титана", "точение", "machining", "cnfkm",
	} {
		q := Query{Text: text, Count: []string{"kind", "region"}, Owners: true}
		want := without.Search(q)
		for name, x := range map[string]*Index{"with": with, "loaded": loaded} {
			if diff := cmp.Diff(want, x.Search(q), rounded); diff != "" {
				t.Errorf("%s, «%s»: %s", name, text, diff)
			}
		}
	}
	for _, also := range [][]Also{
		{{"синхрофазотрон", "фрезеровка"}}, // only closed texts have what was typed
		{{"дрон", "телемедицина"}, {"дрон", "титановый"}, {"дрон", "сталь"}, {"дрон", "синхрофазотрон"}, {"дрон", "беспилотник"}},
		{{"точение", "вибрационный синхрофазотрон"}, {"точение", "станок"}},
	} {
		q := Query{Text: also[0].Of + " валов", Also: also}
		want := without.Search(q)
		for name, x := range map[string]*Index{"with": with, "loaded": loaded} {
			if diff := cmp.Diff(want, x.Search(q), rounded); diff != "" {
				t.Errorf("%s, «%s», also %v: %s", name, q.Text, also, diff)
			}
		}
	}
	for _, p := range open {
		if diff := cmp.Diff(without.Similar(p.ID, Query{}), with.Similar(p.ID, Query{}), rounded); diff != "" {
			t.Errorf("like %s: %s", p.ID, diff)
		}
	}
	if got := with.Search(Query{Text: "синхрофазотрон", Audiences: []string{"members"}, Firm: true}); len(got.Results) == 0 {
		t.Error("a word that only members may read finds nothing for them")
	}
	found := with.Search(Query{Text: "ускоритель", Also: []Also{{"ускоритель", "синхрофазотрон"}}, Audiences: []string{"members"}, Firm: true})
	if len(found.Results) == 0 || !slices.Equal(found.Results[0].Matched, []string{"синхрофазотрон"}) {
		t.Errorf("another way to say it that only members may read finds for them: %+v", found.Results)
	}
}
