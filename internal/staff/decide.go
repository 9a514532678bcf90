package staff

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Confirm makes a proposal take effect. by is an owner, not the one who proposed it and not the one whom it is about.
func (s *Service) Confirm(ctx context.Context, proposal string, by actor.PersonID) (out Outcome, err error) {
	secret := id.NewSecret()
	err = s.decide(ctx, proposal, by, Confirmed, func(tx *sqldb.Tx, roster Roster, p Proposal) error {
		// What was possible when it was proposed may be so no more.
		if err := roster.possible(p.Change); err != nil {
			return err
		}
		if err := s.mayHold(ctx, tx, p.Change); err != nil {
			return err
		}
		out, err = s.apply(ctx, tx, roster, p, secret)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("confirm a change of roles: %w", err)
	}
	return out, nil
}

// Refuse ends a proposal without effect. by is one who could confirm it.
func (s *Service) Refuse(ctx context.Context, proposal string, by actor.PersonID) error {
	err := s.decide(ctx, proposal, by, Refused, func(tx *sqldb.Tx, _ Roster, p Proposal) error {
		return s.record(ctx, tx, by, "staff.refused."+string(p.Act), p.subject(p.ID), string(p.Role))
	})
	if err != nil {
		return fmt.Errorf("refuse a change of roles: %w", err)
	}
	return nil
}

// decide runs what follows from a decision in the transaction that writes the decision down.
func (s *Service) decide(ctx context.Context, proposal string, by actor.PersonID, state ProposalState, follow func(*sqldb.Tx, Roster, Proposal) error) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roster, err := s.takeTurn(ctx, tx)
		if err != nil {
			return err
		}
		p, err := s.openProposal(ctx, tx, proposal)
		if err != nil {
			return err
		}
		if err := s.mayDecide(ctx, tx, roster, p, by); err != nil {
			return err
		}
		p.State, p.Decider = state, by
		if err := settleProposal(ctx, tx, p, s.now()); err != nil {
			return fmt.Errorf("store the decision: %w", err)
		}
		return follow(tx, roster, p)
	})
}

func (s *Service) openProposal(ctx context.Context, q sqldb.Querier, proposal string) (Proposal, error) {
	p, err := selectProposal(ctx, q, proposal)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return p, ErrNoProposal
	case err != nil:
		return p, fmt.Errorf("read the proposal: %w", err)
	case p.State != Open:
		return p, ErrDecided
	}
	return p, nil
}

// mayDecide adds to the rule of the roster that an owner does not confirm an invitation to their own address.
func (s *Service) mayDecide(ctx context.Context, q sqldb.Querier, roster Roster, p Proposal, by actor.PersonID) error {
	if err := roster.MayDecide(p, by); err != nil || p.Act != Invite {
		return err
	}
	human, err := s.people.Human(ctx, q, by)
	if err != nil {
		return fmt.Errorf("read who decides: %w", err)
	}
	if human.EmailKey == p.EmailKey {
		return ErrOwnRole
	}
	return nil
}

// Withdraw takes a proposal back, by the owner who made it.
func (s *Service) Withdraw(ctx context.Context, proposal string, by actor.PersonID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roster, err := s.takeTurn(ctx, tx)
		if err != nil {
			return err
		}
		p, err := s.openProposal(ctx, tx, proposal)
		switch {
		case err != nil:
			return err
		case p.By != by:
			return ErrNotYours
		case !roster.Holds(by, actor.Owner):
			return actor.ErrRole
		}
		p.State, p.Decider = Withdrawn, by
		if err := settleProposal(ctx, tx, p, s.now()); err != nil {
			return fmt.Errorf("store the withdrawal: %w", err)
		}
		return s.record(ctx, tx, by, "staff.withdrawn."+string(p.Act), p.subject(p.ID), string(p.Role))
	})
	if err != nil {
		return fmt.Errorf("withdraw a proposal: %w", err)
	}
	return nil
}
