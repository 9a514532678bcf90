package partner

import (
	"fmt"
	"math"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/klaster-platform/klaster/search"
)

// A guest, and who is only signed in, gets the same answer whether there are passages and organisations for members or not: who is found and named,
// with which score and reasons, what is counted, how a text is read, whether a number belongs to somebody.
func TestWhatIsForMembersChangesNoAnswer(t *testing.T) {
	classes := func() *search.Concepts {
		return search.NewConcepts([]search.Class{{Code: "25.62", Name: "Обработка металлических изделий механическая"}, {Code: "71.20", Name: "Технические испытания"}}, nil)
	}
	open := []Subject{
		offer("Резец", "77", Supplier, "Фрезеровка алюминиевых корпусов", "Точность до сотой доли миллиметра.", ForEverybody),
		offer("Волга", "63", Supplier, "Фрезеровка стальных плит", "Плиты до двух метров, испытания.", ForEverybody),
		offer("Чек", "77", Investor, "Вкладываем в станкостроение", "Фрезеровка, литьё, роботы.", ForEverybody),
		offer("Стенд", "50", Science, "Испытания корпусов", "Вибрация, удары.", ForEverybody),
	}
	without, with := newCatalogue(classes()), newCatalogue(classes())
	if err := without.put(open, nil); err != nil {
		t.Fatal(err)
	}
	all := append([]Subject{}, open...)
	all[0].Passages = append(append([]Passage{}, all[0].Passages...), Passage{
		ID: "p/тайное", Form: FormNeed, Role: Customer, Title: "Ищем синхрофазотрон и литьё", Text: "Вибрация, титан.", For: ForMembers, Codes: []string{"71.20"},
	})
	for i := range 60 {
		one := offer(fmt.Sprint("Тайна ", i), "16", Supplier, "Фрезеровка гетинакса, вибрация", "Литьё, роботы, испытания корпусов. Синхрофазотрон.", ForMembers)
		one.INN, one.Status = fmt.Sprint(7800000000+i), "participant"
		all = append(all, one)
	}
	if err := with.put(all, nil); err != nil {
		t.Fatal(err)
	}
	same := cmp.Options{
		cmpopts.EquateApprox(0, 1e-6), cmp.Comparer(func(a, b Need) bool { return reflect.DeepEqual(a, b) }),
		cmp.Transformer("key", func(s Subject) string { return s.Key }), // of all that a subject has, what is shown is its passage
		cmp.Transformer("passage", func(p Passage) string { return p.ID }),
	}
	for _, a := range []Audience{ForEverybody, ForPersons} {
		for _, text := range []string{
			"фрезеровка корпусов", "поставщик фрезеровки в Татарстане", "синхрофазотрон", "синхрофозатрон", "гетинакс", "гитинакс", "вибрация литьё роботы", "Тайна 7", "ООО «Тайна 12»", "7800000007", "испытания", "cby[hjafpjnhjy", "sinhrofazotron",
			"инвестор до 5 млн", "литье титана",
		} {
			for page := range 2 {
				k := Question{Text: text, Audience: a, Page: page + 1}
				if diff := cmp.Diff(without.find(k, sunday(t)), with.find(k, sunday(t)), same...); diff != "" {
					t.Errorf("%q, «%s»: %s", a, text, diff)
				}
			}
			wasRead, wasCalled := without.meant(text, 3)
			read, called := with.meant(text, 3)
			if diff := cmp.Diff([][]string{wasRead, wasCalled}, [][]string{read, called}); diff != "" {
				t.Errorf("«%s» as a name: %s", text, diff)
			}
		}
	}
	if found := with.find(Question{Text: "синхрофазотрон", Audience: ForMembers}, sunday(t)); len(found.Hits) < PageSize || math.IsNaN(found.Hits[0].Score) {
		t.Errorf("members find %d", len(found.Hits))
	}
}
