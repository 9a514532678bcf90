package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// endPower ends a power, the right that followed from it and a question about it to an operator, and tells everybody.
func (s *Service) endPower(ctx context.Context, tx *sqldb.Tx, c Cabinet, p Power, state PowerState, by actor.PersonID) error {
	now := s.clock.Now()
	first, err := endPowerRow(ctx, tx, p.ID, state, by, now)
	if err != nil || !first {
		return errors.Join(err, unless(first, ErrNoPower))
	}
	acted := p.Signer != ""
	if acted {
		if _, err := endSigner(ctx, tx, p.Signer, now, "power "+string(state)); err != nil {
			return fmt.Errorf("end the right to sign: %w", err)
		}
	}
	if p.State != PowerKept {
		if err := withdrawCase(ctx, tx, p.Person, p.OGRN, now); err != nil {
			return fmt.Errorf("withdraw the case: %w", err)
		}
	}
	if err := s.record(ctx, tx, by, "organisation.power_ended."+string(state), c.ID, p.ID); err != nil {
		return err
	}
	if state != PowerRefused { // of that another letter tells, with the reason
		if err := s.write(ctx, tx, p.Person, func(to Human) letter.Letter { return letterPowerOver(s.site(to.Lang), to, p, state) }); err != nil {
			return err
		}
	}
	if !acted {
		return nil
	}
	return s.tellRepresentatives(ctx, tx, c, p.Person, func(to Human) letter.Letter { return letterPowerEnded(s.site(to.Lang), to, c, p, state) })
}

// WithdrawPower ends a power of the organisation for which somebody acts. It ends here alone: in the registry of powers the head
// withdraws it themselves. The same power is not taken again.
func (s *Service) WithdrawPower(ctx context.Context, power string) error {
	a := actor.From(ctx)
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.mayAppoint(ctx, tx, a)
		if err != nil {
			return err
		}
		p, err := standingPower(ctx, tx, power)
		if err != nil {
			return none(err, ErrNoPower)
		}
		if p.OGRN != c.OGRN {
			return ErrNoPower
		}
		return s.endPower(ctx, tx, c, p, PowerWithdrawn, a.Person)
	})
	if err != nil {
		return fmt.Errorf("withdraw a power of attorney: %w", err)
	}
	return nil
}

// RemovePower gives up a power of one's own.
func (s *Service) RemovePower(ctx context.Context, power string) error {
	who := actor.From(ctx).Person
	if !id.Valid(power) {
		return ErrNoPower
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := standingPower(ctx, tx, power)
		if err != nil {
			return none(err, ErrNoPower)
		}
		if p.Person != who {
			return ErrNoPower
		}
		c, err := s.cabinetOf(ctx, tx, p)
		if err != nil {
			return err
		}
		return s.endPower(ctx, tx, c, p, PowerRemoved, who)
	})
	if err != nil {
		return fmt.Errorf("remove a power of attorney: %w", err)
	}
	return nil
}

// cabinetOf returns the cabinet of the principal, or one with the name alone where nobody has opened it.
func (s *Service) cabinetOf(ctx context.Context, tx *sqldb.Tx, p Power) (Cabinet, error) {
	c, err := cabinetByOGRN(ctx, tx, p.OGRN)
	if errors.Is(err, sqldb.ErrNoRows) {
		return Cabinet{OGRN: p.OGRN, INN: p.INN, Name: p.Principal}, nil
	}
	if err != nil {
		return Cabinet{}, fmt.Errorf("read the cabinet: %w", err)
	}
	return c, holdCabinetOf(ctx, tx, c)
}

func holdCabinetOf(ctx context.Context, tx *sqldb.Tx, c Cabinet) error {
	if err := holdCabinet(ctx, tx, c.ID); err != nil {
		return fmt.Errorf("hold the cabinet: %w", err)
	}
	return nil
}

// sweepPowers writes down the ends that the clock has brought.
func (s *Service) sweepPowers(ctx context.Context, tx *sqldb.Tx) error {
	over, err := overPowers(ctx, tx, s.clock.Now())
	if err != nil {
		return fmt.Errorf("list the powers that are over: %w", err)
	}
	for _, p := range over {
		c, err := s.cabinetOf(ctx, tx, p)
		if err != nil {
			return err
		}
		if err := s.endPower(ctx, tx, c, p, PowerOver, ""); err != nil {
			return err
		}
	}
	return nil
}

// askRegistryAgain comes round every few hours: a power that was withdrawn in the registry ends here, too.
type askRegistryAgain struct{}

// Kind implements jobs.Args.
func (askRegistryAgain) Kind() string { return "organisation.powers" }

const registryRound = 4 * time.Hour

func (s *Service) askRegistryAgain(ctx context.Context, _ jobs.Delivery[askRegistryAgain]) error {
	return s.AskRegistry(ctx)
}

// AskRegistry asks the registry about all powers by which somebody acts, and those on which they rest. Its silence changes nothing: it
// is asked again at each signature.
func (s *Service) AskRegistry(ctx context.Context) error {
	if s.powerRegistry == nil {
		return nil
	}
	list, err := activePowers(ctx, s.db.Single())
	if err != nil {
		return fmt.Errorf("list the powers that are used: %w", err)
	}
	for _, p := range list {
		revoked, err := s.revokedNow(ctx, p)
		if err != nil || !revoked {
			continue // a file that cannot be read now is said by the next signature
		}
		err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
			still, err := standingPower(ctx, tx, p.ID)
			if err != nil {
				return none(err, nil)
			}
			c, err := s.cabinetOf(ctx, tx, still)
			if err != nil {
				return err
			}
			return s.endPower(ctx, tx, c, still, PowerRevoked, "")
		})
		if err != nil {
			return fmt.Errorf("end the power %s: %w", p.ID, err)
		}
	}
	return nil
}

// revokedNow reports whether the registry knows of a withdrawal of a power or of one on which it rests.
func (s *Service) revokedNow(ctx context.Context, p Power) (bool, error) {
	for i, files := range append([]powerFiles{p.files}, p.parents...) {
		e, err := s.powerEvidence(ctx, files, p.signed[i])
		if err != nil {
			return false, err
		}
		if s.askRegistry(ctx, e.Document.Number, p.subject(), s.clock.Now()).Status == mchd.StatusRevoked {
			return true, nil
		}
	}
	return false, nil
}
