package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

var (
	openByPerson = limit.Rule{Name: "organisation.open", Burst: 20, Per: time.Hour}
	signByPerson = limit.Rule{Name: "organisation.sign", Burst: 30, Per: time.Hour}
)

// Arrival is what a signed login has led to, before anything is changed.
type Arrival struct {
	Login     Login
	Judgement Judgement
	Known     *Standing     // the cabinet, when there is one and the person has a role in it already
	Opened    bool          // there is a cabinet, whoever opened it
	Prepared  *Preparation  // what the person has prepared
	Waiting   *Case         // the same question is with an operator
	Powers    []PowerAtHand // by which the person may enter, with a personal certificate
	Unsigning bool          // the certificate lets in and signs nothing of legal weight
	Alone     bool          // the certificate names a person alone, and no register of proprietors has them
}

// Name is what to call the organisation: by the register, else by its number.
func (a Arrival) Name() string {
	if a.Judgement.Subject == nil {
		return string(a.Login.Holder.INN)
	}
	return a.Judgement.Subject.Record.Title()
}

// Arrive looks at a signed login of the person who acts.
func (s *Service) Arrive(ctx context.Context, login Login) (a Arrival, err error) {
	a.Login = login
	who := actor.From(ctx).Person
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
		a.Judgement, err = s.judge(ctx, login.Holder)
		if err != nil && a.Judgement.Ground != GroundSilent {
			return err
		}
		a.Unsigning = a.Judgement.Outcome == Granted && s.MaySignActs(login.Holder, a.Judgement.Basis, s.clock.Now()) != nil
		if !login.Holder.ForOrganisation() {
			if a.Powers, err = powersAtHand(ctx, q, who, s.clock.Now()); err != nil {
				return err
			}
		}
		a.Alone = !login.Holder.ForOrganisation() && login.Holder.OGRNIP == "" && a.Judgement.Ground == GroundUnknownSubject
		return s.surroundings(ctx, q, who, &a)
	})
	return a, err
}

// surroundings adds what the room itself knows about the organisation.
func (s *Service) surroundings(ctx context.Context, q sqldb.Querier, who actor.PersonID, a *Arrival) error {
	ogrn, inn := subjectOf(a.Login.Holder, a.Judgement)
	if ogrn != "" {
		st, err := standing(ctx, q, who, ogrn, s.clock.Now())
		switch {
		case err == nil:
			a.Opened = true
			if st.Role != "" {
				a.Known = &st
			}
		case !errors.Is(err, sqldb.ErrNoRows):
			return fmt.Errorf("look for the cabinet: %w", err)
		}
	}
	prepared, err := preparation(ctx, q, who, inn)
	switch {
	case err == nil:
		a.Prepared = &prepared
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("read what was prepared: %w", err)
	}
	waiting, err := openCase(ctx, q, who, ogrn, inn)
	switch {
	case err == nil:
		a.Waiting = &waiting
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("look for a case: %w", err)
	}
	return nil
}

// subjectOf returns the numbers of the organisation or proprietor, those of the register first.
func subjectOf(h Holder, j Judgement) (ogrn, inn string) {
	if j.Subject != nil {
		return j.Subject.Record.OGRN, j.Subject.Record.INN
	}
	ogrn, inn = string(h.OGRN)+string(h.OGRNIP), string(h.INN)
	if inn == "" {
		inn = string(h.PersonINN)
	}
	return ogrn, inn
}

// isHolder refuses a certificate of somebody else. An account without a confirmed СНИЛС has none to compare: it takes that of the
// certificate when the cabinet is opened.
func isHolder(human Human, h Holder) error {
	switch {
	case h.SNILS == "":
		return ErrNoHolderSNILS
	case human.Known && human.SNILS != h.SNILS:
		return ErrOtherHolder
	}
	return nil
}

func (s *Service) judge(ctx context.Context, h Holder) (Judgement, error) {
	return Judge(ctx, s.registers, h, s.clock.Now(), s.config.RegisterAge)
}

// Opening is how opening a cabinet came out: a cabinet, or a case that an operator decides.
type Opening struct {
	Cabinet Cabinet
	New     bool
	Case    string // id; "" when there is a cabinet
	Review  bool   // an operator first decides who the person is
}

// Open opens the cabinet to which a signed login leads, or lets the person into the one there is, in one transaction with the
// certificate, the level of the account, the journal and the letters. What the register leaves in doubt becomes a case.
func (s *Service) Open(ctx context.Context, login Login, d Details, declared bool) (out Opening, err error) {
	who := actor.From(ctx).Person
	if err := s.limits.Allow(ctx, limit.Charge{Rule: openByPerson, Key: string(who)}); err != nil {
		return Opening{}, err
	}
	judgement, err := s.judge(ctx, login.Holder)
	if err != nil {
		return Opening{}, err
	}
	if judgement.Outcome == Refused {
		return Opening{}, refusal(judgement.Ground)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		out = Opening{}
		if first, err := useLogin(ctx, tx, login.ID, s.clock.Now()); err != nil || !first {
			return errors.Join(err, unless(first, ErrNoLogin))
		}
		review, err := s.take(ctx, tx, who, login.Holder, login.ID)
		if err != nil || review {
			out.Review = review
			return err
		}
		if judgement.Outcome == Review {
			out.Case, err = s.askOperator(ctx, tx, who, login, judgement)
			return err
		}
		out, err = s.enter(ctx, tx, entry{who, judgement, login.Certificate, login.Holder, d, login.ID, time.Time{}})
		if err != nil || !declared || !out.New {
			return err
		}
		return s.facts.NotSuspended(ctx, tx, out.Cabinet, who)
	})
	if err != nil {
		return Opening{}, fmt.Errorf("open a cabinet: %w", err)
	}
	return out, nil
}

