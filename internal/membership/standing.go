package membership

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Of returns what an organisation is to the cluster at this moment, and whether that is suspended. A status that has ended is none.
func (s *Service) Of(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) (status Status, suspended bool, err error) {
	m, err := memberOf(ctx, q, organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows), err == nil && !m.State.stands():
		return NoStatus, false, nil
	case err != nil:
		return NoStatus, false, fmt.Errorf("read the status: %w", err)
	}
	return m.Status, m.State == Suspended, nil
}

// Since is when the present status of an organisation began; the zero time when it has none.
func (s *Service) Since(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) (time.Time, error) {
	m, err := memberOf(ctx, q, organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows), err == nil && !m.State.stands():
		return time.Time{}, nil
	case err != nil:
		return time.Time{}, fmt.Errorf("read since when: %w", err)
	}
	return m.Since, nil
}

// Following lists members whose status stands and is not suspended, by their number after one; at most n.
func (s *Service) Following(ctx context.Context, q sqldb.Querier, after actor.OrganisationID, n int) ([]Member, error) {
	return membersAfter(ctx, q, after, n)
}

// History lists what has happened to the status of an organisation, the first event first.
func (s *Service) History(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) ([]Event, error) {
	return eventsOf(ctx, q, organisation)
}

// Held is what the room has of a person.
type Held struct {
	Decided  []decided  `json:"decided"`
	Answered []answered `json:"answered"`
}

// HeldAbout returns the changes of statuses that a person has decided and what they answered to warnings, for the copy of their data.
func (s *Service) HeldAbout(ctx context.Context, q sqldb.Querier, who actor.PersonID) (h Held, err error) {
	if h.Decided, err = decidedBy(ctx, q, who); err != nil {
		return Held{}, fmt.Errorf("read what was decided: %w", err)
	}
	if h.Answered, err = answeredBy(ctx, q, who); err != nil {
		return Held{}, fmt.Errorf("read what was answered: %w", err)
	}
	return h, nil
}

// Forget takes a person out of the room when the account is deleted. Who decided stays in the history: an official acts for the
// foundation, and whoever holds a role cannot delete the account.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, who actor.PersonID) error {
	if err := forgetAnswers(ctx, tx, who); err != nil {
		return fmt.Errorf("forget who answered: %w", err)
	}
	return nil
}
