package fact

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// Facts gathers everything that is known of a subject. Of one with an ИНН alone it is the entry of [Service.Entries] that
// comes first.
func (s *Service) Facts(ctx context.Context, q sqldb.Querier, subject Subject) (Facts, error) {
	f := Facts{Subject: subject}
	if err := s.find(ctx, q, &f); err != nil {
		return Facts{}, err
	}
	if err := s.fromRegisters(ctx, q, &f); err != nil {
		return Facts{}, err
	}
	stated, err := statementsOf(ctx, q, f.Subject)
	if err != nil {
		return Facts{}, fmt.Errorf("read what was stated: %w", err)
	}
	today := workdays.DateOf(s.clock.Now()).String()
	for _, g := range stated {
		g.Expired = g.ValidUntil != "" && g.ValidUntil < today
		f.List = append(f.List, g)
	}
	if f.Changes, err = changesOf(ctx, q, f.Subject); err != nil {
		return Facts{}, fmt.Errorf("read the changes: %w", err)
	}
	f.sort()
	return f, nil
}

// find completes the numbers of the subject and finds its entry.
func (s *Service) find(ctx context.Context, q sqldb.Querier, f *Facts) error {
	if f.Subject.OGRN != "" {
		e, err := s.Entry(ctx, q, f.Subject.OGRN)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		f.Entry, f.Subject.INN = &e, e.INN
		return nil
	}
	list, err := s.Entries(ctx, q, f.Subject.INN)
	if err != nil || len(list) == 0 {
		return err
	}
	f.Entry, f.Subject.OGRN = &list[0], list[0].OGRN
	return nil
}

// fromRegisters takes the facts out of all records about the subject.
func (s *Service) fromRegisters(ctx context.Context, q sqldb.Querier, f *Facts) error {
	var rows []row
	if f.Subject.OGRN != "" {
		own, err := rowsByRecord(ctx, q, f.Subject.OGRN)
		if err != nil {
			return fmt.Errorf("read the records: %w", err)
		}
		rows = own
	}
	if f.Subject.INN != "" {
		byINN, err := rowsByINN(ctx, q, f.Subject.INN)
		if err != nil {
			return fmt.Errorf("read the records: %w", err)
		}
		rows = append(rows, slices.DeleteFunc(byINN, func(r row) bool { return r.Register == Organisations || r.Register == Entrepreneurs })...)
	}
	for _, r := range latest(rows) {
		if r.Register == Organisations || r.Register == Entrepreneurs {
			list, err := s.ofEntry(r)
			if err != nil {
				return err
			}
			f.List = append(f.List, list...)
		}
	}
	if f.Subject.INN == "" {
		return nil
	}
	if err := s.small(ctx, q, f, rows); err != nil {
		return err
	}
	return s.unfair(ctx, q, f, rows)
}

// latest keeps of each record and source the version that stands last, and the one after it that waits.
func latest(rows []row) []*row {
	type key struct {
		register Register
		source   Source
		record   string
		standing bool
	}
	last := map[key]*row{}
	var order []key
	for i := range rows {
		r := &rows[i]
		k := key{r.Register, r.Source, r.Record, r.Standing}
		if last[k] == nil {
			order = append(order, k)
		}
		last[k] = r
	}
	var list []*row
	for _, k := range order {
		standing := last[key{k.register, k.source, k.record, true}]
		if !k.standing && standing != nil && standing.Version > last[k].Version {
			continue // decided, or overtaken
		}
		list = append(list, last[k])
	}
	return list
}

// ofEntry takes a record of ЕГРЮЛ or ЕГРИП apart.
func (s *Service) ofEntry(r *row) ([]Fact, error) {
	rec, err := s.codec.record(r)
	if err != nil {
		return nil, err
	}
	hidden := rec.Restricted()
	var list []Fact
	add := func(k Kind, section egr.Section, value any) {
		g := Fact{Kind: k, Source: r.Source, Register: r.Register, Record: r.Record, AsOf: r.ShownOn, Fetched: r.Fetched, Held: !r.Standing}
		switch v := value.(type) {
		case string:
			g.set(v, v == "")
		case []string:
			g.set(v, len(v) == 0)
		}
		if slices.Contains(hidden, section) {
			g.State = Restricted
		}
		list = append(list, g)
	}
	region, _ := rec.Region()
	add(KindName, "", rec.Title())
	add(KindINN, "", rec.INN)
	add(KindOGRN, "", rec.OGRN)
	add(KindStatus, egr.SectionStatus, string(StatusOf(rec)))
	add(KindRegistered, "", rec.Registered.String())
	add(KindRegion, "", region)
	add(KindActivity, "", rec.Main.Code)
	if rec.Email != "" {
		add(KindEmail, "", rec.Email)
	}
	add(KindUnreliable, "", sections(rec.Unreliable()))
	if rec.Register == egr.Entrepreneurs {
		return list, nil
	}
	add(KindKPP, "", rec.KPP)
	add(KindAddress, "", rec.Address.Line())
	add(KindHeads, egr.SectionHeads, headNames(rec))
	add(KindFounders, egr.SectionFounders, founderNames(rec))
	if rec.Capital != nil {
		add(KindCapital, "", rec.Capital.Sum)
	}
	return list, nil
}

