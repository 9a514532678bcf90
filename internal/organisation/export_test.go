package organisation

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// ComeRound does in one transaction what the jobs that come round do.
func (s *Service) ComeRound(ctx context.Context, tx *sqldb.Tx) error {
	return errors.Join(s.sweep(ctx, tx, sweep{}), s.warn(ctx, tx, warn{}), s.rejudgeAll(ctx, tx, rejudgeAll{}))
}

// OpenChecks are what a case about a power of attorney leaves to an operator.
func OpenChecks(c Case) (ids []mchd.CheckID) {
	for _, check := range c.details.Power.Checks {
		if check.Result == mchd.Unknown {
			ids = append(ids, check.ID)
		}
	}
	return ids
}
