package profile

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// EndItems is the job that tells those who search of items that are over.
func (s *Service) EndItems(ctx context.Context, tx *sqldb.Tx) error {
	return s.endItems(ctx, tx, endItems{})
}

// Unique is what an item keeps of a list.
var Unique = unique
