package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// WithSNILS returns whoever has a СНИЛС confirmed, "" when nobody does.
func (s *Service) WithSNILS(ctx context.Context, q sqldb.Querier, n ruid.SNILS) (actor.PersonID, error) {
	holder, err := holderOf(ctx, q, n)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look for the СНИЛС: %w", err)
	}
	return holder, nil
}

// WithEmail returns whoever has an address, "" when nobody does.
func (s *Service) WithEmail(ctx context.Context, q sqldb.Querier, e Email) (actor.PersonID, error) {
	p, err := personByEmail(ctx, q, e)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look for the address: %w", err)
	}
	return p.ID, nil
}

// EndAll ends all sessions of a person in the caller's transaction: another room has taken rights away. why is for the journal.
func (s *Service) EndAll(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, why string) error {
	return s.endIn(ctx, tx, p, why, anySession)
}
