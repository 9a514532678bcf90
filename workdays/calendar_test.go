package workdays_test

import (
	"errors"
	"fmt"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/workdays"
)

func itoa(n int) string { return strconv.Itoa(n) }

func date(tb testing.TB, s string) workdays.Date {
	tb.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func outline(tb testing.TB, year int) workdays.Year {
	tb.Helper()
	y, err := workdays.Outline(year)
	if err != nil {
		tb.Fatal(err)
	}
	return y
}

// with is the embedded calendar with further years.
func with(tb testing.TB, years ...workdays.Year) workdays.Calendar {
	tb.Helper()
	c, _, err := workdays.Russia().Merge(years...)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func compareYears(tb testing.TB, got, want []workdays.Year) {
	tb.Helper()
	same := cmp.Comparer(func(a, b workdays.Date) bool { return a == b })
	if diff := cmp.Diff(want, got, same); diff != "" {
		tb.Errorf("(-want +got):\n%s", diff)
	}
}

// The numbers of working days a year, as they were counted apart from this package.
func TestWorkingDaysOfTheYears(t *testing.T) {
	for year, want := range map[int]int{2024: 248, 2025: 247, 2026: 247} {
		n, err := workdays.Russia().Between(date(t, fmt.Sprint(year-1, "-12-31")), date(t, fmt.Sprint(year, "-12-31")))
		if err != nil || n.Days != want || n.Provisional {
			t.Errorf("%d has %+v working days, want %d; %v", year, n, want, err)
		}
	}
}

func TestKnownDays(t *testing.T) {
	for s, want := range map[string]workdays.Day{
		"2024-11-02": {Kind: workdays.Shortened},      // a Saturday that worked, and shorter
		"2024-12-28": {Kind: workdays.WorkingWeekend}, // a Saturday of full length
		"2024-12-30": {Kind: workdays.DayOff, From: date(t, "2024-12-28")},
		"2025-02-24": {Kind: workdays.Working}, // the day off of 23 February went to 8 May
		"2025-05-08": {Kind: workdays.DayOff, From: date(t, "2025-02-23")},
		"2026-03-08": {Kind: workdays.Holiday}, // a Sunday
		"2020-04-06": {Kind: workdays.Decreed},
		"2020-05-04": {Kind: workdays.DayOff}, // the file does not say from where
		"2026-11-21": {Kind: workdays.Weekend},
	} {
		want.Date = date(t, s)
		if got, err := workdays.Russia().Day(want.Date); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", s, got, err, want)
		}
	}
}

func TestNoAnswerWithoutTable(t *testing.T) {
	russia := workdays.Russia()
	gap, err := workdays.New(outline(t, 2027), outline(t, 2029))
	if err != nil {
		t.Fatal(err)
	}
	var empty workdays.Calendar
	for name, c := range map[string]struct {
		ask  func() (any, error)
		year int
	}{
		"a day before":             {func() (any, error) { return russia.Day(date(t, "2012-12-31")) }, 2012},
		"a day behind":             {func() (any, error) { return russia.IsWorking(date(t, "2027-01-01")) }, 2027},
		"a day of nothing":         {func() (any, error) { return empty.Day(date(t, "2026-01-01")) }, 2026},
		"into the next year":       {func() (any, error) { return russia.Add(date(t, "2026-12-21"), 8) }, 2027},
		"from the last day":        {func() (any, error) { return russia.Next(date(t, "2026-12-31")) }, 2027},
		"back before the first":    {func() (any, error) { return russia.Add(date(t, "2013-01-09"), -1) }, 2012},
		"far ahead":                {func() (any, error) { return russia.Add(date(t, "2020-01-01"), 1<<62) }, 2027},
		"far back":                 {func() (any, error) { return russia.Add(date(t, "2020-01-01"), -1<<63) }, 2012},
		"to another year":          {func() (any, error) { return russia.Between(date(t, "2026-12-01"), date(t, "2028-02-01")) }, 2027},
		"from another year":        {func() (any, error) { return russia.Between(date(t, "2011-12-01"), date(t, "2013-02-01")) }, 2011},
		"backwards":                {func() (any, error) { return russia.Between(date(t, "2027-03-01"), date(t, "2026-12-01")) }, 2027},
		"the same day":             {func() (any, error) { return russia.Between(date(t, "2027-03-01"), date(t, "2027-03-01")) }, 2027},
		"nothing added to nowhere": {func() (any, error) { return russia.Add(date(t, "2027-03-01"), 0) }, 2027},
		"moved out":                {func() (any, error) { return russia.OnOrAfter(date(t, "2026-12-31")) }, 2027},
		"over a gap":               {func() (any, error) { return gap.Add(date(t, "2027-12-20"), 20) }, 2028},
		"counted over a gap":       {func() (any, error) { return gap.Between(date(t, "2027-12-20"), date(t, "2029-02-01")) }, 2028},
		"back over a gap":          {func() (any, error) { return gap.Add(date(t, "2029-01-20"), -20) }, 2028},
		"a term": {func() (any, error) {
			return russia.Deadline(workdays.Term{From: date(t, "2026-12-21"), Length: 10})
		}, 2027},
	} {
		got, err := c.ask()
		var unknown workdays.UnknownYearError
		if !errors.Is(err, workdays.ErrUnknownYear) || !errors.As(err, &unknown) || unknown.Year != c.year {
			t.Errorf("%s: %v, %v; want the unknown year %d", name, got, err, c.year)
		}
	}
	if _, err := russia.Day(workdays.Date{}); !errors.Is(err, workdays.ErrDate) {
		t.Errorf("no date: %v", err)
	}
	if _, err := russia.Between(workdays.Date{}, date(t, "2026-01-12")); !errors.Is(err, workdays.ErrDate) {
		t.Errorf("between no date and a date: %v", err)
	}
	if got, err := russia.Next(date(t, "2012-12-31")); err != nil || got.Date != date(t, "2013-01-09") {
		t.Errorf("only the days that are counted must be known: %v, %v", got, err)
	}
}

// A provisional year marks the answers that rest on one of its days, and no others.
func TestProvisionalTravels(t *testing.T) {
	c := with(t, outline(t, 2027))
	for _, q := range []struct {
		from string
		n    int
		want string
		prov bool
	}{
		{"2026-12-21", 7, "2026-12-30", false}, // 31 December 2026 is off
		{"2026-12-21", 8, "2027-01-11", true},
		{"2026-12-31", 1, "2027-01-11", true},
		{"2027-01-11", -1, "2026-12-30", true}, // 1 to 10 January 2027 were looked at
		{"2026-12-31", -1, "2026-12-30", false},
		{"2027-01-12", 0, "2027-01-12", false}, // nothing was counted
	} {
		got, err := c.Add(date(t, q.from), q.n)
		if want := (workdays.Answer{Date: date(t, q.want), Provisional: q.prov}); err != nil || got != want {
			t.Errorf("%s and %d: %+v, %v; want %+v", q.from, q.n, got, err, want)
		}
	}
	if got, err := c.Day(date(t, "2027-01-12")); err != nil || !got.Provisional {
		t.Errorf("a day of the year itself: %+v, %v", got, err)
	}
	if n, err := c.Between(date(t, "2026-12-01"), date(t, "2026-12-31")); err != nil || n.Provisional {
		t.Errorf("up to the year: %+v, %v", n, err)
	}
	if n, err := c.Between(date(t, "2026-12-01"), date(t, "2027-01-01")); err != nil || !n.Provisional {
		t.Errorf("into the year: %+v, %v", n, err)
	}
	if n, err := c.Between(date(t, "2027-01-01"), date(t, "2026-12-31")); err != nil || n.Provisional || n.Days != 0 {
		t.Errorf("back from its first day: %+v, %v", n, err)
	}
}

func TestOutlineOfTheLabourCode(t *testing.T) {
	// 1 May 2027 is a Saturday and 9 May a Sunday, 12 June a Saturday: the next working days are off.
	c := with(t, outline(t, 2027))
	for s, want := range map[string]workdays.Day{
		"2027-01-04": {Kind: workdays.Holiday},
		"2027-01-11": {Kind: workdays.Working}, // January's are moved by decree only
		"2027-05-03": {Kind: workdays.DayOff, From: date(t, "2027-05-01")},
		"2027-05-10": {Kind: workdays.DayOff, From: date(t, "2027-05-09")},
		"2027-06-14": {Kind: workdays.DayOff, From: date(t, "2027-06-12")},
		"2027-11-04": {Kind: workdays.Holiday},
		"2027-11-05": {Kind: workdays.Working},
	} {
		want.Date, want.Provisional = date(t, s), true
		if got, err := c.Day(want.Date); err != nil || got != want {
			t.Errorf("%s: %+v, %v; want %+v", s, got, err, want)
		}
	}
	for _, year := range []int{2012, 2101, -1} {
		if _, err := workdays.Outline(year); !errors.Is(err, workdays.ErrYear) {
			t.Errorf("%d: %v", year, err)
		}
	}
	for year := workdays.FirstYear; year <= workdays.LastYear; year++ {
		if _, err := workdays.New(outline(t, year)); err != nil {
			t.Error(err)
		}
	}
}

func TestVersionNamesTheContent(t *testing.T) {
	russia := workdays.Russia()
	again, err := workdays.New(russia.Years()...)
	if err != nil || again.Version() != russia.Version() || russia.Version() == "" {
		t.Errorf("%q, the same again %q, %v", russia.Version(), again.Version(), err)
	}
	years := russia.Years()
	years[0].Special[0].Kind = workdays.Decreed // a copy: the calendar must not notice
	if workdays.Russia().Years()[0].Special[0].Kind != workdays.Holiday {
		t.Error("the calendar was changed from outside")
	}
	given := outline(t, 2027)
	made, err := workdays.New(given)
	if err != nil {
		t.Fatal(err)
	}
	given.Special[0].Kind = workdays.Decreed
	if made.Years()[0].Special[0].Kind != workdays.Holiday {
		t.Error("the calendar was changed by the slice that it was made of")
	}
	if other := with(t, outline(t, 2027)); other.Version() == russia.Version() {
		t.Error("another content has the same version")
	}
	if (workdays.Calendar{}).Version() != "" || (workdays.Calendar{}).Years() != nil {
		t.Error("the zero calendar holds something")
	}
}

func TestYearsThatCannotBe(t *testing.T) {
	at := date(t, "2027-07-05") // a Monday
	for name, spoil := range map[string]func(y *workdays.Year){
		"too early":       func(y *workdays.Year) { y.Number = 2012 },
		"too late":        func(y *workdays.Year) { y.Number = 2101 },
		"no version":      func(y *workdays.Year) { y.Version = workdays.Date{} },
		"no source":       func(y *workdays.Year) { y.Source = "" },
		"two lines":       func(y *workdays.Year) { y.Act = "one\ntwo" },
		"no holidays":     func(y *workdays.Year) { y.Special = nil },
		"1 January works": func(y *workdays.Year) { y.Special[0].Kind = workdays.Shortened },
		"a working Monday": func(y *workdays.Year) {
			y.Special = insert(y, workdays.Special{Date: at, Kind: workdays.WorkingWeekend})
		},
		"a usual day": func(y *workdays.Year) { y.Special = insert(y, workdays.Special{Date: at, Kind: workdays.Working}) },
		"no kind":     func(y *workdays.Year) { y.Special = insert(y, workdays.Special{Date: at}) },
		"a Saturday moved off": func(y *workdays.Year) {
			y.Special = insert(y, workdays.Special{Date: at.AddDays(-2), Kind: workdays.DayOff})
		},
		"of another year": func(y *workdays.Year) {
			y.Special = append(y.Special, workdays.Special{Date: date(t, "2028-01-01"), Kind: workdays.Holiday})
		},
		"a day twice": func(y *workdays.Year) { y.Special = append(y.Special, y.Special[len(y.Special)-1]) },
		"moved from itself": func(y *workdays.Year) {
			y.Special = insert(y, workdays.Special{Date: at, Kind: workdays.DayOff, From: at})
		},
		"a holiday moved": func(y *workdays.Year) { y.Special[0].From = at },
		"hardly any work": func(y *workdays.Year) {
			for d := at; d.Year() == 2027; d = d.AddDays(1) {
				y.Special = insert(y, workdays.Special{Date: d, Kind: workdays.Decreed})
			}
		},
	} {
		y := outline(t, 2027)
		spoil(&y)
		if _, err := workdays.New(y); !errors.Is(err, workdays.ErrYear) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := workdays.New(outline(t, 2027), outline(t, 2027)); !errors.Is(err, workdays.ErrYear) {
		t.Errorf("a year twice: %v", err)
	}
}

// insert puts a day at its place, unless the day is listed.
func insert(y *workdays.Year, s workdays.Special) []workdays.Special {
	var days []workdays.Special
	placed := false
	for _, other := range y.Special {
		if other.Date == s.Date {
			return y.Special
		}
		if !placed && s.Date.Before(other.Date) {
			days, placed = append(days, s), true
		}
		days = append(days, other)
	}
	if !placed {
		days = append(days, s)
	}
	return days
}
