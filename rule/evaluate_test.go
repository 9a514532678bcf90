package rule_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/rule"
)

const on = "2025-11-28"

func TestOutcomes(t *testing.T) {
	c := catalogue(t)
	yes, no := rule.BoolValue(true), rule.BoolValue(false)
	three := condition("reject", "when", "flag.a", "fail") + condition("doubt", "when", "flag.b", "review") + condition("remark", "when", "flag.c", "note")
	cases := map[string]struct {
		facts   map[string]rule.Value
		want    rule.Outcome
		ground  string
		missing []string
		used    []string
	}{
		"nothing known":                {nil, rule.Undecided, "", []string{"flag.a", "flag.b", "flag.c"}, nil},
		"all clear":                    {map[string]rule.Value{"flag.a": no, "flag.b": no, "flag.c": no}, rule.Pass, "", nil, []string{"flag.a", "flag.b", "flag.c"}},
		"a remark passes":              {map[string]rule.Value{"flag.a": no, "flag.b": no, "flag.c": yes}, rule.Pass, "", nil, []string{"flag.a", "flag.b", "flag.c"}},
		"a remark unknown":             {map[string]rule.Value{"flag.a": no, "flag.b": no}, rule.Undecided, "", []string{"flag.c"}, []string{"flag.a", "flag.b"}},
		"rejected alone":               {map[string]rule.Value{"flag.a": yes}, rule.Fail, "reject", nil, []string{"flag.a"}},
		"rejected beside a doubt":      {map[string]rule.Value{"flag.a": yes, "flag.b": yes}, rule.Fail, "reject", nil, []string{"flag.a"}},
		"doubt, remark unknown":        {map[string]rule.Value{"flag.a": no, "flag.b": yes}, rule.Review, "doubt", nil, []string{"flag.a", "flag.b"}},
		"doubt, rejection unknown":     {map[string]rule.Value{"flag.b": yes}, rule.Undecided, "", []string{"flag.a"}, []string{"flag.b"}},
		"clear, rejection unknown":     {map[string]rule.Value{"flag.b": no, "flag.c": no}, rule.Undecided, "", []string{"flag.a"}, []string{"flag.b", "flag.c"}},
		"remark holds, doubt unknown":  {map[string]rule.Value{"flag.a": no, "flag.c": yes}, rule.Undecided, "", []string{"flag.b"}, []string{"flag.a", "flag.c"}},
		"remark holds, nothing else":   {map[string]rule.Value{"flag.c": yes}, rule.Undecided, "", []string{"flag.a", "flag.b"}, []string{"flag.c"}},
		"doubt clear, the rest a hole": {map[string]rule.Value{"flag.b": no}, rule.Undecided, "", []string{"flag.a", "flag.c"}, []string{"flag.b"}},
	}
	book := load(t, c, three)
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			f := c.NewFacts()
			for fact, v := range k.facts {
				set(t, f, fact, known(t, v))
			}
			v := ask(t, book, f, on)
			if v.Outcome != k.want || v.Ground != k.ground {
				t.Errorf("%v because of %q, want %v because of %q", v.Outcome, v.Ground, k.want, k.ground)
			}
			if d := cmp.Diff(k.missing, missing(v)); d != "" {
				t.Errorf("missing: %s", d)
			}
			if d := cmp.Diff(k.used, used(v)); d != "" {
				t.Errorf("used: %s", d)
			}
		})
	}
}

func missing(v rule.Verdict) (names []string) {
	for _, m := range v.Missing {
		names = append(names, m.Fact)
	}
	return names
}

func used(v rule.Verdict) (names []string) {
	for _, e := range v.Used {
		names = append(names, e.Fact)
	}
	return names
}

