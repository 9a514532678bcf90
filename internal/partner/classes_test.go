package partner

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// What was imported stands before what is built in, code by code.
func TestBuiltInClassesFillGaps(t *testing.T) {
	const own = "Обработка по новой редакции"
	all := WithBuiltIn([]search.Class{{Code: "25.62", Name: own}, {Code: "25.62.1", Name: "Глубже"}})
	named := map[string]search.Class{}
	for _, c := range all {
		if _, twice := named[c.Code]; twice {
			t.Errorf("%s stands twice", c.Code)
		}
		named[c.Code] = c
	}
	if named["25.62"].Name != own || named["25.62.1"].Name != "Глубже" {
		t.Errorf("imported: %+v, %+v", named["25.62"], named["25.62.1"])
	}
	if c := named["26.70"]; c.Name != "Производство оптических приборов, фото- и кинооборудования" || c.English == "" {
		t.Errorf("built in: %+v", c)
	}
	if len(all) != len(WithBuiltIn(nil))+1 {
		t.Errorf("%d classes, %d without imported ones", len(all), len(WithBuiltIn(nil)))
	}
}

// Whom the built-in classes alone lead to is found for a reason that is told: a class whose name has a word of the question, or one akin to it.
func TestWhoIsFoundByClassesIsToldWhy(t *testing.T) {
	var list []Subject
	for _, c := range classifier.Activities() {
		if len(c.Code) == len("25.62") {
			list = append(list, Subject{Key: c.Code, Kind: KindOrganisation, Name: i18n.Same(c.Code), Passages: []Passage{{ID: c.Code, Form: FormCompetence, Title: "Работаем", Codes: []string{c.Code}}}})
		}
	}
	find, err := Over(list, search.NewConcepts(WithBuiltIn(nil), nil))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, text := range []string{
		"вентилятор", "подъёмник", "контракт", "аппарат", "трансфер", "прогресс", "интерьер", "организм", "пластырь", "профессор", "контроллер", "пластическая хирургия", "сырьё",
		"программист", "аренда", "строительство", "стекло", "перевозки", "разработка приложений", "machining", "медицинские инструменты",
	} {
		f := find(Question{Text: text, Literal: true}, sunday(t))
		for _, h := range f.Hits {
			found++
			if !h.strong() {
				t.Errorf("%s finds %s without a reason", text, h.Subject.Key)
			}
			for _, class := range h.Through {
				t.Logf("%s: %s %s", text, class.Code, class.Name)
			}
		}
	}
	if found == 0 {
		t.Error("nobody is found")
	}
}
