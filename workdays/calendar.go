package workdays

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"
)

// Calendar is a set of yearly tables. It is immutable and safe to use from many goroutines; copying it is cheap. The
// zero value knows no year.
type Calendar struct {
	t *table
}

type table struct {
	years   []Year // ascending
	spans   []span
	version string
}

// span is a run of years without a gap, as sums up to each day, so that no question depends on how long a term is.
type span struct {
	first   int32   // the serial of its first day
	cells   []cell  // one for each day, and one behind the last
	working []int32 // the serials of its working days
}

// cell is one day of a span.
type cell struct {
	kind        Kind
	from        int32 // the serial of the day whose day off was moved here, or 0
	working     int32 // how many days before this one work
	provisional int32 // how many days before this one are provisional
}

// New is the calendar of these years, in any order. A year given twice or that cannot be is [ErrYear].
func New(years ...Year) (Calendar, error) {
	sorted := make([]Year, len(years))
	for i, y := range years {
		if err := y.check(); err != nil {
			return Calendar{}, err
		}
		y.Special = slices.Clone(y.Special)
		sorted[i] = y
	}
	slices.SortFunc(sorted, func(a, b Year) int { return a.Number - b.Number })
	t := &table{years: sorted}
	for i, y := range sorted {
		switch {
		case i > 0 && sorted[i-1].Number == y.Number:
			return Calendar{}, fmt.Errorf("%w: %d is given twice", ErrYear, y.Number)
		case i == 0 || sorted[i-1].Number+1 < y.Number:
			t.spans = append(t.spans, span{first: civil(y.Number, time.January, 1).serial, cells: make([]cell, 1)})
		}
		t.spans[len(t.spans)-1].add(y)
	}
	t.version = versionOf(sorted)
	return Calendar{t}, nil
}

// add puts the days of the following year behind those of the span.
func (s *span) add(y Year) {
	special := y.Special
	for d := civil(y.Number, time.January, 1); d.Year() == y.Number; d = d.AddDays(1) {
		last := &s.cells[len(s.cells)-1]
		last.kind = usual(d)
		if len(special) > 0 && special[0].Date == d {
			last.kind, last.from = special[0].Kind, special[0].From.serial
			special = special[1:]
		}
		next := cell{working: last.working, provisional: last.provisional}
		if last.kind.Works() {
			next.working++
			s.working = append(s.working, d.serial)
		}
		if y.Provisional {
			next.provisional++
		}
		s.cells = append(s.cells, next)
	}
}

// versionOf names the content of a calendar: its first and last year and the beginning of a hash over its file.
func versionOf(years []Year) string {
	if len(years) == 0 {
		return ""
	}
	sum := sha256.Sum256(appendYears(nil, years))
	return fmt.Sprintf("%d-%d/%s", years[0].Number, years[len(years)-1].Number, hex.EncodeToString(sum[:6]))
}

// Version names the content: equal versions are equal calendars. A decision that counted a term keeps it, and can be
// replayed on the calendar of that version. It is empty of a calendar without years.
func (c Calendar) Version() string {
	if c.t == nil {
		return ""
	}
	return c.t.version
}

// Years are the tables, ascending, as copies.
func (c Calendar) Years() []Year {
	if c.t == nil {
		return nil
	}
	years := slices.Clone(c.t.years)
	for i := range years {
		years[i].Special = slices.Clone(years[i].Special)
	}
	return years
}

// Day is what the calendar says of one day.
type Day struct {
	Date Date
	Kind Kind
	// From is the day whose day off was moved here, where the data say it; else no date.
	From Date
	// Provisional is set when the year is.
	Provisional bool
}

// Day looks one day up. A day of a year without a table is [ErrUnknownYear].
func (c Calendar) Day(d Date) (Day, error) {
	s, i := c.find(d)
	if s == nil {
		return Day{}, unknown(d)
	}
	at := s.cells[i]
	return Day{Date: d, Kind: at.kind, From: Date{at.from}, Provisional: s.provisional(i, i)}, nil
}

// IsWorking reports whether one works on the day. A day of a year without a table is [ErrUnknownYear]. Use
// [Calendar.Day] where it matters that the year is provisional.
func (c Calendar) IsWorking(d Date) (bool, error) {
	s, i := c.find(d)
	if s == nil {
		return false, unknown(d)
	}
	return s.cells[i].kind.Works(), nil
}

// find is the span that a day is of, and the day's place in it; nil of an unknown year.
func (c Calendar) find(d Date) (*span, int) {
	if c.t == nil || d.IsZero() {
		return nil, 0
	}
	for i := range c.t.spans {
		s := &c.t.spans[i]
		if at := int(d.serial) - int(s.first); at >= 0 && at < len(s.cells)-1 {
			return s, at
		}
	}
	return nil, 0
}

// provisional reports whether one of the days from place i to place j, both of them too, is provisional.
func (s *span) provisional(i, j int) bool { return s.cells[j+1].provisional > s.cells[i].provisional }

// unknown is the error for a day that is in no table.
func unknown(d Date) error {
	if d.IsZero() {
		return fmt.Errorf("%w: none given", ErrDate)
	}
	return UnknownYearError{d.Year()}
}
