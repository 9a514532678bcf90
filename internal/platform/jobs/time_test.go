package jobs_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func TestADelayedJobDoesNotRunEarlier(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ran := make(chan time.Time, 1)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error {
			ran <- time.Now()
			return nil
		})
		q := jobs.New(db, reg, jobs.Config{Poll: 10 * time.Millisecond})
		jobstest.Run(t, q)
		due := time.Now().Add(150 * time.Millisecond)
		insert(t, db, q, number{1}, jobs.After(due))
		at := receive(t, "the delayed job runs", ran)
		t.Logf("%v after its time", at.Sub(due))
		if at.Before(due.Add(-time.Millisecond)) { // River keeps milliseconds on SQLite
			t.Errorf("it ran %v early", due.Sub(at))
		}
	})
}

// A job for a time that is far away waits with River's scheduler and not among those that each fetch passes over.
func TestAFarTimeIsLeftToTheScheduler(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return nil })
		q := jobstest.New(t, db, reg)
		insert(t, db, q, number{1}, jobs.After(time.Now().Add(24*time.Hour)))
		if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'scheduled'"); n != 1 {
			t.Error("the job is not scheduled")
		}
		if n := jobstest.DrainAt(t, q, time.Now().Add(23*time.Hour)); n != 0 {
			t.Error("it ran an hour early")
		}
		if n := jobstest.DrainAt(t, q, time.Now().Add(25*time.Hour)); n != 1 {
			t.Error("it did not run")
		}
	})
}

// River's scheduler lets jobs with a far time begin. It runs on an elected node, at once also after a process that was
// elected and killed.
func TestANodeIsElectedToSchedule(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		q := jobstest.New(t, db, reg)
		insert(t, db, q, number{1}, jobs.After(time.Now().Add(time.Hour)))
		do(t, db, "UPDATE river_job SET scheduled_at = created_at")
		if db.Engine() == sqldb.SQLite {
			do(t, db, "INSERT INTO river_leader (elected_at, expires_at, leader_id) VALUES ('2026-01-01', '2126-01-01', 'killed')")
		}
		jobstest.Run(t, q)
		eventually(t, "the scheduled job ran", func() bool { return len(effects(t, db)) == 1 })
	})
}

// Three nodes keep one schedule: there are no more rounds than intervals have passed since the start, and one. On a slow
// machine rounds come late and then close together, so the distance between two says nothing.
func TestPeriodicWorkRunsOnceForAllNodes(t *testing.T) {
	const interval, rounds = 120 * time.Millisecond, 5
	run := func(t *testing.T, dbs ...*sqldb.DB) {
		var (
			mu    sync.Mutex
			done  int
			began = time.Now()
		)
		for _, db := range dbs {
			reg := jobs.NewRegistry()
			jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error {
				mu.Lock()
				defer mu.Unlock()
				done++
				return nil
			})
			reg.Every("test.round", interval, number{1})
			jobstest.Start(t, db, reg)
		}
		eventually(t, "some rounds are done", func() bool {
			mu.Lock()
			defer mu.Unlock()
			return done >= rounds
		})
		mu.Lock()
		defer mu.Unlock()
		if took := time.Since(began); time.Duration(done-1)*interval > took {
			t.Errorf("%d rounds in %v: more than one each %v", done, took, interval)
		}
		if n := count(t, dbs[0], "SELECT COUNT(*) FROM job_schedule"); n != 1 {
			t.Errorf("%d schedules are kept", n)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, sqldbtest.Open(t, storetest.SQLite(t))) })
	t.Run("postgres", func(t *testing.T) {
		url := storetest.Postgres(t)
		run(t, sqldbtest.Open(t, url), sqldbtest.Open(t, url), sqldbtest.Open(t, url))
	})
}

// A daily job on a machine that is restarted every hour still runs daily, and a week of silence is made up for once.
func TestTheScheduleOutlivesTheProcess(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		start := func() (stop func()) {
			reg := jobs.NewRegistry()
			jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
			reg.Every("test.daily", 24*time.Hour, number{1})
			q := jobstest.New(t, db, reg)
			if err := q.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			return func() {
				if err := q.Stop(t.Context()); err != nil {
					t.Error(err)
				}
			}
		}
		stop := start()
		eventually(t, "the first day is done", func() bool { return len(effects(t, db)) == 1 })
		stop()
		for range 2 {
			start()()
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job"); n != 1 {
			t.Errorf("%d jobs after two restarts on the same day", n)
		}
		do(t, db, "UPDATE job_schedule SET next_at = $1", time.Now().Add(-7*24*time.Hour))
		stop = start()
		eventually(t, "the missed days are made up for", func() bool { return len(effects(t, db)) == 2 })
		stop()
		start()()
		if n := count(t, db, "SELECT COUNT(*) FROM river_job"); n != 2 {
			t.Errorf("%d jobs after a week of silence, want 2", n)
		}
		do(t, db, "UPDATE job_schedule SET next_at = $1", time.Now().Add(365*24*time.Hour)) // it was yearly once
		stop = start()
		eventually(t, "the shorter interval holds", func() bool { return len(effects(t, db)) == 3 })
		stop()
	})
}

// A watch is taken until the queue stops and outlives an error and a panic.
func TestAWatchLooksAgainAndAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		looks := make(chan int)
		n := 0
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return nil })
		reg.Watch("test.look", time.Millisecond, func(context.Context) error {
			n++
			looks <- n
			switch n {
			case 1:
				return errors.New("no")
			case 2:
				panic("no")
			}
			return nil
		})
		q := jobstest.New(t, db, reg)
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		for want := range 3 {
			if got := receive(t, "the next look", looks); got != want+1 {
				t.Errorf("look %d, want %d", got, want+1)
			}
		}
		stopped := make(chan error)
		go func() { stopped <- q.Stop(context.Background()) }()
		for running := true; running; {
			select {
			case <-looks:
			case err := <-stopped:
				if running = false; err != nil {
					t.Error(err)
				}
			}
		}
	})
}

func TestDrainTakesEachLookOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		var q *jobs.Queue
		n := 0
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		reg.Watch("test.look", time.Hour, func(context.Context) error {
			n++
			if len(effects(t, db)) != 1 {
				t.Error("the look came before the jobs")
			}
			insert(t, db, q, number{2})
			return nil
		})
		q = jobstest.New(t, db, reg)
		insert(t, db, q, number{1})
		if jobstest.Drain(t, q); n != 1 || len(effects(t, db)) != 2 {
			t.Errorf("%d looks, effects %v", n, effects(t, db))
		}
	})
}
