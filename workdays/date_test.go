package workdays

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // the judge of our two offsets

	"pgregory.net/rapid"
)

// day is a date of a test, which knows that it is one.
func day(tb testing.TB, s string) Date {
	tb.Helper()
	d, err := ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func TestDatesAreThoseOfPackageTime(t *testing.T) {
	at := time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	for serial := int32(1); serial <= lastSerial; serial++ {
		d := Date{serial}
		year, month, day := d.Civil()
		if y, m, n := at.Date(); y != year || m != month || n != day || civil(y, m, n) != d || at.Weekday() != d.Weekday() {
			t.Fatalf("day %d: %d-%d-%d %s, package time says %s", serial, year, month, day, d.Weekday(), at)
		}
		at = at.AddDate(0, 0, 1)
	}
	if at.Year() != 10000 {
		t.Errorf("the last day is before %s", at)
	}
}

func TestDatesThatAreNone(t *testing.T) {
	for _, s := range []string{
		"", "2026", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01T00:00:00Z",
		"0000-01-01", "10000-01-01", " 2026-01-01", "2026-01-32",
	} {
		if d, err := ParseDate(s); !errors.Is(err, ErrDate) || !d.IsZero() {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	for _, c := range [][3]int{{2025, 2, 29}, {1900, 2, 29}, {2026, 4, 31}, {0, 1, 1}, {10000, 1, 1}, {2026, 0, 1}, {2026, 13, 1}, {2026, 1, 0}} {
		if d, err := NewDate(c[0], time.Month(c[1]), c[2]); !errors.Is(err, ErrDate) {
			t.Errorf("NewDate(%v) = %v, %v", c, d, err)
		}
	}
	last := day(t, "9999-12-31")
	for _, d := range []Date{
		last.AddDays(1), last.AddMonths(1), day(t, "0001-01-01").AddDays(-1), day(t, "0001-12-31").AddMonths(-12),
		Date{}.AddDays(1), Date{}.AddMonths(1), last.AddDays(-1 << 62), last.AddMonths(1 << 62), last.AddMonths(-1 << 62),
		DateOf(time.Unix(1<<62, 0)), DateOf(time.Unix(-1<<62, 0)), DateOf(time.Date(0, 12, 31, 12, 0, 0, 0, time.UTC)),
		DateOf(time.Date(10000, 1, 1, 12, 0, 0, 0, time.UTC)),
	} {
		if !d.IsZero() {
			t.Errorf("there is a day %s", d)
		}
	}
	if !last.End().IsZero() || !(Date{}).Start().IsZero() || (Date{}).String() != "" {
		t.Error("no date has an instant or a text")
	}
}

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-12-15", 0, "2026-12-15"},
	} {
		if got := day(t, c.from).AddMonths(c.n); got != day(t, c.want) {
			t.Errorf("%s and %d months: %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

// Each hour from the change of the clock in 2011 on, and each start of a day, against the tz database.
func TestMoscowIsThatOfTheZoneDatabase(t *testing.T) {
	moscow, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	from, to := time.Unix(summerSince-100*3600, 0), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for at := from; at.Before(to); at = at.Add(time.Hour) {
		for _, instant := range []time.Time{at, at.Add(-time.Nanosecond)} {
			year, month, n := instant.In(moscow).Date()
			d := civil(year, month, n)
			if got := DateOf(instant); got != d {
				t.Fatalf("%s is in %s, want %s", instant, got, d)
			}
			if want := time.Date(year, month, n, 0, 0, 0, 0, moscow); !d.Start().Equal(want) {
				t.Fatalf("%s begins at %s, want %s", d, d.Start(), want)
			}
		}
	}
}

func TestDayHasItsInstants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date{rapid.Int32Range(unixEpoch, lastSerial-1).Draw(t, "day")}
		start, end := d.Start(), d.End()
		if DateOf(start) != d || DateOf(end.Add(-time.Nanosecond)) != d || DateOf(end) != d.AddDays(1) {
			t.Fatalf("%s from %s to %s", d, start, end)
		}
		if y, m, n := start.Date(); civil(y, m, n) != d {
			t.Fatalf("%s is shown as %s", d, start)
		}
	})
}

func TestDateInJSON(t *testing.T) {
	type row struct{ Day, None Date }
	want := row{Day: day(t, "2026-11-21")}
	b, err := json.Marshal(want)
	if err != nil || string(b) != `{"Day":"2026-11-21","None":""}` {
		t.Fatalf("%s, %v", b, err)
	}
	var got row
	if err := json.Unmarshal(b, &got); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"Day":"21.11.2026"}`), &got); !errors.Is(err, ErrDate) {
		t.Errorf("another form: %v", err)
	}
}
