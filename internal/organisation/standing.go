package organisation

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Standing is what a person is to an organisation at a moment.
type Standing struct {
	Cabinet Cabinet
	Role    Role
}

// Acting returns for which organisation a person acts by the ОГРН in a path, and as what; [ErrNoCabinet] when there is no such
// cabinet or the person has no role in it. It is one query, because every request of a cabinet asks it.
func (s *Service) Acting(ctx context.Context, p actor.PersonID, ogrn string) (Standing, error) {
	st, err := standing(ctx, s.db.Single(), p, ogrn, s.clock.Now())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Standing{}, ErrNoCabinet
	case err != nil:
		return Standing{}, fmt.Errorf("read the rights: %w", err)
	case st.Role == "":
		return Standing{}, ErrNoCabinet
	}
	return st, nil
}

// Rights returns what a person may do for an organisation now, in the caller's transaction.
func (s *Service) Rights(ctx context.Context, q sqldb.Querier, p actor.PersonID, id actor.OrganisationID) ([]actor.Right, error) {
	role, err := s.RoleOf(ctx, q, p, id)
	return role.Rights(), err
}

// RoleOf returns what a person is to an organisation now, "" when nothing.
func (s *Service) RoleOf(ctx context.Context, q sqldb.Querier, p actor.PersonID, id actor.OrganisationID) (Role, error) {
	c, err := cabinetByID(ctx, q, id)
	if err != nil {
		return "", fmt.Errorf("read the cabinet: %w", none(err, ErrNoCabinet))
	}
	st, err := standing(ctx, q, p, c.OGRN, s.clock.Now())
	return st.Role, err
}

// maxProfiles bounds the list of one's organisations.
const maxProfiles = 1000
