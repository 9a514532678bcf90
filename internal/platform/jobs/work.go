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
	q.running.Store(job.ID, job.Attempt)
	defer q.running.Delete(job.ID)
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
		if err != nil && ctx.Err() != nil && q.cancelling.Load() {
			err = Postpone(0) // the process stops: another one does it, and nothing was wrong with the job
		}
	}()
	return k.work(ctx, q, k, job)
}

// within bounds f by a time limit and says so in the error when it was that.
func within(ctx context.Context, limit time.Duration, f func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := f(limited)
	if err != nil && limited.Err() != nil && ctx.Err() == nil {
		return fmt.Errorf("time limit of %v: %w", limit, err)
	}
	return err
}

// report writes an attempt to the log, without the text of the error: the operator reads it in the dead letters, and it
// may hold an address.
func (q *Queue) report(ctx context.Context, e Event, err error) {
	level := slog.LevelDebug
	switch e.Outcome {
	case Completed, Postponed:
	case Failed:
		level = slog.LevelWarn
	case Dead:
		level = slog.LevelError
	}
	q.log.LogAttrs(ctx, level, "job attempted", slog.String("outcome", string(e.Outcome)),
		slog.Int64("job", e.ID), slog.String("kind", e.Kind), slog.Int("attempt", e.Attempt),
		slog.Duration("waited", e.Waited), slog.Duration("took", e.Took), slog.String("fault", fault.KindOf(err).String()))
	if q.conf.Observe != nil {
		q.conf.Observe(e)
	}
}

// errTaken reports that the job is not this attempt's any more: it was rescued, or it was completed by another.
var errTaken = errors.New("jobs: the job was taken away")

// patience is how long a delivery waits for its turn to be completed. It is long because the effect has happened: on SQLite
// a long transaction may hold the writer meanwhile.
const patience = 5 * time.Minute

// delivered completes a job whose effect has happened outside. It does so even when the process stops: the effect cannot
// be taken back.
func (q *Queue) delivered(ctx context.Context, job *rivertype.JobRow, records []record) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	err := q.complete(ctx, job, patience, records...)
	if err != nil && len(records) == 0 {
		q.log.WarnContext(ctx, "job delivered but not completed, River tries again", slog.Int64("job", job.ID))
		return nil
	}
	return err
}

// complete runs what belongs to the job and marks it completed in one transaction. The mark comes first: it holds the row
// of the job, so that a rescuer waits for the end, and what follows is only done by whoever has the job. The time limit
// counts from when the job's turn has come.
func (q *Queue) complete(ctx context.Context, job *rivertype.JobRow, limit time.Duration, records ...record) error {
	select {
	case q.turns <- struct{}{}:
		defer func() { <-q.turns }()
	case <-ctx.Done():
		return ctx.Err()
	}
	err := within(ctx, limit, func(ctx context.Context) error {
		return q.db.Update(ctx, func(tx *sqldb.Tx) error {
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
