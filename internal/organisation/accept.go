package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// Invitation is a grant that waits for the person who looks at it.
type Invitation struct {
	Grant   Grant
	Cabinet Cabinet
}

// Invitations lists those to the confirmed СНИЛС of the person who acts. Whoever has none confirmed sees none.
func (s *Service) Invitations(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]Invitation, error) {
	human, err := s.people.Human(ctx, q, who)
	if err != nil || !human.Known {
		return nil, err
	}
	grants, err := invitationsTo(ctx, q, s.mac(human.SNILS), s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("list the invitations: %w", err)
	}
	list := make([]Invitation, len(grants))
	for i, g := range grants {
		c, err := cabinetByID(ctx, q, g.Organisation)
		if err != nil {
			return nil, fmt.Errorf("read the cabinet: %w", err)
		}
		list[i] = Invitation{g, c}
	}
	return list, nil
}

// Answer accepts an invitation or declines it. It takes an account of standard level with the СНИЛС of the invitation.
func (s *Service) Answer(ctx context.Context, grant string, yes bool) (c Cabinet, err error) {
	who := actor.From(ctx).Person
	now := s.clock.Now()
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		g, err := grantByID(ctx, tx, grant)
		if err != nil {
			return none(err, ErrNoGrant)
		}
		human, err := s.people.Human(ctx, tx, who)
		if err != nil {
			return err
		}
		switch {
		case human.Level < actor.Standard || !human.Known:
			return ErrNeedsStandard
		case s.mac(human.SNILS) != g.SNILSMac:
			return ErrNoGrant
		}
		if c, err = cabinetByID(ctx, tx, g.Organisation); err != nil {
			return fmt.Errorf("read the cabinet: %w", err)
		}
		if err := holdCabinet(ctx, tx, c.ID); err != nil {
			return fmt.Errorf("hold the cabinet: %w", err)
		}
		first, action := false, "organisation.accepted"
		if yes {
			first, err = acceptGrant(ctx, tx, g.ID, who, now)
		} else {
			action = "organisation.declined"
			first, err = endGrant(ctx, tx, g.ID, Declined, who, now)
		}
		if err != nil || !first || !g.Open(now) {
			return errors.Join(err, unless(first && g.Open(now), ErrNoGrant))
		}
		if err := s.record(ctx, tx, who, action, c.ID, g.ID); err != nil {
			return err
		}
		if err := s.write(ctx, tx, g.By, func(to Human) letter.Letter { return letterAccepted(s.site(to.Lang), to, c, g, yes) }); err != nil || !yes {
			return err
		}
		g.Person = who
		return s.tellRepresentatives(ctx, tx, c, who, func(to Human) letter.Letter { return letterTrusted(s.site(to.Lang), to, c, g, true, false) }, g.By)
	})
	if err != nil {
		return Cabinet{}, fmt.Errorf("answer an invitation: %w", err)
	}
	return c, nil
}

// Revoke ends a grant or takes an invitation back.
func (s *Service) Revoke(ctx context.Context, grant string) error {
	a := actor.From(ctx)
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.mayAppoint(ctx, tx, a)
		if err != nil {
			return err
		}
		g, err := s.grantIn(ctx, tx, c, grant)
		if err != nil {
			return err
		}
		return s.end(ctx, tx, c, g, Revoked, a.Person, reasonRevoked)
	})
	if err != nil {
		return fmt.Errorf("revoke a grant: %w", err)
	}
	return nil
}

// Leave gives up the person's own rights as a trusted person.
func (s *Service) Leave(ctx context.Context, ogrn string) error {
	who := actor.From(ctx).Person
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := cabinetByOGRN(ctx, tx, ogrn)
		if err != nil {
			return none(err, ErrNoCabinet)
		}
		grants, err := standingGrants(ctx, tx, c.ID)
		if err != nil {
			return fmt.Errorf("list the grants: %w", err)
		}
		for _, g := range grants {
			if g.State == Active && g.Person == who {
				return s.end(ctx, tx, c, g, Left, who, reasonLeft)
			}
		}
		return ErrNoGrant
	})
	if err != nil {
		return fmt.Errorf("leave an organisation: %w", err)
	}
	return nil
}

// Confirm keeps a trusted person whom a former head appointed.
func (s *Service) Confirm(ctx context.Context, grant string) error {
	a := actor.From(ctx)
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.mayAppoint(ctx, tx, a)
		if err != nil {
			return err
		}
		g, err := s.grantIn(ctx, tx, c, grant)
		if err != nil {
			return err
		}
		if g.ConfirmBy.IsZero() || !s.clock.Now().Before(g.ConfirmBy) {
			return ErrNoGrant
		}
		if err := confirmGrant(ctx, tx, g.ID); err != nil {
			return fmt.Errorf("confirm the grant: %w", err)
		}
		return s.record(ctx, tx, a.Person, "organisation.grant_confirmed", c.ID, g.ID)
	})
	if err != nil {
		return fmt.Errorf("confirm a grant: %w", err)
	}
	return nil
}

func (s *Service) grantIn(ctx context.Context, tx *sqldb.Tx, c Cabinet, grant string) (Grant, error) {
	g, err := grantByID(ctx, tx, grant)
	if err != nil {
		return Grant{}, none(err, ErrNoGrant)
	}
	if g.Organisation != c.ID || g.State != Invited && g.State != Active {
		return Grant{}, ErrNoGrant
	}
	return g, nil
}

// end ends a grant and tells the person, if it was accepted.
func (s *Service) end(ctx context.Context, tx *sqldb.Tx, c Cabinet, g Grant, state GrantState, by actor.PersonID, why i18n.Text) error {
	first, err := endGrant(ctx, tx, g.ID, state, by, s.clock.Now())
	if err != nil || !first {
		return errors.Join(err, unless(first, ErrNoGrant))
	}
	if err := s.record(ctx, tx, by, "organisation.grant_ended."+string(state), c.ID, g.ID); err != nil {
		return err
	}
	if g.Person == "" {
		return nil
	}
	if err := s.write(ctx, tx, g.Person, func(to Human) letter.Letter { return letterEnded(s.site(to.Lang), to, c, why) }); err != nil {
		return err
	}
	return s.tellOfTrusted(ctx, tx, c, g, by, false)
}

// sweep writes down the ends that the clock has brought: rights ended when their time was over; here the page, the journal and the
// person learn of it.
func (s *Service) sweep(ctx context.Context, tx *sqldb.Tx, _ sweep) error {
	now := s.clock.Now()
	over, err := overGrants(ctx, tx, now)
	if err != nil {
		return fmt.Errorf("list what is over: %w", err)
	}
	for _, g := range over {
		c, err := cabinetByID(ctx, tx, g.Organisation)
		if err != nil {
			return fmt.Errorf("read the cabinet: %w", err)
		}
		state := Over
		if g.State == Invited {
			state = Lapsed
		}
		if err := s.end(ctx, tx, c, g, state, "", reasonOver); err != nil {
			return err
		}
	}
	if err := s.sweepPowers(ctx, tx); err != nil {
		return err
	}
	return errors.Join(forgetRecent(ctx, tx, now.AddDate(-1, 0, 0)), forgetOld(ctx, tx, now.Add(-24*time.Hour)))
}

// sweep comes round every quarter of an hour.
type sweep struct{}

// Kind implements jobs.Args.
func (sweep) Kind() string { return "organisation.sweep" }
