package staff

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// StartRecovery sends a person who lost the way in a link to a new password, at the word of an operator. The link goes to
// the confirmed e-mail; the operator neither sees it nor chooses anything.
func (s *Service) StartRecovery(ctx context.Context, p, by actor.PersonID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roles, err := s.Roles(ctx, tx, by)
		if err != nil {
			return err
		}
		if !(actor.Actor{Staff: roles}).Has(doers...) {
			return actor.ErrRole
		}
		if err := s.noConflict(ctx, tx, by, p); err != nil {
			return err
		}
		if err := s.people.StartRecovery(ctx, tx, p); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "staff.recovery_started", string(p), "")
	})
	if err != nil {
		return fmt.Errorf("start the recovery of %s: %w", p, err)
	}
	return nil
}
