package form_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

const head = `format: klaster service 1
key: sample
version: 3
title: {ru: Проба, en: Sample}
summary: {ru: Проба, en: Sample}
name: {ru: Заявка, en: Request}
word: request
from: 2026-01-01
basis: setting
subject: organisation
see: [guest]
apply: [newcomer]
signature: required
term: 10
grounds: [{code: no, title: {ru: Нет, en: "No"}}]
`

const sample = head + `lists:
  - key: colours
    title: {ru: Цвета, en: Colours}
    source: {ru: Протокол 1, en: Protocol 1}
    options:
      - {key: red, label: {ru: Красный, en: Red}}
      - {key: blue, label: {ru: Синий, en: Blue}, until: 2026-05-31}
sections:
  - key: first
    title: {ru: Первый, en: First}
    questions:
      - {key: kind, kind: choice, label: {ru: Вид, en: Kind}, options: [{key: maker, label: {ru: Завод, en: Maker}}, {key: lab, label: {ru: Лаборатория, en: Lab}}]}
      - {key: staff, kind: number, label: {ru: Штат, en: Staff}, low: 1, high: 1000}
      - {key: share, kind: number, digits: 2, label: {ru: Доля, en: Share}, optional: yes}
      - {key: cost, kind: money, label: {ru: Стоимость, en: Cost}, optional: yes}
      - {key: since, kind: date, label: {ru: С, en: Since}, optional: yes, low: 2000-01-01}
      - {key: colours, kind: choices, label: {ru: Цвета, en: Colours}, list: colours, optional: yes, most: 1}
      - {key: codes, kind: choices, label: {ru: Коды, en: Codes}, from_fact: egr.okved, optional: yes}
      - {key: partner, kind: inn, label: {ru: ИНН, en: INN}, optional: yes}
      - {key: email, kind: email, label: {ru: Почта, en: Email}, optional: yes}
      - {key: phone, kind: phone, label: {ru: Телефон, en: Phone}, optional: yes}
      - {key: region, kind: known, label: {ru: Регион, en: Region}, prefill: egr.region}
  - key: second
    title: {ru: Второй, en: Second}
    when: answer.kind == "maker"
    questions:
      - key: machines
        kind: table
        label: {ru: Станки, en: Machines}
        most: 3
        columns:
          - {key: name, kind: line, label: {ru: Название, en: Name}}
          - {key: price, kind: money, label: {ru: Цена, en: Price}, optional: yes}
      - {key: about, kind: text, label: {ru: О заводе, en: About}, least: 3, when: answer.staff > 10}
    checks:
      - {id: dear, require: total.machines.price < 100000, text: {ru: Станки слишком дороги, en: The machines are too dear}}
  - key: third
    title: {ru: Третий, en: Third}
    questions:
      - {key: truth, kind: declaration, label: {ru: Правда, en: Truth}, statement: {ru: Всё верно., en: All is true.}}
      - {key: papers, kind: file, label: {ru: Файлы, en: Files}, optional: yes, most: 2}
    checks:
      - {id: moscow, require: egr.region == "77", text: {ru: Не Москва, en: Not Moscow}}
`

