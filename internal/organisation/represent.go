package organisation

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/ruid"
)

// representatives are who hears of everybody that comes and goes in a cabinet: those who act without a power of attorney, and trusted
// persons with full access.
func (s *Service) representatives(ctx context.Context, tx *sqldb.Tx, c Cabinet) ([]actor.PersonID, error) {
	signers, err := signersOf(ctx, tx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("list the signers: %w", err)
	}
	now := s.clock.Now()
	var list []actor.PersonID
	for _, signer := range signers {
		if signer.Basis != ByPower && (signer.Until.IsZero() || now.Before(signer.Until)) {
			list = append(list, signer.Person)
		}
	}
	grants, err := standingGrants(ctx, tx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("list the grants: %w", err)
	}
	for _, g := range grants {
		if g.RoleAt(now) == Full && !slices.Contains(list, g.Person) {
			list = append(list, g.Person)
		}
	}
	return list, nil
}

// tellRepresentatives writes to them all but the one whom it is about, and whoever has another letter about it.
func (s *Service) tellRepresentatives(ctx context.Context, tx *sqldb.Tx, c Cabinet, about actor.PersonID, text func(Human) letter.Letter, told ...actor.PersonID) error {
	if c.ID == "" {
		return nil // nobody has opened it
	}
	list, err := s.representatives(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, p := range list {
		if p == about || slices.Contains(told, p) {
			continue
		}
		if err := s.write(ctx, tx, p, text); err != nil {
			return err
		}
	}
	return nil
}

// tellOfPower writes to who has begun to act by a power of attorney, and to the representatives.
func (s *Service) tellOfPower(ctx context.Context, tx *sqldb.Tx, c Cabinet, p Power) error {
	if err := s.write(ctx, tx, p.Person, func(to Human) letter.Letter { return letterPowerBegun(s.site(to.Lang), to, c, p) }); err != nil {
		return err
	}
	return s.tellRepresentatives(ctx, tx, c, p.Person, func(to Human) letter.Letter { return letterPowerNew(s.site(to.Lang), to, c, p) })
}

// tellOfTrusted writes to the representatives that a trusted person has come or gone. Whoever did it knows.
func (s *Service) tellOfTrusted(ctx context.Context, tx *sqldb.Tx, c Cabinet, g Grant, by actor.PersonID, came bool) error {
	return s.tellRepresentatives(ctx, tx, c, g.Person, func(to Human) letter.Letter {
		return letterTrusted(s.site(to.Lang), to, c, g, came, to.ID == by)
	})
}

// Identified is told that a person's СНИЛС was confirmed: of invitations that wait for it they hear now.
func (s *Service) Identified(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, n ruid.SNILS) error {
	grants, err := invitationsTo(ctx, tx, s.mac(n), s.clock.Now())
	if err != nil {
		return fmt.Errorf("list the invitations that wait: %w", err)
	}
	for _, g := range grants {
		if err := s.jobs.Insert(ctx, tx, tellInvited{Grant: g.ID, To: who}); err != nil {
			return fmt.Errorf("tell of an invitation: %w", err)
		}
	}
	return nil
}
