package signature

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Settled reports whether the revocation of the certificates of signatures was asked for again after the grace period (rule T4): each
// has then got the values that prove it. Where the period is nil, as in a trial installation, it is so at once.
func (s *Service) Settled(ctx context.Context, q sqldb.Querier, ids []string) (bool, error) {
	if s.grace == 0 {
		return true, nil
	}
	for _, id := range ids {
		last, err := lastRaised(ctx, q, id)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return false, nil
		case err != nil:
			return false, fmt.Errorf("read how far the signature %s was raised: %w", id, err)
		case last.level != LevelLTA:
			return false, nil
		}
	}
	return true, nil
}
