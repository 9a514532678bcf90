package fact

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// WorkingCalendar is what `klaster import calendar` imports: years of the working calendar. They are merged into those that the
// program brings, and the whole is kept, so that a decision can name the version that it counted with.
const WorkingCalendar Register = "calendar"

// Calendar returns the working calendar: the latest that was imported, else the one of the program.
func (s *Service) Calendar(ctx context.Context, q sqldb.Querier) (workdays.Calendar, error) {
	text, err := latestCalendar(ctx, q)
	if errors.Is(err, sqldb.ErrNoRows) {
		return workdays.Russia(), nil
	}
	if err != nil {
		return workdays.Calendar{}, fmt.Errorf("read the working calendar: %w", err)
	}
	years, err := workdays.Parse(bytes.NewReader([]byte(text)), "")
	if err != nil {
		return workdays.Calendar{}, fmt.Errorf("read the working calendar: %w", err)
	}
	kept, err := workdays.New(years...)
	if err != nil {
		return workdays.Calendar{}, fmt.Errorf("read the working calendar: %w", err)
	}
	for _, y := range workdays.Russia().Years() { // a later version of the program may know more
		if newer, _, err := kept.Merge(y); err == nil {
			kept = newer
		}
	}
	return kept, nil
}

// ImportCalendar merges years out of files into the calendar. Origin, when it is given, names the act behind them, and the
// years then count as decreed. A year that is known better changes nothing.
func (s *Service) ImportCalendar(ctx context.Context, o Order) (_ Import, err error) {
	release, ok, err := s.db.Exclusive(ctx, exclusive)
	if err != nil {
		return Import{}, err
	}
	if !ok {
		return Import{}, ErrBusy
	}
	defer func() { err = errors.Join(err, release()) }()
	now := s.clock.Now()
	i := Import{ID: id.New(), Register: WorkingCalendar, Scope: Delta, Origin: cut(o.Origin), Operator: o.Operator, State: Running, Started: now, Beat: now, parts: len(o.Files)}
	years, err := readYears(ctx, o, &i)
	if err != nil {
		return Import{}, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		i.Counts = Counts{Read: int64(len(years))}
		c, err := s.Calendar(ctx, tx)
		if err != nil {
			return err
		}
		before := c.Version()
		for _, y := range years {
			c = mergeYear(c, y, &i)
		}
		r := run{Service: s, i: i}
		if err := stopOthers(ctx, tx, "", now); err != nil {
			return err
		}
		if err := insertImport(ctx, tx, i); err != nil {
			return err
		}
		if c.Version() != before {
			if err := storeCalendar(ctx, tx, c, i); err != nil {
				return err
			}
		}
		if _, err := moveImport(ctx, tx, i, now); err != nil {
			return err
		}
		if err := endImport(ctx, tx, i.ID, Done, "", now); err != nil {
			return err
		}
		return r.record(ctx, tx, "fact.import_ended")
	})
	i.State = Done
	return i, err
}

func readYears(ctx context.Context, o Order, i *Import) ([]workdays.Year, error) {
	var years []workdays.Year
	var hashes []string
	for _, f := range o.Files {
		list, err := workdays.Parse(io.NewSectionReader(f.Content, 0, f.Size), f.Name)
		if err != nil {
			return nil, ErrUnreadable.Because(err)
		}
		for _, y := range list {
			if o.Origin != "" {
				y = y.Decree(o.Origin)
			}
			years = append(years, y)
		}
		hash, err := hashOf(ctx, f)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
		i.File, i.Size = cut(joinNames(i.File, f.Name)), i.Size+f.Size
	}
	i.Hash = setHash(hashes)
	return years, nil
}

func joinNames(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// mergeYear puts a year into the calendar and counts what became of it.
func mergeYear(c workdays.Calendar, y workdays.Year, i *Import) workdays.Calendar {
	merged, _, err := c.Merge(y)
	switch {
	case errors.Is(err, workdays.ErrOutdated), errors.Is(err, workdays.ErrDowngrade), err == nil && merged.Version() == c.Version():
		i.Unchanged++
		return c
	case err != nil:
		i.Broken++
		if len(i.Faults) < maxFaults {
			i.Faults = append(i.Faults, Fault{i.File, cut(err.Error())})
		}
		return c
	}
	i.Stored++
	return merged
}
