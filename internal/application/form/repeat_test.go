package form_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/workdays"
)

// A period has its bounds, its name and a key by which it is found again.
func TestPeriods(t *testing.T) {
	for _, c := range []struct {
		every                       form.Every
		on, key, first, last, ended string
		text                        string
	}{
		{form.Month, "2026-02-28", "2026-02", "2026-02-01", "2026-02-28", "2026-01", "февраль 2026 года"},
		{form.Month, "2026-01-01", "2026-01", "2026-01-01", "2026-01-31", "2025-12", "январь 2026 года"},
		{form.Quarter, "2026-12-31", "2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3", "IV квартал 2026 года"},
		{form.Quarter, "2026-02-01", "2026-Q1", "2026-01-01", "2026-03-31", "2025-Q4", "I квартал 2026 года"},
		{form.Year, "2026-11-22", "2026", "2026-01-01", "2026-12-31", "2025", "2026 год"},
	} {
		day, err := workdays.ParseDate(c.on)
		if err != nil {
			t.Fatal(err)
		}
		r := form.Repeat{Every: c.every, Due: 1}
		p := r.On(day)
		if p.Key != c.key || p.First.String() != c.first || p.Last.String() != c.last || p.Text.RU != c.text {
			t.Errorf("%s of %s: %+v", c.every, c.on, p)
		}
		if ended := r.Ended(day); ended.Key != c.ended {
			t.Errorf("before %s of %s ended %s", c.every, c.on, ended.Key)
		}
		if again, ok := r.ByKey(c.key); !ok || again != p {
			t.Errorf("%s is not found again: %+v", c.key, again)
		}
	}
	if p, ok := (form.Repeat{Every: form.Year}).ByKey("2026-Q1"); ok {
		t.Errorf("a quarter is a year: %+v", p)
	}
}
