package fact

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// taken says how a single record came in, which stands where the import stands of records out of files (T22).
type taken struct {
	from     string // id of the question or of the extract
	source   Source
	pinned   string
	operator string
}

// takeRecord stores a record that came by itself, as a version in the chain of its source. It is the register's own word: by the state's
// exchange, or under the tax service's signature; so what it changes stands at once and is told to the other rooms.
func (s *Service) takeRecord(ctx context.Context, tx *sqldb.Tx, rec *egr.Record, t taken) error {
	now := s.clock.Now()
	if rec.AsOf.After(workdays.DateOf(now)) {
		return fmt.Errorf("take the record %s: %w", rec.OGRN, errFuture)
	}
	packed, err := s.codec.pack(ofRecord(rec))
	if err != nil {
		return err
	}
	packed.Source = t.source
	m := merger{service: s, source: t.source, i: &Import{ID: t.from, Register: packed.Register, Scope: Delta, Operator: t.operator, Pinned: t.pinned, Beat: now}}
	if _, err := m.merge(ctx, tx, []row{packed}); err != nil {
		return fmt.Errorf("take the record %s: %w", rec.OGRN, err)
	}
	return nil
}

// beside tells what a record that came by itself changes: against what was believed, by whoever it came, unless that is newer.
func (m *merger) beside(ctx context.Context, tx *sqldb.Tx, n *row, after *egr.Record) ([]Line, error) {
	believed, err := m.service.Entry(ctx, tx, n.Record)
	switch {
	case errors.Is(err, ErrNotFound):
		return difference(nil, after), nil
	case err != nil:
		return nil, err
	case after.AsOf.Before(believed.AsOf):
		return nil, nil
	}
	return difference(believed.Record, after), nil
}

// saidFor is how long what a provider says counts, in days.
const saidFor = 30

// takeFacts writes down the single facts of a provider in place of those that it said before.
func (s *Service) takeFacts(ctx context.Context, tx *sqldb.Tx, q Query, a Answer) error {
	now := s.clock.Now()
	today := workdays.DateOf(now)
	before, err := statementsOf(ctx, tx, a.Subject)
	if err != nil {
		return fmt.Errorf("read what was said before: %w", err)
	}
	for _, f := range before {
		if f.Source != q.Source {
			continue
		}
		end := Fact{ID: id.New(), Kind: f.Kind, State: Unknown, Value: json.RawMessage("null"), Source: f.Source, AsOf: f.AsOf, Fetched: now}
		if err := insertStatement(ctx, tx, a.Subject, end, f.ID); err != nil {
			return fmt.Errorf("end what was said before: %w", err)
		}
	}
	on := a.AsOf
	if on.IsZero() || on.After(today) {
		on = today
	}
	for _, said := range a.Facts {
		f := Fact{
			ID: id.New(), Kind: said.Kind, Source: q.Source, Record: a.Subject.OGRN, AsOf: on.String(), Fetched: now, ValidUntil: today.AddDays(saidFor).String(),
		}
		f.set(said.Value, isNothing(said.Value))
		if err := insertStatement(ctx, tx, a.Subject, f, ""); err != nil {
			return fmt.Errorf("write down what was said: %w", err)
		}
	}
	return nil
}

func isNothing(value any) bool {
	list, ok := value.([]string)
	return value == "" || ok && len(slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == "" })) == 0
}
