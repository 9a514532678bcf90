package partner

import (
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

func offer(key, region string, role Role, title, text string, to Audience) Subject {
	return Subject{
		Key: key, Kind: KindOrganisation, Name: i18n.Same("ООО «" + key + "»"), URL: "/profiles/" + key, INN: "7707083893", Region: region,
		Passages: []Passage{{ID: "p/" + key, Form: FormOffer, Role: role, Title: title, Text: text, For: to}},
	}
}

func some(t *testing.T) *catalogue {
	t.Helper()
	c := newCatalogue(nil)
	if err := c.put([]Subject{
		offer("Резец", "77", Supplier, "Фрезеровка алюминиевых корпусов", "Точность до сотой доли миллиметра.", ForEverybody),
		offer("Волга", "63", Supplier, "Фрезеровка стальных плит", "Плиты до двух метров.", ForEverybody),
		offer("Тайна", "77", Supplier, "Фрезеровка секретных корпусов", "Гетинакс и текстолит.", ForMembers),
		offer("Чек", "77", Investor, "Вкладываем в станкостроение", "Фрезеровка, литьё, роботы.", ForPersons),
	}, nil); err != nil {
		t.Fatal(err)
	}
	return c
}

func keys(hits []Hit) (list []string) {
	for _, h := range hits {
		list = append(list, h.Subject.Key)
	}
	slices.Sort(list)
	return list
}

// What somebody may not see is in no list, no count and no mended word.
func TestAudiencesInTheSearch(t *testing.T) {
	c := some(t)
	for audience, want := range map[Audience][]string{
		ForEverybody: {"Волга", "Резец"}, ForPersons: {"Волга", "Резец", "Чек"}, ForMembers: {"Волга", "Резец", "Тайна", "Чек"},
	} {
		f := c.find(Question{Text: "фрезеровка", Audience: audience}, sunday(t))
		if got := keys(f.Hits); !slices.Equal(got, want) {
			t.Errorf("%q sees %v, want %v", audience, got, want)
		}
		n := 0
		for _, count := range f.Facets[facetRole] {
			n += count
		}
		if n != len(want) {
			t.Errorf("%q: facets count %d of %d", audience, n, len(want))
		}
	}
	for audience, want := range map[Audience]int{ForEverybody: 0, ForPersons: 0, ForMembers: 1} {
		for _, text := range []string{"ООО «Тайна»", "тайна"} {
			if f := c.find(Question{Text: text, Audience: audience}, sunday(t)); len(f.Named) != want {
				t.Errorf("by the name %s, %q sees %+v, want %d", text, audience, f.Named, want)
			}
		}
		if f := c.find(Question{Text: "7707083893", Audience: audience}, sunday(t)); slices.ContainsFunc(f.Named, func(s Subject) bool { return s.Key == "Тайна" }) != (want == 1) {
			t.Errorf("by number, %q sees %+v", audience, f.Named)
		}
	}
	if f := c.find(Question{Text: "гетинокс"}, sunday(t)); f.Read != "" || len(f.Hits) > 0 {
		t.Errorf("a guest is told a word of members: %+v", f)
	}
}

// Slips, the other keyboard and Latin letters find the same, and the page says how the need was read; as typed it is not mended.
func TestSlipsFindTheSame(t *testing.T) {
	c := some(t)
	for _, text := range []string{"фрезировка алюминиевых", "ahtpthjdrf", "frezerovka"} {
		f := c.find(Question{Text: text}, sunday(t))
		if f.Read == "" || len(f.Hits) == 0 {
			t.Errorf("%q: read as %q, %v", text, f.Read, keys(f.Hits))
		}
		if f := c.find(Question{Text: text, Literal: true}, sunday(t)); f.Read != "" {
			t.Errorf("%q as typed is read as %q", text, f.Read)
		}
	}
}

// Russian on the other keyboard uses keys of punctuation, and what is understood from a text is understood from the mended one.
func TestTheOtherKeyboardIsUnderstood(t *testing.T) {
	f := some(t).find(Question{Text: "ye;yf Ahtpthjdrf fk.vbybz d Vjcrdt"}, sunday(t))
	if f.Read != "нужна Фрезеровка алюминия в Москве" || !slices.Equal(f.Need.Regions, []string{"77"}) || len(f.Hits) == 0 {
		t.Errorf("read as %q, in %v, found %v", f.Read, f.Need.Regions, keys(f.Hits))
	}
	if f := some(t).find(Question{Text: "milling of titanium, i.e. TC4; e.g."}, sunday(t)); f.Read != "" {
		t.Errorf("an English need is read as %q", f.Read)
	}
}

// Conditions that leave too little are given up, and it is said which; a need ends in no empty page as long as something is alike.
func TestConditionsAreGivenUp(t *testing.T) {
	f := some(t).find(Question{Text: "фрезеровка в Казани"}, sunday(t))
	if len(f.Hits) != 0 || !slices.Equal(keys(f.Near), []string{"Волга", "Резец"}) || !slices.Equal(f.Given, []ChipKey{ChipRegion}) {
		t.Errorf("%v, near %v without %v", keys(f.Hits), keys(f.Near), f.Given)
	}
	f = some(t).find(Question{Text: "фрезеровка", Role: Science}, sunday(t))
	if len(f.Near) == 0 || !slices.Equal(f.Given, []ChipKey{ChipRole}) {
		t.Errorf("near %v without %v", keys(f.Near), f.Given)
	}
}

// A number and a name lead to the organisation.
func TestNumbersAndNames(t *testing.T) {
	c := some(t)
	if f := c.find(Question{Text: "ИНН 7707083893"}, sunday(t)); len(f.Named) != 2 || len(f.Hits) != 0 {
		t.Errorf("by number: %d", len(f.Named))
	}
	for _, name := range []string{"резец", "ООО «Резец»", "РЕЗЕЦ"} {
		if f := c.find(Question{Text: name}, sunday(t)); len(f.Named) != 1 || f.Named[0].Key != "Резец" {
			t.Errorf("%q: %+v", name, f.Named)
		}
	}
}

// A change is seen at once; who is gone is not found any more, neither by words nor by name.
func TestAChangeIsSeen(t *testing.T) {
	c := some(t)
	if err := c.put([]Subject{offer("Резец", "77", Supplier, "Сварка рам", "", ForEverybody)}, []string{"Волга"}); err != nil {
		t.Fatal(err)
	}
	if f := c.find(Question{Text: "фрезеровка"}, sunday(t)); len(f.Hits) != 0 {
		t.Errorf("old texts are found: %v", keys(f.Hits))
	}
	if f := c.find(Question{Text: "сварка"}, sunday(t)); !slices.Equal(keys(f.Hits), []string{"Резец"}) {
		t.Errorf("the new text: %v", keys(f.Hits))
	}
	if f := c.find(Question{Text: "ООО Волга"}, sunday(t)); len(f.Named) != 0 {
		t.Errorf("who is gone: %+v", f.Named)
	}
}

// The words that matched are marked in their forms, and a long text is shown from where they stand.
func TestHighlight(t *testing.T) {
	got := ""
	for _, p := range highlight("Фрезеруем корпуса, и корпус — из алюминия.", []string{"корпусов", "алюминиевых"}) {
		if p.Mark {
			p.Text = "[" + p.Text + "]"
		}
		got += p.Text
	}
	if want := "Фрезеруем [корпуса], и [корпус] — из алюминия."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Forms, parts of compound words and words of one letter are marked by the stems that they share, and nothing else is.
func TestWhatIsMarked(t *testing.T) {
	m := newMarker([]string{"Корпусов", "печать", "ангел", "и", "C++", "ёлки", "milling"})
	for _, word := range []string{"корпус", "КОРПУСАМИ", "3D-печатью", "бизнес-ангелов", "и", "елка", "mill", "корпус"} {
		if !m.marks(word) {
			t.Errorf("%s is not marked", word)
		}
	}
	for _, word := range []string{"корова", "печень", "английский", "Ия", "", "иначе", strings.Repeat("печать-", 1000)} {
		if m.marks(word) {
			t.Errorf("%.30s is marked", word)
		}
	}
}

// What is closed between finding and showing is not shown: neither the text nor whose it is.
func TestWhatIsClosedMeanwhileIsNotShown(t *testing.T) {
	c := newCatalogue(nil)
	if err := c.put([]Subject{firm("Резец", "Фрезеровка", ForEverybody)}, nil); err != nil {
		t.Fatal(err)
	}
	w := c.wanted(Question{}, Understand("фрезеровка", sunday(t), nil))
	results, _ := w.results(c, nil)
	if err := c.put([]Subject{firm("Резец", "Фрезеровка тайная", ForMembers)}, nil); err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if h, ok := w.hit(c, r, sunday(t)); ok {
			t.Errorf("shown: %+v", h)
		}
	}
	if len(results) != 1 {
		t.Errorf("%d were found", len(results))
	}
}

// A Russian need that was met by the English name of a class is answered in Russian, and an English one by what the passage says.
func TestAReasonSpeaksTheLanguageOfTheNeed(t *testing.T) {
	c := newCatalogue(nil)
	if err := c.put([]Subject{offer("Плата", "77", Supplier, "Производство элементов", "Manufacture of electronics", ForEverybody)}, nil); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"сборка электроники": "электроники", "electronics": "electronics"} {
		f := c.find(Question{Text: text, Literal: true}, sunday(t))
		if len(f.Hits) != 1 || !slices.Equal(f.Hits[0].Matched, []string{want}) {
			t.Errorf("%s: %+v", text, f.Hits)
		}
	}
}