func TestExpressions(t *testing.T) {
	c := catalogue(t)
	facts := c.NewFacts()
	set(t, facts, "org.region", known(t, rule.StringValue("77")))
	set(t, facts, "org.codes", known(t, rule.StringsValue("107", "112")))
	set(t, facts, "org.okved", known(t, rule.StringsValue("26.51.4", "62.01")))
	set(t, facts, "org.registered", known(t, rule.DateValue(day(t, "2020-02-29"))))
	set(t, facts, "org.revenue", known(t, rule.IntValue(80_000_000_000)))
	set(t, facts, "org.share", known(t, rule.NumberValue(50)))
	set(t, facts, "org.ceased", rule.Fact{State: rule.Absent, Source: "register", AsOf: day(t, on)})
	set(t, facts, "org.marked", rule.Fact{State: rule.Absent, Source: "register", AsOf: day(t, on)})
	for expression, want := range map[string]rule.Outcome{
		`org.region == "77"`:                                         rule.Fail,
		`"107" in org.codes`:                                         rule.Fail,
		`"10" in org.codes`:                                          rule.Pass,
		`org.codes.exists(c, c in ["101", "107"])`:                   rule.Fail,
		`org.okved.exists(c, under(c, "26"))`:                        rule.Fail,
		`org.okved.exists(c, under(c, "26.5"))`:                      rule.Fail,
		`org.okved.exists(c, under(c, "2"))`:                         rule.Pass,
		`org.okved.exists(c, under(c, "26.51.45"))`:                  rule.Pass,
		`years(org.registered, on) == 5`:                             rule.Fail,
		`years(org.registered, date("2025-02-28")) == 4`:             rule.Fail,
		`years(on, org.registered) == -5`:                            rule.Fail,
		`days(date("2025-11-01"), on) == 27`:                         rule.Fail,
		`years(date("2020-03-01"), date("2025-03-01")) == 5`:         rule.Fail,
		`org.registered < on`:                                        rule.Fail,
		`org.revenue > 800 * 1000000 * 100`:                          rule.Pass,
		`org.share > 50.0`:                                           rule.Pass,
		`present.org.ceased`:                                         rule.Pass,
		`present.org.ceased && org.ceased < on`:                      rule.Pass,
		`org.ceased < on`:                                            rule.Undecided, // absent, and nothing says what that means
		`org.marked`:                                                 rule.Pass,      // absent is false
		`flag.a || org.region == "77"`:                               rule.Fail,
		`flag.a && org.region == "50"`:                               rule.Pass,
		`flag.a && org.region == "77"`:                               rule.Undecided,
		`flag.a ? org.region == "77" : "107" in org.codes`:           rule.Fail, // both ways
		`flag.a ? org.region == "77" : "108" in org.codes`:           rule.Undecided,
		`present.flag.a`:                                             rule.Undecided,
		`1 / (org.revenue - org.revenue) == 1`:                       rule.Undecided, // an error is never a pass
		`org.revenue * org.revenue * org.revenue > 0`:                rule.Undecided,
		`1 / (org.revenue - org.revenue) == 1 || "107" in org.codes`: rule.Fail,
		`date(org.region) < on`:                                      rule.Undecided,
		`org.okved.exists(c, flag.a || under(c, "62"))`:              rule.Fail, // decided within the list
	} {
		t.Run(expression, func(t *testing.T) {
			if got := ask(t, load(t, c, condition("x", "when", expression, "fail")), facts, on); got.Outcome != want {
				t.Errorf("%v, want %v", got.Outcome, want)
			}
			// The same as a requirement is the opposite, except where nothing is decided.
			opposite := map[rule.Outcome]rule.Outcome{rule.Fail: rule.Pass, rule.Pass: rule.Fail, rule.Undecided: rule.Undecided}[want]
			if got := ask(t, load(t, c, condition("x", "require", expression, "fail")), facts, on); got.Outcome != opposite {
				t.Errorf("required: %v, want %v", got.Outcome, opposite)
			}
		})
	}
}

// A remark that holds does not hide another that is open.
func TestRemarksAreAllDecided(t *testing.T) {
	c := catalogue(t)
	book := load(t, c, condition("x", "when", "flag.a", "note")+condition("y", "when", "flag.b", "note"))
	f := c.NewFacts()
	set(t, f, "flag.a", known(t, rule.BoolValue(true)))
	if v := ask(t, book, f, on); v.Outcome != rule.Undecided || missing(v)[0] != "flag.b" {
		t.Errorf("%v %v", v.Outcome, v.Missing)
	}
}