func (f *Fact) set(value any, empty bool) {
	f.State, f.Value = Known, json.RawMessage("null")
	if empty {
		f.State = Absent
		return
	}
	if b, err := json.Marshal(value); err == nil {
		f.Value = b
	}
}

func sections(list []egr.Section) []string {
	var out []string
	for _, s := range list {
		out = append(out, string(s))
	}
	return out
}

func headNames(r *egr.Record) []string {
	line := headLine(r)
	if line == "" {
		return nil
	}
	return strings.Split(line, "; ")
}

func founderNames(r *egr.Record) []string {
	var names []string
	for i := range r.Founders {
		names = append(names, founderName(&r.Founders[i]))
	}
	return names
}

func founderName(f *egr.Founder) string {
	switch {
	case f.Restricted:
		return "…"
	case f.Person != nil:
		return f.Person.Full()
	case f.Party != nil:
		return strings.TrimSpace(f.Party.Name + " " + f.Party.INN)
	case f.Foreign != nil:
		return strings.TrimSpace(f.Foreign.Name + " " + f.Foreign.CountryName)
	case f.State != nil:
		return f.State.Name
	}
	return f.Fund
}

// small tells the category in the register of small and medium businesses. Without a full set of it nothing is known of who
// is not found there.
func (s *Service) small(ctx context.Context, q sqldb.Querier, f *Facts, rows []row) error {
	g, found, err := s.listed(ctx, q, SmallBusiness, KindSmall, rows)
	if err != nil {
		return err
	}
	for _, r := range found {
		h := g
		h.Record, h.AsOf, h.Fetched, h.Held = r.Record, max(g.AsOf, r.ShownOn), r.Fetched, !r.Standing
		h.set(r.Status, false)
		f.List = append(f.List, h)
	}
	if len(found) == 0 && g.State == Absent {
		f.List = append(f.List, g)
	}
	return nil
}

// unfair tells whether the subject is in the register of unfair suppliers, itself or as a founder of one who is.
func (s *Service) unfair(ctx context.Context, q sqldb.Querier, f *Facts, rows []row) error {
	g, found, err := s.listed(ctx, q, Unfair, KindUnfair, rows)
	if err != nil {
		return err
	}
	f.List = append(f.List, numbers(g, found)...)
	named, err := rowsThatMention(ctx, q, f.Subject.INN)
	if err != nil {
		return fmt.Errorf("look for founders: %w", err)
	}
	g, found, err = s.listed(ctx, q, Unfair, KindUnfairBy, named)
	if err != nil {
		return err
	}
	f.List = append(f.List, numbers(g, found)...)
	return nil
}

// numbers makes one fact of the records that stand, and one of those that wait.
func numbers(g Fact, found []*row) []Fact {
	var list []Fact
	for _, standing := range []bool{true, false} {
		h, some := g, []string(nil)
		for _, r := range found {
			if r.Standing == standing {
				some = append(some, r.Record)
				h.AsOf, h.Fetched = max(h.AsOf, r.ShownOn), r.Fetched
			}
		}
		h.Held = !standing
		switch {
		case len(some) > 0:
			h.Record = some[0]
			h.set(some, false)
			list = append(list, h)
		case standing && g.State == Absent:
			list = append(list, h)
		}
	}
	return list
}

// listed returns the records of a register that lists, out of rows, and the fact that holds when there is none: absent once
// a full set stands, else unknown.
func (s *Service) listed(ctx context.Context, q sqldb.Querier, register Register, kind Kind, rows []row) (Fact, []*row, error) {
	on, err := confirmedOn(ctx, q, register)
	if err != nil {
		return Fact{}, nil, fmt.Errorf("look up how fresh a register is: %w", err)
	}
	g := Fact{Kind: kind, Source: Dump, Register: register, State: Unknown, Value: json.RawMessage("null"), AsOf: on}
	if on != "" {
		g.State = Absent
	}
	today := workdays.DateOf(s.clock.Now()).String()
	var found []*row
	for _, r := range latest(rows) {
		over := r.Gone || r.Status == unfairExcluded || register == Unfair && r.Kind != "" && r.Kind <= today
		if r.Register == register && !over {
			found = append(found, r)
		}
	}
	return g, found, nil
}
