package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// periodic is work that comes round. Its next time stands in the table job_schedule, where all nodes see it and no
// restart loses it.
type periodic struct {
	name     string
	interval time.Duration
	args     Args
}

// Every inserts a job with these arguments once in each interval, one for all nodes together, whether or not the process
// was restarted meanwhile. Times that were missed are made up for once. The name is that of the schedule and must not
// change. A job of the schedule that still waits is not joined by another.
func (r *Registry) Every(name string, interval time.Duration, args Args) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case interval <= 0:
		r.errs = append(r.errs, fmt.Errorf("jobs: %s comes round every %v", name, interval))
	case slices.ContainsFunc(r.periodic, func(p periodic) bool { return p.name == name }):
		r.errs = append(r.errs, fmt.Errorf("jobs: %s is scheduled twice", name))
	default:
		r.periodic = append(r.periodic, periodic{name, interval, args})
	}
}

func (r *Registry) schedule() []periodic {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Clone(r.periodic)
}

// longestNap bounds how long a node sleeps: the machine's clock may be set, and another version may shorten an interval.
const longestNap = time.Minute

// keepSchedule inserts what comes due until ctx ends.
func (q *Queue) keepSchedule(ctx context.Context, schedule []periodic) {
	for {
		next, err := q.insertDue(ctx, schedule)
		if err != nil && ctx.Err() == nil {
			q.log.ErrorContext(ctx, "periodic jobs were not inserted", slog.Any("error", err))
		}
		if !sleep(ctx, min(max(next.Sub(q.now()), time.Millisecond), longestNap)) {
			return
		}
	}
}

// insertDue inserts the jobs whose time has come and returns when the next time is.
func (q *Queue) insertDue(ctx context.Context, schedule []periodic) (time.Time, error) {
	next := q.now().Add(longestNap)
	var errs []error
	for _, p := range schedule {
		at, err := q.insertPeriodic(ctx, p)
		if err != nil {
			errs = append(errs, fmt.Errorf("insert %s: %w", p.name, err))
			continue
		}
		if at.Before(next) {
			next = at
		}
	}
	return next, errors.Join(errs...)
}

// insertPeriodic inserts one periodic job if its time has come and this node is the first to see it, and returns when its
// next time is. The look before the transaction spares the writer: nearly always the time has not come.
func (q *Queue) insertPeriodic(ctx context.Context, p periodic) (next time.Time, err error) {
	now := q.now()
	if next, err = q.scheduled(ctx, p); err != nil || next.After(now) {
		return next, err
	}
	err = q.db.Update(ctx, func(tx *sqldb.Tx) error {
		next = now.Add(p.interval)
		n, err := tx.Exec(ctx, `INSERT INTO job_schedule (name, next_at) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at
			WHERE job_schedule.next_at <= $3 OR job_schedule.next_at > $4`, p.name, next, now, p.tooFar(now))
		if err != nil || n == 0 { // another node was first
			return err
		}
		return q.insert(ctx, tx, []Args{p.args}, insertion{unique: true})
	})
	return next, err
}

// scheduled returns the next time of p: the zero time when it never ran or when its time is too far.
func (q *Queue) scheduled(ctx context.Context, p periodic) (next time.Time, err error) {
	err = q.db.View(ctx, func(r sqldb.Querier) error {
		err := r.QueryRow(ctx, "SELECT next_at FROM job_schedule WHERE name = $1", p.name).Scan(&next)
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil
		}
		return err
	})
	if next.After(p.tooFar(q.now())) {
		next = time.Time{}
	}
	return next, err
}

// tooFar is the time after which the next one cannot be, unless the interval was longer once. It allows for nodes whose
// clocks differ.
func (p periodic) tooFar(now time.Time) time.Time { return now.Add(2*p.interval + time.Minute) }

// sleep waits for d and reports whether ctx still holds.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
