package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// chosenFor is how long the choice of a session is remembered; sessions live for half a day.
const chosenFor = 48 * time.Hour

// Choose makes an organisation the profile of the session; "" is oneself. Only the last choice is kept: what a page does is decided
// by the organisation in its own address.
func (s *Service) Choose(ctx context.Context, ogrn string) error {
	a := actor.From(ctx)
	now := s.clock.Now()
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		var chosen actor.OrganisationID
		if ogrn != "" {
			st, err := standing(ctx, tx, a.Person, ogrn, now)
			if err != nil || st.Role == "" {
				return errors.Join(none(err, ErrNoCabinet), unless(st.Role != "", ErrNoCabinet))
			}
			chosen = st.Cabinet.ID
			if _, err := tx.Exec(ctx, `INSERT INTO organisation_use (person, organisation, at) VALUES ($1, $2, $3)
				ON CONFLICT (person, organisation) DO UPDATE SET at = excluded.at`, string(a.Person), string(chosen), now); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `INSERT INTO organisation_choice (session, person, organisation, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (session) DO UPDATE SET organisation = excluded.organisation, at = excluded.at`, a.Session, string(a.Person), string(chosen), now)
		return err
	})
	if err != nil {
		return fmt.Errorf("choose a profile: %w", err)
	}
	return nil
}

// Chosen returns the profile that the session chose last; ok is false when it never chose.
func (s *Service) Chosen(ctx context.Context, session string) (chosen actor.OrganisationID, ok bool, err error) {
	err = s.db.Single().QueryRow(ctx, `SELECT organisation FROM organisation_choice WHERE session = $1 AND at > $2`, session, s.clock.Now().Add(-chosenFor)).Scan(&chosen)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("read the chosen profile: %w", err)
	}
	return chosen, true, nil
}
