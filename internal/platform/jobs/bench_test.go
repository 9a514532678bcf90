package jobs_test

import (
	"context"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkThroughput inserts b.N jobs, a hundred in each transaction, while they are worked, and prints how many are done
// in a second from the first insertion to the last completion. Each job writes one row and completes in the same
// transaction.
func BenchmarkThroughput(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { throughput(b, sqldbtest.Open(b, storetest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { throughput(b, sqldbtest.Open(b, storetest.Postgres(b))) })
}

func throughput(b *testing.B, db *sqldb.DB) {
	ctx := context.Background()
	prepare(b, db)
	var left atomic.Int64
	left.Store(int64(b.N))
	done := make(chan struct{})
	reg := jobs.NewRegistry()
	jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
	q := jobs.New(db, reg, jobs.Config{Observe: func(e jobs.Event) {
		if e.Outcome == jobs.Completed && left.Add(-1) == 0 {
			close(done)
		}
	}})
	jobstest.Run(b, q)
	b.ResetTimer()
	begin := time.Now()
	for n := 0; n < b.N; n += 100 {
		if err := db.Update(ctx, func(tx *sqldb.Tx) error {
			var batch []jobs.Args
			for i := n; i < min(n+100, b.N); i++ {
				batch = append(batch, number{i})
			}
			return q.InsertAll(ctx, tx, batch)
		}); err != nil {
			b.Fatal(err)
		}
	}
	<-done
	b.ReportMetric(float64(b.N)/time.Since(begin).Seconds(), "jobs/s")
}

// BenchmarkIdle lets a queue stand idle, a second for each round, and prints the processor time that it takes.
func BenchmarkIdle(b *testing.B) {
	idle := func(b *testing.B, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return nil })
		reg.Every("test.hourly", time.Hour, number{1})
		jobstest.Run(b, jobs.New(db, reg, jobs.Config{}))
		b.ResetTimer()
		before := processorTime(b)
		<-time.After(time.Duration(b.N) * time.Second)
		b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(b.N)/1000, "cpu-ms/s")
	}
	b.Run("sqlite", func(b *testing.B) { idle(b, sqldbtest.Open(b, storetest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { idle(b, sqldbtest.Open(b, storetest.Postgres(b))) })
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkLatency is the time from before the transaction that inserts a job until after the one that does it, on a queue
// that was idle.
func BenchmarkLatency(b *testing.B) {
	latency := func(b *testing.B, db *sqldb.DB) {
		prepare(b, db)
		done := make(chan bool)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, n number) error { return write(ctx, tx, n.N) })
		q := jobs.New(db, reg, jobs.Config{Observe: func(jobs.Event) { done <- true }})
		jobstest.Run(b, q)
		for b.Loop() {
			insert(b, db, q, number{1})
			<-done
		}
	}
	b.Run("sqlite", func(b *testing.B) { latency(b, sqldbtest.Open(b, storetest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { latency(b, sqldbtest.Open(b, storetest.Postgres(b))) })
}

// BenchmarkStart is what the queue adds to the start of a program whose database is up to date.
func BenchmarkStart(b *testing.B) {
	start := func(b *testing.B, db *sqldb.DB) {
		ctx := context.Background()
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return nil })
		for b.Loop() {
			if err := jobs.Migrate(ctx, db); err != nil {
				b.Fatal(err)
			}
			q := jobs.New(db, reg, jobs.Config{})
			if err := q.Start(ctx); err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			if err := q.Stop(ctx); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	}
	b.Run("sqlite", func(b *testing.B) { start(b, sqldbtest.Open(b, storetest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { start(b, sqldbtest.Open(b, storetest.Postgres(b))) })
}
