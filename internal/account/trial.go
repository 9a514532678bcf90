package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// AddTrialPerson makes a person of a trial installation without any proof, and returns the id; a person who is there
// already stays as they are. Package app calls it under --demo only.
func (s *Service) AddTrialPerson(ctx context.Context, n Name, e Email, password string) (actor.PersonID, error) {
	there, err := s.find(ctx, string(e))
	if err != nil || there.ID != "" {
		return there.ID, err
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return "", err
	}
	var who actor.PersonID
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := personByEmail(ctx, tx, e)
		if err == nil {
			who = p.ID
			return nil
		}
		if !errors.Is(err, sqldb.ErrNoRows) {
			return err
		}
		p = Person{ID: actor.PersonID(id.New()), Name: n, Email: e, Level: actor.Simplified, Lang: i18n.Russian, Created: s.clock.Now()}
		who = p.ID
		return insertPerson(ctx, tx, p, hash)
	})
	if err != nil {
		return "", fmt.Errorf("add a trial person: %w", err)
	}
	return who, nil
}
