package rule

import (
	"context"
	"slices"
	"time"

	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"
)

// Deadline is how long one call of [Book.Evaluate] or [Book.Ask] may take before what is left of its comprehensions ends.
const Deadline = 2 * time.Second

// Ask computes one rule on a day. It fails with [ErrRule] when there is no such rule, [ErrDate] when there is no day, and
// [ErrOtherCatalogue] when the facts were collected for another catalogue; what goes wrong within a rule is a verdict.
func (b *Book) Ask(ctx context.Context, id string, facts *Facts, on Date) (Verdict, error) {
	r, err := b.Rule(id)
	if err != nil {
		return Verdict{}, err
	}
	verdicts, err := b.judge(ctx, []*Rule{r}, facts, on)
	if err != nil {
		return Verdict{}, err
	}
	return verdicts[0], nil
}

// Evaluate computes every rule of a set on a day, in the order of the book; of all rules when the set is "". It fails with
// [ErrDate] and [ErrOtherCatalogue], as [Book.Ask] does.
func (b *Book) Evaluate(ctx context.Context, set string, facts *Facts, on Date) ([]Verdict, error) {
	return b.judge(ctx, b.Rules(set), facts, on)
}

func (b *Book) judge(ctx context.Context, rules []*Rule, facts *Facts, on Date) ([]Verdict, error) {
	if on.IsZero() {
		return nil, ErrDate
	}
	if facts.catalogue != b.catalogue {
		return nil, ErrOtherCatalogue
	}
	ctx, cancel := context.WithTimeout(ctx, Deadline)
	defer cancel()
	v := b.view(facts, on)
	verdicts := make([]Verdict, len(rules))
	for i, r := range rules {
		verdicts[i] = v.judge(ctx, r)
	}
	return verdicts, nil
}

// view is the facts as they may be used on a day: what is stale is unknown. It answers the questions of CEL programs.
type view struct {
	book   *Book
	facts  *Facts
	on     Date
	day    any // on, as conditions see it
	status []State
	reason []Reason
}

// unknownValue is what conditions see of a fact that is not known. CEL passes it on through everything that needs it.
var unknownValue = types.NewUnknown(0, nil)

func (b *Book) view(facts *Facts, on Date) *view {
	v := &view{
		book: b, facts: facts, on: on, day: celDate(on),
		status: make([]State, len(facts.list)), reason: make([]Reason, len(facts.list)),
	}
	for i := range facts.list {
		v.status[i], v.reason[i] = b.usable(&facts.list[i], on)
	}
	return v
}

// Usable is the state of a fact as rules of the book see it on a day, and why it is not known: a stale fact is Unknown.
func (b *Book) Usable(f Fact, on Date) (State, Reason) { return b.usable(&f, on) }

func (b *Book) usable(f *Fact, on Date) (State, Reason) {
	switch f.State {
	case Unknown:
		return Unknown, f.Reason
	case Restricted:
		return Restricted, IsRestricted
	case Known, Absent:
	}
	s, ok := b.sources[f.Source]
	if !ok {
		return Unknown, NoSource
	}
	if until := f.until(s); !until.IsZero() && on.After(until) {
		return Unknown, IsStale
	}
	// A source that has a limit and does not say of which day it is cannot be told from a stale one.
	if s.Fresh > 0 && f.last().IsZero() {
		return Unknown, IsStale
	}
	return f.State, ""
}

// until is the last day on which a fact may be used; no date when there is none.
func (f *Fact) until(s Source) Date {
	until := f.ValidUntil
	if s.Fresh > 0 {
		until = earlier(until, f.last().AddDays(s.Fresh))
	}
	return until
}

// earlier is the earlier of two days, of which either may be none.
func earlier(a, b Date) Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// ResolveName gives CEL a fact, whether it is present, or the day.
func (v *view) ResolveName(name string) (any, bool) {
	if name == today {
		return v.day, true
	}
	c := v.facts.catalogue
	if i, ok := c.index[name]; ok {
		switch v.status[i] {
		case Known:
			return v.facts.values[i], true
		case Absent:
			return c.none[i], true
		case Unknown, Restricted:
		}
		return unknownValue, true
	}
	if len(name) <= len(presence) {
		return nil, false
	}
	i, ok := c.index[name[len(presence):]]
	if !ok {
		return nil, false
	}
	switch v.status[i] {
	case Known:
		return types.True, true
	case Absent:
		return types.False, true
	case Unknown, Restricted:
	}
	return unknownValue, true
}

// Parent is nil: a view is all there is.
func (v *view) Parent() interpreter.Activation { return nil }

