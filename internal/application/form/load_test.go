package form_test

import (
	"os"
	"path/filepath"
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
