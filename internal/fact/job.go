package fact

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// changed tells other rooms of a change that stands.
type changed struct{ Change string }

func (changed) Kind() string { return "fact.changed" }

// Workers registers the work of the room.
func (s *Service) Workers(r *jobs.Registry) {
	jobs.Handle(r, s.react)
	s.queryWorkers(r)
}

func (s *Service) react(ctx context.Context, tx *sqldb.Tx, args changed) error {
	c, err := changeByID(ctx, tx, args.Change)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the change %s: %w", args.Change, err)
	}
	for _, react := range s.reactions {
		if err := react(ctx, tx, c); err != nil {
			return fmt.Errorf("react to the change %s: %w", c.ID, err)
		}
	}
	return nil
}