func (v *view) judge(ctx context.Context, r *Rule) Verdict {
	verdict := Verdict{Rule: r.ID, On: v.on, Title: r.Title, Conditions: []Finding{}, Missing: []Missing{}, Used: []Evidence{}}
	version, ok := r.On(v.on)
	if !ok {
		verdict.Outcome = Undecided
		verdict.Text, verdict.Remedy = noVersion(), askOperator()
		verdict.Missing = []Missing{{Reason: NoVersion}}
		return verdict
	}
	verdict.Version, verdict.Digest, verdict.Basis = version.ID, version.Digest, version.Basis
	verdict.Act, verdict.Clause = version.Act, version.Clause
	sum := v.sum(ctx, version, &verdict)
	v.settle(version, sum, &verdict)
	return verdict
}

// tally is what the conditions of a version add up to.
type tally struct {
	held     [Reject + 1]int // 1 + the first condition of the weight that holds, 0 for none
	heaviest Weight          // of those that hold
	undone   Weight          // the heaviest that is open or in error
	findings []finding
}

func (v *view) sum(ctx context.Context, version *Version, verdict *Verdict) tally {
	t := tally{findings: make([]finding, len(version.conditions))}
	verdict.Conditions = make([]Finding, len(version.conditions))
	for i := range version.conditions {
		c := &version.conditions[i]
		f := c.condition.root.evaluate(ctx, v)
		if c.negated && (f.truth == yes || f.truth == no) {
			f.truth = yes - f.truth
		}
		t.findings[i] = f
		out := Finding{ID: c.id, Weight: c.weight, Reason: f.reason}
		if f.truth == yes || c.negated { // a requirement is told whatever becomes of it; a ground that does not hold is not so
			out.Text, out.Remedy = c.text.fill(v), c.remedy
		}
		out.Used, out.Missing = v.facts.catalogue.names(&f.used), v.facts.catalogue.names(&f.missing)
		switch f.truth {
		case yes:
			out.Answer = Holds
			t.heaviest = max(t.heaviest, c.weight)
			if t.held[c.weight] == 0 {
				t.held[c.weight] = i + 1
			}
		case no:
			out.Answer = Clear
		case open:
			out.Answer = Open
			t.undone = max(t.undone, c.weight)
		case bad:
			out.Answer = Errored
			t.undone = max(t.undone, c.weight)
		}
		verdict.Conditions[i] = out
	}
	return t
}

// settle draws the verdict. What holds decides unless something heavier is open.
func (v *view) settle(version *Version, t tally, verdict *Verdict) {
	var used, missing factSet
	undecided := t.undone > t.heaviest || t.undone > 0 && t.heaviest < Doubt
	for i := range t.findings {
		f, c := &t.findings[i], &version.conditions[i]
		bears := t.heaviest < Doubt || c.weight > t.heaviest // what is lighter than what holds cannot change the outcome
		if bears || f.truth == yes && c.weight == t.heaviest {
			used.merge(&f.used)
		}
		if undecided && bears && (f.truth == open || f.truth == bad) {
			missing.merge(&f.missing)
			if e := (Missing{Reason: f.reason}); f.truth == bad && !slices.Contains(verdict.Missing, e) {
				verdict.Missing = append(verdict.Missing, e)
			}
		}
	}
	switch {
	case undecided:
		verdict.Outcome = version.Undecided
		verdict.Text, verdict.Remedy = version.open.fill(v), version.openRemedy
	case t.heaviest >= Doubt:
		verdict.Outcome = Review
		if t.heaviest == Reject {
			verdict.Outcome = Fail
		}
		f := verdict.Conditions[t.held[t.heaviest]-1]
		verdict.Ground, verdict.Text, verdict.Remedy = f.ID, f.Text, f.Remedy
	default:
		verdict.Outcome = Pass
		verdict.Text = version.pass.fill(v)
		if t.heaviest == Note {
			verdict.Remedy = verdict.Conditions[t.held[Note]-1].Remedy
		}
	}
	v.prove(&used, &missing, version, verdict)
}

// prove writes the evidence, what is missing, and how long the verdict may be relied on.
func (v *view) prove(used, missing *factSet, version *Version, verdict *Verdict) {
	until := version.Until
	for i := range missing.all() {
		reason := v.reason[i]
		if v.status[i] == Absent {
			reason = IsAbsent
		}
		verdict.Missing = append(verdict.Missing, Missing{Fact: v.facts.catalogue.definitions[i].Name, Reason: reason})
	}
	verdict.Used = make([]Evidence, 0, used.size())
	for i := range used.all() {
		f := &v.facts.list[i]
		e := Evidence{
			Fact: v.facts.catalogue.definitions[i].Name, State: f.State,
			Source: f.Source, Record: f.Record, AsOf: optional(f.AsOf),
		}
		if f.State == Known {
			value := f.Value // the facts may be set anew
			e.Value = &value
		}
		verdict.Used = append(verdict.Used, e)
		until = earlier(until, f.until(v.book.sources[f.Source]))
	}
	verdict.ValidUntil = optional(until)
}
