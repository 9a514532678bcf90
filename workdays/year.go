package workdays

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// The years that a table may be of. Holidays are those of the Labour Code as amended by Federal law of 23.04.2012
// No. 35-ФЗ, which the calendar of 2013 is the first to follow.
const (
	FirstYear = 2013
	LastYear  = 2100
)

// leastWorking is fewer working days than any year had: 2020, with its non-working weeks, has more than 210.
const leastWorking = 180

// longestLine is the greatest length of a source or an act, in bytes.
const longestLine = 500

// Year is the table of one year: what its days are, and where that is known from.
type Year struct {
	Number int
	// Version is the date of the data, by which a newer table is known from an older one.
	Version Date
	// Provisional is set until the act that moves the days off of this year is known.
	Provisional bool
	// Source says where the table was taken from, in one line.
	Source string
	// Act is the act behind a decreed table, in one line; it may be empty.
	Act string
	// Special are the days that are not what their weekday says, in ascending order.
	Special []Special
}

// Special is a day that is not what its weekday says.
type Special struct {
	Date Date
	Kind Kind
	// From is the day of the same year whose day off was moved here. Only a [DayOff] has one, and not each.
	From Date
}

// Decree is the same table, no longer provisional, resting on that act.
func (y Year) Decree(act string) Year {
	y.Provisional, y.Act = false, act
	return y
}

// statutory are the non-working holidays of art. 112 of the Labour Code.
func statutory(year int) []Date {
	var days []Date
	for day := 1; day <= 8; day++ {
		days = append(days, civil(year, time.January, day))
	}
	return append(
		days,
		civil(year, time.February, 23),
		civil(year, time.March, 8),
		civil(year, time.May, 1),
		civil(year, time.May, 9),
		civil(year, time.June, 12),
		civil(year, time.November, 4),
	)
}

// Outline is what the Labour Code alone gives for a year whose decree is not there: its holidays, and for each of them
// outside January that falls on a Saturday or Sunday the next working day off (art. 112). It is provisional: a decree
// usually moves days in January, May, November and December. Years outside [FirstYear] to [LastYear] are [ErrYear].
func Outline(number int) (Year, error) {
	if number < FirstYear || number > LastYear {
		return Year{}, fmt.Errorf("%w: %d", ErrYear, number)
	}
	y := Year{
		Number:      number,
		Version:     civil(2012, time.April, 23),
		Provisional: true,
		Source:      "Трудовой кодекс РФ, ст. 112 (в ред. Федерального закона от 23.04.2012 № 35-ФЗ)",
	}
	for _, day := range statutory(number) {
		y.Special = append(y.Special, Special{Date: day, Kind: Holiday})
		if _, month, _ := day.Civil(); month == time.January || !day.weekend() {
			continue
		}
		next := day.AddDays(1)
		for next.weekend() { // no two of these holidays stand so close that one could be met here
			next = next.AddDays(1)
		}
		y.Special = append(y.Special, Special{Date: next, Kind: DayOff, From: day})
	}
	slices.SortFunc(y.Special, func(a, b Special) int { return a.Date.Compare(b.Date) })
	return y, nil
}

// check finds what no calendar of Russia can be, so that a broken file does not make 1 January a working day.
func (y Year) check() error {
	if y.Number < FirstYear || y.Number > LastYear {
		return fmt.Errorf("%w: %d is not of %d to %d", ErrYear, y.Number, FirstYear, LastYear)
	}
	if y.Version.IsZero() {
		return fmt.Errorf("%w: %d has no version", ErrYear, y.Number)
	}
	for _, line := range []string{y.Source, y.Act} {
		if !oneLine(line) {
			return fmt.Errorf("%w: source or act of %d is not one line of text", ErrYear, y.Number)
		}
	}
	if y.Source == "" {
		return fmt.Errorf("%w: %d has no source", ErrYear, y.Number)
	}
	if err := y.checkDays(); err != nil {
		return err
	}
	for _, day := range statutory(y.Number) {
		if y.kind(day) != Holiday {
			return fmt.Errorf("%w: %s is a holiday by art. 112 of the Labour Code, here it is %s", ErrYear, day, y.kind(day))
		}
	}
	if n := y.workingDays(); n < leastWorking {
		return fmt.Errorf("%w: %d has only %d working days", ErrYear, y.Number, n)
	}
	return nil
}

func (y Year) checkDays() error {
	previous := civil(y.Number, time.January, 1).AddDays(-1)
	for _, s := range y.Special {
		if s.Date.Year() != y.Number || !s.Date.After(previous) {
			return fmt.Errorf("%w: %s is out of order in %d", ErrYear, s.Date, y.Number)
		}
		previous = s.Date
		if !s.plausible() {
			return fmt.Errorf("%w: %s, a %s, cannot be %s", ErrYear, s.Date, s.Date.Weekday(), s.Kind)
		}
		if !s.From.IsZero() && (s.Kind != DayOff || s.From.Year() != y.Number || s.From == s.Date) {
			return fmt.Errorf("%w: %s cannot have its day off from %s", ErrYear, s.Date, s.From)
		}
	}
	return nil
}

func (s Special) plausible() bool {
	switch s.Kind {
	case Holiday, Shortened, Decreed:
		return true
	case WorkingWeekend:
		return s.Date.weekend()
	case DayOff:
		return !s.Date.weekend()
	default:
		return false
	}
}

func (y Year) kind(d Date) Kind {
	i, found := slices.BinarySearchFunc(y.Special, d, func(s Special, d Date) int { return s.Date.Compare(d) })
	if !found {
		return usual(d)
	}
	return y.Special[i].Kind
}

func (y Year) workingDays() int {
	n := 0
	for d := civil(y.Number, time.January, 1); d.Year() == y.Number; d = d.AddDays(1) {
		if y.kind(d).Works() {
			n++
		}
	}
	return n
}

// oneLine reports whether a text can stand after a word of the calendar file and be read back as it was.
func oneLine(s string) bool {
	return len(s) <= longestLine && utf8.ValidString(s) && s == strings.Join(strings.Fields(s), " ") &&
		!strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}

func (y Year) equal(z Year) bool {
	return y.Number == z.Number && y.Version == z.Version && y.Provisional == z.Provisional && y.Source == z.Source &&
		y.Act == z.Act && slices.Equal(y.Special, z.Special)
}
