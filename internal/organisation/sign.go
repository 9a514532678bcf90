package organisation

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Cabinet returns a cabinet by its id, or [ErrNoCabinet].
func (s *Service) Cabinet(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (Cabinet, error) {
	c, err := cabinetByID(ctx, q, id)
	return c, none(err, ErrNoCabinet)
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

// MaySign refuses a document of a cabinet that a person has signed with a certificate, unless the certificate is the person's own
// and its holder stands in the register as acting for the organisation at this moment (rule T11). Where an operator decided
// for a term, the decision stands as long as the register does not say otherwise.
func (s *Service) MaySign(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, who actor.PersonID, h Holder) error {
	c, err := cabinetByID(ctx, q, id)
	if err != nil {
		return none(err, ErrNoCabinet)
	}
	human, err := s.people.Human(ctx, q, who)
	if err != nil {
		return fmt.Errorf("read who signs: %w", err)
	}
	if err := isHolder(human, h); err != nil {
		return err
	}
	signers, err := s.Signers(ctx, q, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(signers, func(g Signatory) bool { return g.Person == who })
	if i < 0 {
		return ErrMayNotSign
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

// Enough reports whether the signatures of these people bind the organisation. Those who act only together must all have signed:
// as many as the register names, whether they have an account here or not.
func (s *Service) Enough(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, signed []actor.PersonID) (bool, error) {
	c, err := cabinetByID(ctx, q, id)
	if err != nil {
		return false, none(err, ErrNoCabinet)
	}
	signers, err := s.Signers(ctx, q, id)
	if err != nil {
		return false, err
	}
	joint := 0
	for _, g := range signers {
		if !slices.Contains(signed, g.Person) {
			continue
		}
		if !g.Joint {
			return true, nil
		}
		joint++
	}
	if joint == 0 {
		return false, nil
	}
	known, err := s.registers.ByOGRN(ctx, c.OGRN)
	if err != nil {
		return false, fmt.Errorf("read how many act together: %w", err)
	}
	acting := known.Record.Acting(workdays.DateOf(s.clock.Now()))
	return joint >= len(acting.Heads)+len(acting.Managers), nil
}
