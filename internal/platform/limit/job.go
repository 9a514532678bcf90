package limit

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// sweep removes budgets that are whole again.
type sweep struct{}

func (sweep) Kind() string { return "limit.sweep" }

// Workers registers the job that removes budgets which are whole again: a key without a number has its whole budget.
func (l *Limiter) Workers(reg *jobs.Registry) {
	jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, _ sweep) error {
		_, err := tx.Exec(ctx, `DELETE FROM limit_bucket WHERE expires_at < $1`, l.clock.Now())
		return err
	})
	reg.Every("limit.sweep", time.Hour, sweep{})
}
