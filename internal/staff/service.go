package staff

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Service holds the use cases.
type Service struct {
	db      *sqldb.DB
	clock   clock.Clock
	limits  *limit.Limiter
	letters letters
	people  People
	baseURL string
}

// Roles returns the roles that a person holds now. Each request asks, so that a right begins and ends at once.
func (s *Service) Roles(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]actor.Role, error) {
	roles, err := rolesOf(ctx, q, p)
	if err != nil {
		return nil, fmt.Errorf("read the roles of %s: %w", p, err)
	}
	return roles, nil
}

// Members lists who holds any role, each once.
func (s *Service) Members(ctx context.Context, q sqldb.Querier) ([]actor.PersonID, error) {
	roster, err := s.roster(ctx, q)
	var list []actor.PersonID
	for _, h := range roster {
		if !slices.Contains(list, h.Person) {
			list = append(list, h.Person)
		}
	}
	return list, err
}

// takeTurn makes changes of roles follow one another: whoever comes second sees what the first one did.
func (s *Service) takeTurn(ctx context.Context, tx *sqldb.Tx) (Roster, error) {
	if err := takeTurn(ctx, tx); err != nil {
		return nil, fmt.Errorf("take the turn to change roles: %w", err)
	}
	return s.roster(ctx, tx)
}

func (s *Service) roster(ctx context.Context, q sqldb.Querier) (Roster, error) {
	r, err := heldRoles(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read who holds which role: %w", err)
	}
	return r, nil
}

// record writes into the journal what by did. detail holds codes, never personal data.
func (s *Service) record(ctx context.Context, tx *sqldb.Tx, by actor.PersonID, action, subject, detail string) error {
	info := httpx.InfoOf(ctx)
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: string(by), Action: action, Subject: subject, Request: info.RequestID, Address: info.Network(), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// site is the address of this site for letters in language l.
func (s *Service) site(l i18n.Lang) string {
	if l == i18n.English {
		return s.baseURL + "/en"
	}
	return s.baseURL
}

func (s *Service) now() time.Time { return s.clock.Now() }
