package fact

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/workdays"
)

// Assess judges a subject by the rules of admission on a day, on what is known now. The purpose is the one that the
// register's region leads to; identity is who applies and may be nil. A person's word
// over a verdict counts while it stands ([Service.Overrule]).
func (s *Service) Assess(ctx context.Context, q sqldb.Querier, subject Subject, on workdays.Date, identity *admission.Identity) (admission.Assessment, error) {
	return s.AssessFor(ctx, q, subject, on, identity, "")
}

// AssessFor judges a subject by the rules of one purpose, wherever the register's region leads; "" is where it leads.
func (s *Service) AssessFor(ctx context.Context, q sqldb.Querier, subject Subject, on workdays.Date, identity *admission.Identity, purpose admission.Purpose) (admission.Assessment, error) {
	c, err := s.Case(ctx, q, subject, on)
	if err != nil {
		return admission.Assessment{}, err
	}
	c.Identity, c.Purpose = identity, cmp.Or(purpose, c.Purpose)
	var words []Override
	if c.Register != nil {
		if words, err = s.Overrides(ctx, q, Subject{OGRN: c.Register.Record.OGRN}); err != nil {
			return admission.Assessment{}, err
		}
	}
	a, _, err := admission.Assess(ctx, s.book, c, standingWords(words)...)
	if err != nil {
		return admission.Assessment{}, fmt.Errorf("judge %s: %w", subject.OGRN, err)
	}
	return a, nil
}

// Case gathers what the rules of admission ask for.
func (s *Service) Case(ctx context.Context, q sqldb.Querier, subject Subject, on workdays.Date) (admission.Case, error) {
	f, err := s.Facts(ctx, q, subject)
	if err != nil {
		return admission.Case{}, err
	}
	c := admission.Case{Purpose: admission.Participant, On: on, Offshore: s.offshore, Lookup: s.lookup(q)}
	if f.Entry != nil {
		c.Register = &admission.Entry{Record: f.Entry.Record, Source: admission.FromRegister, Confirmed: f.Entry.Confirmed}
		if !f.Entry.Source.Official() || f.Entry.Waiting {
			c.Register.Confirmed = workdays.Date{} // not the register's own word, or not its last: unknown is not yes
		}
		if c.Others, err = s.others(ctx, q, &f); err != nil {
			return admission.Case{}, err
		}
		if c.Disqualified, err = s.disqualifiedOf(ctx, q, &f, on); err != nil {
			return admission.Case{}, err
		}
		if p, ok := admission.Route(f.Entry.Record); ok {
			c.Purpose = p
		}
	}
	if g, ok := f.Best(KindSmall); ok && g.State != Unknown {
		c.Small = &admission.Small{AsOf: dayOf(g.AsOf)}
		if g.State == Known {
			c.Small.Category = g.Text()
		}
	}
	if c.Unfair, err = s.unfairOf(ctx, q, &f); err != nil {
		return admission.Case{}, err
	}
	if g, ok := f.Best(KindSuspension); ok && g.State == Known {
		c.Suspended = &admission.Declaration{Yes: g.Text() == Yes, On: dayOf(g.AsOf), Until: dayOf(g.ValidUntil)}
	}
	if g, ok := f.Best(KindBankruptcy); ok && (g.State == Known || g.State == Absent) {
		c.Bankruptcy = &admission.Bankruptcy{AsOf: dayOf(g.AsOf)}
		if g.State == Known && g.Text() == Yes {
			c.Bankruptcy.Case = cmp.Or(g.Record, g.ID)
		}
	}
	return c, nil
}

