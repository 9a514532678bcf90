package workdays_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/workdays"
)

func year(tb testing.TB, number int) workdays.Year {
	tb.Helper()
	for _, y := range workdays.Russia().Years() {
		if y.Number == number {
			return y
		}
	}
	tb.Fatalf("no %d", number)
	return workdays.Year{}
}

// A decree takes the place of the outline, says which days it changed, and takes the mark from the answers.
func TestMergeOfADecree(t *testing.T) {
	before := with(t, outline(t, 2027))
	decreed := outline(t, 2027).Decree("an act")
	decreed.Version = date(t, "2026-09-30")
	monday := date(t, "2027-01-11")
	decreed.Special = insert(&decreed, workdays.Special{Date: monday, Kind: workdays.DayOff, From: date(t, "2027-01-02")})

	term := workdays.Term{From: date(t, "2026-12-30"), Length: 1}
	guess, err := before.Deadline(term)
	if err != nil || !guess.Provisional || guess.Last != monday {
		t.Fatalf("before: %+v, %v", guess, err)
	}
	after, changes, err := before.Merge(decreed)
	if err != nil {
		t.Fatal(err)
	}
	if want := []workdays.Change{{Date: monday, Was: workdays.Working, Now: workdays.DayOff}}; !slices.Equal(changes, want) {
		t.Errorf("changes: %v, want %v", changes, want)
	}
	final, err := after.Deadline(term)
	if err != nil || final.Provisional || final.Last != date(t, "2027-01-12") || final.Calendar == guess.Calendar {
		t.Errorf("after: %+v, %v", final, err)
	}
	if again, err := before.Deadline(term); err != nil || again != guess {
		t.Errorf("the old calendar has changed: %+v, %v", again, err)
	}
	same, changes, err := after.Merge(decreed, year(t, 2020))
	if err != nil || len(changes) != 0 || same.Version() != after.Version() {
		t.Errorf("the same once more: %v, %v", changes, err)
	}
}

func TestMergeIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		change func(y *workdays.Year)
		want   error
	}{
		"older":       {func(y *workdays.Year) { y.Version = y.Version.AddDays(-1) }, workdays.ErrOutdated},
		"provisional": {func(y *workdays.Year) { y.Version, y.Provisional = y.Version.AddDays(1), true }, workdays.ErrDowngrade},
		"conflict":    {func(y *workdays.Year) { y.Special = y.Special[:len(y.Special)-1] }, workdays.ErrConflict},
		"impossible":  {func(y *workdays.Year) { y.Special = nil }, workdays.ErrYear},
	} {
		y := year(t, 2026)
		c.change(&y)
		// A good year beside it must not be taken either.
		got, changes, err := workdays.Russia().Merge(outline(t, 2027), y)
		if !errors.Is(err, c.want) || got.Version() != "" || changes != nil {
			t.Errorf("%s: %q, %v, %v; want %v", name, got.Version(), changes, err, c.want)
		}
	}
	newer := year(t, 2026)
	newer.Version, newer.Special = newer.Version.AddDays(1), newer.Special[:len(newer.Special)-1]
	c, changes, err := workdays.Russia().Merge(newer)
	if err != nil || len(changes) != 1 || changes[0].Date != date(t, "2026-12-31") {
		t.Fatalf("newer: %v, %v", changes, err)
	}
	if works, err := c.IsWorking(date(t, "2026-12-31")); err != nil || !works {
		t.Errorf("the newer table does not hold: %v", err)
	}
}

// A draft that was loaded late does not keep out the decree, though the decree's table bears an earlier date.
func TestMergeOfADecreeOlderThanTheDraft(t *testing.T) {
	draft := outline(t, 2027)
	draft.Version = date(t, "2026-11-01")
	decreed := outline(t, 2027).Decree("an act")
	decreed.Version = date(t, "2026-09-30")
	c, changes, err := with(t, draft).Merge(decreed)
	if err != nil || len(changes) != 0 {
		t.Fatalf("%v, %v", changes, err)
	}
	if d, err := c.Day(date(t, "2027-07-05")); err != nil || d.Provisional {
		t.Errorf("still provisional: %+v, %v", d, err)
	}
}

func TestMergeIntoNothing(t *testing.T) {
	c, changes, err := workdays.Calendar{}.Merge(workdays.Russia().Years()...)
	if err != nil || len(changes) != 0 || c.Version() != workdays.Russia().Version() {
		t.Errorf("%q, %v, %v", c.Version(), changes, err)
	}
}
