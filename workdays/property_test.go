package workdays_test

import (
	"testing"

	"github.com/klaster-platform/klaster/workdays"
	"pgregory.net/rapid"
)

// anyDay is a day of 2013 to 2028, where the calendar of [withOutlines] has a table.
func anyDay(tb rapid.TB, first workdays.Date) *rapid.Generator[workdays.Date] {
	tb.Helper()
	return rapid.Map(rapid.IntRange(0, 16*365+3), first.AddDays)
}

func TestAddThenBetweenIsIdentity(t *testing.T) {
	c, first := with(t, outline(t, 2027), outline(t, 2028)), date(t, "2013-01-01")
	rapid.Check(t, func(t *rapid.T) {
		from, n := anyDay(t, first).Draw(t, "from"), rapid.IntRange(-4000, 4000).Draw(t, "n")
		to, err := c.Add(from, n)
		if err != nil {
			return // out of the years; TestNoAnswerWithoutTable
		}
		got, err := c.Between(from, to.Date)
		if err != nil || got.Days != n || got.Provisional != to.Provisional {
			t.Fatalf("%s and %d working days: %+v; between them %+v, %v", from, n, to, got, err)
		}
		if works, err := c.IsWorking(to.Date); n != 0 && (err != nil || !works) {
			t.Fatalf("%s does not work: %v", to.Date, err)
		}
	})
}

func TestAddIsMonotone(t *testing.T) {
	c, first := with(t, outline(t, 2027), outline(t, 2028)), date(t, "2013-01-01")
	rapid.Check(t, func(t *rapid.T) {
		from, n := anyDay(t, first).Draw(t, "from"), rapid.IntRange(-300, 300).Draw(t, "n")
		later, more := from.AddDays(rapid.IntRange(0, 40).Draw(t, "days later")), n+rapid.IntRange(1, 40).Draw(t, "more")
		at, err := c.Add(from, n)
		if err != nil {
			return
		}
		if far, err := c.Add(from, more); err == nil && !at.Date.Before(far.Date) {
			t.Fatalf("from %s: %d is %s, but %d is %s", from, n, at.Date, more, far.Date)
		}
		if moved, err := c.Add(later, n); err == nil && moved.Date.Before(at.Date) {
			t.Fatalf("%d from %s is %s, but from %s it is %s", n, from, at.Date, later, moved.Date)
		}
	})
}

// Sums and tables must say what one finds by walking from day to day.
func TestAnswersAreThoseOfAWalk(t *testing.T) {
	c, first := with(t, outline(t, 2027), outline(t, 2028)), date(t, "2013-01-01")
	rapid.Check(t, func(t *rapid.T) {
		from, n := anyDay(t, first).Draw(t, "from"), rapid.IntRange(1, 60).Draw(t, "n")
		step := rapid.SampledFrom([]int{1, -1}).Draw(t, "step")
		want, found := workdays.Answer{Date: from}, 0
		for found < n {
			want.Date = want.Date.AddDays(step)
			d, err := c.Day(want.Date)
			if err != nil {
				break
			}
			want.Provisional = want.Provisional || d.Provisional
			if d.Kind.Works() {
				found++
			}
		}
		got, err := c.Add(from, step*n)
		if (err == nil) != (found == n) || err == nil && got != want {
			t.Fatalf("%s and %d: %+v, %v; a walk finds %d of them, %+v", from, step*n, got, err, found, want)
		}
	})
}

// One day later, one working day less remains, or none on a day off.
func TestRemainingRunsDown(t *testing.T) {
	c, first := with(t, outline(t, 2027), outline(t, 2028)), date(t, "2013-01-01")
	rapid.Check(t, func(t *rapid.T) {
		term := workdays.Term{
			From:   anyDay(t, first).Draw(t, "from"),
			Length: rapid.IntRange(1, 60).Draw(t, "length"),
			Unit:   rapid.SampledFrom([]workdays.Unit{workdays.WorkingDays, workdays.CalendarDays}).Draw(t, "unit"),
		}
		d, err := c.Deadline(term)
		if err != nil {
			return
		}
		for today := term.From; today.Before(d.Last); today = today.AddDays(1) {
			now, err := c.Remaining(d, today)
			if err != nil || now.Overdue {
				t.Fatalf("%s: %+v, %v", today, now, err)
			}
			next, err := c.Remaining(d, today.AddDays(1))
			if err != nil {
				t.Fatal(err)
			}
			works, err := c.IsWorking(today.AddDays(1))
			if err != nil || works != (now.Days-next.Days == 1) || !works && now.Days != next.Days {
				t.Fatalf("%s: %+v, then %+v; works: %v, %v", today, now, next, works, err)
			}
		}
		if end, err := c.Remaining(d, d.Last); err != nil || end.Days != 0 || end.Overdue {
			t.Fatalf("on the last day: %+v, %v", end, err)
		}
	})
}
