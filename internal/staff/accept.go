package staff

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// send makes an invitation and mails it. Earlier ones for the same role to the same address stop working.
func (s *Service) send(ctx context.Context, tx *sqldb.Tx, roster Roster, p Proposal, secret id.Secret) (Outcome, error) {
	now := s.now()
	inv := Invitation{
		ID: id.New(), Email: p.Email, EmailKey: p.EmailKey, Role: p.Role, By: p.By, Confirmed: p.Decider,
		Created: now, Expires: now.Add(InvitationLife),
	}
	if err := withdrawInvitations(ctx, tx, p.EmailKey, p.Role, now); err != nil {
		return Outcome{}, fmt.Errorf("withdraw earlier invitations: %w", err)
	}
	if err := insertInvitation(ctx, tx, inv, secret.Hash()); err != nil {
		return Outcome{}, fmt.Errorf("store the invitation: %w", err)
	}
	if err := s.record(ctx, tx, p.last(), "staff.invited", inv.ID, string(p.Role)); err != nil {
		return Outcome{}, err
	}
	link := s.site(p.Lang) + invitationPath(secret)
	if err := s.mail(ctx, tx, p.Email, p.Lang, letterInvitation(p.Role, link, inv.Expires)); err != nil {
		return Outcome{}, err
	}
	return Outcome{Invitation: inv, Secret: secret, Link: link}, s.tellOwners(ctx, tx, roster, p)
}

func invitationPath(secret id.Secret) string { return "/staff/invitation/" + string(secret) }

// InvitationBySecret returns the invitation of a link, also one that cannot be accepted any more. Looking changes
// nothing: mail programs open links before people do.
func (s *Service) InvitationBySecret(ctx context.Context, q sqldb.Querier, secret id.Secret) (Invitation, error) {
	inv, err := selectInvitation(ctx, q, secret.Hash())
	if errors.Is(err, sqldb.ErrNoRows) {
		return inv, ErrNoInvitation
	}
	if err != nil {
		return inv, fmt.Errorf("read the invitation: %w", err)
	}
	return inv, nil
}

// Accept takes up the role of an invitation, by a person whose confirmed e-mail is the invited one. An invitation that
// went out on one owner's word becomes a proposal when there are two owners by now.
func (s *Service) Accept(ctx context.Context, secret id.Secret, by actor.PersonID) (out Outcome, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		out, err = s.accept(ctx, tx, secret, by)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("accept an invitation: %w", err)
	}
	return out, nil
}

func (s *Service) accept(ctx context.Context, tx *sqldb.Tx, secret id.Secret, by actor.PersonID) (Outcome, error) {
	roster, err := s.takeTurn(ctx, tx)
	if err != nil {
		return Outcome{}, err
	}
	inv, err := s.InvitationBySecret(ctx, tx, secret)
	if err != nil {
		return Outcome{}, err
	}
	if err := s.mayAccept(ctx, tx, inv, by); err != nil {
		return Outcome{}, err
	}
	if err := useInvitation(ctx, tx, inv.ID, by, s.now()); err != nil {
		return Outcome{}, fmt.Errorf("use the invitation: %w", err)
	}
	if err := s.record(ctx, tx, by, "staff.invitation_accepted", inv.ID, string(inv.Role)); err != nil {
		return Outcome{}, err
	}
	p := Proposal{Change: Change{Act: Give, Role: inv.Role, Person: by}, By: inv.By, Decider: inv.Confirmed}
	if !inv.alone() {
		if err := roster.possible(p.Change); err != nil {
			return Outcome{}, err
		}
		return Outcome{}, s.give(ctx, tx, roster, p)
	}
	if !roster.Holds(inv.By, actor.Owner) {
		return Outcome{}, ErrInvitationOver
	}
	second, err := roster.Judge(p.Change, inv.By)
	switch {
	case err != nil:
		return Outcome{}, err
	case second:
		return s.lay(ctx, tx, roster, p.Change, inv.By)
	}
	return Outcome{}, s.give(ctx, tx, roster, p)
}

func (s *Service) mayAccept(ctx context.Context, q sqldb.Querier, inv Invitation, by actor.PersonID) error {
	if err := inv.Check(s.now()); err != nil {
		return err
	}
	human, err := s.people.Human(ctx, q, by)
	switch {
	case err != nil:
		return fmt.Errorf("read who accepts: %w", err)
	case human.EmailKey != inv.EmailKey:
		return ErrOtherAddress
	case human.Locked:
		return ErrLocked
	case inv.Confirmed == by: // whose e-mail has changed since
		return ErrOwnRole
	}
	return nil
}

// TakeBack withdraws an invitation that nobody has accepted, by any owner: it takes a role from nobody.
func (s *Service) TakeBack(ctx context.Context, invitation string, by actor.PersonID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roster, err := s.takeTurn(ctx, tx)
		if err != nil {
			return err
		}
		if !roster.Holds(by, actor.Owner) {
			return actor.ErrRole
		}
		found, err := withdrawInvitation(ctx, tx, invitation, s.now())
		switch {
		case err != nil:
			return fmt.Errorf("store the withdrawal: %w", err)
		case !found:
			return ErrInvitationUsed
		}
		return s.record(ctx, tx, by, "staff.invitation_taken_back", invitation, "")
	})
	if err != nil {
		return fmt.Errorf("take an invitation back: %w", err)
	}
	return nil
}
