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
	"github.com/klaster-platform/klaster/ruid"
)

// Changed is told that the register's record of an organisation changed. Whoever no longer acts by it loses the rights and the
// sessions in this one transaction; trusted persons keep standard access for thirty days until the new head confirms them (T11).
func (s *Service) Changed(ctx context.Context, tx *sqldb.Tx, ogrn string) error {
	c, err := cabinetByOGRN(ctx, tx, ogrn)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the cabinet: %w", err)
	}
	return s.rejudge(ctx, tx, c)
}

// rejudge asks the register again about all who sign for an organisation.
func (s *Service) rejudge(ctx context.Context, tx *sqldb.Tx, c Cabinet) error {
	if err := holdCabinet(ctx, tx, c.ID); err != nil {
		return fmt.Errorf("hold the cabinet: %w", err)
	}
	known, err := s.registers.ByOGRN(ctx, c.OGRN)
	switch {
	case errors.Is(err, ErrUnknownSubject):
		return nil // a register that lost a record proves nothing: rights to sign are asked again at each signature
	case err != nil:
		return fmt.Errorf("ask the register: %w", err)
	}
	if err := setName(ctx, tx, c.ID, known.Record.Title()); err != nil {
		return fmt.Errorf("store the name: %w", err)
	}
	signers, err := signersOf(ctx, tx, c.ID)
	if err != nil {
		return fmt.Errorf("list the signers: %w", err)
	}
	ended := 0
	for _, signer := range signers {
		gone, err := s.rejudgeSigner(ctx, tx, c, signer)
		if err != nil {
			return err
		}
		if gone {
			ended++
		}
	}
	if ended == 0 {
		return nil
	}
	return s.holdTrusted(ctx, tx, c)
}

// rejudgeSigner ends the rights of a signer whom the register has dropped. Who was let in by an operator or a power of attorney is
// judged by those, not here, unless the organisation is no more.
func (s *Service) rejudgeSigner(ctx context.Context, tx *sqldb.Tx, c Cabinet, signer Signatory) (gone bool, err error) {
	human, err := s.people.Human(ctx, tx, signer.Person)
	if err != nil {
		return false, err
	}
	j, err := s.again(ctx, c, signer, human)
	if err != nil {
		return false, err
	}
	now := s.clock.Now()
	switch {
	case j.Outcome == Granted && signer.Basis != ByPower:
		signer.Basis, signer.Joint, signer.Post, signer.Judged, signer.AsOf, signer.Until = j.Basis, j.Joint, j.Post, now, j.Subject.AsOf.String(), time.Time{}
		return false, judgeSigner(ctx, tx, signer)
	case j.Outcome != Refused, signer.AsOf == "" && j.Ground != GroundCeased:
		return false, nil
	}
	return s.dismiss(ctx, tx, c, signer, dismissal{
		why: string(j.Ground), sessions: "another head of an organisation", says: j.Ground.Why(),
		tell: func(to Human) letter.Letter { return letterSignerEnded(s.site(to.Lang), to, c, human.Name) },
	})
}

// dismissal is why the rights of a signer end.
type dismissal struct {
	why, sessions string // as it is stored
	says          i18n.Text
	tell          func(to Human) letter.Letter // to the other representatives
}

// dismiss ends the rights of a signer with their sessions and the power of attorney by which they acted, and tells them and the others.
func (s *Service) dismiss(ctx context.Context, tx *sqldb.Tx, c Cabinet, signer Signatory, d dismissal) (gone bool, err error) {
	now := s.clock.Now()
	first, err := endSigner(ctx, tx, signer.ID, now, d.why)
	if err != nil || !first {
		return false, err
	}
	if err := s.record(ctx, tx, "", "organisation.signer_ended", c.ID, signer.ID); err != nil {
		return false, err
	}
	if err := s.people.EndSessions(ctx, tx, signer.Person, d.sessions); err != nil {
		return false, fmt.Errorf("end the sessions: %w", err)
	}
	if err := endPowerOf(ctx, tx, signer.ID, PowerEnded, "", now); err != nil {
		return false, fmt.Errorf("end the power of attorney: %w", err)
	}
	if err := s.write(ctx, tx, signer.Person, func(to Human) letter.Letter { return letterEnded(s.site(to.Lang), to, c, d.says) }); err != nil {
		return false, err
	}
	return true, s.tellRepresentatives(ctx, tx, c, signer.Person, d.tell)
}

// again judges a signer by the numbers that their certificate had: how the name is spelt was settled once and is not asked again. Only
// where the register has no number does the name tell a doubt from somebody else.
func (s *Service) again(ctx context.Context, c Cabinet, signer Signatory, human Human) (Judgement, error) {
	h := Holder{PersonINN: signer.INN, SNILS: human.SNILS, Surname: human.Name}
	if c.Proprietor() {
		h.OGRNIP = ruid.OGRNIP(c.OGRN)
	} else {
		h.OGRN, h.INN = ruid.OGRN(c.OGRN), ruid.INN(c.INN)
	}
	return judgeByNumber(ctx, s.registers, h, s.clock.Now(), s.config.RegisterAge)
}

// holdTrusted puts the trusted persons of an organisation on hold for its new head.
func (s *Service) holdTrusted(ctx context.Context, tx *sqldb.Tx, c Cabinet) error {
	by := s.clock.Now().Add(ConfirmLife)
	grants, err := standingGrants(ctx, tx, c.ID)
	if err != nil {
		return fmt.Errorf("list the grants: %w", err)
	}
	if err := holdGrants(ctx, tx, c.ID, by); err != nil {
		return fmt.Errorf("hold the grants: %w", err)
	}
	for _, g := range grants {
		if g.State != Active || !g.ConfirmBy.IsZero() {
			continue
		}
		if err := s.write(ctx, tx, g.Person, func(to Human) letter.Letter { return letterHeld(s.site(to.Lang), to, c, by) }); err != nil {
			return err
		}
	}
	return s.record(ctx, tx, "", "organisation.grants_held", c.ID, "")
}

// rejudgeAll comes round every night: a change that nobody told of is found then at the latest.
type rejudgeAll struct {
	After actor.OrganisationID `json:"after"`
}

// Kind implements jobs.Args.
func (rejudgeAll) Kind() string { return "organisation.rejudge" }

const rejudgeStep = 50

func (s *Service) rejudgeAll(ctx context.Context, tx *sqldb.Tx, job rejudgeAll) error {
	list, err := cabinetsAfter(ctx, tx, job.After, rejudgeStep)
	if err != nil {
		return fmt.Errorf("list the cabinets: %w", err)
	}
	for _, c := range list {
		if err := s.rejudge(ctx, tx, c); err != nil {
			return fmt.Errorf("judge the signers of %s: %w", c.ID, err)
		}
	}
	if len(list) < rejudgeStep {
		return nil
	}
	return s.jobs.Insert(ctx, tx, rejudgeAll{After: list[len(list)-1].ID})
}
