package staff

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Outcome is what became of a change that somebody asked for.
type Outcome struct {
	Proposal   string     // id of the proposal that now waits; "" when the change took effect at once
	Invitation Invitation // zero unless an invitation went out
	Secret     id.Secret  // of the link of that invitation
	Link       string     // whole, with that secret
}

// Waits reports whether a second owner must confirm.
func (o Outcome) Waits() bool { return o.Proposal != "" }

// ErrEmail says that letters could not be sent to an address.
var ErrEmail = fault.New(fault.Invalid, i18n.M(
	"Проверьте адрес почты: он должен быть похож на ivanova@example.ru.",
	"Check the email: it should look like ivanova@example.ru."))

// ErrLocked says that a closed account gets no role.
var ErrLocked = fault.New(fault.Conflict, i18n.M(
	"Учётная запись этого человека закрыта. Сначала откройте её, потом назначайте роль.",
	"The account of this person is closed. Open it first, then give a role."))

// Grant gives a person a role, by an owner: at once while there is one owner, else when another owner has confirmed.
func (s *Service) Grant(ctx context.Context, p actor.PersonID, role actor.Role, by actor.PersonID) (Outcome, error) {
	return s.propose(ctx, Change{Act: Give, Role: role, Person: p}, by)
}

// Revoke ends a role of a person in the same way.
func (s *Service) Revoke(ctx context.Context, p actor.PersonID, role actor.Role, by actor.PersonID) (Outcome, error) {
	return s.propose(ctx, Change{Act: End, Role: role, Person: p}, by)
}

// Invite sends a letter by which the owner of the address takes up a role, in the same way. Before there is any owner,
// and as the way out when no two owners can act, by is [Console]: then nobody has to confirm, and every owner is told by
// letter. The letter is in the language of the context.
func (s *Service) Invite(ctx context.Context, email string, role actor.Role, by actor.PersonID) (Outcome, error) {
	address, key, ok := s.people.Address(email)
	if !ok {
		return Outcome{}, ErrEmail
	}
	return s.propose(ctx, Change{Act: Invite, Role: role, Email: address, EmailKey: key, Lang: i18n.From(ctx)}, by)
}

func (s *Service) propose(ctx context.Context, c Change, by actor.PersonID) (out Outcome, err error) {
	secret := id.NewSecret()
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roster, err := s.takeTurn(ctx, tx)
		if err != nil {
			return err
		}
		second, err := roster.Judge(c, by)
		if err != nil {
			return err
		}
		if err := s.mayHold(ctx, tx, c); err != nil {
			return err
		}
		if second {
			out, err = s.lay(ctx, tx, roster, c, by)
			return err
		}
		out, err = s.apply(ctx, tx, roster, Proposal{Change: c, By: by}, secret)
		return err
	})
	if err != nil {
		return Outcome{}, fmt.Errorf("%s the role %s: %w", c.Act, c.Role, err)
	}
	return out, nil
}

// mayHold refuses a role for a person who does not exist or whose account is closed.
func (s *Service) mayHold(ctx context.Context, q sqldb.Querier, c Change) error {
	if c.Act != Give {
		return nil
	}
	human, err := s.people.Human(ctx, q, c.Person)
	switch {
	case err != nil:
		return err
	case human.Locked:
		return ErrLocked
	}
	return nil
}

// lay puts the change before the other owners.
func (s *Service) lay(ctx context.Context, tx *sqldb.Tx, roster Roster, c Change, by actor.PersonID) (Outcome, error) {
	p := Proposal{Change: c, ID: id.New(), By: by, At: s.now(), State: Open}
	err := insertProposal(ctx, tx, p)
	if errors.Is(err, sqldb.ErrConflict) {
		return Outcome{}, ErrPending
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("store the proposal: %w", err)
	}
	if err := s.record(ctx, tx, by, "staff.proposed."+string(c.Act), c.subject(p.ID), string(c.Role)); err != nil {
		return Outcome{}, err
	}
	return Outcome{Proposal: p.ID}, s.askOwners(ctx, tx, roster, p)
}

// subject is whom the journal names: the person, or what stands for an address that has no person yet.
func (c Change) subject(instead string) string {
	if c.Person != "" {
		return string(c.Person)
	}
	return instead
}

// apply makes the change. p has a decider when a second owner confirmed it.
func (s *Service) apply(ctx context.Context, tx *sqldb.Tx, roster Roster, p Proposal, secret id.Secret) (Outcome, error) {
	switch p.Act {
	case Give:
		return Outcome{}, s.give(ctx, tx, roster, p)
	case End:
		return Outcome{}, s.end(ctx, tx, roster, p)
	case Invite:
		return s.send(ctx, tx, roster, p, secret)
	}
	return Outcome{}, fmt.Errorf("unknown act %q", p.Act)
}

func (s *Service) give(ctx context.Context, tx *sqldb.Tx, roster Roster, p Proposal) error {
	h := Holding{ID: id.New(), Person: p.Person, Role: p.Role, By: p.By, Confirmed: p.Decider, Since: s.now()}
	if err := insertRole(ctx, tx, h); err != nil {
		return fmt.Errorf("store the role: %w", err)
	}
	if err := s.record(ctx, tx, p.last(), "staff.role_given", string(p.Person), string(p.Role)); err != nil {
		return err
	}
	return s.tell(ctx, tx, roster, p, letterGiven)
}

func (s *Service) end(ctx context.Context, tx *sqldb.Tx, roster Roster, p Proposal) error {
	if err := endRole(ctx, tx, p, s.now()); err != nil {
		return fmt.Errorf("end the role: %w", err)
	}
	if p.Role == actor.Owner { // what a former owner began needs an owner who answers for it
		if err := withdrawAllOf(ctx, tx, p.Person, s.now()); err != nil {
			return fmt.Errorf("withdraw what the owner began: %w", err)
		}
	}
	if err := s.record(ctx, tx, p.last(), "staff.role_ended", string(p.Person), string(p.Role)); err != nil {
		return err
	}
	return s.tell(ctx, tx, roster, p, letterEnded)
}

// last is whose act made the change happen: the second owner's, or the only one's.
func (p Proposal) last() actor.PersonID {
	if p.Decider != "" {
		return p.Decider
	}
	return p.By
}
