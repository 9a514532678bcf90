package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river/rivertype"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// work runs one attempt and tells how it went. The error is what River judges the attempt by.
func (q *Queue) work(ctx context.Context, k *kind, job *rivertype.JobRow) error {
	began := q.now()
	err := q.attempt(ctx, k, job)
	e := Event{
		ID: job.ID, Kind: job.Kind, Queue: job.Queue, Attempt: job.Attempt,
		Outcome: outcome(err, job.Attempt, job.MaxAttempts),
		Waited:  max(began.Sub(job.ScheduledAt), 0),
		Took:    q.now().Sub(began),
	}
	q.report(ctx, e, err)
	return err
}

func (q *Queue) attempt(ctx context.Context, k *kind, job *rivertype.JobRow) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		switch {
		case err == nil || ctx.Err() == nil:
		case q.cancelling.Load():
			err = Postpone(0) // the process stops: another one does it, and nothing was wrong with the job
		case errors.Is(ctx.Err(), context.DeadlineExceeded):
			err = fmt.Errorf("time limit of %v: %w", k.timeout, err)
		}
	}()
	return k.work(ctx, q, job)
}

// report writes an attempt to the log, without the text of the error: the operator reads it in the dead letters, and it
// may hold an address.
func (q *Queue) report(ctx context.Context, e Event, err error) {
	level := slog.LevelDebug
	switch e.Outcome {
	case Failed:
		level = slog.LevelWarn
	case Dead:
		level = slog.LevelError
	}
	q.log.LogAttrs(ctx, level, "job "+string(e.Outcome),
		slog.Int64("job", e.ID), slog.String("kind", e.Kind), slog.Int("attempt", e.Attempt),
		slog.Duration("waited", e.Waited), slog.Duration("took", e.Took), slog.String("fault", fault.KindOf(err).String()))
	if q.conf.Observe != nil {
		q.conf.Observe(e)
	}
}

// errTaken reports that the job is not this attempt's any more: it was rescued, or it was completed by another.
var errTaken = errors.New("jobs: the job was taken away")

// effect runs f and completes the job in one transaction.
func (q *Queue) effect(ctx context.Context, job *rivertype.JobRow, f record) error {
	return q.complete(ctx, job, []record{f})
}

// delivered completes a job whose effect has happened outside. It does so even when the process stops: the effect cannot
// be taken back.
func (q *Queue) delivered(ctx context.Context, job *rivertype.JobRow, records []record) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	err := q.complete(ctx, job, records)
	if err != nil && len(records) == 0 {
		q.log.WarnContext(ctx, "job delivered but not completed, River tries again", slog.Int64("job", job.ID))
		return nil
	}
	return err
}

// complete runs what belongs to the job and marks it completed in one transaction. The mark comes first: it holds the row
// of the job, so that a rescuer waits for the end, and what follows is only done by whoever has the job.
func (q *Queue) complete(ctx context.Context, job *rivertype.JobRow, records []record) error {
	select {
	case q.turns <- struct{}{}:
		defer func() { <-q.turns }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := q.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := q.finish(ctx, tx, job); err != nil {
			return err
		}
		for _, r := range records {
			if err := r(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if errors.Is(err, errTaken) {
		q.log.WarnContext(ctx, "job was taken away while it ran", slog.Int64("job", job.ID), slog.String("kind", job.Kind))
		err = nil // whoever has it now decides
	}
	if err == nil {
		q.pilot.finish(job.ID)
	}
	return err
}

// finish marks the job completed if it still runs and this is its attempt.
func (q *Queue) finish(ctx context.Context, tx *sqldb.Tx, job *rivertype.JobRow) error {
	n, err := tx.Exec(ctx, "UPDATE river_job SET state = 'completed', finalized_at = $1 WHERE id = $2 AND state = 'running' AND attempt = $3",
		q.moment(q.now()), job.ID, job.Attempt)
	if err != nil {
		return fmt.Errorf("complete job %d: %w", job.ID, err)
	}
	if n == 0 {
		return errTaken
	}
	return nil
}

// moment returns a time as River stores it: on SQLite a text of which it compares the letters.
func (q *Queue) moment(t time.Time) any {
	if q.db.Engine() == sqldb.SQLite {
		return t.UTC().Round(time.Millisecond).Format("2006-01-02 15:04:05.999")
	}
	return t.UTC()
}
