package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// searchPage is how many people one page of a search has.
const searchPage = 50

// Search lists people for the foundation, the newest first: whose e-mail or name has the part, or whose id it is. page
// is "" for the first page, then what the page before returned as next, which is "" at the end.
func (s *Service) Search(ctx context.Context, q sqldb.Querier, part, page string) (list []Person, next string, err error) {
	list, err = searchPersons(ctx, q, part, page, searchPage+1)
	if err != nil {
		return nil, "", fmt.Errorf("search people: %w", err)
	}
	if len(list) > searchPage {
		list = list[:searchPage]
		next = string(list[searchPage-1].ID)
	}
	return list, next, nil
}

// SessionsIn counts the living sessions of a person.
func (s *Service) SessionsIn(ctx context.Context, q sqldb.Querier, p actor.PersonID) (int, error) {
	now := s.clock.Now()
	list, err := sessionsOf(ctx, q, p, now, now.Add(-s.config.SessionIdle))
	return len(list), err
}

// SetLocked closes an account, which ends its sessions and half sign-ins at once, or opens it again, in the caller's
// transaction.
func (s *Service) SetLocked(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, locked bool) error {
	if _, err := personByID(ctx, tx, p); errors.Is(err, sqldb.ErrNoRows) {
		return ErrNoPerson
	}
	if err := setLocked(ctx, tx, p, sql.NullTime{Time: s.clock.Now(), Valid: locked}); err != nil {
		return fmt.Errorf("lock the account: %w", err)
	}
	if !locked {
		return nil
	}
	if err := deletePendingsOf(ctx, tx, p); err != nil {
		return fmt.Errorf("end half sign-ins: %w", err)
	}
	return s.endIn(ctx, tx, p, "account locked", anySession)
}
