package fact

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// EntryOn returns what ЕГРЮЛ or ЕГРИП showed of an ОГРН or ОГРНИП on a day that may be past: of the source that is believed first the
// latest version that was there by then. Of days before the first version nothing is known: [ErrNotFound]. Between the last day on
// which a version was shown and the first of the next one nobody knows how things stood, which leaves Confirmed empty.
func (s *Service) EntryOn(ctx context.Context, q sqldb.Querier, ogrn string, on workdays.Date) (Entry, error) {
	rows, err := rowsByRecord(ctx, q, ogrn)
	if err != nil {
		return Entry{}, fmt.Errorf("look up an ОГРН: %w", err)
	}
	var best *row
	day := on.String()
	for i := range rows {
		r := &rows[i]
		if (r.Register == Organisations || r.Register == Entrepreneurs) && r.AsOf <= day && (best == nil || better(r, best)) {
			best = r
		}
	}
	if best == nil || !best.Standing {
		return Entry{}, ErrNotFound
	}
	e, err := s.entry(best)
	if err != nil {
		return Entry{}, err
	}
	for i := range rows {
		r := &rows[i]
		if r.Register == best.Register && r.Source == best.Source && r.Version > best.Version {
			e.Confirmed = e.AsOf
			if best.ShownOn < day {
				e.Confirmed = workdays.Date{}
			}
		}
	}
	return e, nil
}
