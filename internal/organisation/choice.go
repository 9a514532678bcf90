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
			if err := noteUse(ctx, tx, a.Person, chosen, now); err != nil {
				return err
			}
		}
		return putChoice(ctx, tx, a, chosen, now)
	})
	if err != nil {
		return fmt.Errorf("choose a profile: %w", err)
	}
	return nil
}

// Chosen returns the profile that the session chose last; ok is false when it never chose.
func (s *Service) Chosen(ctx context.Context, session string) (chosen actor.OrganisationID, ok bool, err error) {
	chosen, err = choiceOf(ctx, s.db.Single(), session, s.clock.Now().Add(-chosenFor))
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("read the chosen profile: %w", err)
	}
	return chosen, true, nil
}
