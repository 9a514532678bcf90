// Package jobstest helps the tests of features with their jobs. Most tests insert, [Drain] and look:
//
//	queue := jobstest.New(t, db, reg)
//	… a use case inserts a job …
//	jobstest.Drain(t, queue)
//
// That needs no waiting and no sleeping, and a job that fails is a failure of the test. [Start] is for the few tests that
// want jobs worked as in production.
package jobstest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// New returns a queue that inserts and does not work by itself. The database comes from storetest.
func New(tb testing.TB, db *sqldb.DB, reg *jobs.Registry) *jobs.Queue {
	tb.Helper()
	return jobs.New(db, reg, jobs.Config{Log: slog.New(slog.DiscardHandler)})
}

// Start returns a queue that works until the test ends.
func Start(tb testing.TB, db *sqldb.DB, reg *jobs.Registry) *jobs.Queue {
	tb.Helper()
	q := New(tb, db, reg)
	Run(tb, q)
	return q
}

// Run lets a queue work until the test ends.
func Run(tb testing.TB, q *jobs.Queue) {
	tb.Helper()
	if err := q.Start(context.Background()); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			tb.Error(err)
		}
	})
}

// Drain works everything that is due now, with what that inserts in turn, and returns the number of jobs done. A job that
// does not complete fails the test.
func Drain(tb testing.TB, q *jobs.Queue) int {
	tb.Helper()
	return DrainAt(tb, q, time.Now())
}

// DrainAt is [Drain] for what is due by a time, which may lie in the future.
func DrainAt(tb testing.TB, q *jobs.Queue, due time.Time) int {
	tb.Helper()
	worked := Attempts(tb, q, due)
	for _, w := range worked {
		if w.Outcome != jobs.Completed {
			tb.Errorf("job %s, attempt %d: %s: %v", w.Kind, w.Attempt, w.Outcome, w.Err)
		}
	}
	return len(worked)
}

// Attempts works what is due by a time and returns how each attempt went, for tests of failures.
func Attempts(tb testing.TB, q *jobs.Queue, due time.Time) []jobs.Worked {
	tb.Helper()
	worked, err := q.Drain(tb.Context(), due)
	if err != nil {
		tb.Fatal(err)
	}
	return worked
}
