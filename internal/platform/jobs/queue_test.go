package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func TestStopWaitsForARunningJob(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		began, goOn := make(chan bool, 1), make(chan bool)
		ended := false
		reg := jobs.NewRegistry()
		jobs.Deliver(reg, func(context.Context, jobs.Delivery[number]) error {
			began <- true
			<-goOn
			ended = true
			return nil
		})
		q := jobstest.New(t, db, reg)
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		insert(t, db, q, number{1})
		receive(t, "the job runs", began)
		stopped := make(chan error, 1)
		go func() { stopped <- q.Stop(context.Background()) }()
		select {
		case err := <-stopped:
			t.Fatalf("Stop returned before the job ended: %v", err)
		case <-time.After(50 * time.Millisecond):
		}
		insert(t, db, q, number{2}) // not to be begun any more
		close(goOn)
		if err := receive(t, "the queue has stopped", stopped); err != nil || !ended {
			t.Errorf("%v, ended %v", err, ended)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'completed'"); n != 1 {
			t.Errorf("%d jobs completed, want the first alone", n)
		}
		if err := q.Start(t.Context()); err != nil {
			t.Fatalf("start again: %v", err)
		}
		eventually(t, "the second job is done after another start", func() bool {
			return count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'completed'") == 2
		})
		if err := q.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// When the patience of Stop ends, the job is told to end; it goes back to the queue and the attempt does not count.
func TestStopCancelsWhenItsTimeIsOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		began := make(chan bool, 1)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error {
			if err := write(ctx, tx, n.N); err != nil {
				return err
			}
			began <- true
			<-ctx.Done()
			return ctx.Err()
		}, jobs.MaxAttempts(1))
		q := jobs.New(db, reg, jobs.Config{Log: slog.New(slog.DiscardHandler)})
		if err := q.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		insert(t, db, q, number{1})
		receive(t, "the job runs", began)
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		if err := q.Stop(ctx); err != nil {
			t.Fatal(err)
		}
		waiting := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'available' AND attempt = 0")
		if waiting != 1 || len(effects(t, db)) != 0 {
			t.Errorf("%d jobs wait, effects %v", waiting, effects(t, db))
		}
	})
}

func TestAUniqueJobWaitsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		reg := jobs.NewRegistry()
		fail := true
		var q *jobs.Queue
		jobs.Deliver(reg, func(_ context.Context, d jobs.Delivery[number]) error {
			if d.Args.N == 1 && fail {
				fail = false
				insert(t, db, q, number{1}) // while the first one runs: it may have looked too early
				return errors.New("and then fails, while another waits")
			}
			d.Record(func(ctx context.Context, tx *sqldb.Tx) error { return write(ctx, tx, d.Args.N) })
			return nil
		}, jobs.Unique())
		q = jobstest.New(t, db, reg)
		for range 3 {
			insert(t, db, q, number{1})
			insert(t, db, q, number{2})
		}
		if n := count(t, db, "SELECT COUNT(*) FROM river_job"); n != 2 {
			t.Fatalf("%d jobs wait, want 2", n)
		}
		jobstest.Attempts(t, q, time.Now())
		if diff := cmp.Diff([]int{1, 2}, effects(t, db)); diff != "" {
			t.Errorf("the new one did not run before the failed one comes back: %s", diff)
		}
		jobstest.DrainAt(t, q, time.Now().Add(time.Minute))
		if diff := cmp.Diff([]int{1, 1, 2}, effects(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

// A failed job goes back to wait although its double waits already and the index allows one of them.
func TestAUniqueJobThatFailsBesideItsDouble(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		var q *jobs.Queue
		reg := jobs.NewRegistry()
		jobs.Deliver(reg, func(_ context.Context, d jobs.Delivery[number]) error {
			if d.Attempt == 1 {
				insert(t, db, q, number{1}, jobs.After(time.Now().Add(time.Hour)))
				return errors.New("no")
			}
			d.Record(func(ctx context.Context, tx *sqldb.Tx) error { return write(ctx, tx, d.Attempt) })
			return nil
		}, jobs.Unique(), jobs.Backoff(time.Millisecond, time.Millisecond))
		q = jobs.New(db, reg, jobs.Config{Poll: 10 * time.Millisecond, Log: slog.New(slog.DiscardHandler)})
		jobstest.Run(t, q)
		insert(t, db, q, number{1})
		eventually(t, "the failed one ran again", func() bool { return len(effects(t, db)) == 1 })
		if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'scheduled'"); n != 1 {
			t.Errorf("%d doubles wait", n)
		}
	})
}

