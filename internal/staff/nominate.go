package staff

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

//go:embed expert.yaml
var expert []byte

// ExpertService is the service «Стать экспертом кластера» as the program brings it to a trial installation.
func ExpertService() []byte { return slices.Clone(expert) }

// Nominate lays a role for a person before the owners, in the transaction of a decision of the foundation that speaks for it. The
// decision gives no role by itself: an owner other than the official who has decided confirms, as with every role; where the official is
// the only owner, there is nobody to ask. Who has the role, or waits for it, is left as they are.
func (s *Service) Nominate(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, role actor.Role, by actor.PersonID) error {
	roster, err := s.takeTurn(ctx, tx)
	if err != nil {
		return err
	}
	c := Change{Act: Give, Role: role, Person: p}
	switch err := roster.possible(c); {
	case errors.Is(err, ErrHeld):
		return nil
	case err != nil:
		return err
	}
	waiting, err := openProposals(ctx, tx)
	if err != nil {
		return fmt.Errorf("read what waits for an owner: %w", err)
	}
	if slices.ContainsFunc(waiting, func(o Proposal) bool { return o.Act == Give && o.Role == role && o.Person == p }) {
		return nil
	}
	if err := s.mayHold(ctx, tx, c); err != nil {
		return err
	}
	if roster.Holds(by, actor.Owner) && len(roster.Owners()) < 2 {
		_, err = s.apply(ctx, tx, roster, Proposal{Change: c, By: by}, "")
		return err
	}
	_, err = s.lay(ctx, tx, roster, c, by)
	return err
}
