package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// events keeps what a queue observed.
type events struct {
	mu   sync.Mutex
	list []jobs.Event
}

func (e *events) observe(v jobs.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, v)
}

func (e *events) all() []jobs.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]jobs.Event(nil), e.list...)
}

// The pauses between attempts are at least as long as the policy says, a fifth less for chance; the last attempt makes the
// job dead.
func TestAFailingJobWaitsLongerEachTimeAndDies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var (
			mu sync.Mutex
			at []time.Time
			e  events
		)
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error {
			mu.Lock()
			defer mu.Unlock()
			at = append(at, time.Now())
			return errors.New("no")
		}, jobs.MaxAttempts(4), jobs.Backoff(40*time.Millisecond, 100*time.Millisecond))
		q := jobs.New(db, reg, jobs.Config{Poll: 5 * time.Millisecond, Observe: e.observe, Log: slog.New(slog.DiscardHandler)})
		jobstest.Run(t, q)
		insert(t, db, q, number{1})
		eventually(t, "the job is dead", func() bool { return count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'discarded'") == 1 })
		mu.Lock()
		defer mu.Unlock()
		if len(at) != 4 {
			t.Fatalf("%d attempts, want 4", len(at))
		}
		for i, least := range []time.Duration{32 * time.Millisecond, 64 * time.Millisecond, 80 * time.Millisecond} {
			if pause := at[i+1].Sub(at[i]); pause < least-2*time.Millisecond { // River keeps milliseconds on SQLite
				t.Errorf("pause %d: %v, want at least %v", i+1, pause, least)
			}
		}
		for i, v := range e.all() {
			want := jobs.Failed
			if i == 3 {
				want = jobs.Dead
			}
			if v.Outcome != want || v.Attempt != i+1 || v.Kind != "test.number" {
				t.Errorf("event %d: %+v", i, v)
			}
		}
	})
}

func TestBackoffDoublesUpToItsLongest(t *testing.T) {
	for attempt, want := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 7: time.Minute, 999: time.Minute} {
		different := map[time.Duration]bool{}
		for range 100 {
			d := jobs.Wait(time.Second, time.Minute, attempt)
			if d < want*8/10 || d > want*12/10 {
				t.Errorf("attempt %d: %v, want about %v", attempt, d, want)
			}
			different[d] = true
		}
		if len(different) < 50 {
			t.Errorf("attempt %d: only %d different pauses", attempt, len(different))
		}
	}
}

// The ways to fail, one attempt each.
func TestOutcomes(t *testing.T) {
	busy := fault.New(fault.Unavailable, i18n.M("Занято.", "Busy.")).After(30 * time.Minute)
	tests := map[string]struct {
		err     error
		outcome jobs.Outcome
		state   string
		soonest time.Duration // of the next attempt
	}{
		"an error":        {errors.New("no"), jobs.Failed, "retryable", 4 * time.Second},
		"cancelled":       {jobs.Cancel(errors.New("never")), jobs.Dead, "cancelled", 0},
		"postponed":       {jobs.Postpone(time.Hour), jobs.Postponed, "available", time.Hour - time.Second},
		"asked to wait":   {busy, jobs.Failed, "retryable", 29 * time.Minute},
		"nothing is well": {nil, jobs.Completed, "completed", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
				reg := jobs.NewRegistry()
				jobs.Handle(reg, func(context.Context, *sqldb.Tx, number) error { return tt.err })
				q := jobstest.New(t, db, reg)
				insert(t, db, q, number{1})
				worked := jobstest.Attempts(t, q, time.Now())
				if len(worked) != 1 || worked[0].Outcome != tt.outcome {
					t.Fatalf("%+v, want %s", worked, tt.outcome)
				}
				if n := count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = '"+tt.state+"'"); n != 1 {
					t.Errorf("the state is not %s", tt.state)
				}
				if tt.soonest == 0 {
					return
				}
				if early := jobstest.Attempts(t, q, time.Now().Add(tt.soonest-time.Second)); len(early) != 0 {
					t.Errorf("tried again too early: %+v", early)
				}
				again := jobstest.Attempts(t, q, time.Now().Add(2*time.Hour))
				want := 2
				if tt.outcome == jobs.Postponed {
					want = 1 // it does not count
				}
				if len(again) != 1 || again[0].Attempt != want {
					t.Errorf("the next attempt: %+v, want number %d", again, want)
				}
			})
		})
	}
}

// What River makes of the same errors, with a queue that runs.
func TestARunningQueueTakesTheSameEnds(t *testing.T) {
	ends := map[int]struct {
		err   error
		state string
	}{
		1: {errors.New("no"), "'available', 'retryable'"},
		2: {jobs.Cancel(errors.New("never")), "'cancelled'"},
		3: {jobs.Postpone(time.Hour), "'scheduled'"},
		4: {nil, "'completed'"},
	}
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(_ context.Context, _ *sqldb.Tx, n number) error { return ends[n.N].err }, jobs.Backoff(time.Hour, time.Hour))
		q := jobstest.Start(t, db, reg)
		for n := range ends {
			insert(t, db, q, number{n})
		}
		for n, end := range ends {
			eventually(t, end.state, func() bool {
				return count(t, db, "SELECT COUNT(*) FROM river_job WHERE state IN ("+end.state+") AND attempt < 2 AND args ->> 'N' = $1", text(db, n)) == 1
			})
		}
	})
}

func TestAJobThatOverrunsItsTimeFails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(ctx context.Context, _ *sqldb.Tx, _ number) error {
			<-ctx.Done()
			return ctx.Err()
		}, jobs.Timeout(10*time.Millisecond), jobs.MaxAttempts(1))
		q := jobstest.Start(t, db, reg)
		insert(t, db, q, number{1})
		var dead []jobs.DeadJob
		eventually(t, "the job is dead", func() bool { dead = list(t, db, q, jobs.Page{}); return len(dead) == 1 })
		// On a slow machine the time ends in the database already, which says so in between.
		if e := dead[0].Error; !strings.HasPrefix(e, "time limit of 10ms: ") || !strings.HasSuffix(e, "context deadline exceeded") {
			t.Errorf("error %q", e)
		}
	})
}

// The log tells which job failed and how often, and neither its arguments nor the text of the error.
func TestTheLogHoldsNoPersonalData(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var log safeBuffer
		var e events
		reg := jobs.NewRegistry()
		jobs.Handle(reg, func(_ context.Context, _ *sqldb.Tx, n number) error {
			if n.N == 1 {
				panic("no mailbox ivanov@example.org")
			}
			return errors.New("no mailbox ivanov@example.org")
		}, jobs.MaxAttempts(1))
		q := jobs.New(db, reg, jobs.Config{Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), Observe: e.observe})
		jobstest.Run(t, q)
		insert(t, db, q, number{1})
		insert(t, db, q, number{770077})
		eventually(t, "both jobs are dead", func() bool { return len(list(t, db, q, jobs.Page{})) == 2 })
		s := log.String()
		if strings.Count(s, "outcome=dead") != 2 || !strings.Contains(s, "kind=test.number") {
			t.Errorf("the log does not tell of the failures:\n%s", s)
		}
		for _, private := range []string{"ivanov", "770077"} {
			if strings.Contains(s, private) {
				t.Errorf("the log holds %q:\n%s", private, s)
			}
		}
	})
}

type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
