package rule_test

import (
	"testing"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// day reads YYYY-MM-DD.
func day(t testing.TB, s string) rule.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func label(s string) rule.Text { return rule.Text{RU: s, EN: s} }

// catalogue has a fact of each type, with and without a value for absence.
func catalogue(t testing.TB) *rule.Catalogue {
	t.Helper()
	empty := rule.StringsValue()
	negative := rule.BoolValue(false)
	c, err := rule.NewCatalogue(
		rule.Definition{Name: "org.region", Type: rule.String, Label: label("регион"), Most: 2},
		rule.Definition{Name: "org.codes", Type: rule.Strings, Label: label("коды"), Most: 20, None: &empty},
		rule.Definition{Name: "org.okved", Type: rule.Strings, Label: label("виды деятельности"), Most: 200},
		rule.Definition{Name: "org.marked", Type: rule.Bool, Label: label("отметка"), None: &negative},
		rule.Definition{Name: "org.registered", Type: rule.DateType, Label: label("день регистрации")},
		rule.Definition{Name: "org.ceased", Type: rule.DateType, Label: label("день прекращения")},
		rule.Definition{Name: "org.revenue", Type: rule.Int, Label: label("выручка, коп.")},
		rule.Definition{Name: "org.share", Type: rule.Number, Label: label("доля, %")},
		rule.Definition{Name: "flag.a", Type: rule.Bool, Label: label("а")},
		rule.Definition{Name: "flag.b", Type: rule.Bool, Label: label("б")},
		rule.Definition{Name: "flag.c", Type: rule.Bool, Label: label("в")},
		rule.Definition{Name: "flag.d", Type: rule.Bool, Label: label("г")},
	)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// file is a file of rules around the text of some conditions, which are indented by eight spaces.
func file(conditions string) string {
	return `format: klaster rules 1
name: test
edition: 2025-11-01
sources:
  - id: register
    label: {ru: реестр, en: register}
    fresh: 3
  - id: person
    label: {ru: заявитель, en: applicant}
rules:
  - id: R
    title: {ru: Правило, en: Rule}
    sets: [one, two]
    versions:
      - id: R/1
        from: 2024-01-01
        until: 2026-12-31
        basis: law
        act: {ru: Акт, en: Act}
        clause: {ru: п. 1, en: item 1}
        undecided: unknown
        pass: {ru: Препятствий нет., en: Nothing stands in the way.}
        open: {ru: Не установлено., en: Not established.}
        open_remedy: {ru: Дополните сведения., en: Supply the facts.}
        conditions:
` + conditions
}

// condition is one condition of a file.
func condition(id, kind, expression, weight string) string {
	return `          - id: ` + id + `
            ` + kind + `: |
              ` + expression + `
            weight: ` + weight + `
            text: {ru: Основание ` + id + ` в регионе «<org.region>», en: Ground ` + id + ` in “<org.region>”}
            remedy: {ru: Исправьте ` + id + `, en: Mend ` + id + `}
`
}

func load(t testing.TB, c *rule.Catalogue, conditions string) *rule.Book {
	t.Helper()
	book, err := rule.Load(c, []byte(file(conditions)))
	if err != nil {
		t.Fatalf("%v", err)
	}
	return book
}

// known is a fresh fact of the register.
func known(t testing.TB, v rule.Value) rule.Fact {
	t.Helper()
	return rule.Fact{State: rule.Known, Value: v, Source: "register", Record: "1", AsOf: day(t, "2025-11-27")}
}

func set(t testing.TB, f *rule.Facts, name string, fact rule.Fact) {
	t.Helper()
	if err := f.Set(name, fact); err != nil {
		t.Fatal(err)
	}
}

func ask(t testing.TB, b *rule.Book, f *rule.Facts, on string) rule.Verdict {
	t.Helper()
	v, err := b.Ask(t.Context(), "R", f, day(t, on))
	if err != nil {
		t.Fatal(err)
	}
	return v
}