// others are what other sources of the register's own word say of the subject: a file, an answer of the exchange and a signed extract of
// one day may differ, and then nobody knows.
func (s *Service) others(ctx context.Context, q sqldb.Querier, f *Facts) (list []admission.Entry, err error) {
	another := func(source Source) bool { return source.Official() && source != f.Entry.Source }
	if !slices.ContainsFunc(f.List, func(g Fact) bool { return g.Kind == KindOGRN && !g.Held && another(g.Source) }) {
		return nil, nil
	}
	rows, err := rowsByRecord(ctx, q, f.Entry.OGRN)
	if err != nil {
		return nil, fmt.Errorf("look for what others say: %w", err)
	}
	for _, r := range latest(rows) {
		if r.Register != Organisations && r.Register != Entrepreneurs || !r.Standing || !another(r.Source) {
			continue
		}
		e, err := s.entry(r)
		if err != nil {
			return nil, err
		}
		list = append(list, admission.Entry{Record: e.Record, Source: admission.FromRegister, Confirmed: dayOf(r.ShownOn)})
	}
	return list, nil
}

// dayOf reads a day that is stored; what is none gives no day.
func dayOf(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		return workdays.Date{}
	}
	return d
}

// unfairOf tells what is known of the register of unfair suppliers about the subject and those named with it: by an imported
// file, else by an operator's look.
func (s *Service) unfairOf(ctx context.Context, q sqldb.Querier, f *Facts) (*admission.Unfair, error) {
	g, ok := f.Best(KindUnfair)
	if !ok || g.State == Unknown {
		return nil, nil
	}
	u := &admission.Unfair{AsOf: dayOf(g.AsOf)}
	if g.Source == Manual {
		u.Source = admission.FromExpert
	}
	inns := []string{f.Subject.INN}
	if f.Entry != nil {
		related := admission.Related(f.Entry.Record)
		inns = append(inns, related[:min(len(related), maxRelated)]...)
	}
	for _, inn := range inns {
		rows, err := rowsByINN(ctx, q, inn)
		if err != nil {
			return nil, fmt.Errorf("look for those who are named: %w", err)
		}
		for _, r := range latest(rows) {
			if r.Register == Unfair && r.Standing && !r.Gone && r.Status != unfairExcluded {
				u.Records = append(u.Records, admission.UnfairRecord{Number: r.Record, INN: inn, Until: dayOf(r.Kind)})
			}
		}
	}
	if g.Source == Manual && g.State == Known {
		u.Records = append(u.Records, admission.UnfairRecord{Number: g.Text(), INN: f.Subject.INN})
	}
	return u, nil
}

// maxRelated bounds how many of those named with a subject are looked up.
const maxRelated = 200

// lookup finds the entries of other organisations for the walk through founders.
func (s *Service) lookup(q sqldb.Querier) admission.Lookup {
	return func(ctx context.Context, inn string) (admission.Entry, bool, error) {
		list, err := s.Entries(ctx, q, inn)
		if err != nil || len(list) == 0 {
			return admission.Entry{}, false, err
		}
		return admission.Entry{Record: list[0].Record, Source: admission.FromRegister, Confirmed: list[0].Confirmed}, true, nil
	}
}

// regionName is the name of a region by its code.
func regionName(code string) string {
	r, ok := classifier.FindRegion(code)
	if !ok {
		return code
	}
	return code + " " + r.Name
}

// AssessOpen judges a subject for anybody who asks: by what open registers say and nothing else. What the organisation has declared, what
// an operator has looked up and the words of experts stay out of it.
func (s *Service) AssessOpen(ctx context.Context, q sqldb.Querier, subject Subject, on workdays.Date) (admission.Assessment, error) {
	c, err := s.Case(ctx, q, subject, on)
	if err != nil {
		return admission.Assessment{}, err
	}
	c.Suspended = nil
	if c.Unfair != nil && c.Unfair.Source == admission.FromExpert {
		c.Unfair = nil
	}
	a, _, err := admission.Assess(ctx, s.book, c)
	if err != nil {
		return admission.Assessment{}, fmt.Errorf("judge %s: %w", subject.OGRN, err)
	}
	return a, nil
}

// SourceName is what a source of the facts of verdicts is called.
func (s *Service) SourceName(id string) rule.Text {
	source, ok := s.book.Source(id)
	if !ok {
		return rule.Text{RU: id, EN: id}
	}
	return source.Label
}
