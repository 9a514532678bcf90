package staff

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// HeldRole is a role of a person as their copy of the data tells it.
type HeldRole struct {
	Role  actor.Role `json:"role"`
	Given time.Time  `json:"given"`
	Ended *time.Time `json:"ended,omitempty"`
}

// SeenData is a look at a person's data as their copy tells it.
type SeenData struct {
	At   time.Time `json:"at"`
	Who  string    `json:"who"`
	What string    `json:"what"`
}

// RolesEver lists the roles that a person holds and held.
func (s *Service) RolesEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]HeldRole, error) {
	list, err := rolesEver(ctx, q, p)
	if err != nil {
		return nil, fmt.Errorf("read the roles of %s: %w", p, err)
	}
	held := make([]HeldRole, len(list))
	for i, h := range list {
		held[i] = HeldRole{Role: h.Role, Given: h.Since}
		if !h.Ended.IsZero() {
			held[i].Ended = &h.Ended
		}
	}
	return held, nil
}

// LooksEver lists who looked at a person's data, in the language of the context.
func (s *Service) LooksEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]SeenData, error) {
	list, err := s.LooksBefore(ctx, q, p, "", 100_000)
	if err != nil {
		return nil, err
	}
	seen := make([]SeenData, len(list))
	for i, l := range list {
		seen[i] = SeenData{At: l.At, Who: l.Name, What: l.What.In(i18n.From(ctx))}
	}
	return seen, nil
}

// HoldsRole reports whether a person holds a role. No role changes until the transaction ends.
func (s *Service) HoldsRole(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) (bool, error) {
	if err := takeTurn(ctx, tx); err != nil {
		return false, fmt.Errorf("take the turn to change roles: %w", err)
	}
	roles, err := s.Roles(ctx, tx, p)
	return len(roles) > 0, err
}

// Forget takes out of the records of the room what tells who a person was: the addresses of invitations, and the words in
// which a conflict of interest with them was described. Roles and looks stay, by the id.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, emailKeys []string) error {
	if err := forgetConflicts(ctx, tx, p); err != nil {
		return fmt.Errorf("forget why there were conflicts: %w", err)
	}
	for _, key := range emailKeys {
		if err := forgetAddress(ctx, tx, key); err != nil {
			return fmt.Errorf("forget an address: %w", err)
		}
	}
	return nil
}
