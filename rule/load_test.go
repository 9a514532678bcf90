package rule_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/rule"
)

// Each mistake of an editor is named with its place, in both languages.
func TestProblems(t *testing.T) {
	c := catalogue(t)
	good := file(condition("x", "when", "flag.a", "fail"))
	if _, err := rule.Load(c, []byte(good)); err != nil {
		t.Fatal(err)
	}
	second := good[strings.Index(good, "  - id: R\n"):]
	cases := map[string]struct {
		text string
		en   string
		ru   string
	}{
		"empty":              {"", "line 1, column 1: the file is empty", "файл пуст"},
		"not YAML":           {"format: [", "line 1, column 1: not readable", "не читается"},
		"a tab":              {strings.Replace(good, "    label", "\tlabel", 1), "line 5, column 1: not readable", "не читается"},
		"another document":   {good + "---\nformat: x\n", "a file holds one document", "один документ"},
		"another form":       {strings.Replace(good, "rules 1", "rules 9", 1), "line 1, column 9: unknown form", "неизвестная форма"},
		"an unknown field":   {strings.Replace(good, "    fresh: 3", "    frash: 3", 1), `line 7, column 5: unknown field "frash"`, "неизвестное поле «frash»"},
		"a field twice":      {strings.Replace(good, "name: test\n", "name: test\nname: test\n", 1), `line 3, column 1: field "name" was there before`, "уже было"},
		"a field missing":    {strings.Replace(good, "        basis: law\n", "", 1), `line 15, column 9: field "basis" is wanted`, "нет поля «basis»"},
		"an alias":           {strings.Replace(good, "name: test", "name: &a test", 1), "line 2, column 7: YAML anchors", "ссылки YAML"},
		"a tag":              {strings.Replace(good, "name: test", "name: !!str test", 1), "line 2, column 7: YAML tags", "метки YAML"},
		"no date":            {strings.Replace(good, "2024-01-01", "01.01.2024", 1), "line 16, column 15: a day such as", "день вида"},
		"ends early":         {strings.Replace(good, "2026-12-31", "2023-12-31", 1), "line 17, column 16: the version ends before", "раньше, чем начинается"},
		"no basis":           {strings.Replace(good, "basis: law", "basis: habit", 1), "line 18, column 16: the basis is", "основание"},
		"no weight":          {strings.Replace(good, "weight: fail", "weight: warn", 1), "line 29, column 21: the weight is", "вес"},
		"no freshness":       {strings.Replace(good, "fresh: 3", "fresh: 0", 1), "line 7, column 12: a whole number", "целое число"},
		"an unknown policy":  {strings.Replace(good, "undecided: unknown", "undecided: pass", 1), "line 21, column 20: unknown or review", "unknown или review"},
		"a rule twice":       {good + second, `rule "R" was there before`, "правило «R» уже было"},
		"a version overlaps": {good + second[strings.Index(second, "      - id: R/1"):], `line 32, column 9: version "R/1" was there before`, "начинается раньше"},
		"both kinds":         {strings.Replace(good, "            weight", "            require: flag.b\n            weight", 1), "line 26, column 13: a condition has one of", "одно из двух"},
		"an unknown fact":    {strings.Replace(good, "\n              flag.a", "\n              flag.a && flag.z", 1), "line 28, column 25: there is no fact or function “flag.z”", "нет факта или функции «flag.z»"},
		"in a later line":    {strings.Replace(good, "\n              flag.a", "\n              flag.a &&\n                flag.z", 1), "line 29, column 17: there is no fact or function “flag.z”", "нет факта"},
		"plain":              {strings.Replace(good, "|\n              flag.a", "flag.z || true", 1), "line 27, column 19: there is no fact or function “flag.z”", "нет факта"},
		"in quotation marks": {strings.Replace(good, "|\n              flag.a", `'true || "7" == 7'`, 1), "line 27, column 32: “==” does not apply to (string, int)", "не подходит"},
		"no yes or no":       {strings.Replace(good, "\n              flag.a", "\n              org.revenue", 1), "a condition must be a yes or no", "«да» или «нет»"},
		"a bad type":         {strings.Replace(good, "\n              flag.a", "\n              org.region > 7", 1), "does not apply to (string, int)", "не подходит"},
		"broken off":         {strings.Replace(good, "\n              flag.a", "\n              flag.a &&", 1), "syntax error", "ошибка записи"},
		"a text of no fact":  {strings.Replace(good, "<org.region>», en", "<org.regoin>», en", 1), "the text names a fact that does not exist: <org.regoin>", "которого нет: <org.regoin>"},
		"an unclosed sign":   {strings.Replace(good, "<org.region>», en", "<org.region», en", 1), "is not closed", "не закрыта"},
		"one language":       {strings.Replace(good, "pass: {ru: Препятствий нет., en: Nothing stands in the way.}", "pass: {ru: Препятствий нет.}", 1), `field "en" is wanted`, "нет поля «en»"},
		"an empty text":      {strings.Replace(good, "ru: Препятствий нет.", "ru: ''", 1), "the value is empty", "значение пусто"},
		"a list for a text":  {strings.Replace(good, "name: test", "name: [test]", 1), "a text is wanted", "должен быть текст"},
		"a text for a list":  {strings.Replace(good, "sets: [one, two]", "sets: one", 1), "line 13, column 11: a list is wanted", "должен быть список"},
		"a day that is not":  {strings.Replace(good, "\n              flag.a", "\n              on < timestamp('2024-13-01T00:00:00Z')", 1), "the condition is wrong", "условие неверно"},
		"lines of Windows":   {strings.ReplaceAll(strings.Replace(good, "fresh: 3", "fresh: 0", 1), "\n", "\r\n"), "line 7, column 12: a whole number", "целое число"},
		"an odd line break":  {strings.Replace(good, "name: test", "name: te\u2028st", 1), "line 2, column 9: a sign that ends lines", "конца строки"},
		"Windows encoding":   {"format: \xef\xf0\xe0\xe2\xe8\xeb\xe0", "the file is not UTF-8", "не в кодировке UTF-8"},
	}
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := rule.Load(c, []byte(k.text))
			var problems rule.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(problems.Error(), k.en) {
				t.Errorf("got %q, want %q", problems.Error(), k.en)
			}
			if !strings.Contains(problems.RU(), k.ru) {
				t.Errorf("got %q, want %q", problems.RU(), k.ru)
			}
		})
	}
}

