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

// TrialPerson is somebody in a trial installation.
type TrialPerson struct {
	Name  Name
	Email Email
}

// AddTrialPeople makes people of a trial installation without any proof, all with one password, and returns their ids in
// order. Whoever is there already stays as they are. Package app calls it under --demo only.
func (s *Service) AddTrialPeople(ctx context.Context, people []TrialPerson, password string) ([]actor.PersonID, error) {
	ids := make([]actor.PersonID, len(people))
	hash := "" // one for all: everybody may read this password on the sign-in page
	for i, p := range people {
		there, err := s.find(ctx, string(p.Email))
		if err != nil {
			return nil, fmt.Errorf("look for a trial person: %w", err)
		}
		if ids[i] = there.ID; there.ID != "" {
			continue
		}
		if hash == "" {
			if hash, err = s.hasher.Hash(ctx, password); err != nil {
				return nil, err
			}
		}
		if ids[i], err = s.addTrialPerson(ctx, p, hash); err != nil {
			return nil, fmt.Errorf("add a trial person: %w", err)
		}
	}
	return ids, nil
}

func (s *Service) addTrialPerson(ctx context.Context, t TrialPerson, hash string) (who actor.PersonID, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := personByEmail(ctx, tx, t.Email) // another node may have been quicker
		if err == nil {
			who = p.ID
			return nil
		}
		if !errors.Is(err, sqldb.ErrNoRows) {
			return err
		}
		p = Person{ID: actor.PersonID(id.New()), Name: t.Name, Email: t.Email, Level: actor.Simplified, Lang: i18n.Russian, Created: s.clock.Now()}
		who = p.ID
		return insertPerson(ctx, tx, p, hash)
	})
	return who, err
}
