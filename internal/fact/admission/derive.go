package admission

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/rule"
)

// Derive computes the facts of a case. It fails when the walk of R8 cannot look up who owns whom, or when a note of an
// expert is not what its fact may be; what is merely unknown is a fact that is unknown.
func Derive(ctx context.Context, b *rule.Book, c Case) (*rule.Facts, error) {
	derived := map[string]rule.Fact{
		"ask.purpose": system(c.On, rule.StringValue(string(c.Purpose))),
	}
	c.identity(derived)
	c.register(derived)
	c.lists(derived)
	if err := c.control(ctx, derived); err != nil {
		return nil, err
	}
	for name, note := range c.Notes {
		derived[name] = overlay(b, derived[name], note, c.On)
	}
	facts := b.Catalogue().NewFacts()
	for name, fact := range derived {
		if err := facts.Set(name, fact); err != nil {
			return nil, fmt.Errorf("derive the facts of admission: %w", err)
		}
	}
	return facts, nil
}

// overlay puts a note of an expert beside what is derived: it stands where nothing else does.
func overlay(b *rule.Book, fact, note rule.Fact, on rule.Date) rule.Fact {
	if state, _ := b.Usable(fact, on); state != rule.Known && (state != rule.Absent || fact.Source == FromSystem) {
		return note
	}
	return agreed(fact, note)
}

// agreed is a fact that another source may contradict: if it says something else and is not older, nobody knows.
func agreed(fact, other rule.Fact) rule.Fact {
	told := func(f rule.Fact) bool { return f.State == rule.Known || f.State == rule.Absent }
	if !told(fact) || !told(other) || last(other).Before(last(fact)) {
		return fact
	}
	if fact.State == other.State && fact.Value.Equal(other.Value) {
		return fact
	}
	fact.State, fact.Value, fact.Reason = rule.Unknown, rule.Value{}, rule.Contradictory
	return fact
}

func last(f rule.Fact) rule.Date {
	if f.Confirmed.After(f.AsOf) {
		return f.Confirmed
	}
	return f.AsOf
}

// system is a fact that the platform itself states.
func system(on rule.Date, v rule.Value) rule.Fact {
	return rule.Fact{State: rule.Known, Value: v, Source: FromSystem, AsOf: on}
}

// notConnected is a fact of a source that is not there by decision.
func notConnected(on rule.Date) rule.Fact {
	return rule.Fact{State: rule.Absent, Source: FromSystem, AsOf: on}
}

// lists derives what is known from other places than ЕГРЮЛ and ЕГРИП.
func (c Case) lists(derived map[string]rule.Fact) {
	derived["expert.suspended"] = notConnected(c.On) // no expert has said anything; a note would
	if d := c.Suspended; d != nil {
		derived["declared.suspended"] = rule.Fact{
			State: rule.Known, Value: rule.BoolValue(d.Yes), Source: FromApplicant, AsOf: d.On, ValidUntil: d.Until,
		}
	}
	if s := c.Small; s != nil {
		f := rule.Fact{State: rule.Absent, Source: FromSmall, AsOf: s.AsOf}
		if s.Category != "" {
			f.State, f.Value = rule.Known, rule.StringValue(s.Category)
		}
		derived["msp.category"] = f
	}
	c.bankruptcy(derived)
	derived["disqualified.named"] = notConnected(c.On)
	if d := c.Disqualified; d != nil {
		derived["disqualified.named"] = rule.Fact{
			State: rule.Known, Value: rule.StringsValue(d.Records[:min(len(d.Records), maxRelated)]...), Source: FromPersons, AsOf: d.AsOf,
		}
	}
	c.unfair(derived)
}

func (c Case) bankruptcy(derived map[string]rule.Fact) {
	if c.Bankruptcy == nil {
		derived["efrsb.case"], derived["efrsb.intention"] = notConnected(c.On), notConnected(c.On)
		return
	}
	of := func(number string) rule.Fact {
		return rule.Fact{
			State: rule.Known, Value: rule.BoolValue(number != ""), Source: FromMessages, Record: number, AsOf: c.Bankruptcy.AsOf,
		}
	}
	derived["efrsb.case"], derived["efrsb.intention"] = of(c.Bankruptcy.Case), of(c.Bankruptcy.Intention)
}

// unfair derives R7. A record counts until the day before it is taken out.
func (c Case) unfair(derived map[string]rule.Fact) {
	u := c.Unfair
	if u == nil || c.Register == nil {
		return
	}
	base := rule.Fact{State: rule.Known, Source: u.Source, AsOf: u.AsOf}
	if base.Source == "" {
		base.Source = FromUnfair
	}
	listed, until, related := base, base, base
	listed.Value, until.State = rule.BoolValue(false), rule.Absent
	var others []string
	named := Related(c.Register.Record)
	for _, r := range u.Records {
		if !r.Until.IsZero() && !r.Until.After(c.On) {
			continue
		}
		switch {
		case r.INN == c.Register.Record.INN:
			listed.Value, listed.Record = rule.BoolValue(true), r.Number
			until.State, until.Value = rule.Known, rule.DateValue(r.Until)
			if r.Until.IsZero() {
				until.State = rule.Absent
			}
		case slices.Contains(named, r.INN) && len(others) < maxRelated && !slices.Contains(others, r.Number):
			others = append(others, r.Number) // the number of the record: an ИНН would be a person's
		}
	}
	related.Value = rule.StringsValue(others...)
	derived["rnp.listed"], derived["rnp.until"], derived["rnp.related"] = listed, until, related
}

// maxRelated is how many records on founders and heads are told.
const maxRelated = 20
