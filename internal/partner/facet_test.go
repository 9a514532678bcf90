package partner

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/search"
)

// crowd are organisations with several passages in several roles and regions, and one with very many passages.
func crowd(t *testing.T) *catalogue {
	t.Helper()
	works := []string{"Фрезеровка корпусов", "Сварка рам", "Литьё пластика", "Испытания на вибрацию", "Закупаем корпуса"}
	regions := []string{"77", "63", "16", ""}
	statuses := []string{"participant", "partner", ""}
	var list []Subject
	for i := range 90 {
		s := Subject{Key: fmt.Sprintf("о%02d", i), Kind: KindOrganisation, Name: i18n.Same(fmt.Sprint("ООО «Номер ", i, "»")), Region: regions[i%4], Status: statuses[i%3]}
		passages := 1 + i%5
		if i == 7 {
			passages = 700
		}
		for n := range passages {
			to := []Audience{ForEverybody, ForEverybody, ForMembers}[(i+n)%3]
			s.Passages = append(s.Passages, Passage{
				ID: fmt.Sprint("p/", i, "/", n), Form: FormOffer, Role: Roles()[(i/2+n)%4], Title: works[(i+n)%len(works)], Text: "Работаем по чертежам заказчика.", For: to,
				Codes: [][]string{nil, {"25.62"}, {"25.11", "25.50", "25.61", "25.62", "25.99", "28.14", "28.99", "33.11"}}[(i+n)%3],
			})
		}
		list = append(list, s)
	}
	c := newCatalogue(search.NewConcepts(WithBuiltIn(nil), nil))
	if err := c.put(list, nil); err != nil {
		t.Fatal(err)
	}
	return c
}

// found is everybody whom a question finds, page by page.
func (c *catalogue) everybody(t *testing.T, k Question) (list []string) {
	t.Helper()
	for k.Page = 1; ; k.Page++ {
		f := c.find(k, sunday(t))
		list = append(list, keys(f.Hits)...)
		if !f.More {
			return list
		}
	}
}

// The number beside a value of a facet is how many partners one finds there, whatever is chosen already and whoever asks; the number beside
// the chosen value is how many stand on the pages.
func TestACountIsWhatOneFinds(t *testing.T) {
	c := crowd(t)
	asked := 0
	for _, k := range []Question{
		{Text: "фрезеровка корпусов"},
		{Text: "сварка"},
		{Text: "поставщик сварки рам в Москве"},
		{Text: "лаборатория испытаний на вибрацию"},
		{Text: "корпуса", Role: Customer},
		{Text: "корпуса", Region: "63"},
		{Text: "корпуса", Status: "partner", Region: "16", Role: Supplier},
		{Text: "лаборатория испытаний в Москве", Off: []ChipKey{ChipRole}},
		{Text: "лаборатория испытаний", Off: []ChipKey{ChipRole}, Role: Supplier},
		{Text: "фрезировка корпусов в Казани", Region: "77"},
		{Text: "литьё", Region: everywhere},
		{Text: "инвестор в сварку", Role: Supplier, Region: "63"},
	} {
		for _, audience := range []Audience{ForEverybody, ForMembers} {
			k.Audience = audience
			d := partnersPage{question: k, found: c.find(k, sunday(t))}
			for _, facet := range []string{facetRole, facetRegion, facetStatus} {
				for _, one := range d.choices(facet) {
					if one.count == 0 {
						continue // gives the facet up
					}
					next := k
					if !one.chosen {
						query, _ := strings.CutPrefix(one.url, pathPartners+"?")
						values, err := url.ParseQuery(query)
						if err != nil {
							t.Fatal(err)
						}
						next = questionOf(values)
						next.Audience = audience
					}
					list := c.everybody(t, next)
					slices.Sort(list)
					if len(slices.Compact(slices.Clone(list))) != len(list) {
						t.Fatalf("%+v: somebody is found twice: %v", next, list)
					}
					if len(list) != one.count {
						t.Errorf("%+v, %s %s: %d is promised, %d are found", k, facet, one.label.In(i18n.Russian), one.count, len(list))
					}
					asked++
				}
			}
		}
	}
	if asked < 100 {
		t.Errorf("only %d counts were looked at", asked)
	}
}

// What was chosen from the facets stands there; a condition that the words had instead is not shown as understood.
func TestAChoiceReplacesWhatWasUnderstood(t *testing.T) {
	c := crowd(t)
	f := c.find(Question{Text: "поставщик сварки в Москве", Region: "63"}, sunday(t))
	if len(f.Need.Chips) != 1 || f.Need.Chips[0].Key != ChipRole {
		t.Errorf("%+v", f.Need.Chips)
	}
	if f = c.find(Question{Text: "поставщик сварки в Москве", Role: Customer}, sunday(t)); len(f.Need.Chips) != 1 || f.Need.Chips[0].Key != ChipRegion {
		t.Errorf("%+v", f.Need.Chips)
	}
}

// What was mended is shown as its author writes: names and abbreviations keep their capitals, what was mended gets those of its word.
func TestMendedTextKeepsItsCase(t *testing.T) {
	c := some(t)
	for text, want := range map[string]string{
		"фрезировка на ЧПУ для НИИ «Резец»":       "фрезеровка на ЧПУ для НИИ «Резец»",
		"Фрезировка, Ёмкости и ТУ":                "Фрезеровка, Ёмкости и ТУ",
		"ФРЕЗИРОВКА плит":                         "ФРЕЗЕРОВКА плит",
		"Ahtpthjdrf в ООО «Волга»":                "Фрезеровка в ООО «Волга»",
		"алюминиевый \u0438\u0306од и фрезировка": "алюминиевый йод и фрезеровка",
	} {
		if f := c.find(Question{Text: text}, sunday(t)); f.Read != want {
			t.Errorf("%q is read as %q, want %q", text, f.Read, want)
		}
	}
}
