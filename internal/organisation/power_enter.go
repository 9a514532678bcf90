package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// PowerAtHand is a power of the person who has signed in with a personal certificate, and whether there is a cabinet for it.
type PowerAtHand struct {
	Power   Power
	Cabinet *Cabinet
}

// powersAtHand lists the standing powers of a person, for the page to which a signed login leads.
func powersAtHand(ctx context.Context, q sqldb.Querier, who actor.PersonID, now time.Time) (list []PowerAtHand, err error) {
	powers, err := powersOf(ctx, q, who)
	if err != nil {
		return nil, fmt.Errorf("list the powers of attorney: %w", err)
	}
	for _, p := range powers {
		if !p.State.Standing() || !now.Before(p.Until) {
			continue
		}
		at := PowerAtHand{Power: p}
		c, err := cabinetByOGRN(ctx, q, p.OGRN)
		switch {
		case err == nil:
			at.Cabinet = &c
		case !errors.Is(err, sqldb.ErrNoRows):
			return nil, fmt.Errorf("look for the cabinet: %w", err)
		}
		list = append(list, at)
	}
	return list, nil
}

// EnterByPower lets the holder of a personal certificate into the cabinet of the organisation that gave them a power of attorney
// (T12). No cabinet is made by it: only a head opens one.
func (s *Service) EnterByPower(ctx context.Context, login Login, power string) (out Opening, err error) {
	who := actor.From(ctx).Person
	if err := s.limits.Allow(ctx, limit.Charge{Rule: openByPerson, Key: string(who)}); err != nil {
		return Opening{}, err
	}
	if login.Holder.ForOrganisation() {
		return Opening{}, ErrPowerOther
	}
	p, c, err := s.powerFor(ctx, who, login, power)
	if err != nil {
		return Opening{}, err
	}
	judgement, err := s.judgePower(ctx, p, powerQuestion{signer: login.Holder, entering: true, right: actor.Sign})
	if err != nil {
		return Opening{}, fmt.Errorf("judge a power of attorney: %w", err)
	}
	if judgement.verdict.Result == mchd.ResultNo {
		return Opening{}, s.refused(ctx, c, p, judgement)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		out = Opening{Cabinet: c}
		if first, err := useLogin(ctx, tx, login.ID, s.clock.Now()); err != nil || !first {
			return errors.Join(err, unless(first, ErrNoLogin))
		}
		if out.Review, err = s.take(ctx, tx, who, login.Holder, login.ID); err != nil || out.Review {
			return err
		}
		if p, err = standingPower(ctx, tx, p.ID); err != nil {
			return none(err, ErrNoPower)
		}
		if err := s.noteVerdict(ctx, tx, p, stageEntered, judgement); err != nil {
			return err
		}
		if judgement.verdict.Result == mchd.ResultReview {
			out.Case, err = s.askAboutPower(ctx, tx, login, c, p, judgement)
			return err
		}
		return s.actByPower(ctx, tx, powerEntry{c, p, judgement, login.Certificate, login.Holder, p.Until})
	})
	if err != nil {
		return Opening{}, fmt.Errorf("enter by a power of attorney: %w", err)
	}
	return out, nil
}

// powerFor returns a standing power of the person and the cabinet to which it leads.
func (s *Service) powerFor(ctx context.Context, who actor.PersonID, login Login, power string) (p Power, c Cabinet, err error) {
	if !id.Valid(power) {
		return p, c, ErrNoPower
	}
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		if used, err := loginUsed(ctx, q, login.ID); err != nil || used {
			return errors.Join(err, unless(!used, ErrNoLogin))
		}
		human, err := s.people.Human(ctx, q, who)
		if err != nil {
			return err
		}
		if err := isHolder(human, login.Holder); err != nil {
			return err
		}
		if p, err = standingPower(ctx, q, power); err != nil {
			return none(err, ErrNoPower)
		}
		if p.Person != who || !s.clock.Now().Before(p.Until) {
			return ErrNoPower
		}
		c, err = cabinetByOGRN(ctx, q, p.OGRN)
		return none(err, ErrPowerNoCabinet)
	})
	return p, c, err
}

// refused notes a no; a withdrawal in the registry ends the power here as well.
func (s *Service) refused(ctx context.Context, c Cabinet, p Power, out judged) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := s.noteVerdict(ctx, tx, p, stageEntered, out); err != nil || out.registry != mchd.StatusRevoked {
			return err
		}
		return s.endPower(ctx, tx, c, p, PowerRevoked, "")
	})
	return errors.Join(refusePower(out.verdict), err)
}

// powerEntry is an agent who begins to act by a power.
type powerEntry struct {
	cabinet     Cabinet
	power       Power
	judged      judged
	certificate Certificate
	holder      Holder
	until       time.Time
}

// actByPower makes the agent one of those who sign, until the power ends. Another power by which they acted before is replaced.
func (s *Service) actByPower(ctx context.Context, tx *sqldb.Tx, e powerEntry) error {
	if err := holdCabinet(ctx, tx, e.cabinet.ID); err != nil {
		return fmt.Errorf("hold the cabinet: %w", err)
	}
	who := e.power.Person
	kept, err := s.keepCertificate(ctx, tx, e.cabinet, entry{who: who, certificate: e.certificate})
	if err != nil {
		return err
	}
	now := s.clock.Now()
	signer := Signatory{
		ID: id.New(), Organisation: e.cabinet.ID, Person: who, Basis: ByPower, Joint: e.judged.joint(), Post: postOf(e.judged.chain[0].Document, e.holder.SNILS),
		INN: e.holder.PersonINN, Certificate: kept, Since: now, Until: e.until, Judged: now,
	}
	was, err := signerNow(ctx, tx, e.cabinet.ID, who)
	switch {
	case err == nil && was.Basis != ByPower:
		return ErrSignsAlready
	case err == nil && was.ID == e.power.Signer: // another certificate, the same power
		signer.ID = was.ID
		return judgeSigner(ctx, tx, signer)
	case err == nil:
		if err := s.replacePower(ctx, tx, was, now); err != nil {
			return err
		}
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("look for the signer: %w", err)
	}
	if err := insertSigner(ctx, tx, signer); err != nil {
		return fmt.Errorf("store the signer: %w", err)
	}
	if err := setPowerState(ctx, tx, e.power.ID, PowerActive, signer.ID); err != nil {
		return fmt.Errorf("note that the power is used: %w", err)
	}
	if err := s.record(ctx, tx, who, "organisation.power_entered", e.cabinet.ID, e.power.ID); err != nil {
		return err
	}
	return s.tellOfPower(ctx, tx, e.cabinet, e.power)
}

// replacePower ends the power by which somebody acted until now, without a word: they act on by another.
func (s *Service) replacePower(ctx context.Context, tx *sqldb.Tx, was Signatory, now time.Time) error {
	if _, err := endSigner(ctx, tx, was.ID, now, string(PowerReplaced)); err != nil {
		return fmt.Errorf("end the right before: %w", err)
	}
	if err := endPowerOf(ctx, tx, was.ID, PowerReplaced, "", now); err != nil {
		return fmt.Errorf("end the power before: %w", err)
	}
	return s.record(ctx, tx, was.Person, "organisation.power_ended."+string(PowerReplaced), was.Organisation, was.ID)
}

func postOf(d *mchd.Document, n ruid.SNILS) string {
	for _, a := range d.Agents {
		if a.SNILS == n {
			return a.Title
		}
	}
	return ""
}