// What chooses between two ways has decided, too.
func TestChoiceUsesWhatItAsked(t *testing.T) {
	c := catalogue(t)
	f := c.NewFacts()
	set(t, f, "flag.a", known(t, rule.BoolValue(true)))
	set(t, f, "flag.b", known(t, rule.BoolValue(true)))
	v := ask(t, load(t, c, condition("x", "when", "flag.a ? flag.b : flag.c", "fail")), f, on)
	if d := cmp.Diff([]string{"flag.a", "flag.b"}, used(v)); d != "" || v.Outcome != rule.Fail {
		t.Error(v.Outcome, d)
	}
}

// T25: a rule that errs gives UNKNOWN, and the verdict says that it erred.
func TestT25_ErringRuleIsUnknown(t *testing.T) {
	c := catalogue(t)
	facts := c.NewFacts()
	set(t, facts, "org.revenue", known(t, rule.IntValue(1)))
	v := ask(t, load(t, c, condition("x", "require", "org.revenue / (org.revenue - 1) > 0", "fail")), facts, on)
	if v.Outcome != rule.Undecided || len(v.Missing) != 1 || v.Missing[0].Reason != rule.Failed || v.Conditions[0].Answer != rule.Errored {
		t.Errorf("%+v", v)
	}
}

// T25: what takes longer than the caller waits is ended and gives UNKNOWN.
func TestT25_DeadlineIsUnknown(t *testing.T) {
	c := catalogue(t)
	facts := c.NewFacts()
	list := make([]string, 200)
	for i := range list {
		list[i] = "62.01"
	}
	set(t, facts, "org.okved", known(t, rule.StringsValue(list...)))
	book := load(t, c, condition("x", "when", `org.okved.all(c, c == "62.01")`, "fail"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	v, err := book.Ask(ctx, "R", facts, day(t, on))
	if err != nil {
		t.Fatal(err)
	}
	if v.Outcome != rule.Undecided || v.Missing[0].Reason != rule.Interrupted {
		t.Errorf("%v %v", v.Outcome, v.Missing)
	}
	if v := ask(t, book, facts, on); v.Outcome != rule.Fail {
		t.Errorf("in time: %v", v.Outcome)
	}
}

// T25: what may cost more than the limit, or nests loops over tables, or matches patterns, is refused when it is read.
func TestT25_CostIsEstimatedBefore(t *testing.T) {
	c := catalogue(t)
	dear := "org.okved.exists(c, " + strings.Repeat(`c.contains("`+strings.Repeat("7", 200)+`") || `, 15) + "flag.a)"
	for expression, want := range map[string]string{
		dear: "costs too much",
		`org.okved.exists(a, org.codes.exists(b, a == b))`:          "nested too deeply",
		`org.okved.exists(a, org.codes.exists(b, b.startsWith(a)))`: "nested too deeply",
		`org.region.matches("^7+$")`:                                "regular expressions",
		strings.Repeat("(", 60) + "true" + strings.Repeat(")", 60):  "nested too deeply",
		`org.region == "` + strings.Repeat("x", 3990) + `"`:         "longer than",
	} {
		_, err := rule.Load(c, []byte(file(condition("x", "when", expression, "fail"))))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v, want %q", expression, err, want)
		}
	}
}

func TestStale(t *testing.T) {
	c := catalogue(t)
	book := load(t, c, condition("x", "when", "flag.a", "fail"))
	fact := func(change func(*rule.Fact)) rule.Fact {
		f := known(t, rule.BoolValue(false)) // as of 27 November, three days
		change(&f)
		return f
	}
	cases := map[string]struct {
		fact   rule.Fact
		on     string
		want   rule.Outcome
		reason rule.Reason
		until  string
	}{
		"on the last day":        {fact(func(*rule.Fact) {}), "2025-11-30", rule.Pass, "", "2025-11-30"},
		"the day after":          {fact(func(*rule.Fact) {}), "2025-12-01", rule.Undecided, rule.IsStale, "2026-12-31"},
		"confirmed since":        {fact(func(f *rule.Fact) { f.Confirmed = day(t, "2025-12-10") }), "2025-12-11", rule.Pass, "", "2025-12-13"},
		"no day":                 {fact(func(f *rule.Fact) { f.AsOf = rule.Date{} }), "2025-11-28", rule.Undecided, rule.IsStale, "2026-12-31"},
		"a last day of its own":  {fact(func(f *rule.Fact) { f.ValidUntil = day(t, "2025-11-28") }), "2025-11-29", rule.Undecided, rule.IsStale, "2026-12-31"},
		"not longer than that":   {fact(func(f *rule.Fact) { f.ValidUntil = day(t, "2025-11-28") }), "2025-11-28", rule.Pass, "", "2025-11-28"},
		"no freshness":           {fact(func(f *rule.Fact) { f.Source = "person" }), "2026-12-31", rule.Pass, "", "2026-12-31"},
		"an unlisted source":     {fact(func(f *rule.Fact) { f.Source = "hearsay" }), "2025-11-28", rule.Undecided, rule.NoSource, "2026-12-31"},
		"restricted":             {rule.Fact{State: rule.Restricted, Source: "register"}, "2025-11-28", rule.Undecided, rule.IsRestricted, "2026-12-31"},
		"contradictory":          {rule.Fact{Reason: rule.Contradictory}, "2025-11-28", rule.Undecided, rule.Contradictory, "2026-12-31"},
		"absent, and no default": {rule.Fact{State: rule.Absent, Source: "person"}, "2025-11-28", rule.Undecided, rule.IsAbsent, "2026-12-31"},
		"before the first day":   {fact(func(*rule.Fact) {}), "2023-12-31", rule.Undecided, rule.NoVersion, ""},
		"after the last day":     {fact(func(f *rule.Fact) { f.Source = "person" }), "2027-01-01", rule.Undecided, rule.NoVersion, ""},
	}
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			f := c.NewFacts()
			set(t, f, "flag.a", k.fact)
			v := ask(t, book, f, k.on)
			if v.Outcome != k.want {
				t.Errorf("%v, want %v", v.Outcome, k.want)
			}
			if k.want == rule.Undecided && (len(v.Missing) != 1 || v.Missing[0].Reason != k.reason) {
				t.Errorf("missing %v, want %q", v.Missing, k.reason)
			}
			until := ""
			if v.ValidUntil != nil {
				until = v.ValidUntil.String()
			}
			if until != k.until {
				t.Errorf("valid until %q, want %q", until, k.until)
			}
		})
	}
}

