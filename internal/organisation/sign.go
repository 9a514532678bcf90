package organisation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/workdays"
)

// Cabinet returns a cabinet by its id, or [ErrNoCabinet].
func (s *Service) Cabinet(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (Cabinet, error) {
	c, err := cabinetByID(ctx, q, id)
	return c, none(err, ErrNoCabinet)
}

// WithOGRN finds the cabinet of an ОГРН or ОГРНИП; the zero value is none.
func (s *Service) WithOGRN(ctx context.Context, q sqldb.Querier, ogrn string) (Cabinet, error) {
	return orNoCabinet(cabinetByOGRN(ctx, q, ogrn))
}

// OpenedBy finds the cabinet that a sign-in has opened; the zero value is none.
func (s *Service) OpenedBy(ctx context.Context, q sqldb.Querier, login string) (Cabinet, error) {
	return orNoCabinet(cabinetOpenedBy(ctx, q, login))
}

func orNoCabinet(c Cabinet, err error) (Cabinet, error) {
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Cabinet{}, nil
	case err != nil:
		return Cabinet{}, fmt.Errorf("look for a cabinet: %w", err)
	}
	return c, nil
}

// Signers lists those who sign for a cabinet at this moment.
func (s *Service) Signers(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) ([]Signatory, error) {
	list, err := signersOf(ctx, q, id)
	if err != nil {
		return nil, fmt.Errorf("read who signs: %w", err)
	}
	now := s.clock.Now()
	return slices.DeleteFunc(list, func(g Signatory) bool { return !g.Until.IsZero() && !now.Before(g.Until) }), nil
}

// MaySign refuses a document of a cabinet that a person has signed with a certificate, unless the certificate is the person's own, names
// no other organisation, and its holder acts for this one at this moment: by the register (rule T11), or by a power of attorney that
// was asked about just now ([Service.AskPowers], rule T12). Where an operator decided for a term, the decision stands as long as the
// register does not say otherwise.
func (s *Service) MaySign(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, who actor.PersonID, h Holder) error {
	c, err := cabinetByID(ctx, q, id)
	if err != nil {
		return none(err, ErrNoCabinet)
	}
	human, err := s.people.Human(ctx, q, who)
	if err != nil {
		return fmt.Errorf("read who signs: %w", err)
	}
	if err := isHolder(human, h); err != nil || human.SNILS != h.SNILS {
		return cmp.Or(err, error(ErrOtherHolder))
	}
	signers, err := s.Signers(ctx, q, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(signers, func(g Signatory) bool { return g.Person == who })
	if i < 0 || !h.names(c) {
		return ErrMayNotSign
	}
	if signers[i].Basis == ByPower {
		switch {
		case h.ForOrganisation():
			return ErrPowerOther
		case h.PersonINN != signers[i].INN:
			return ErrOtherHolder
		}
		return s.powerLets(ctx, q, id, who)
	}
	if !c.Proprietor() && !h.ForOrganisation() {
		return ErrMayNotSign
	}
	if err := s.MaySignActs(h, signers[i].Basis, s.clock.Now()); err != nil {
		return err
	}
	j, err := s.judge(ctx, h)
	switch {
	case err != nil:
		return err
	case j.Subject != nil && j.Subject.Record.OGRN != c.OGRN:
		return ErrMayNotSign
	case j.Outcome == Granted, j.Outcome == Review && signers[i].AsOf == "":
		return nil
	}
	return refusal(j.Ground)
}

// names reports whether a certificate names no other organisation than that of a cabinet. A personal one names none.
func (h Holder) names(c Cabinet) bool {
	return (h.OGRN == "" || string(h.OGRN) == c.OGRN) && (h.INN == "" || string(h.INN) == c.INN) && (h.OGRNIP == "" || !c.Proprietor() || string(h.OGRNIP) == c.OGRN)
}

// StillSign refuses a paper whose signatures do not bind the organisation any more at the moment at which it is sent or decided (T11,
// T12): of those who have signed it only those count who act by the register, or by a power of attorney, at this moment.
func (s *Service) StillSign(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, signed []actor.PersonID) error {
	c, err := cabinetByID(ctx, q, id)
	if err != nil {
		return none(err, ErrNoCabinet)
	}
	signers, err := s.Signers(ctx, q, id)
	if err != nil {
		return err
	}
	why := ErrMayNotSign
	var stand []actor.PersonID
	for _, g := range signers {
		if !slices.Contains(signed, g.Person) {
			continue
		}
		err := s.stillActs(ctx, q, c, g)
		no, refused := errors.AsType[*fault.Fault](err)
		switch {
		case err == nil:
			stand = append(stand, g.Person)
		case refused:
			why = no
		default:
			return err
		}
	}
	enough, err := s.Enough(ctx, q, id, stand)
	if err != nil || enough {
		return err
	}
	return why
}

// stillActs judges one of those who have signed, by the numbers that their certificate had.
func (s *Service) stillActs(ctx context.Context, q sqldb.Querier, c Cabinet, g Signatory) error {
	if g.Basis == ByPower {
		return s.powerLets(ctx, q, c.ID, g.Person)
	}
	human, err := s.people.Human(ctx, q, g.Person)
	if err != nil {
		return fmt.Errorf("read who signed: %w", err)
	}
	j, err := s.again(ctx, c, g, human)
	switch {
	case err != nil:
		return err
	case j.Outcome == Granted, j.Outcome == Review && g.AsOf == "":
		return nil
	}
	return refusal(j.Ground)
}

// Enough reports whether the signatures of these people bind the organisation. Those who act only together must all have signed: of heads
// as many as the register names, whether they have an account here or not; of the agents of a power of attorney all that it names.
func (s *Service) Enough(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, signed []actor.PersonID) (bool, error) {
	c, err := cabinetByID(ctx, q, id)
	if err != nil {
		return false, none(err, ErrNoCabinet)
	}
	signers, err := s.Signers(ctx, q, id)
	if err != nil {
		return false, err
	}
	signers = slices.DeleteFunc(signers, func(g Signatory) bool { return !slices.Contains(signed, g.Person) })
	heads := 0
	for _, g := range signers {
		if !g.Joint {
			return true, nil
		}
		if g.Basis != ByPower {
			heads++
		}
	}
	if together, err := s.agentsTogether(ctx, q, id, signers); err != nil || together || heads == 0 {
		return together, err
	}
	known, err := s.registers.ByOGRN(ctx, c.OGRN)
	if err != nil {
		return false, fmt.Errorf("read how many act together: %w", err)
	}
	acting := known.Record.Acting(workdays.DateOf(s.clock.Now()))
	return heads >= len(acting.Heads)+len(acting.Managers), nil
}

// agentsTogether reports whether among those who have signed are all agents of a power of attorney that lets them act only together.
func (s *Service) agentsTogether(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, signers []Signatory) (bool, error) {
	var people []ruid.SNILS
	var powers []Power
	for _, g := range signers {
		if g.Basis != ByPower {
			continue
		}
		human, err := s.people.Human(ctx, q, g.Person)
		if err != nil {
			return false, fmt.Errorf("read who signed: %w", err)
		}
		p, err := activePower(ctx, q, id, g.Person)
		if errors.Is(err, sqldb.ErrNoRows) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("look for a power of attorney: %w", err)
		}
		people, powers = append(people, human.SNILS), append(powers, p)
	}
	for _, p := range powers {
		if all, err := s.allAgents(ctx, p, people); err != nil || all {
			return all, err
		}
	}
	return false, nil
}
