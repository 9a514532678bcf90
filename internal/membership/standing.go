package membership

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Of returns what an organisation is to the cluster at this moment. A suspended status gives nothing, so it counts as none.
func (s *Service) Of(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) (Status, error) {
	m, err := memberOf(ctx, q, organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return NoStatus, nil
	case err != nil:
		return NoStatus, fmt.Errorf("read the status: %w", err)
	case m.State != Active:
		return NoStatus, nil
	}
	return m.Status, nil
}

// History lists what has happened to the status of an organisation, the first event first.
func (s *Service) History(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) ([]Event, error) {
	return eventsOf(ctx, q, organisation)
}

// HeldAbout returns the changes of statuses that a person has decided, for the copy of their data.
func (s *Service) HeldAbout(ctx context.Context, q sqldb.Querier, who actor.PersonID) (any, error) {
	return decidedBy(ctx, q, who)
}
