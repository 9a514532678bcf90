package admission_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// accept is an override to PASS for thirty days.
func accept(t *testing.T, c admission.Case, id string, by ...string) (admission.Override, error) {
	t.Helper()
	return admission.NewOverride(c.Purpose, verdict(t, assess(t, c), id).Verdict,
		admission.Override{To: rule.Pass, Reason: "документы проверены", Decided: c.On, Until: c.On.AddDays(30), By: by})
}

func TestOverrideOfReview(t *testing.T) {
	c := clean(t, admission.Partner, company(t, "50"))
	c.Register.Record.Statuses = []egr.Status{{Code: "124"}}
	o, err := accept(t, c, "R10", "expert")
	if err != nil {
		t.Fatal(err)
	}
	a := assess(t, c, o)
	if v := verdict(t, a, "R10"); a.Outcome != rule.Pass || v.Outcome != rule.Review || v.Effective != rule.Pass || v.Override == nil || v.Raised != "" {
		t.Errorf("overall %v, %v comes to %v", a.Outcome, v.Outcome, v.Effective)
	}

	// The register says the same on the next day: nothing has changed.
	c.On = c.On.AddDays(1)
	c.Register.Confirmed = c.On
	if a := assess(t, c, o); a.Outcome != rule.Pass {
		t.Errorf("on the next day: %v", a.Outcome)
	}

	// Another code: the expert has not seen that.
	moved := c
	record := *c.Register.Record
	record.Statuses = []egr.Status{{Code: "122"}}
	moved.Register = &admission.Entry{Record: &record, Source: admission.FromRegister, Confirmed: c.On}
	a = assess(t, moved, o)
	if v := verdict(t, a, "R10"); a.Outcome != rule.Review || v.Raised != admission.FactsMoved || v.Effective != rule.Review {
		t.Errorf("overall %v, raised because of %q", a.Outcome, v.Raised)
	}

	// After the last day, and before the first.
	late := c
	late.On = o.Until.AddDays(1)
	late.Register = &admission.Entry{Record: c.Register.Record, Source: admission.FromRegister, Confirmed: late.On}
	if v := verdict(t, assess(t, late, o), "R10"); v.Raised != admission.Ended || v.Effective != rule.Review {
		t.Errorf("late: %q %v", v.Raised, v.Effective)
	}
	if got := o.Stands(verdict(t, assess(t, c), "R10").Verdict, o.Decided.AddDays(-1)); got != admission.NotYet {
		t.Errorf("early: %q", got)
	}

	// It speaks of one rule and one purpose.
	other := c
	other.Purpose = admission.Participant
	if v := verdict(t, assess(t, other, o), "R10"); v.Override != nil {
		t.Error("an override for a partner was taken for a participant")
	}
}

// An override of what is unknown ends when the register speaks.
func TestOverrideOfUnknown(t *testing.T) {
	c := clean(t, admission.Participant, company(t, "77"))
	c.Unfair = nil
	o, err := accept(t, c, "R7", "expert")
	if err != nil {
		t.Fatal(err)
	}
	if a := assess(t, c, o); a.Outcome != rule.Pass {
		t.Fatalf("%v", a.Outcome)
	}
	last := verdict(t, assess(t, c), "R7").Verdict
	if got := o.Stands(last, o.Until); got != "" {
		t.Errorf("on its last day: %q", got)
	}
	// A file that is stale is another want than none at all.
	c.Unfair = &admission.Unfair{AsOf: c.On.AddDays(-9)}
	if v := verdict(t, assess(t, c, o), "R7"); v.Effective != rule.Undecided || v.Raised != admission.FactsMoved {
		t.Errorf("stale: %v %q", v.Effective, v.Raised)
	}
	c.Unfair = &admission.Unfair{AsOf: c.On}
	unfair("7707083893", "2026-05-01")(&c)
	if v := verdict(t, assess(t, c, o), "R7"); v.Effective != rule.Fail || v.Raised != admission.FactsMoved {
		t.Errorf("%v %q", v.Effective, v.Raised)
	}
}

