package workdays_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/workdays"
)

// attribute finds the attributes of a day in a file of xmlcalendar: the test reads the files its own way, so that an
// error of our reader cannot be an error of its judge.
var (
	dayElement = regexp.MustCompile(`<day ([^>]*)/>`)
	attribute  = regexp.MustCompile(`([a-z])="([^"]*)"`)
)

// TestEveryCalendarFileDayByDay compares the embedded calendar with each file of the shared data on each day: whether one
// works, what kind of day it is, and where its day off came from.
func TestEveryCalendarFileDayByDay(t *testing.T) {
	dir := sharedtest.Dir(t, "registers/calendar")
	names, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	if err != nil || len(names) != 14 {
		t.Fatalf("%d files, want those of 2013 to 2026: %v", len(names), err)
	}
	calendar := workdays.Russia()
	days := 0
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		listed := map[string]map[string]string{}
		for _, element := range dayElement.FindAllStringSubmatch(string(content), -1) {
			day := map[string]string{}
			for _, a := range attribute.FindAllStringSubmatch(element[1], -1) {
				day[a[1]] = a[2]
			}
			listed[day["d"]] = day
		}
		if len(listed) < 20 || len(listed) != strings.Count(string(content), "<day ") {
			t.Fatalf("%s: %d days read", name, len(listed))
		}
		year := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "ru-"), ".xml")
		at, err := time.Parse("2006", year)
		if err != nil {
			t.Fatal(err)
		}
		for ; at.Format("2006") == year; at = at.AddDate(0, 0, 1) {
			compareDay(t, calendar, at, listed[at.Format("01.02")])
			days++
		}
	}
	if want := 14*365 + 3; days != want {
		t.Errorf("%d days compared, want %d", days, want)
	}
}

func compareDay(t *testing.T, calendar workdays.Calendar, at time.Time, listed map[string]string) {
	t.Helper()
	date, err := workdays.NewDate(at.Date())
	if err != nil {
		t.Fatal(err)
	}
	got, err := calendar.Day(date)
	if err != nil {
		t.Fatal(err)
	}
	works, err := calendar.IsWorking(date)
	weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
	wantWorks := listed == nil && !weekend || listed["t"] == "2" || listed["t"] == "3"
	if err != nil || works != wantWorks || got.Kind.Works() != wantWorks || got.Provisional {
		t.Errorf("%s: works %v, %+v, %v; the file says %v", date, works, got, err, listed)
	}
	if want := wantKind(listed, weekend); got.Kind != want {
		t.Errorf("%s: %s, want %s", date, got.Kind, want)
	}
	from := ""
	if listed["f"] != "" {
		from = at.Format("2006-") + strings.Replace(listed["f"], ".", "-", 1)
	}
	if got.From.String() != from {
		t.Errorf("%s: day off from %q, want %q", date, got.From, from)
	}
}

func wantKind(listed map[string]string, weekend bool) workdays.Kind {
	switch {
	case listed["t"] == "2":
		return workdays.Shortened
	case listed["t"] == "3":
		return workdays.WorkingWeekend
	case listed["h"] != "" && len(listed["h"]) == 1 && listed["h"] <= "8":
		return workdays.Holiday // each file numbers the eight of the Labour Code 1 to 8
	case listed["h"] != "":
		return workdays.Decreed
	case weekend:
		return workdays.Weekend
	case listed != nil:
		return workdays.DayOff
	default:
		return workdays.Working
	}
}

// Reading the files by ParseXML gives what is embedded, but provisional: a file does not say what stands behind it.
func TestCalendarFilesReadAsXML(t *testing.T) {
	for _, want := range workdays.Russia().Years() {
		name := "ru-" + itoa(want.Number) + ".xml"
		f := sharedtest.File(t, "registers/calendar", name)
		years, err := workdays.Parse(strings.NewReader(string(f)), want.Source)
		if err != nil || len(years) != 1 {
			t.Fatalf("%s: %d years, %v", name, len(years), err)
		}
		if !years[0].Provisional {
			t.Errorf("%s is taken for decreed", name)
		}
		compareYears(t, []workdays.Year{years[0].Decree(want.Act)}, []workdays.Year{want})
	}
}
