package workdays_test

import (
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/workdays"
)

func TestDeadlines(t *testing.T) {
	c := with(t, outline(t, 2027))
	for _, q := range []struct {
		from   string
		length int
		unit   workdays.Unit
		want   string
		prov   bool
	}{
		{"2025-12-25", 10, workdays.WorkingDays, "2026-01-20", false}, // the example of the research
		{"2026-01-12", 1, workdays.WorkingDays, "2026-01-13", false},  // the day itself is not counted
		{"2026-01-10", 1, workdays.WorkingDays, "2026-01-12", false},  // nor when it is a Saturday
		{"2024-12-27", 1, workdays.WorkingDays, "2024-12-28", false},  // a working Saturday counts
		{"2024-11-01", 1, workdays.WorkingDays, "2024-11-02", false},  // a shortened one too
		{"2020-03-27", 1, workdays.WorkingDays, "2020-05-12", false},  // the non-working weeks of 2020
		{"2026-12-21", 10, workdays.WorkingDays, "2027-01-13", true},
		{"2026-02-20", 1, workdays.CalendarDays, "2026-02-24", false},  // Saturday, then a holiday (art. 193)
		{"2026-02-17", 10, workdays.CalendarDays, "2026-02-27", false}, // days off within do not matter
		{"2026-12-30", 1, workdays.CalendarDays, "2027-01-11", true},
		{"2026-12-20", 10, workdays.CalendarDays, "2026-12-30", false},
		{"2026-01-31", 1, workdays.Months, "2026-03-02", false}, // 28 February is a Saturday
		{"2025-11-30", 2, workdays.Months, "2026-01-30", false},
	} {
		term := workdays.Term{From: date(t, q.from), Length: q.length, Unit: q.unit}
		got, err := c.Deadline(term)
		want := workdays.Deadline{Term: term, Last: date(t, q.want), Provisional: q.prov, Calendar: c.Version()}
		if err != nil || got != want {
			t.Errorf("%+v: %+v, %v; want %+v", q, got, err, want)
		}
		if works, err := c.IsWorking(got.Last); err != nil || !works {
			t.Errorf("%+v ends on a day that is not working: %v", q, err)
		}
	}
}

func TestNoTerms(t *testing.T) {
	from := date(t, "2026-01-12")
	for _, term := range []workdays.Term{
		{},
		{Length: 10},
		{From: from},
		{From: from, Length: -1},
		{From: from, Length: workdays.MaxLength + 1},
		{From: from, Length: 1, Unit: 9},
	} {
		if got, err := workdays.Russia().Deadline(term); !errors.Is(err, workdays.ErrTerm) {
			t.Errorf("%+v: %+v, %v", term, got, err)
		}
	}
}

// A term ends at 24:00 in Moscow, wherever the clock that tells the time hangs.
func TestTermEndsAtMidnightInMoscow(t *testing.T) {
	d, err := workdays.Russia().Deadline(workdays.Term{From: date(t, "2025-12-25"), Length: 10})
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2026, 1, 20, 21, 0, 0, 0, time.UTC)
	if !d.End().Equal(end) {
		t.Errorf("ends at %s, want %s", d.End(), end)
	}
	vladivostok := time.FixedZone("", 10*60*60)
	for at, want := range map[time.Time]bool{
		end.Add(-time.Nanosecond): true,
		end:                       false,
		time.Date(2026, 1, 21, 6, 59, 59, 0, vladivostok):              true,
		time.Date(2026, 1, 21, 7, 0, 0, 0, vladivostok):                false,
		time.Date(2026, 1, 20, 23, 59, 59, 0, time.UTC):                false,
		time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC).AddDate(-1, 0, 0): true,
	} {
		if d.InTime(at) != want {
			t.Errorf("%s in time: %v", at, !want)
		}
	}
	if (workdays.Deadline{}).InTime(end) {
		t.Error("no deadline can be kept")
	}
}

func TestRemaining(t *testing.T) {
	c := with(t, outline(t, 2027))
	d, err := c.Deadline(workdays.Term{From: date(t, "2025-12-25"), Length: 10}) // Tuesday 20 January 2026
	if err != nil {
		t.Fatal(err)
	}
	for today, want := range map[string]workdays.Remaining{
		"2025-12-25": {Days: 10},
		"2025-12-26": {Days: 9},
		"2026-01-05": {Days: 7}, // in the holidays
		"2026-01-19": {Days: 1},
		"2026-01-20": {Days: 0},
		"2026-01-21": {Days: 1, Overdue: true},
		"2026-01-24": {Days: 3, Overdue: true}, // a Saturday adds none
		"2027-01-01": {Days: 240, Overdue: true, Provisional: true},
	} {
		if got, err := c.Remaining(d, date(t, today)); err != nil || got != want {
			t.Errorf("on %s: %+v, %v; want %+v", today, got, err, want)
		}
	}
	late, err := c.Deadline(workdays.Term{From: date(t, "2026-12-30"), Length: 1})
	if err != nil || !late.Provisional {
		t.Fatalf("%+v, %v", late, err)
	}
	if got, err := c.Remaining(late, late.Last); err != nil || !got.Provisional || got.Days != 0 {
		t.Errorf("a provisional deadline: %+v, %v", got, err)
	}
	if _, err := workdays.Russia().Remaining(late, date(t, "2026-12-30")); !errors.Is(err, workdays.ErrUnknownYear) {
		t.Errorf("a calendar without the year: %v", err)
	}
	if _, err := c.Remaining(workdays.Deadline{}, date(t, "2026-12-30")); !errors.Is(err, workdays.ErrDate) {
		t.Errorf("no deadline: %v", err)
	}
}
