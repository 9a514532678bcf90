package organisation

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// ComeRound does in one transaction what the jobs that come round do.
func (s *Service) ComeRound(ctx context.Context, tx *sqldb.Tx) error {
	return errors.Join(s.sweep(ctx, tx, sweep{}), s.warn(ctx, tx, warn{}), s.rejudgeAll(ctx, tx, rejudgeAll{}))
}