// Uniqueness under contention: many transactions insert the same job at once, and one waits.
func TestConcurrentInsertionsOfAUniqueJob(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return nil }, jobs.Unique())
		q := jobstest.New(t, db, reg)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 5 {
					insert(t, db, q, number{1})
				}
			})
		}
		wg.Wait()
		if n := count(t, db, "SELECT COUNT(*) FROM river_job"); n != 1 {
			t.Errorf("%d jobs wait, want 1", n)
		}
	})
}

// A slow queue does not hold up the other one.
func TestQueuesAreApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		goOn, quick := make(chan bool), make(chan bool, 1)
		reg := jobs.NewRegistry()
		jobs.Deliver(reg, func(context.Context, jobs.Delivery[number]) error {
			<-goOn
			return nil
		}, jobs.On("slow"))
		jobs.Deliver(reg, func(context.Context, jobs.Delivery[other]) error {
			quick <- true
			return nil
		})
		q := jobs.New(db, reg, jobs.Config{Queues: map[string]int{"slow": 1}})
		jobstest.Run(t, q)
		for n := range 5 {
			insert(t, db, q, number{n})
		}
		insert(t, db, q, other{})
		receive(t, "the quick job runs beside the slow one", quick)
		close(goOn)
		eventually(t, "all are done", func() bool { return count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'completed'") == 6 })
	})
}

func TestFaultsOfRegistration(t *testing.T) {
	work := func(context.Context, *sqldb.Tx, number) error { return nil }
	tests := map[string]struct {
		register func(*jobs.Registry)
		want     string
	}{
		"two workers": {func(r *jobs.Registry) { jobs.Handle(r, work); jobs.Handle(r, work) }, "two workers"},
		"no time":     {func(r *jobs.Registry) { jobs.Handle(r, work, jobs.Timeout(0)) }, "not positive"},
		"scheduled twice": {func(r *jobs.Registry) {
			jobs.Handle(r, work)
			r.Every("a", time.Hour, number{})
			r.Every("a", time.Hour, number{})
		}, "scheduled twice"},
		"nobody works it": {func(r *jobs.Registry) { jobs.Handle(r, work); r.Every("a", time.Hour, other{}) }, "nobody works"},
		"watched twice": {func(r *jobs.Registry) {
			look := func(context.Context) error { return nil }
			r.Watch("a", 1, look)
			r.Watch("a", 1, look)
		}, "watched twice"},
		"no interval": {func(r *jobs.Registry) { jobs.Handle(r, work); r.Every("a", 0, number{}) }, "every 0s"},
	}
	db := sqldbtest.Open(t, storetest.SQLite(t))
	for name, tt := range tests {
		reg := jobs.NewRegistry()
		tt.register(reg)
		if err := jobstest.New(t, db, reg).Start(t.Context()); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	q := jobstest.New(t, db, jobs.NewRegistry())
	err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return q.Insert(t.Context(), tx, number{1}) })
	if err == nil || !strings.Contains(err.Error(), "nobody works this kind") {
		t.Errorf("a kind without worker was inserted: %v", err)
	}
}

// Migrate may run on several nodes at once, and again and again.
func TestMigrateOnSeveralNodesAtOnce(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		nodes := 1
		if db.Engine() == sqldb.Postgres {
			nodes = 4
		}
		var wg sync.WaitGroup
		for range nodes {
			wg.Go(func() {
				if err := jobs.Migrate(t.Context(), db); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		begin := time.Now()
		if err := jobs.Migrate(t.Context(), db); err != nil {
			t.Error(err)
		}
		t.Logf("nothing to do: %v", time.Since(begin))
		if n := count(t, db, "SELECT COUNT(*) FROM river_job"); n != 0 {
			t.Error("there is no table of jobs")
		}
	})
}
