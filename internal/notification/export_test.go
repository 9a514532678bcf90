package notification

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Raw returns the messages as they are stored, the latest first.
func (s *Service) Raw(ctx context.Context) (list []Message, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = selectMessages(ctx, q, "", "", 1000)
		return err
	})
	return list, err
}

// Sweep returns the arguments of the job that removes what is old.
func Sweep() sweep { return sweep{} } //nolint:revive // only tests insert it
