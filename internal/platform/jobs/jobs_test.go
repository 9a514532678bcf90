package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

type note struct{ Text string }

func (note) Kind() string { return "test.note" }

func insert(t *testing.T, db *sqldb.DB, q *jobs.Queue, args jobs.Args, options ...jobs.InsertOption) {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return q.Insert(t.Context(), tx, args, options...) }); err != nil {
		t.Fatal(err)
	}
}

func TestARolledBackInsertNeverRuns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ran := make(chan string, 10)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(_ context.Context, _ *sqldb.Tx, n note) error {
			ran <- n.Text
			return nil
		})
		q := jobstest.Start(t, db, reg)
		stop := errors.New("stop")
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			if err := q.Insert(t.Context(), tx, note{"rolled back"}); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		start := time.Now()
		insert(t, db, q, note{"committed"})
		if got := <-ran; got != "committed" {
			t.Errorf("%q ran", got)
		}
		t.Log(time.Since(start))
	})
}