// take makes the certificate's СНИЛС the person's own where the account has none, and refuses another's.
func (s *Service) take(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, h Holder, reference string) (review bool, err error) {
	human, err := s.people.Human(ctx, tx, who)
	if err != nil {
		return false, err
	}
	if err := isHolder(human, h); err != nil {
		return false, err
	}
	if human.Level == actor.Full {
		return false, nil
	}
	review, err = s.people.Vouch(ctx, tx, who, h, reference)
	if err != nil {
		return false, fmt.Errorf("raise the account: %w", err)
	}
	return review, nil
}

// entry is a person who enters a cabinet as a signer.
type entry struct {
	who         actor.PersonID
	judgement   Judgement
	certificate Certificate
	holder      Holder
	details     Details
	signature   string
	until       time.Time // zero: as long as the register says so
}

// enter makes the cabinet when there is none, the person its signer and the certificate part of its register.
func (s *Service) enter(ctx context.Context, tx *sqldb.Tx, e entry) (out Opening, err error) {
	now := s.clock.Now()
	record := e.judgement.Subject.Record
	out.Cabinet, err = cabinetByOGRN(ctx, tx, record.OGRN)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		out.New = true
		out.Cabinet = Cabinet{
			ID: actor.OrganisationID(id.New()), OGRN: record.OGRN, INN: record.INN, KPP: e.details.KPP, Name: record.Title(),
			Email: e.details.Email, Phone: e.details.Phone, OpenedBy: e.who, Opened: now, Signature: e.signature,
		}
		if err := insertCabinet(ctx, tx, out.Cabinet); err != nil {
			return out, fmt.Errorf("store the cabinet: %w", err)
		}
		if err := s.facts.Watch(ctx, tx, out.Cabinet); err != nil {
			return out, fmt.Errorf("watch the register: %w", err)
		}
		if err := s.record(ctx, tx, e.who, "organisation.opened", out.Cabinet.ID, e.signature); err != nil {
			return out, err
		}
		if err := deletePreparation(ctx, tx, e.who, record.INN); err != nil {
			return out, fmt.Errorf("forget what was prepared: %w", err)
		}
		if err := s.drafts.Adopt(ctx, tx, e.who, record.INN, out.Cabinet.ID); err != nil {
			return out, fmt.Errorf("take over what was prepared: %w", err)
		}
	case err != nil:
		return out, fmt.Errorf("read the cabinet: %w", err)
	}
	if err := holdCabinet(ctx, tx, out.Cabinet.ID); err != nil {
		return out, fmt.Errorf("hold the cabinet: %w", err)
	}
	kept, err := s.keepCertificate(ctx, tx, out.Cabinet, e)
	if err != nil {
		return out, err
	}
	return out, s.makeSigner(ctx, tx, out, e, kept)
}

// keepCertificate adds a certificate to the register of signatures and returns its id there.
func (s *Service) keepCertificate(ctx context.Context, tx *sqldb.Tx, c Cabinet, e entry) (string, error) {
	kept, err := certificateNow(ctx, tx, c.ID, e.certificate.SHA256)
	if err == nil {
		return kept.ID, nil
	}
	if !errors.Is(err, sqldb.ErrNoRows) {
		return "", fmt.Errorf("look for the certificate: %w", err)
	}
	kept = e.certificate
	kept.ID, kept.Organisation, kept.Person, kept.Added = id.New(), c.ID, e.who, s.clock.Now()
	if err := insertCertificate(ctx, tx, kept); err != nil {
		return "", fmt.Errorf("store the certificate: %w", err)
	}
	return kept.ID, s.record(ctx, tx, e.who, "organisation.certificate_added", c.ID, kept.ID)
}

func (s *Service) makeSigner(ctx context.Context, tx *sqldb.Tx, o Opening, e entry, certificate string) error {
	now := s.clock.Now()
	signer := Signatory{
		ID: id.New(), Organisation: o.Cabinet.ID, Person: e.who, Basis: e.judgement.Basis, Joint: e.judgement.Joint, Post: e.judgement.Post,
		INN: e.holder.PersonINN, Certificate: certificate, Since: now, Until: e.until, Judged: now, AsOf: e.judgement.Subject.AsOf.String(),
	}
	if !e.until.IsZero() {
		signer.AsOf = "" // an operator decided, not the register
	}
	was, err := signerNow(ctx, tx, o.Cabinet.ID, e.who)
	switch {
	case err == nil:
		signer.ID = was.ID
		if err := judgeSigner(ctx, tx, signer); err != nil {
			return fmt.Errorf("note that the signer was judged: %w", err)
		}
		return nil
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("look for the signer: %w", err)
	}
	if err := insertSigner(ctx, tx, signer); err != nil {
		return fmt.Errorf("store the signer: %w", err)
	}
	if err := s.record(ctx, tx, e.who, "organisation.signer_added."+string(signer.Basis), o.Cabinet.ID, signer.ID); err != nil {
		return err
	}
	return s.tellOfSigner(ctx, tx, o, signer)
}

// tellOfSigner writes to the new signer, and to the representatives: whoever enters a cabinet does not do so unseen (T14).
func (s *Service) tellOfSigner(ctx context.Context, tx *sqldb.Tx, o Opening, signer Signatory) error {
	human, err := s.people.Human(ctx, tx, signer.Person)
	if err != nil {
		return err
	}
	if err := s.write(ctx, tx, signer.Person, func(to Human) letter.Letter { return letterOpened(s.site(to.Lang), to, o.Cabinet, o.New) }); err != nil {
		return err
	}
	return s.tellRepresentatives(ctx, tx, o.Cabinet, signer.Person, func(to Human) letter.Letter {
		return letterNewSigner(s.site(to.Lang), to, o.Cabinet, human.Name)
	})
}
