package profile

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// endItems tells those who search of items whose last day has passed.
type endItems struct{}

// Kind implements [jobs.Args].
func (endItems) Kind() string { return "profile.end" }

func (s *Service) endItems(ctx context.Context, tx *sqldb.Tx, _ endItems) error {
	const atOnce = 500
	items, err := overOn(ctx, tx, s.today(), atOnce)
	if err != nil {
		return fmt.Errorf("look for items that are over: %w", err)
	}
	for _, i := range items {
		if err := markEnded(ctx, tx, i.ID); err != nil {
			return fmt.Errorf("mark an item as over: %w", err)
		}
		if err := s.changes.Changed(ctx, tx, i.Subject); err != nil {
			return err
		}
	}
	return nil
}
