package jobs_test

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func list(t *testing.T, db *sqldb.DB, q *jobs.Queue, p jobs.Page) (dead []jobs.DeadJob) {
	t.Helper()
	if err := db.View(t.Context(), func(r sqldb.Querier) (err error) {
		dead, err = q.Dead(t.Context(), r, p)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return dead
}

// text is a number as ->> gives it: PostgreSQL makes text of it, SQLite leaves it a number.
func text(db *sqldb.DB, n int) any {
	if db.Engine() == sqldb.Postgres {
		return strconv.Itoa(n)
	}
	return n
}

func TestTheOperatorSeesRetriesAndDiscardsDeadJobs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var mended atomic.Bool
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error {
			if mended.Load() {
				return nil
			}
			return errors.New("the register is silent")
		}, jobs.MaxAttempts(1), jobs.Unique())
		q := jobstest.New(t, db, reg)
		for n := range 3 {
			insert(t, db, q, number{n})
		}
		jobstest.Attempts(t, q, time.Now())

		dead := list(t, db, q, jobs.Page{})
		want := jobs.DeadJob{Kind: "test.number", Queue: "default", Attempts: 1, Error: "the register is silent", Args: `{"N":"…"}`}
		if len(dead) != 3 || !cmp.Equal(want, dead[0], cmpopts.IgnoreFields(want, "ID", "Inserted", "Died")) {
			t.Fatalf("%+v", dead)
		}
		if age := time.Since(dead[0].Died); age < -time.Second || age > time.Minute || dead[0].Inserted.After(dead[0].Died.Add(time.Second)) {
			t.Errorf("inserted %v, died %v", dead[0].Inserted, dead[0].Died)
		}
		second := list(t, db, q, jobs.Page{Before: dead[0].ID, Limit: 1, Reveal: true})
		if len(second) != 1 || second[0].ID != dead[1].ID || compact(second[0].Args) != `{"N":1}` {
			t.Errorf("the second page: %+v", second)
		}

		// One with the same arguments waits already: the retry must not fail on that.
		insert(t, db, q, number{2})
		mended.Store(true)
		update := func(f func(context.Context, *sqldb.Tx, int64) error, id int64) error {
			return db.Update(t.Context(), func(tx *sqldb.Tx) error { return f(t.Context(), tx, id) })
		}
		if err := update(q.Retry, dead[0].ID); err != nil {
			t.Fatal(err)
		}
		if err := update(q.Discard, dead[1].ID); err != nil {
			t.Fatal(err)
		}
		for _, again := range []error{update(q.Retry, dead[0].ID), update(q.Retry, dead[1].ID), update(q.Discard, dead[1].ID)} {
			if !errors.Is(again, jobs.ErrNotDead) {
				t.Errorf("a second time: %v, want ErrNotDead", again)
			}
		}
		if n := jobstest.Drain(t, q); n != 2 {
			t.Errorf("%d jobs ran, want the retried one and the new one", n)
		}
		if left := list(t, db, q, jobs.Page{}); len(left) != 1 || left[0].ID != dead[2].ID {
			t.Errorf("left: %+v", left)
		}
	})
}

func compact(s string) string {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		if s[i] != ' ' {
			out = append(out, s[i])
		}
	}
	return string(out)
}

// A job that was retried by the operator has all its attempts again.
func TestARetriedJobHasAllItsAttemptsAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return errors.New("no") }, jobs.MaxAttempts(3))
		q := jobstest.New(t, db, reg)
		insert(t, db, q, number{1})
		attempts := func() (n int) {
			for range 10 {
				n += len(jobstest.Attempts(t, q, time.Now().Add(24*time.Hour)))
			}
			return n
		}
		if n := attempts(); n != 3 {
			t.Fatalf("%d attempts, want 3", n)
		}
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return q.Retry(t.Context(), tx, list(t, db, q, jobs.Page{})[0].ID) }); err != nil {
			t.Fatal(err)
		}
		if n := attempts(); n != 3 {
			t.Errorf("%d attempts after the retry, want 3", n)
		}
	})
}

func TestStatsCountKindsAndTheOldestWaiting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(_ context.Context, _ *sqldb.Tx, n number) error {
			if n.N == 0 {
				return jobs.Cancel(errors.New("never"))
			}
			return nil
		})
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, other) error { return nil })
		q := jobstest.New(t, db, reg)
		stats := func() (s jobs.Stats) {
			if err := db.View(t.Context(), func(r sqldb.Querier) (err error) {
				s, err = q.Stats(t.Context(), r)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return s
		}
		if s := stats(); len(s.Kinds) != 0 || !s.OldestWaiting.IsZero() {
			t.Errorf("an empty queue: %+v", s)
		}
		for n := range 3 {
			insert(t, db, q, number{n})
		}
		jobstest.Attempts(t, q, time.Now())
		insert(t, db, q, other{}, jobs.After(time.Now().Add(30*time.Second)))
		insert(t, db, q, other{}, jobs.After(time.Now().Add(time.Hour)))
		want := []jobs.KindStats{{Kind: "test.number", Completed: 2, Dead: 1}, {Kind: "test.other", Waiting: 2}}
		s := stats()
		if diff := cmp.Diff(want, s.Kinds); diff != "" || !s.OldestWaiting.IsZero() {
			t.Errorf("%s%v", diff, s.OldestWaiting)
		}
		insert(t, db, q, other{}, jobs.After(time.Now().Add(-time.Hour)))
		if age := time.Since(stats().OldestWaiting); age < 59*time.Minute || age > 61*time.Minute {
			t.Errorf("the oldest waits for %v, want an hour", age)
		}
	})
}

type other struct{}

func (other) Kind() string { return "test.other" }
