package workdays

import (
	"fmt"
	"time"
)

// MaxLength is the greatest length of a term, in its unit.
const MaxLength = 10_000

// Unit is what a term is counted in.
type Unit uint8

const (
	// WorkingDays are counted by the calendar; the last one is itself working.
	WorkingDays Unit = iota
	// CalendarDays are counted all; a term that ends on a day off ends on the next working day (ГК РФ art. 193).
	CalendarDays
	// Months end on the same date (ГК РФ art. 192), or as CalendarDays do on the next working day.
	Months
)

// Term is a time that the law or a rule gives.
type Term struct {
	// From is the day of the event, such as the receipt of an application. It is not counted: the term begins on the
	// day after (ГК РФ art. 191), whether or not From is a working day.
	From Date
	// Length is at least 1.
	Length int
	Unit   Unit
}

// Deadline is where a term ends, and what that was counted on.
type Deadline struct {
	Term Term
	// Last is the last day of the term. It is a working day.
	Last Date
	// Provisional is set when a day that was counted is of a provisional year. Such a deadline is shown as
	// «предварительно» and computed again when the calendar changes.
	Provisional bool
	// Calendar is the version of the calendar that was used.
	Calendar string
}

// Deadline counts a term. A term without beginning or length is [ErrTerm]; one that ends behind the years at hand is
// [ErrUnknownYear].
func (c Calendar) Deadline(t Term) (Deadline, error) {
	last, err := c.last(t)
	if err != nil {
		return Deadline{}, fmt.Errorf("count the term from %s: %w", t.From, err)
	}
	return Deadline{Term: t, Last: last.Date, Provisional: last.Provisional, Calendar: c.Version()}, nil
}

func (c Calendar) last(t Term) (Answer, error) {
	if t.From.IsZero() || t.Length < 1 || t.Length > MaxLength {
		return Answer{}, ErrTerm
	}
	switch t.Unit {
	case WorkingDays:
		return c.Add(t.From, t.Length)
	case CalendarDays:
		return c.OnOrAfter(t.From.AddDays(t.Length))
	case Months:
		return c.OnOrAfter(t.From.AddMonths(t.Length))
	default:
		return Answer{}, fmt.Errorf("%w: unit %d", ErrTerm, t.Unit)
	}
}

// End is 24:00 of the last day in Moscow (ГК РФ art. 194): the first instant that is too late. Where an act must be done
// at an office, its hours end the term earlier; the caller knows them.
func (d Deadline) End() time.Time { return d.Last.End() }

// InTime reports whether what was done at t was done within the term.
func (d Deadline) InTime(t time.Time) bool { return !d.Last.IsZero() && t.Before(d.End()) }

// Remaining is how a term stands on a day.
type Remaining struct {
	// Days are the working days after today up to the last day: 0 on the last day itself, which is still in time. When
	// Overdue is set they are the working days since the last day up to today.
	Days    int
	Overdue bool
	// Provisional is set when the deadline is, or when the count of days is.
	Provisional bool
}

// Remaining is how the term of d stands today. Where a year on the way has no table the error is [ErrUnknownYear].
func (c Calendar) Remaining(d Deadline, today Date) (Remaining, error) {
	r := Remaining{Overdue: today.After(d.Last)}
	from, to := today, d.Last
	if r.Overdue {
		from, to = to, from
	}
	n, err := c.Between(from, to)
	if err != nil {
		return Remaining{}, fmt.Errorf("count the days to %s: %w", d.Last, err)
	}
	r.Days, r.Provisional = n.Days, n.Provisional || d.Provisional
	return r, nil
}