func TestUndecidedMayBeReviewed(t *testing.T) {
	c := catalogue(t)
	text := strings.Replace(file(condition("x", "when", "flag.a", "fail")), "undecided: unknown", "undecided: review", 1)
	book, err := rule.Load(c, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	v := ask(t, book, c.NewFacts(), on)
	if v.Outcome != rule.Review || len(v.Missing) != 1 || v.Ground != "" {
		t.Errorf("%v %v %q", v.Outcome, v.Missing, v.Ground)
	}
}

func TestTexts(t *testing.T) {
	c := catalogue(t)
	text := strings.Replace(file(condition("x", "when", "flag.a", "fail")), "ru: Основание x в регионе «<org.region>»",
		"ru: '<org.region|source> на <org.region|as_of>, запись <org.region|record>: <org.region>; <org.share> %; <org.codes>; <org.registered>; на <on>'", 1)
	book, err := rule.Load(c, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	f := c.NewFacts()
	set(t, f, "flag.a", known(t, rule.BoolValue(true)))
	set(t, f, "org.region", known(t, rule.StringValue("77")))
	set(t, f, "org.share", known(t, rule.NumberValue(12.500001)))
	set(t, f, "org.codes", known(t, rule.StringsValue("105", "107")))
	v := ask(t, book, f, on)
	want := rule.Text{
		RU: "Реестр на 27.11.2025, запись 1: 77; 12,5 %; 105, 107; не установлено; на 28.11.2025",
		EN: "Ground x in “77”",
	}
	if d := cmp.Diff(want, v.Text); d != "" {
		t.Error(d)
	}
	if v.Remedy != (rule.Text{RU: "Исправьте x", EN: "Mend x"}) {
		t.Error(v.Remedy)
	}
}

// A decision is kept as facts, edition and day, and computed again years later.
func TestReplay(t *testing.T) {
	c := catalogue(t)
	book := load(t, c, condition("x", "when", `"107" in org.codes && org.share > 50.0`, "fail")+condition("y", "require", "org.registered < on", "review"))
	f := c.NewFacts()
	set(t, f, "org.codes", known(t, rule.StringsValue("107")))
	set(t, f, "org.share", rule.Fact{State: rule.Known, Value: rule.NumberValue(50.0000001), Source: "person", ValidUntil: day(t, "2026-01-01")})
	set(t, f, "org.registered", rule.Fact{State: rule.Restricted, Source: "register", AsOf: day(t, on)})
	set(t, f, "org.ceased", rule.Fact{State: rule.Absent, Source: "register", AsOf: day(t, on), Confirmed: day(t, on)})
	set(t, f, "flag.a", rule.Fact{Reason: rule.Contradictory})
	stored, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.ParseFacts(stored)
	if err != nil {
		t.Fatal(err)
	}
	restored, err := json.Marshal(again)
	if err != nil || string(restored) != string(stored) {
		t.Errorf("%s\n%s\n%v", stored, restored, err)
	}
	other := load(t, c, condition("x", "when", `"107" in org.codes && org.share > 50.0`, "fail")+condition("y", "require", "org.registered < on", "review"))
	first, second := marshal(t, ask(t, book, f, on)), marshal(t, ask(t, other, again, on))
	if first != second {
		t.Errorf("%s\n%s", first, second)
	}
	var back rule.Verdict
	if err := json.Unmarshal([]byte(strings.ReplaceAll(first, `"value":`, `"was":`)), &back); err != nil {
		t.Fatal(err)
	}
	if back.Outcome != rule.Fail || back.Conditions[0].Answer != rule.Holds {
		t.Errorf("%+v", back)
	}
}

func marshal(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestChanged(t *testing.T) {
	c := catalogue(t)
	before := load(t, c, condition("x", "when", "flag.a", "fail"))
	if same := load(t, c, "# a comment\n"+condition("x", "when", "flag.a", "fail")); len(same.Changed(before)) != 0 {
		t.Errorf("a comment changed %v", same.Changed(before))
	}
	if d := cmp.Diff([]string{"R/1"}, load(t, c, condition("x", "when", "flag.b", "fail")).Changed(before)); d != "" {
		t.Error(d)
	}
	fresher, err := rule.Load(c, []byte(strings.Replace(file(condition("x", "when", "flag.a", "fail")), "fresh: 3", "fresh: 30", 1)))
	if err != nil || len(fresher.Changed(before)) != 1 {
		t.Errorf("another freshness: %v %v", fresher.Changed(before), err)
	}
}

func TestMisuse(t *testing.T) {
	c, other := catalogue(t), catalogue(t)
	book := load(t, c, condition("x", "when", "flag.a", "fail"))
	if _, err := book.Ask(t.Context(), "S", c.NewFacts(), day(t, on)); !errors.Is(err, rule.ErrRule) {
		t.Error(err)
	}
	if _, err := book.Ask(t.Context(), "R", c.NewFacts(), rule.Date{}); !errors.Is(err, rule.ErrDate) {
		t.Error(err)
	}
	if _, err := book.Evaluate(t.Context(), "", other.NewFacts(), day(t, on)); !errors.Is(err, rule.ErrOtherCatalogue) {
		t.Error(err)
	}
	if rule.Worst() != rule.Undecided {
		t.Error("nothing asked is not a pass")
	}
	if vs, err := book.Evaluate(t.Context(), "three", c.NewFacts(), day(t, on)); err != nil || len(vs) != 0 {
		t.Error(vs, err)
	}
	if vs, err := book.Evaluate(t.Context(), "two", c.NewFacts(), day(t, on)); err != nil || len(vs) != 1 || rule.Worst(vs...) != rule.Undecided {
		t.Error(vs, err)
	}
}

func TestConcurrentUse(t *testing.T) {
	c := catalogue(t)
	book := load(t, c, condition("x", "when", `org.okved.exists(c, under(c, "62"))`, "fail"))
	f := c.NewFacts()
	set(t, f, "org.okved", known(t, rule.StringsValue("26.51", "62.01")))
	want := marshal(t, ask(t, book, f, on))
	day := day(t, on)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				v, err := book.Ask(context.Background(), "R", f, day)
				if err != nil || v.Outcome != rule.Fail {
					t.Error(v.Outcome, err)
					return
				}
			}
		})
	}
	wg.Wait()
	if got := marshal(t, ask(t, book, f, on)); got != want {
		t.Error("the facts were changed")
	}
}
