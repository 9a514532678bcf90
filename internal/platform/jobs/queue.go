package jobs

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/riverqueue/river"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Config says how a queue works. The zero value is right for production.
type Config struct {
	// Workers is how many jobs of one queue this node runs at once; 16 when 0. Queues names exceptions.
	Workers int
	Queues  map[string]int
	// Transactions is how many jobs may be in their transaction at once, so that jobs leave connections to people: 1 on
	// SQLite, which has one writer, and half of the pool on PostgreSQL when 0.
	Transactions int
	// Poll is how often the queue looks for jobs when nothing wakes it; a second when 0.
	Poll time.Duration
	// RescueEvery is how often the queue looks for jobs whose process has vanished, and RescueGrace how long after their
	// time limit they are taken for lost; 15 s each when 0.
	RescueEvery, RescueGrace time.Duration
	// Log gets a line for each attempt that failed; nothing is logged when nil.
	Log *slog.Logger
	// Observe, if set, is called after each attempt. It must be quick and safe for concurrent use.
	Observe func(Event)
}

func (c Config) withDefaults(db *sqldb.DB) Config {
	c.Workers = cmp.Or(c.Workers, 16)
	c.Poll = cmp.Or(c.Poll, time.Second)
	c.RescueEvery = cmp.Or(c.RescueEvery, 15*time.Second)
	c.RescueGrace = cmp.Or(c.RescueGrace, 15*time.Second)
	if c.Transactions == 0 {
		c.Transactions = 1
		if pool := db.Pool(); pool != nil {
			c.Transactions = max(1, int(pool.Config().MaxConns)/2)
		}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// Queue inserts jobs and works them. A process has one queue for its database; on SQLite no other process may work the
// same file.
type Queue struct {
	db     *sqldb.DB
	reg    *Registry
	conf   Config
	log    *slog.Logger
	driver *driver
	pilot  *pilot
	turns  chan struct{} // one place for each transaction of a job

	running sync.Map // id of each job that is being worked here → its attempt

	mu         sync.Mutex
	client     *river.Client[*sql.Tx] // nil while the queue does not work
	background func()                 // ends the schedule and the rescuer and waits for them
	cancelling atomic.Bool            // running jobs were told to end because the process stops
}

// New returns a queue that inserts at once and works after [Queue.Start]. Workers may be registered until then.
func New(db *sqldb.DB, reg *Registry, conf Config) *Queue {
	conf = conf.withDefaults(db)
	q := &Queue{db: db, reg: reg, conf: conf, log: conf.Log, pilot: newPilot(), turns: make(chan struct{}, conf.Transactions)}
	q.driver = newDriver(db, q.pilot)
	return q
}

// Start begins to work jobs and returns. The context bounds the start alone; [Queue.Stop] ends the work. The tables must
// have been made by [Migrate].
func (q *Queue) Start(ctx context.Context) error {
	if err := q.reg.err(); err != nil {
		return err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.client != nil {
		return errors.New("start jobs: the queue works already")
	}
	if err := q.succeed(ctx); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	client, err := river.NewClient(q.driver, q.riverConfig())
	if err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	work := context.WithoutCancel(ctx)
	q.cancelling.Store(false)
	if err := client.Start(work); err != nil {
		return fmt.Errorf("start jobs: %w", err)
	}
	q.client, q.background = client, q.runBackground(work)
	return nil
}

// runBackground starts what River does not do for us and returns the function that ends it.
func (q *Queue) runBackground(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	if schedule := q.reg.schedule(); len(schedule) > 0 {
		wg.Go(func() { q.keepSchedule(ctx, schedule) })
	}
	for _, w := range q.reg.watched() {
		wg.Go(func() { q.keepWatching(ctx, w) })
	}
	wg.Go(func() { q.keepRescuing(ctx) })
	return func() {
		cancel()
		wg.Wait()
	}
}

// Stop fetches no more jobs and waits for those that run. When ctx ends first, it ends their contexts and gives them
// lastly a few seconds; they go back to the queue without the attempt counting. It returns an error only if a job does
// not heed its context: that one is rescued later. A stopped queue may be started again.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.client == nil {
		return nil
	}
	q.background()
	err := q.client.Stop(ctx)
	if err != nil {
		q.cancelling.Store(true)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		err = q.client.StopAndCancel(last)
	}
	q.client = nil
	if err != nil {
		return fmt.Errorf("stop jobs: a job does not end: %w", err)
	}
	return nil
}

func (q *Queue) riverConfig() *river.Config {
	queues := map[string]river.QueueConfig{}
	for _, name := range q.reg.queues() {
		queues[name] = river.QueueConfig{MaxWorkers: cmp.Or(q.conf.Queues[name], q.conf.Workers)}
	}
	workers := river.NewWorkers()
	for _, k := range q.reg.all() {
		river.AddWorkerArgs(workers, undecoded{kind: k.name}, &runner{q: q, kind: k})
	}
	return &river.Config{
		ID:                          "klaster_" + id.New(),
		Queues:                      queues,
		Workers:                     workers,
		FetchCooldown:               fetchCooldown,
		FetchPollInterval:           max(q.conf.Poll, fetchCooldown),
		CompletedJobRetentionPeriod: keepCompleted,
		CancelledJobRetentionPeriod: keepDead,
		DiscardedJobRetentionPeriod: keepDead,
		RescueStuckJobsAfter:        never, // see rescue.go
		Logger:                      slog.New(riverLog{q.log.Handler()}),
	}
}

const (
	fetchCooldown = 2 * time.Millisecond
	keepCompleted = time.Hour
	keepDead      = 90 * 24 * time.Hour
	never         = 100 * 365 * 24 * time.Hour
)

// now is the time of this machine. Jobs that wait are compared with the clock of the database.
func (q *Queue) now() time.Time { return clock.System{}.Now() }
