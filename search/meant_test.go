package search

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// scattered is an index of passages whose vectors point anywhere, about a direction that all of them share, as models have it.
func scattered(t *testing.T, passages int, shared float32, more ...Passage) *Index {
	t.Helper()
	x := New(nil, InSpace(Space{Model: "m", Size: 32}))
	put := slices.Clone(more)
	for i := range passages {
		put = append(put, Passage{ID: fmt.Sprint("p", i), Owner: fmt.Sprint("o", i), Title: "насос", Vector: anywhere(uint64(i), shared), Facets: map[string][]string{"region": {"77"}}})
	}
	if err := x.Change(put, nil); err != nil {
		t.Fatal(err)
	}
	return x
}

func anywhere(seed uint64, shared float32) []float32 {
	r := rand.New(rand.NewPCG(seed, 1))
	v := make([]float32, 32)
	for i := range v {
		v[i] = float32(r.NormFloat64())
	}
	v[0] += shared
	return v
}

func near(v []float32, by float32) []float32 {
	other := anywhere(math.MaxUint64, 0)
	for i := range other {
		other[i] = v[i] + by*other[i]
	}
	return other
}

// What points where the question points is found, whatever words it has, in spaces wide and narrow; and it claims no word.
func TestWhatIsMeantIsFoundWithoutAWord(t *testing.T) {
	for _, shared := range []float32{0, 5, 20} {
		asked := anywhere(1<<40, shared)
		x := scattered(t, 300, shared, Passage{ID: "meant", Owner: "meant", Title: "вентиль", Vector: near(asked, 0.3), Facets: map[string][]string{"region": {"63"}}})
		list := x.Meant(Query{Text: "помпа для воды", Vector: asked})
		if len(list) != 1 || list[0].Owner != "meant" || list[0].Score != 1 || len(list[0].Matched)+len(list[0].Missing)+len(list[0].Through) != 0 {
			t.Errorf("shared %v: %+v", shared, list)
		}
		if list := x.Meant(Query{Text: "помпа для воды", Vector: asked, Only: map[string][]string{"region": {"77"}}}); len(list) != 0 {
			t.Errorf("shared %v, elsewhere: %+v", shared, list)
		}
		if list := x.Meant(Query{Text: "помпа для воды", Vector: asked, Only: map[string][]string{"region": {"63"}}}); len(list) != 1 {
			t.Errorf("shared %v, one among those that are narrowed to: %+v", shared, list)
		}
	}
}

// Where nothing is meant, next to nothing stands out; where all point to one side, or only few have a vector, nothing does.
func TestNothingIsMeantByChance(t *testing.T) {
	for _, shared := range []float32{0, 5, 20} {
		x, found := scattered(t, 1000, shared), 0
		for i := range 200 {
			found += len(x.Meant(Query{Text: "помпа для воды", Vector: anywhere(1<<41+uint64(i), shared)}))
		}
		t.Logf("shared %v: %d found by 200 questions in 1000 passages", shared, found)
		if found > 10 {
			t.Errorf("shared %v: %d found by 200 questions that nothing answers", shared, found)
		}
	}
	for name, passages := range map[string][]Passage{"few": nil, "alike": nil} {
		x := New(nil, InSpace(Space{Model: "m", Size: 32}))
		for i := range 40 {
			p := Passage{ID: fmt.Sprint(i), Owner: fmt.Sprint(i), Title: "насос"}
			if name == "alike" || i < fewestNear-1 {
				p.Vector = anywhere(1, 0)
			}
			passages = append(passages, p)
		}
		if name == "few" {
			passages[0].Vector = anywhere(2, 0)
		}
		if err := x.Change(passages, nil); err != nil {
			t.Fatal(err)
		}
		if list := x.Meant(Query{Text: "помпа", Vector: anywhere(2, 0)}); len(list) != 0 {
			t.Errorf("%s: %+v", name, list)
		}
	}
}

// What the asker may not see is neither found nor a measure of what is; a question without a vector, or of unknown words, means nothing.
func TestMeantKnowsAudiences(t *testing.T) {
	asked := anywhere(1<<40, 0)
	var closed []Passage
	for i := range 50 {
		closed = append(closed, Passage{ID: fmt.Sprint("c", i), Owner: fmt.Sprint("c", i), Title: "вентиль", Vector: near(asked, 0.2), Audiences: []string{"member"}})
	}
	open := Passage{ID: "meant", Owner: "meant", Title: "вентиль", Vector: near(asked, 0.6)}
	for _, x := range []*Index{scattered(t, 300, 0, open), scattered(t, 300, 0, append(closed, open)...)} {
		list := x.Meant(Query{Text: "помпа для воды", Vector: asked})
		if len(list) != 1 || list[0].Owner != "meant" {
			t.Errorf("%+v", list)
		}
		for _, q := range []Query{{Text: "помпа"}, {Text: "помпа", Vector: []float32{1}}, {Text: "хзщцкнг", Vector: asked}, {Vector: asked}} {
			if list := x.Meant(q); len(list) != 0 {
				t.Errorf("%q with %d numbers: %+v", q.Text, len(q.Vector), list)
			}
		}
	}
	wide := New(nil, InSpace(Space{Model: "m", Size: 32, Wide: true}))
	for i := range 20 {
		if err := wide.Change([]Passage{{ID: fmt.Sprint(i), Owner: fmt.Sprint(i), Title: "насос", Vector: anywhere(uint64(i), 0)}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if list := wide.Meant(Query{Text: "хзщцкнг", Vector: anywhere(7, 0)}); len(list) != 1 || list[0].Owner != "7" {
		t.Errorf("a word that only the model knows: %+v", list)
	}
	if list := scattered(t, 300, 0, closed[:3]...).Meant(Query{Text: "помпа", Vector: asked, Audiences: []string{"member"}, Limit: 2}); len(list) != 2 {
		t.Errorf("a member: %+v", list)
	}
}
