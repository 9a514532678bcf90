package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// River has a rescuer. It reads the jobs that run for too long and then writes their new state whatever their state is by
// then. A job that completes between the two would run again although its effect has happened. So River's is set to an age
// that no job reaches, and this one writes only where the attempt that it read still runs.

// keepRescuing takes back jobs whose process has vanished until ctx ends. Every node does so.
func (q *Queue) keepRescuing(ctx context.Context) {
	for sleep(ctx, q.conf.RescueEvery+rand.N(q.conf.RescueEvery/10+1)) {
		err := q.rescue(ctx, func(k *kind) time.Duration { return k.timeout + q.conf.RescueGrace })
		if err != nil && ctx.Err() == nil {
			q.log.ErrorContext(ctx, "lost jobs were not rescued", slog.Any("error", err))
		}
	}
}

// unknownLimit is for kinds that this version of the program does not know: another one may, and for how long they may
// run is not known here.
const unknownLimit = 24 * time.Hour

// rescue takes back the jobs that run for longer than the limit of their kind.
func (q *Queue) rescue(ctx context.Context, limit func(*kind) time.Duration) error {
	now, err := q.databaseNow(ctx)
	if err != nil {
		return fmt.Errorf("rescue jobs: %w", err)
	}
	shortest := unknownLimit
	for _, k := range q.reg.all() {
		shortest = min(shortest, limit(k))
	}
	// A millisecond more than nothing, for jobs that began in this very one.
	rows, err := q.driver.GetExecutor().JobGetStuck(ctx, &riverdriver.JobGetStuckParams{Max: 10_000, StuckHorizon: now.Add(time.Millisecond - shortest)})
	if err != nil {
		return fmt.Errorf("rescue jobs: %w", err)
	}
	var errs []error
	for _, row := range rows {
		age := unknownLimit
		k := q.reg.kind(row.Kind)
		if k != nil {
			age = limit(k)
		}
		if row.AttemptedAt == nil || now.Sub(*row.AttemptedAt) < age || q.runs(row) {
			continue
		}
		errs = append(errs, q.takeBack(ctx, k, row, now))
	}
	return errors.Join(errs...)
}

// runs reports whether this process is at this very attempt: then it is not lost, however long it takes.
func (q *Queue) runs(row *rivertype.JobRow) bool {
	attempt, ok := q.running.Load(row.ID)
	return ok && attempt == row.Attempt
}

// succeed takes over from the process before on SQLite. There is no other process, so whoever ran these jobs is dead, and
// so is whoever was elected to schedule.
func (q *Queue) succeed(ctx context.Context) error {
	if q.db.Engine() != sqldb.SQLite {
		return nil
	}
	if err := q.db.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "DELETE FROM river_leader")
		return err
	}); err != nil {
		return fmt.Errorf("dismiss the process before: %w", err)
	}
	return q.rescue(ctx, func(*kind) time.Duration { return 0 })
}

// takeBack lets a lost job wait for its next attempt, or makes it dead when that was the last. It waits as after a
// failure, since the job itself may be what ended its process.
func (q *Queue) takeBack(ctx context.Context, k *kind, row *rivertype.JobRow, now time.Time) error {
	text, err := json.Marshal(rivertype.AttemptError{At: now, Attempt: row.Attempt, Error: "the process that ran the job has vanished"})
	if err != nil {
		return err
	}
	wait := DefaultFirst
	if k != nil {
		wait = k.wait(row.Attempt)
	}
	to := riverdriver.JobSetStateErrorAvailable(row.ID, now.Add(wait), text, nil)
	if wait > soon {
		to.State = rivertype.JobStateRetryable
	}
	if row.Attempt >= row.MaxAttempts {
		to = riverdriver.JobSetStateDiscarded(row.ID, now, text, nil)
	}
	var n int64
	err = q.db.Update(ctx, func(tx *sqldb.Tx) error {
		n, err = tx.Exec(ctx, "UPDATE river_job SET unique_key = NULL WHERE id = $1 AND state = 'running' AND attempt = $2", row.ID, row.Attempt)
		if err != nil || n == 0 {
			return err
		}
		_, err := q.driver.UnwrapExecutor(tx.SQL()).JobSetStateIfRunningMany(ctx, many(to))
		return err
	})
	if err != nil {
		return fmt.Errorf("rescue job %d: %w", row.ID, err)
	}
	if n > 0 {
		q.log.WarnContext(ctx, "job rescued", slog.Int64("job", row.ID), slog.String("kind", row.Kind), slog.Int("attempt", row.Attempt))
	}
	return nil
}

// databaseNow returns the time by which the database stamped the jobs: nodes may disagree about theirs.
func (q *Queue) databaseNow(ctx context.Context) (now time.Time, err error) {
	if q.db.Engine() == sqldb.SQLite {
		return q.now(), nil
	}
	err = q.db.View(ctx, func(r sqldb.Querier) error { return r.QueryRow(ctx, "SELECT now()").Scan(&now) })
	return now, err
}

// many puts one change of state into the form that River's drivers take.
func many(p *riverdriver.JobSetStateIfRunningParams) *riverdriver.JobSetStateIfRunningManyParams {
	return &riverdriver.JobSetStateIfRunningManyParams{
		ID:              []int64{p.ID},
		Attempt:         []*int{p.Attempt},
		ErrData:         [][]byte{p.ErrData},
		FinalizedAt:     []*time.Time{p.FinalizedAt},
		MetadataDoMerge: []bool{p.MetadataDoMerge},
		MetadataUpdates: [][]byte{p.MetadataUpdates},
		ScheduledAt:     []*time.Time{p.ScheduledAt},
		State:           []rivertype.JobState{p.State},
	}
}
