package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// ErrNotDead is what [Queue.Retry] and [Queue.Discard] return for a job that is not among the dead ones any more.
var ErrNotDead = fault.New(fault.NotFound, i18n.M(
	"Этого задания нет среди неудавшихся. Возможно, его уже повторили или убрали. Обновите страницу.",
	"This job is not among the failed ones. Someone may have retried or discarded it already. Reload the page."))

// DeadJob is a job that will not be tried again by itself.
type DeadJob struct {
	ID       int64
	Kind     string
	Queue    string
	Attempts int
	Inserted time.Time
	Died     time.Time
	Error    string // of the last attempt, as the worker told it
	Args     string // JSON; every value masked unless the page asked for it
}

// Page says which dead jobs to show: the latest first, Limit at most (50 when 0), those before the id Before when it is
// not 0. Reveal shows the arguments unmasked; whoever asks for that notes it in the audit journal.
type Page struct {
	Before int64
	Limit  int
	Reveal bool
}

// Dead lists the jobs that failed for good.
func (q *Queue) Dead(ctx context.Context, r sqldb.Querier, p Page) ([]DeadJob, error) {
	if p.Limit <= 0 {
		p.Limit = 50
	}
	list, err := sqldb.List(ctx, r, func(row sqldb.Row) (d DeadJob, err error) {
		var args []byte
		if err := row.Scan(&d.ID, &d.Kind, &d.Queue, &d.Attempts, &d.Inserted, &d.Died, &d.Error, &args); err != nil {
			return d, err
		}
		d.Args = string(args)
		if !p.Reveal {
			d.Args = mask(args)
		}
		return d, nil
	}, fmt.Sprintf(`SELECT id, kind, queue, attempt, created_at, finalized_at, COALESCE(%s, ''), args FROM river_job
		WHERE state IN ('discarded', 'cancelled') AND ($1 = 0 OR id < $1) ORDER BY id DESC LIMIT $2`, q.lastError()), p.Before, p.Limit)
	if err != nil {
		return nil, fmt.Errorf("list dead jobs: %w", err)
	}
	return list, nil
}

// lastError is the SQL of the text of the last error: River keeps an array of JSON on PostgreSQL and a JSON array on SQLite.
func (q *Queue) lastError() string {
	if q.db.Engine() == sqldb.Postgres {
		return "errors[array_upper(errors, 1)] ->> 'error'"
	}
	return "json_extract(errors, '$[#-1].error')"
}

// mask keeps the names of the arguments and hides their values.
func mask(args []byte) string {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(args, &fields); err != nil {
		return "…"
	}
	masked := make(map[string]string, len(fields))
	for name := range fields {
		masked[name] = "…"
	}
	out, err := json.Marshal(masked)
	if err != nil {
		return "…"
	}
	return string(out)
}

// Retry lets a dead job be tried again, as often as one of its kind that was just inserted.
func (q *Queue) Retry(ctx context.Context, tx *sqldb.Tx, id int64) error {
	var kindName, queue string
	err := tx.QueryRow(ctx, `UPDATE river_job SET state = 'available', finalized_at = NULL, unique_key = NULL, scheduled_at = $1
		WHERE id = $2 AND state IN ('discarded', 'cancelled') RETURNING kind, queue`, q.moment(q.now()), id).Scan(&kindName, &queue)
	if errors.Is(err, sqldb.ErrNoRows) {
		return ErrNotDead
	}
	if err != nil {
		return fmt.Errorf("retry job %d: %w", id, err)
	}
	attempts := DefaultAttempts
	if k := q.reg.kind(kindName); k != nil {
		attempts = k.attempts
	}
	if _, err := tx.Exec(ctx, "UPDATE river_job SET max_attempts = attempt + $1 WHERE id = $2", attempts, id); err != nil {
		return fmt.Errorf("retry job %d: %w", id, err)
	}
	return q.announce(ctx, q.driver.UnwrapExecutor(tx.SQL()), []string{queue})
}

// Discard removes a dead job for ever.
func (q *Queue) Discard(ctx context.Context, tx *sqldb.Tx, id int64) error {
	n, err := tx.Exec(ctx, "DELETE FROM river_job WHERE id = $1 AND state IN ('discarded', 'cancelled')", id)
	if err != nil {
		return fmt.Errorf("discard job %d: %w", id, err)
	}
	if n == 0 {
		return ErrNotDead
	}
	return nil
}

// Stats counts jobs for the operator's page and for metrics.
type Stats struct {
	Kinds []KindStats // in the order of their names
	// OldestWaiting is when the job that is due for longest became due, zero when none is: far in the past means that
	// the workers do not keep up or do not run.
	OldestWaiting time.Time
}

// KindStats counts the jobs of one kind.
type KindStats struct {
	Kind      string
	Waiting   int // due or not yet, after a failed attempt too
	Running   int
	Completed int // within the last hour
	Dead      int
}

// Stats counts the jobs by kind and state.
func (q *Queue) Stats(ctx context.Context, r sqldb.Querier) (Stats, error) {
	var s Stats
	kinds, err := sqldb.List(ctx, r, func(row sqldb.Row) (k KindStats, err error) {
		return k, row.Scan(&k.Kind, &k.Waiting, &k.Running, &k.Completed, &k.Dead)
	}, `SELECT kind, COUNT(CASE WHEN state IN ('available', 'scheduled', 'retryable', 'pending') THEN 1 END),
		COUNT(CASE WHEN state = 'running' THEN 1 END), COUNT(CASE WHEN state = 'completed' THEN 1 END),
		COUNT(CASE WHEN state IN ('discarded', 'cancelled') THEN 1 END) FROM river_job GROUP BY kind ORDER BY kind`)
	if err != nil {
		return s, fmt.Errorf("count jobs: %w", err)
	}
	s.Kinds = kinds
	err = r.QueryRow(ctx, `SELECT scheduled_at FROM river_job WHERE state = 'available' AND scheduled_at <= $1
		ORDER BY scheduled_at LIMIT 1`, q.moment(q.now())).Scan(&s.OldestWaiting)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return s, fmt.Errorf("count jobs: %w", err)
	}
	return s, nil
}
