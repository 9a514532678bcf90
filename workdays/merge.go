package workdays

import (
	"fmt"
	"slices"
	"time"
)

// Change is a day that a newer table made something else.
type Change struct {
	Date     Date
	Was, Now Kind
}

// Merge is the calendar with newer tables put in, and the days that changed their kind in years that were known before.
// A table of a new year is added. In place of a table at hand it comes when
//
//   - it is decreed and the one at hand is provisional, whatever the versions, or
//   - its version is later, and it is not provisional where the one at hand is decreed ([ErrDowngrade]).
//
// The same table again changes nothing; another of the same version is [ErrConflict], one of an earlier version is
// [ErrOutdated]. On an error nothing is taken.
func (c Calendar) Merge(newer ...Year) (Calendar, []Change, error) {
	years := c.Years()
	var changes []Change
	for _, y := range newer {
		if err := y.check(); err != nil {
			return Calendar{}, nil, err
		}
		i := slices.IndexFunc(years, func(old Year) bool { return old.Number == y.Number })
		if i < 0 {
			years = append(years, y)
			continue
		}
		replace, err := y.replaces(years[i])
		if err != nil {
			return Calendar{}, nil, fmt.Errorf("calendar of %d, version %s: %w", y.Number, y.Version, err)
		}
		if replace {
			changes = append(changes, differences(years[i], y)...)
			years[i] = y
		}
	}
	merged, err := New(years...)
	return merged, changes, err
}

func (y Year) replaces(old Year) (bool, error) {
	switch {
	case y.equal(old):
		return false, nil
	case old.Provisional && !y.Provisional:
		return true, nil
	case !old.Provisional && y.Provisional:
		return false, ErrDowngrade
	case y.Version.After(old.Version):
		return true, nil
	case y.Version == old.Version:
		return false, ErrConflict
	default:
		return false, ErrOutdated
	}
}

func differences(old, now Year) []Change {
	var changes []Change
	for d := civil(now.Number, time.January, 1); d.Year() == now.Number; d = d.AddDays(1) {
		if was, is := old.kind(d), now.kind(d); was != is {
			changes = append(changes, Change{d, was, is})
		}
	}
	return changes
}