func load(t testing.TB) *form.Service {
	t.Helper()
	s, err := form.Load([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func day(t testing.TB, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func check(t testing.TB, s *form.Service, a form.Answers, g form.Given, on string) *form.Sheet {
	t.Helper()
	sheet, err := s.Check(t.Context(), a, g, day(t, on))
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

// problems are what is wrong, as "question: text".
func problems(s *form.Sheet) (list []string) {
	for _, p := range s.Problems {
		list = append(list, p.Question+": "+p.Text.EN)
	}
	return list
}

func text(s string) form.Answer { return form.Answer{Text: s} }

var lab = form.Answers{"kind": text("lab"), "staff": text("5"), "truth": text("yes")}

func with(a form.Answers, key string, answer form.Answer) form.Answers {
	b := form.Answers{}
	for k, v := range a {
		b[k] = v
	}
	b[key] = answer
	return b
}

// What people type gets one canonical form, or a text that says what to do.
func TestOneForm(t *testing.T) {
	s := load(t)
	for _, c := range []struct{ question, typed, want, wrong string }{
		{"staff", " 1 000 ", "1000", ""},
		{"staff", "1 000", "1000", ""},
		{"staff", "0", "", "Not less than 1."},
		{"staff", "1001", "", "Not more than 1000."},
		{"staff", "5,5", "", "Enter a whole number."},
		{"staff", "five", "", "Enter a number"},
		{"staff", "5.", "", "Enter a number"},
		{"share", "12,5", "12.50", ""},
		{"share", "−0.07", "-0.07", ""},
		{"share", "1.234", "", "no more than 2 digits"},
		{"share", "1.2300", "1.23", ""},
		{"cost", "1 250 000,5 руб.", "1250000.50", ""},
		{"cost", "15 ₽", "15.00", ""},
		{"cost", "1e6", "", "Enter a sum"},
		{"cost", strings.Repeat("9", 30), "", "too large"},
		{"since", "1.2.2026", "2026-02-01", ""},
		{"since", "2026-02-30", "", "Enter a day"},
		{"since", "31.12.1999", "", "not before 2000-01-01"},
		{"partner", "7707083893", "7707083893", ""},
		{"partner", "7707083894", "", "Check the INN"},
		{"email", "Anna@Почта.рф", "Anna@xn--80a1acny.xn--p1ai", ""},
		{"email", "anna", "", "Check the address"},
		{"phone", "8 (495) 123-45-67", "+74951234567", ""},
		{"phone", "12", "", "Check the number"},
		{"kind", "bank", "", "Choose an option of the list"},
	} {
		sheet := check(t, s, with(lab, c.question, text(c.typed)), nil, "2026-03-01")
		got := sheet.Answers()[c.question].Text
		all := strings.Join(problems(sheet), "\n")
		if got != c.want || c.wrong != "" && !strings.Contains(all, c.question+": ") || !strings.Contains(all, c.wrong) {
			t.Errorf("%s %q: %q, problems %q; want %q, %q", c.question, c.typed, got, all, c.want, c.wrong)
		}
	}
}

// T5: what cannot be seen on the page that one signs does not get into a document.
func TestT5_NothingHidden(t *testing.T) {
	s := load(t)
	base := form.Answers{"kind": text("maker"), "staff": text("11"), "truth": text("yes"), "machines": {Rows: []map[string]string{{"name": "x"}}}}
	for typed, want := range map[string]string{
		"до\u202eпосле":           "",
		"до\u2067после":           "",
		"а\u0000б":                "",
		"а\ufffeб":                "",
		"а\xffб":                  "",
		"и\u0306 и\u200bмя":       "й имя",
		"раз\r\nдва \n три\u00ad": "раз\nдва\n три",
	} {
		sheet := check(t, s, with(base, "about", text(typed)), nil, "2026-03-01")
		if got := sheet.Answers()["about"].Text; got != want {
			t.Errorf("%q: %q, want %q (%v)", typed, got, want, problems(sheet))
		}
	}
}

// What is not asked is not in the document, whatever was typed before; and it comes back when it is asked again.
func TestWhatIsAsked(t *testing.T) {
	s := load(t)
	rows := form.Answer{Rows: []map[string]string{{"name": "Токарный", "price": "500"}, {"name": "", "price": ""}, {"name": "Фрезерный", "price": "499,99"}}}
	a := with(with(with(lab, "machines", rows), "about", text("Завод")), "staff", text("11"))
	sheet := check(t, s, a, nil, "2026-03-01")
	if _, asked := sheet.Part("second"); asked || !sheet.Complete() {
		t.Errorf("a laboratory is asked about machines, or %v", problems(sheet))
	}
	if _, ok := sheet.Answers()["machines"]; ok {
		t.Error("an answer that is not asked for is in the document")
	}
	sheet = check(t, s, with(a, "kind", text("maker")), nil, "2026-03-01")
	if !sheet.Complete() {
		t.Errorf("a factory: %v", problems(sheet))
	}
	want := []map[string]string{{"name": "Токарный", "price": "500.00"}, {"name": "Фрезерный", "price": "499.99"}}
	if diff := cmp.Diff(want, sheet.Answers()["machines"].Rows); diff != "" {
		t.Error(diff)
	}
	sheet = check(t, s, with(with(a, "kind", text("maker")), "machines", form.Answer{Rows: []map[string]string{{"name": "a", "price": "1000"}}}), nil, "2026-03-01")
	if got := problems(sheet); len(got) != 1 || got[0] != ": The machines are too dear" {
		t.Errorf("dear machines: %v", got)
	}
	sheet = check(t, s, with(with(a, "kind", text("maker")), "staff", text("10")), nil, "2026-03-01")
	if part, _ := sheet.Part("second"); len(part.Items) != 1 {
		t.Error("a small factory is asked to tell about itself")
	}
}

// A register that is silent keeps nobody from filling in; one that speaks is listened to.
func TestUnknownIsNoProblem(t *testing.T) {
	s := load(t)
	region := func(state rule.State, v string) form.Given { return form.Given{"egr.region": {State: state, Value: v}} }
	for name, c := range map[string]struct {
		given form.Given
		want  []string
	}{
		"unknown":    {nil, nil},
		"restricted": {region(rule.Restricted, ""), nil},
		"Moscow":     {region(rule.Known, "77"), nil},
		"Tula":       {region(rule.Known, "71"), []string{": Not Moscow"}},
	} {
		if got := problems(check(t, s, lab, c.given, "2026-03-01")); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Options have their days, and a list of the register offers what the register has.
func TestOptions(t *testing.T) {
	s := load(t)
	blue := with(lab, "colours", form.Answer{List: []string{"blue"}})
	if sheet := check(t, s, blue, nil, "2026-05-31"); !sheet.Complete() {
		t.Errorf("on its last day: %v", problems(sheet))
	}
	if sheet := check(t, s, blue, nil, "2026-06-01"); sheet.Complete() {
		t.Error("an option was chosen after its last day")
	}
	if sheet := check(t, s, with(lab, "colours", form.Answer{List: []string{"blue", "red"}}), nil, "2026-05-31"); sheet.Complete() {
		t.Error("two were chosen of one")
	}
	given := form.Given{"egr.okved": {State: rule.Known, Value: "62.01, 72.19"}}
	a := with(lab, "codes", form.Answer{List: []string{"72.19", "62.01"}})
	if got := check(t, s, a, given, "2026-03-01").Answers()["codes"].List; !slices.Equal(got, []string{"62.01", "72.19"}) {
		t.Errorf("codes in the order of the register: %v", got)
	}
	if sheet := check(t, s, with(lab, "codes", form.Answer{List: []string{"01.11"}}), given, "2026-03-01"); sheet.Complete() {
		t.Error("a code was chosen that the register does not have")
	}
}

// A check of canonical answers gives the same answers, and how far each section is follows from them.
func TestStates(t *testing.T) {
	s := load(t)
	states := func(sheet *form.Sheet) (list []form.State) {
		for _, part := range sheet.Sections {
			list = append(list, part.State)
		}
		return list
	}
	if got := states(check(t, s, nil, nil, "2026-03-01")); !slices.Equal(got, []form.State{form.Untouched, form.Untouched}) {
		t.Errorf("nothing answered: %v", got)
	}
	if got := states(check(t, s, form.Answers{"kind": text("lab")}, nil, "2026-03-01")); !slices.Equal(got, []form.State{form.Begun, form.Untouched}) {
		t.Errorf("begun: %v", got)
	}
	sheet := check(t, s, with(lab, "cost", text("12")), nil, "2026-03-01")
	if got := states(sheet); !slices.Equal(got, []form.State{form.Done, form.Done}) {
		t.Errorf("done: %v", got)
	}
	if diff := cmp.Diff(sheet.Answers(), check(t, s, sheet.Answers(), nil, "2026-03-01").Answers()); diff != "" {
		t.Error(diff)
	}
}

// Rows and files have limits, and a row that lacks something says which.
func TestRows(t *testing.T) {
	s := load(t)
	base := with(lab, "kind", text("maker"))
	row := map[string]string{"name": "a"}
	for name, c := range map[string]struct {
		rows []map[string]string
		want string
	}{
		"none":     {nil, "machines: Add at least one row."},
		"too many": {[]map[string]string{row, row, row, row}, "machines: There are too many rows"},
		"unnamed":  {[]map[string]string{row, {"price": "5"}}, "machines.name: Fill in this field."},
		"no price": {[]map[string]string{{"name": "a", "price": "x"}}, "machines.price: Enter a sum"},
	} {
		sheet := check(t, s, with(base, "machines", form.Answer{Rows: c.rows}), nil, "2026-03-01")
		if got := problems(sheet); len(got) == 0 || !strings.HasPrefix(got[0], c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
	sheet := check(t, s, with(base, "machines", form.Answer{Rows: []map[string]string{row, {"price": "5"}}}), nil, "2026-03-01")
	if sheet.Problems[0].Row != 2 {
		t.Errorf("the row is %d", sheet.Problems[0].Row)
	}
	sheet = check(t, s, with(lab, "papers", form.Answer{Files: make([]form.File, 3)}), nil, "2026-03-01")
	if sheet.Complete() {
		t.Error("three files were taken for two")
	}
}

// T25: conditions of a form are bounded when it is read. What could cost too much, loops within loops and patterns are refused, and there is
// no going through the rows of a table: conditions see their number and their totals.
func TestT25_ConditionsOfAFormAreBounded(t *testing.T) {
	dear := "answer.codes.exists(c, " + strings.Repeat(`c.contains("`+strings.Repeat("7", 200)+`") || `, 15) + "false)"
	for expression, want := range map[string]string{
		dear: "costs too much",
		`answer.codes.exists(a, answer.colours.exists(b, a == b))`: "nested too deeply",
		`egr.region.matches("^7+$")`:                               "regular expressions",
		`answer.machines.all(m, m.price > 5)`:                      "",
		strings.Repeat("(", 60) + "true" + strings.Repeat(")", 60): "nested too deeply",
	} {
		_, err := form.Load([]byte(strings.Replace(sample, `egr.region == "77"`, "'"+expression+"'", 1)))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", expression, err, want)
		}
	}
}

// T25: a condition that errs says neither yes nor no: a check is not failed by it, and what it would ask for is not asked.
func TestT25_AConditionThatErrsIsUnknown(t *testing.T) {
	const errs = `100 / (answer.staff - 5) > 0`
	source := strings.NewReplacer(`egr.region == "77"`, errs, `when: answer.kind == "maker"`, "when: "+errs).Replace(sample)
	s, err := form.Load([]byte(source))
	if err != nil {
		t.Fatal(err)
	}
	for staff, want := range map[string]struct {
		asked    bool
		problems int
	}{"5": {false, 0}, "6": {true, 1}, "4": {false, 1}} { // of six the table is wanted, of four the check fails
		sheet := check(t, s, with(lab, "staff", text(staff)), nil, "2026-03-01")
		if _, asked := sheet.Part("second"); asked != want.asked || len(sheet.Problems) != want.problems {
			t.Errorf("%s people: the second section is asked: %t, %q", staff, asked, problems(sheet))
		}
	}
}