// A FAIL is lifted by two different people, anything else by one; each with a reason and an end.
func TestWhoMayOverride(t *testing.T) {
	c := clean(t, admission.Participant, company(t, "77"))
	unfair("7707083893", "2026-05-01")(&c)
	for name, k := range map[string]struct {
		by   []string
		want error
	}{
		"alone": {[]string{"a"}, admission.ErrTwoPeople}, "twice the same": {[]string{"a", "a"}, admission.ErrTwoPeople},
		"a nobody": {[]string{"a", ""}, admission.ErrTwoPeople}, "nobody": {nil, admission.ErrPerson}, "two": {[]string{"a", "b"}, nil},
	} {
		if _, err := accept(t, c, "R7", k.by...); !errors.Is(err, k.want) {
			t.Errorf("%s: %v, want %v", name, err, k.want)
		}
	}
	v := verdict(t, assess(t, clean(t, admission.Participant, company(t, "99"))), "R3").Verdict
	good := admission.Override{To: rule.Pass, Reason: "x", Decided: c.On, Until: c.On, By: []string{"a"}}
	for name, k := range map[string]struct {
		change func(*admission.Override)
		want   error
	}{
		"as it should be": {func(*admission.Override) {}, nil},
		"no reason":       {func(o *admission.Override) { o.Reason = " " }, admission.ErrReason},
		"no end":          {func(o *admission.Override) { o.Until = rule.Date{} }, admission.ErrTerm},
		"an end before":   {func(o *admission.Override) { o.Until = o.Decided.AddDays(-1) }, admission.ErrTerm},
		"for ever":        {func(o *admission.Override) { o.Until = o.Decided.AddDays(3650) }, admission.ErrTerm},
		"no beginning":    {func(o *admission.Override) { o.Decided = rule.Date{} }, admission.ErrTerm},
		"to unknown":      {func(o *admission.Override) { o.To = rule.Undecided }, admission.ErrOutcome},
		"to the same":     {func(o *admission.Override) { o.To = rule.Review }, admission.ErrOutcome},
		"to a rejection":  {func(o *admission.Override) { o.To = rule.Fail }, nil},
	} {
		o := good
		k.change(&o)
		if _, err := admission.NewOverride(admission.Participant, v, o); !errors.Is(err, k.want) {
			t.Errorf("%s: %v, want %v", name, err, k.want)
		}
	}
}

// Of several overrides the one decided last stands; one that has ended changes nothing beside it, whatever their order.
func TestSeveralOverrides(t *testing.T) {
	c := clean(t, admission.Partner, company(t, "99"))
	v := verdict(t, assess(t, c), "R3").Verdict
	decide := func(to rule.Outcome, decided, until int) admission.Override {
		o, err := admission.NewOverride(c.Purpose, v, admission.Override{
			To: to, Reason: "x", Decided: c.On.AddDays(decided), Until: c.On.AddDays(until), By: []string{"a"},
		})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	early, late, ended := decide(rule.Fail, -9, 9), decide(rule.Pass, -5, 9), decide(rule.Fail, -4, -1)
	for _, order := range [][]admission.Override{{early, late, ended}, {ended, late, early}, {late, ended, early}} {
		if got := verdict(t, assess(t, c, order...), "R3"); got.Effective != rule.Pass || got.Raised != "" || got.Override.To != rule.Pass {
			t.Errorf("%v %q", got.Effective, got.Raised)
		}
	}
}

// Overrides are kept as JSON, and verdicts with them.
func TestAssessmentIsStable(t *testing.T) {
	c := clean(t, admission.Partner, company(t, "99"))
	o, err := accept(t, c, "R3", "expert")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var back admission.Override
	if err := json.Unmarshal(kept, &back); err != nil {
		t.Fatal(err)
	}
	first, err := json.Marshal(assess(t, c, o))
	if err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(assess(t, c, back))
	if err != nil || string(first) != string(second) {
		t.Errorf("%s\n%s\n%v", first, second, err)
	}

	// Facts that were kept give the same assessment again.
	facts, err := admission.Derive(t.Context(), book(t), c)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := json.Marshal(facts)
	if err != nil {
		t.Fatal(err)
	}
	again, err := book(t).Catalogue().ParseFacts(stored)
	if err != nil {
		t.Fatal(err)
	}
	a, err := admission.Judge(t.Context(), book(t), again, c.Purpose, c.On, back)
	if err != nil {
		t.Fatal(err)
	}
	if third, err := json.Marshal(a); err != nil || string(third) != string(first) {
		t.Errorf("%s\n%s\n%v", first, third, err)
	}
}
