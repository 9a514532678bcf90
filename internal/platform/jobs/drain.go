package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// Worked is one attempt made by [Queue.Drain].
type Worked struct {
	Kind    string
	Attempt int
	Outcome Outcome
	Err     error
}

// Drain works everything that is due by the given time, and what that inserts in turn, one job after the other, takes each
// watched look once, and returns what it did. It is for a process that has not started the queue: a test, or a command
// that works once and ends. A time in the future brings forward what waits for it. Jobs that fail are not tried again in
// the same call.
func (q *Queue) Drain(ctx context.Context, due time.Time) ([]Worked, error) {
	if err := q.reg.err(); err != nil {
		return nil, err
	}
	if _, err := q.driver.GetExecutor().JobSchedule(ctx, &riverdriver.JobScheduleParams{Max: 10_000, Now: &due}); err != nil {
		return nil, fmt.Errorf("drain jobs: %w", err)
	}
	tried := map[int64]bool{}
	done, err := q.drainAll(ctx, due, tried)
	if err != nil {
		return done, err
	}
	for _, w := range q.reg.watched() {
		if err := w.once(ctx); err != nil {
			return done, fmt.Errorf("drain jobs: look at %s: %w", w.name, err)
		}
	}
	more, err := q.drainAll(ctx, due, tried)
	return append(done, more...), err
}

// drainAll goes round the queues until a round finds nothing.
func (q *Queue) drainAll(ctx context.Context, due time.Time, tried map[int64]bool) (done []Worked, err error) {
	for again := true; again; {
		again = false
		for _, queue := range q.reg.queues() {
			worked, err := q.drainQueue(ctx, queue, due, tried)
			done = append(done, worked...)
			if err != nil {
				return done, fmt.Errorf("drain jobs: %w", err)
			}
			again = again || len(worked) > 0
		}
	}
	return done, nil
}

func (q *Queue) drainQueue(ctx context.Context, queue string, due time.Time, tried map[int64]bool) (done []Worked, err error) {
	if now := q.now(); due.Before(now) {
		due = now // or what the last round inserted would not be due yet
	}
	rows, err := q.driver.GetExecutor().JobGetAvailable(ctx, &riverdriver.JobGetAvailableParams{
		ClientID: "drain", MaxAttemptedBy: 10, MaxToLock: 1000, Now: &due, Queue: queue,
	})
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		w, err := q.drainOne(ctx, row, tried)
		if err != nil {
			return done, err
		}
		if w != nil {
			done = append(done, *w)
		}
	}
	return done, nil
}

// drainOne makes one attempt and writes its end as River would.
func (q *Queue) drainOne(ctx context.Context, row *rivertype.JobRow, tried map[int64]bool) (*Worked, error) {
	k := q.reg.kind(row.Kind)
	if tried[row.ID] || k == nil {
		return nil, q.setState(ctx, riverdriver.JobSetStateSnoozedAvailable(row.ID, row.ScheduledAt, row.Attempt-1, nil))
	}
	tried[row.ID] = true
	err := q.work(ctx, k, row)
	w := &Worked{row.Kind, row.Attempt, outcome(err, row.Attempt, row.MaxAttempts), err}
	return w, q.end(context.WithoutCancel(ctx), k, row, w)
}

func (q *Queue) end(ctx context.Context, k *kind, row *rivertype.JobRow, w *Worked) error {
	now := q.now()
	if w.Outcome == Completed {
		if q.pilot.takeFinished(row.ID) {
			return nil
		}
		return q.setState(ctx, riverdriver.JobSetStateCompleted(row.ID, now, nil))
	}
	text, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: row.Attempt, Error: w.Err.Error()})
	if err != nil {
		return err
	}
	var (
		p *postponed
		c *cancelled
	)
	switch {
	case errors.As(w.Err, &p):
		return q.setState(ctx, riverdriver.JobSetStateSnoozedAvailable(row.ID, now.Add(p.wait), row.Attempt-1, nil))
	case errors.As(w.Err, &c):
		return q.setState(ctx, riverdriver.JobSetStateCancelled(row.ID, now, text, nil))
	case w.Outcome == Dead:
		return q.setState(ctx, riverdriver.JobSetStateDiscarded(row.ID, now, text, nil))
	}
	return q.setState(ctx, riverdriver.JobSetStateErrorRetryable(row.ID, now.Add(max(k.wait(row.Attempt), retryAfter(w.Err))), text, nil))
}

func (q *Queue) setState(ctx context.Context, p *riverdriver.JobSetStateIfRunningParams) error {
	_, err := q.pilot.JobSetStateIfRunningMany(ctx, q.driver.GetExecutor(), many(p))
	return err
}