func TestAllProblemsAtOnce(t *testing.T) {
	c := catalogue(t)
	var many strings.Builder
	for range 60 {
		many.WriteString(condition("x", "when", "flag.z", "fail"))
	}
	_, err := rule.Load(c, []byte(file(many.String())))
	var problems rule.Problems
	if !errors.As(err, &problems) || len(problems) != rule.MaxProblems {
		t.Fatalf("%d problems", len(problems))
	}
	for i := 1; i < len(problems); i++ {
		if problems[i].Line < problems[i-1].Line {
			t.Fatal("out of order")
		}
	}
	if _, err := rule.Load(c, make([]byte, rule.MaxFile+1)); !errors.Is(err, rule.ErrTooLarge) {
		t.Error(err)
	}
}

// What YAML would take for a number, a yes or a day stays what is written.
func TestValuesAreTakenAsWritten(t *testing.T) {
	c := catalogue(t)
	text := strings.Replace(file(condition("x", "when", "flag.a", "fail")), "sets: [one, two]", "sets: [077, no]", 1)
	book, err := rule.Load(c, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Rules("077")) != 1 || len(book.Rules("no")) != 1 || book.Edition != "2025-11-01" {
		t.Errorf("%v %q", book.Rules("")[0].Sets, book.Edition)
	}
}

func TestVersions(t *testing.T) {
	c := catalogue(t)
	good := file(condition("x", "when", "flag.a", "fail"))
	version := good[strings.Index(good, "      - id: R/1"):]
	next := strings.NewReplacer("R/1", "R/2", "2024-01-01", "2027-01-01", "        until: 2026-12-31\n", "", "flag.a", "flag.b").Replace(version)
	book, err := rule.Load(c, []byte(good+next))
	if err != nil {
		t.Fatal(err)
	}
	r, err := book.Rule("R")
	if err != nil {
		t.Fatal(err)
	}
	for day_, want := range map[string]string{"2023-12-31": "", "2024-01-01": "R/1", "2026-12-31": "R/1", "2027-01-01": "R/2", "2040-01-01": "R/2"} {
		got := ""
		if v, ok := r.On(day(t, day_)); ok {
			got = v.ID
		}
		if got != want {
			t.Errorf("on %s %q, want %q", day_, got, want)
		}
	}
	if _, err := rule.Load(c, []byte(good+strings.Replace(next, "2027-01-01", "2026-12-31", 1))); err == nil {
		t.Error("two versions held for one day")
	}
	v, _ := r.On(day(t, "2030-01-01"))
	if got := strings.Join(v.Facts(c), " "); got != "flag.b" {
		t.Errorf("facts %s", got)
	}
}

func TestCatalogueIsChecked(t *testing.T) {
	one := func(d rule.Definition) []rule.Definition { return []rule.Definition{d} }
	wrong := rule.IntValue(1)
	for name, definitions := range map[string][]rule.Definition{
		"one word":        one(rule.Definition{Name: "region", Type: rule.String, Label: label("x")}),
		"capitals":        one(rule.Definition{Name: "org.Region", Type: rule.String, Label: label("x")}),
		"taken":           one(rule.Definition{Name: "present.region", Type: rule.String, Label: label("x")}),
		"no type":         one(rule.Definition{Name: "org.region", Label: label("x")}),
		"no label":        one(rule.Definition{Name: "org.region", Type: rule.String, Label: rule.Text{RU: "x"}}),
		"too long":        one(rule.Definition{Name: "org.region", Type: rule.String, Label: label("x"), Most: 100_000}),
		"a wrong default": one(rule.Definition{Name: "org.region", Type: rule.String, Label: label("x"), None: &wrong}),
		"twice": {
			{Name: "org.region", Type: rule.String, Label: label("x")},
			{Name: "org.region", Type: rule.String, Label: label("x")},
		},
	} {
		if _, err := rule.NewCatalogue(definitions...); !errors.Is(err, rule.ErrCatalogue) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFactsAreChecked(t *testing.T) {
	c := catalogue(t)
	f := c.NewFacts()
	nan := rule.NumberValue(0)
	if err := f.Set("org.share", known(t, nan)); err != nil {
		t.Error(err)
	}
	for name, k := range map[string]struct {
		fact string
		v    rule.Value
		want error
	}{
		"no such fact": {"org.size", rule.IntValue(1), rule.ErrFact},
		"wrong type":   {"org.share", rule.IntValue(1), rule.ErrType},
		"no value":     {"org.share", rule.Value{}, rule.ErrType},
		"too long":     {"org.region", rule.StringValue("777"), rule.ErrValue},
		"too many":     {"org.codes", rule.StringsValue(make([]string, 21)...), rule.ErrValue},
		"a long item":  {"org.codes", rule.StringsValue(strings.Repeat("1", 300)), rule.ErrValue},
		"not UTF-8":    {"org.region", rule.StringValue("\xff"), rule.ErrValue},
		"no day":       {"org.ceased", rule.DateValue(rule.Date{}), rule.ErrValue},
	} {
		if err := f.Set(k.fact, known(t, k.v)); !errors.Is(err, k.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
