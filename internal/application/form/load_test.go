package form_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/application/form"
)

func join(t testing.TB) *form.Service {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "membership", "join.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := form.Load(content)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The form that the program brings is read, and asks for no more than twelve things that nobody knows (the aim of the
// foundation: fields that are known are not asked for).
func TestTheFormToJoin(t *testing.T) {
	s := join(t)
	asked := 0
	for _, section := range s.Sections {
		for _, q := range section.Questions {
			if q.Prefill == "" && q.Kind != form.Known && !q.Optional && q.When == nil {
				asked++
			}
		}
	}
	if asked > 12 {
		t.Errorf("the form asks for %d things, and 12 are the most", asked)
	}
	if len(s.Digest()) != 64 || s.Namespace() != "urn:klaster:application:join:1" {
		t.Errorf("digest %q, namespace %q", s.Digest(), s.Namespace())
	}
}

// A file that cannot work is refused, with the place and what to do.
func TestBadFiles(t *testing.T) {
	for name, c := range map[string]struct{ from, to, want string }{
		"an unknown kind":              {"kind: money, label: {ru: Стоимость", "kind: coins, label: {ru: Стоимость", "line 30"},
		"a choice of nothing":          {", options: [{key: maker, label: {ru: Завод, en: Maker}}, {key: lab, label: {ru: Лаборатория, en: Lab}}]", "", "a choice has one of options"},
		"a list that is not there":     {"list: colours", "list: tastes", "no list \"tastes\""},
		"a fact that is not there":     {"prefill: egr.region", "prefill: egr.weather", "no fact \"egr.weather\""},
		"a question twice":             {"key: email, kind: email", "key: phone, kind: email", "was there before"},
		"a key that is no name":        {"key: email, kind: email", "key: E-mail, kind: email", "lower-case Latin letters"},
		"a key that XML keeps":         {"key: email, kind: email", "key: xmlns, kind: email", "lower-case Latin letters"},
		"looking ahead":                {"when: answer.kind == \"maker\"", "when: answer.truth", "asked for later"},
		"an unknown answer":            {"answer.staff > 10", "answer.stuff > 10", "no fact or function “answer.stuff”"},
		"no yes or no":                 {"answer.staff > 10", "answer.staff", "must be a yes or no"},
		"a table in a table":           {"key: price, kind: money", "key: price, kind: file", "no such column"},
		"bounds of a text":             {"key: about, kind: text", "key: about, low: 1, kind: text", "numbers, sums and days have bounds"},
		"a bound that is no day":       {"low: 2000-01-01", "low: today", "Enter a day"},
		"a declaration without words":  {", statement: {ru: Всё верно., en: All is true.}", "", "write in statement"},
		"nothing to show":              {", prefill: egr.region", "", "name in prefill"},
		"an end before the beginning":  {"from: 2026-01-01", "from: 2026-01-01\nuntil: 2025-01-01", "the last day is before the first"},
		"a law without an act":         {"basis: setting", "basis: law", "name the act"},
		"a standing that is not there": {"apply: [newcomer]", "apply: [king]", "\"king\" is not one of"},
		"the least above the most":     {"most: 1}", "most: 1, least: 2}", "the least is more than the most"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(sample, c.from) {
				t.Fatalf("the sample has no %q", c.from)
			}
			_, err := form.Load([]byte(strings.Replace(sample, c.from, c.to, 1)))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(head))
	f.Add(lettered(ownLetters))
	f.Fuzz(func(t *testing.T, content []byte) {
		questions, problems := form.ReadWithoutConditions(content)
		if questions == 0 && problems == nil {
			t.Error("nothing was read, and nothing is said of it")
		}
	})
}

// Whatever is typed: what was taken is taken again as it is.
func FuzzAnswer(f *testing.F) {
	s := load(f)
	for _, q := range []string{"staff", "share", "cost", "since", "partner", "email", "phone", "about"} {
		f.Add(q, "1 234,50")
		f.Add(q, "31.12.2026")
		f.Add(q, "a@b.ru")
	}
	f.Fuzz(func(t *testing.T, question, typed string) {
		a := form.Answers{"kind": text("maker"), question: text(typed)}
		once := check(t, s, a, nil, "2026-03-01").Answers()
		if diff := cmp.Diff(once, check(t, s, once, nil, "2026-03-01").Answers()); diff != "" {
			t.Error(diff)
		}
	})
}

// A form whose answers would not fit a document is refused, whatever its parts allow alone; one that just fits is taken.
func TestAFormIsBounded(t *testing.T) {
	build := func(rows, files int) []byte {
		return []byte(strings.NewReplacer("ROWS", strconv.Itoa(rows), "FILES", strconv.Itoa(files)).Replace(`format: klaster service 1
key: large
version: 1
title: {ru: Проба, en: Sample}
summary: {ru: Проба, en: Sample}
name: {ru: Проба, en: Sample}
word: statement
from: 2026-01-01
basis: setting
subject: organisation
see: [guest]
apply: [newcomer]
signature: required
term: 10
grounds: [{code: no, title: {ru: Нет, en: "No"}}]
sections:
  - key: main
    title: {ru: Главное, en: Main}
    questions:
      - key: table
        kind: table
        label: {ru: Таблица, en: Table}
        most: ROWS
        columns: [{key: aa, kind: line, label: {ru: А, en: A}}, {key: bb, kind: line, label: {ru: Б, en: B}}]
      - {key: other, kind: text, label: {ru: Текст, en: Text}, most: 20000}
      - {key: papers, kind: file, label: {ru: Бумаги, en: Papers}, most: FILES}
      - key: second
        kind: table
        label: {ru: Таблица, en: Table}
        most: 500
        columns: [{key: aa, kind: line, label: {ru: А, en: A}}, {key: bb, kind: line, label: {ru: Б, en: B}}, {key: cc, kind: line, label: {ru: В, en: C}},
          {key: dd, kind: line, label: {ru: Г, en: D}}, {key: ee, kind: line, label: {ru: Д, en: E}}, {key: ff, kind: line, label: {ru: Е, en: F}},
          {key: gg, kind: line, label: {ru: Ё, en: G}}, {key: hh, kind: line, label: {ru: Ж, en: H}}, {key: ii, kind: line, label: {ru: З, en: I}}]
`))
	}
	if _, err := form.Load(build(180, 20)); err != nil { // 72,000 + 20,000 + 8,000 + 900,000 characters
		t.Error(err)
	}
	if _, err := form.Load(build(181, 20)); err == nil || !strings.Contains(err.Error(), "a document holds 1000000") {
		t.Errorf("a form of too many characters: %v", err)
	}
}
