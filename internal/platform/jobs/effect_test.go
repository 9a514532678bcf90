package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func TestARolledBackInsertNeverRuns(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		q := jobstest.Start(t, db, reg)
		stop := errors.New("stop")
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			if err := q.Insert(t.Context(), tx, number{1}); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
		insert(t, db, q, number{2})
		eventually(t, "the committed job ran", func() bool { return len(effects(t, db)) > 0 })
		if diff := cmp.Diff([]int{2}, effects(t, db)); diff != "" {
			t.Error(diff)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job"); n != 1 {
			t.Errorf("%d jobs are stored, want 1", n)
		}
	})
}

// With an hour between polls only waking can start a job: on PostgreSQL by the notification, on SQLite by the fetch that
// waits for the writer. Many small transactions at once would fall between two notifications if those were thinned out.
func TestACommitWakesTheQueue(t *testing.T) {
	const writers, each = 8, 25
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		q := jobs.New(db, reg, jobs.Config{Poll: time.Hour})
		jobstest.Run(t, q)
		for range 3 {
			before := len(effects(t, db))
			insert(t, db, q, number{-1})
			eventually(t, "a single job ran", func() bool { return len(effects(t, db)) == before+1 })
		}
		do(t, db, "DELETE FROM effect")
		for w := range writers {
			go func() {
				for i := range each {
					insert(t, db, q, number{w*each + i})
				}
			}()
		}
		eventually(t, "all jobs ran", func() bool { return len(effects(t, db)) == writers*each })
		for i, n := range effects(t, db) {
			if n != i {
				t.Fatalf("effect %d is of job %d", i, n)
			}
		}
		eventually(t, "River has come back to each job", func() bool { return q.FinishedNotReported() == 0 })
	})
}

// The effect goes when the work fails after it, when it panics after it and when the commit fails; then the job runs again.
func TestAnEffectIsRolledBackWithItsJob(t *testing.T) {
	failures := map[string]func(context.Context, *sqldb.Tx) error{
		"error": func(context.Context, *sqldb.Tx) error { return errors.New("after the effect") },
		"panic": func(context.Context, *sqldb.Tx) error { panic("after the effect") },
		"commit": func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "INSERT INTO child (parent) VALUES (7)") // found at the commit: there is no parent 7
			return err
		},
	}
	for name, fail := range failures {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
				prepare(t, db)
				do(t, db, "CREATE TABLE parent (id BIGINT PRIMARY KEY)")
				do(t, db, "CREATE TABLE child (parent BIGINT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
				var attempts atomic.Int64
				reg := jobs.NewRegistry()
				jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error {
					if err := write(ctx, tx, n.N); err != nil {
						return err
					}
					if attempts.Add(1) == 1 {
						return fail(ctx, tx)
					}
					return nil
				}, jobs.Backoff(time.Millisecond, time.Millisecond))
				q := jobstest.New(t, db, reg)
				insert(t, db, q, number{5})
				worked := jobstest.Attempts(t, q, time.Now())
				if len(worked) != 1 || worked[0].Outcome != jobs.Failed || len(effects(t, db)) != 0 {
					t.Fatalf("the first attempt: %+v, effects %v", worked, effects(t, db))
				}
				jobstest.DrainAt(t, q, time.Now().Add(time.Minute))
				if diff := cmp.Diff([]int{5}, effects(t, db)); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// A process that was taken for dead wakes up while another has the job, and once more after the other has done it. Only
// one of the two has an effect.
func TestAStaleAttemptHasNoEffect(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		q := jobs.New(db, reg, jobs.Config{Log: slog.New(slog.DiscardHandler)})
		insert(t, db, q, number{5})
		take := func(due time.Time) *row {
			rows, err := q.Take(t.Context(), due)
			if err != nil || len(rows) != 1 {
				t.Fatalf("took %d jobs, %v", len(rows), err)
			}
			return rows[0]
		}
		stale := take(time.Now())
		if err := q.RescueAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		fresh := take(time.Now().Add(time.Minute))
		for i, step := range []struct {
			job  *row
			want []int
		}{{stale, nil}, {fresh, []int{5}}, {stale, []int{5}}, {fresh, []int{5}}} {
			if err := q.WorkTaken(t.Context(), step.job); err != nil {
				t.Errorf("step %d: %v", i, err)
			}
			if diff := cmp.Diff(step.want, effects(t, db)); diff != "" {
				t.Errorf("step %d: %s", i, diff)
			}
		}
	})
}

// A job that completes while the rescuer has it on its list stays completed.
func TestTheRescuerLeavesACompletedJobAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		q := jobs.New(db, reg, jobs.Config{Log: slog.New(slog.DiscardHandler)})
		for i := range 50 {
			insert(t, db, q, number{i})
		}
		rows, err := q.Take(t.Context(), time.Now())
		if err != nil || len(rows) != 50 {
			t.Fatal(len(rows), err)
		}
		rescued := make(chan error)
		go func() { rescued <- q.RescueAll(context.Background()) }()
		for _, row := range rows {
			if err := q.WorkTaken(t.Context(), row); err != nil {
				t.Error(err)
			}
		}
		if err := <-rescued; err != nil {
			t.Error(err)
		}
		jobstest.DrainAt(t, q, time.Now().Add(time.Minute))
		for i, n := range effects(t, db) {
			if i != n {
				t.Fatalf("effects %v", effects(t, db))
			}
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'completed'"); n != 50 || len(effects(t, db)) != 50 {
			t.Errorf("%d jobs completed, %d effects", n, len(effects(t, db)))
		}
	})
}

// Between the rescuer's look and its write the job was rescued by another node and began anew: it is left to run.
func TestTheRescuerLeavesANewAttemptAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return nil })
		q := jobs.New(db, reg, jobs.Config{Log: slog.New(slog.DiscardHandler)})
		insert(t, db, q, number{1})
		rows, err := q.Take(t.Context(), time.Now())
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		if err := q.RescueAll(t.Context()); err != nil {
			t.Fatal(err)
		}
		if again, err := q.Take(t.Context(), time.Now().Add(time.Minute)); err != nil || len(again) != 1 {
			t.Fatal(again, err)
		}
		if err := q.TakeBack(t.Context(), rows[0]); err != nil {
			t.Fatal(err)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'running' AND attempt = 2"); n != 1 {
			t.Error("the second attempt was taken back")
		}
	})
}

// A job that takes longer than its limit allows, because it does not look at its context, is not lost while its process
// lives.
func TestTheRescuerLeavesJobsOfItsOwnProcessAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		began, goOn := make(chan bool, 10), make(chan bool)
		reg := jobs.NewRegistry()
		jobs.Deliver(reg, func(_ context.Context, d jobs.Delivery[number]) error {
			began <- true
			<-goOn
			d.Record(func(ctx context.Context, tx *sqldb.Tx) error { return write(ctx, tx, d.Attempt) })
			return nil
		}, jobs.Timeout(time.Millisecond))
		q := jobs.New(db, reg, jobs.Config{RescueEvery: time.Hour}) // by hand below, once the job is seen to run
		jobstest.Run(t, q)
		insert(t, db, q, number{1})
		receive(t, "the job runs", began)
		attempt := count(t, db, "SELECT attempt FROM river_job") // the first one may have been over before it began
		for range 3 {
			if err := q.RescueAll(t.Context()); err != nil {
				t.Error(err)
			}
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'running' AND attempt = $1", attempt); n != 1 {
			t.Error("the job was taken back")
		}
		close(goOn)
		eventually(t, "it is done", func() bool { return len(effects(t, db)) == 1 })
	})
}
