package fact

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// ErrNotFound says that no register at hand has the number.
var ErrNotFound = fault.New(fault.NotFound, i18n.M(
	"В загруженных реестрах нет организации с таким номером.",
	"No imported register has an organisation with this number."))

// Entry is what ЕГРЮЛ or ЕГРИП says of a subject now, as far as it is known here.
type Entry struct {
	*egr.Record        // AsOf is the latest day on which the register showed these data
	Source      Source // who brought it
	Version     int
	Status      Status
	Import      string
	Fetched     time.Time
	// Confirmed is the day up to which nothing newer came: that of the latest import, when a full set stands below the
	// deltas, else AsOf. A subject of which nothing has changed for years is in no delta, and is no staler for that.
	Confirmed workdays.Date
	// Waiting reports that a newer version of the source waits for a second person (T22).
	Waiting bool
}

// Subject returns the numbers of the entry.
func (e Entry) Subject() Subject { return Subject{INN: e.INN, OGRN: e.OGRN} }

// Entries returns what ЕГРЮЛ and ЕГРИП say of an ИНН, those in good standing first, the latest registered first among
// equals. A person has as many as they were registered as a sole proprietor.
func (s *Service) Entries(ctx context.Context, q sqldb.Querier, inn string) ([]Entry, error) {
	rows, err := rowsByINN(ctx, q, inn)
	if err != nil {
		return nil, fmt.Errorf("look up an ИНН: %w", err)
	}
	list, err := s.entries(ctx, q, rows)
	slices.SortStableFunc(list, func(a, b Entry) int {
		return cmp.Or(ceasedLast(a)-ceasedLast(b), b.Registered.Compare(a.Registered))
	})
	return list, err
}

func ceasedLast(e Entry) int {
	if e.Status == classifier.Ceased {
		return 1
	}
	return 0
}

// Entry returns what the register says of one ОГРН or ОГРНИП, else [ErrNotFound].
func (s *Service) Entry(ctx context.Context, q sqldb.Querier, ogrn string) (Entry, error) {
	rows, err := rowsByRecord(ctx, q, ogrn)
	if err != nil {
		return Entry{}, fmt.Errorf("look up an ОГРН: %w", err)
	}
	list, err := s.entries(ctx, q, rows)
	if err != nil {
		return Entry{}, err
	}
	if len(list) == 0 {
		return Entry{}, ErrNotFound
	}
	return list[0], nil
}

// entries chooses for each record the version that is believed: of the source that is believed first the latest that stands.
func (s *Service) entries(ctx context.Context, q sqldb.Querier, rows []row) ([]Entry, error) {
	best := map[string]*row{}
	waiting := map[string]*row{}
	var order []string
	for i := range rows {
		r := &rows[i]
		if r.Register != Organisations && r.Register != Entrepreneurs {
			continue
		}
		if !r.Standing {
			waiting[r.Record] = r
			continue
		}
		b, known := best[r.Record]
		if !known {
			order = append(order, r.Record)
		}
		if !known || better(r, b) {
			best[r.Record] = r
		}
	}
	list := make([]Entry, 0, len(order))
	for _, record := range order {
		e, err := s.entry(best[record])
		if err != nil {
			return nil, err
		}
		if e.Waiting, err = s.waits(ctx, q, waiting[record], best[record]); err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	return list, nil
}

// waits reports whether a version that does not stand is newer than the one that is believed, and nobody has refused it.
func (s *Service) waits(ctx context.Context, q sqldb.Querier, w, believed *row) (bool, error) {
	switch {
	case w == nil, w.Source == believed.Source && w.Version < believed.Version, w.Source != believed.Source && w.ShownOn < believed.ShownOn:
		return false, nil
	}
	state, err := stateOfChange(ctx, q, w.Register, w.Source, w.Record, w.Version)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return false, fmt.Errorf("look up the change of %s: %w", w.Record, err)
	}
	return state != RefusedChange, nil
}

// better reports whether a is believed before b: by the rank of its source, then by the day of the extract, then because
// it came later.
func better(a, b *row) bool {
	if a.Source.rank() != b.Source.rank() {
		return a.Source.rank() < b.Source.rank()
	}
	if a.Source == b.Source {
		return a.Version > b.Version
	}
	return a.ShownOn > b.ShownOn
}

func (s *Service) entry(r *row) (Entry, error) {
	rec, err := s.codec.record(r)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Record: rec, Source: r.Source, Version: r.Version, Status: Status(r.Status), Import: r.Import, Fetched: r.Fetched, Confirmed: rec.AsOf}
	if r.Source != Dump || r.confirmed == "" {
		return e, nil
	}
	day, err := workdays.ParseDate(r.confirmed)
	if err != nil {
		return Entry{}, fmt.Errorf("read how fresh the register is: %w", err)
	}
	if day.After(e.Confirmed) {
		e.Confirmed = day
	}
	return e, nil
}

// Watch makes an organisation known: changes of it are told to the other rooms, and grave ones from a source that is not
// pinned wait for a second person.
func (s *Service) Watch(ctx context.Context, tx *sqldb.Tx, subject Subject) error {
	if err := insertWatch(ctx, tx, subject, s.clock.Now()); err != nil {
		return fmt.Errorf("watch an organisation: %w", err)
	}
	return nil
}

// Unwatch ends [Service.Watch].
func (s *Service) Unwatch(ctx context.Context, tx *sqldb.Tx, subject Subject) error {
	if err := deleteWatch(ctx, tx, subject); err != nil {
		return fmt.Errorf("stop to watch an organisation: %w", err)
	}
	return nil
}

// OriginOfFull tells where the last full set of a register came from, "" when there was none.
func (s *Service) OriginOfFull(ctx context.Context, register Register) (origin string, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		origin, err = originOfFull(ctx, q, register)
		return err
	})
	return origin, err
}
