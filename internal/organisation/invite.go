package organisation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/ruid"
)

var inviteByPerson = limit.Rule{Name: "organisation.invite", Burst: 60, Per: time.Hour}

// ErrJointAppoints says that one of several who act only together does not appoint alone (T11).
var ErrJointAppoints = fault.New(fault.Forbidden, i18n.M(
	"По реестру вы действуете только вместе с другими представителями, поэтому назначить доверенное лицо одной вашей подписью нельзя. Выдайте сотруднику машиночитаемую доверенность, которую подпишут все представители: он загрузит её на странице «Доверенности».",
	"By the register you act only together with others, so that your signature alone appoints no trusted person. Give the employee a machine-readable power of attorney that all representatives sign: they upload it on the page of powers of attorney."))

// PurposeGrant is what the signature of a grant's document is for.
const PurposeGrant = "organisation.grant"

// Trust is what a signer wants to grant.
type Trust struct {
	SNILS ruid.SNILS
	Name  string
	Role  Role
	Until time.Time
}

// Invite writes the document of a grant and returns where it is signed. Nothing is granted before the signature. An open
// invitation or a grant of the same person is replaced by it.
func (s *Service) Invite(ctx context.Context, t Trust) (address string, err error) {
	a := actor.From(ctx)
	now := s.clock.Now()
	if err := s.limits.Allow(ctx, limit.Charge{Rule: inviteByPerson, Key: string(a.Person)}); err != nil {
		return "", err
	}
	if !t.Until.After(now) || t.Until.After(now.Add(GrantMax)) {
		return "", ErrGrantTerm
	}
	var (
		c      Cabinet
		signer Human
	)
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		if c, err = cabinetByID(ctx, q, a.Acting); err != nil {
			return none(err, ErrNoCabinet)
		}
		signer, err = s.people.Human(ctx, q, a.Person)
		return err
	}); err != nil {
		return "", fmt.Errorf("invite a trusted person: %w", err)
	}
	if signer.Known && signer.SNILS == t.SNILS {
		return "", ErrGrantSelf
	}
	w, document, err := s.draw(ctx, c, signer, t, wish{organisation: c.ID})
	if err != nil {
		return "", err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := s.mayAppoint(ctx, tx, a); err != nil {
			return err
		}
		address, err = s.ask(ctx, tx, w, document)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("invite a trusted person: %w", err)
	}
	return address, nil
}

// mayAppoint returns the cabinet for which the person acts, if they may appoint in it now (T13).
func (s *Service) mayAppoint(ctx context.Context, tx *sqldb.Tx, a actor.Actor) (Cabinet, error) {
	c, err := cabinetByID(ctx, tx, a.Acting)
	if err != nil {
		return Cabinet{}, none(err, ErrNoCabinet)
	}
	if err := holdCabinet(ctx, tx, c.ID); err != nil {
		return Cabinet{}, fmt.Errorf("hold the cabinet: %w", err)
	}
	role, err := s.RoleOf(ctx, tx, a.Person, c.ID)
	if err != nil {
		return Cabinet{}, err
	}
	if !role.May(actor.Appoint) || !a.Can(actor.Appoint) {
		return Cabinet{}, actor.ErrRight
	}
	return c, nil
}

// draw writes the document of a grant and freezes it, before the transaction that asks for its signature.
func (s *Service) draw(ctx context.Context, c Cabinet, signer Human, t Trust, w wish) (wish, Document, error) {
	now := s.clock.Now()
	w.id, w.person, w.snilsMac, w.snilsEnd, w.name, w.role = id.New(), signer.ID, s.mac(t.SNILS), snilsEnd(t.SNILS), oneLine(t.Name), t.Role
	w.until, w.expires = t.Until.UTC().Truncate(time.Second), now.Add(SignWithin)
	paper := Paper{ID: w.id, OGRN: c.OGRN, INN: c.INN, Title: c.Name, SNILS: t.SNILS, Name: w.name, Role: t.Role, Until: w.until, Written: now.UTC().Truncate(time.Second)}
	frozen, err := s.signatures.Freeze(ctx, paper.Bytes())
	if err != nil {
		return wish{}, Document{}, fmt.Errorf("freeze the document of a grant: %w", err)
	}
	d := Document{
		Reference: w.id, Title: titleGrantDocument.With(w.name), Name: "doverennoe-lico-" + t.Until.Format(time.DateOnly) + ".txt", Frozen: frozen,
		Holder: signer.SNILS, INN: ruid.INN(c.INN), Back: "/organisations", Next: "/organisations",
	}
	if c.ID != "" {
		d.Back, d.Next = c.Path()+"/people", c.Path()+"/people?asked=1"
	}
	return w, d, nil
}

// ask asks the signer for the signature of a document that was drawn.
func (s *Service) ask(ctx context.Context, tx *sqldb.Tx, w wish, d Document) (string, error) {
	if err := insertWish(ctx, tx, w); err != nil {
		return "", fmt.Errorf("store the grant to be signed: %w", err)
	}
	return s.signatures.Ask(ctx, tx, d)
}

// ReceiveGrant makes a grant of a signed document, in the transaction that stores the signature. The signature counts only if
// its certificate is of a person who, by the register of this day, may sign for the organisation (T11, T13).
func (s *Service) ReceiveGrant(ctx context.Context, tx *sqldb.Tx, signed Signed) error {
	now := s.clock.Now()
	w, err := wishByID(ctx, tx, signed.Reference)
	if err != nil {
		return none(err, ErrNoGrant)
	}
	first, err := deleteWish(ctx, tx, w.id)
	if err != nil || !first {
		return errors.Join(err, unless(first, ErrNoGrant))
	}
	paper, err := ReadPaper(signed.Content)
	if err != nil || !s.matches(paper, w) || !now.Before(w.expires) || !now.Before(w.until) {
		return ErrNotSigned.Because(err)
	}
	if signed.Person != w.person {
		return ErrNotSigned
	}
	review, err := s.take(ctx, tx, w.person, signed.Holder, signed.ID)
	switch {
	case err != nil:
		return err
	case review:
		return ErrIdentityReview
	}
	c, err := s.signing(ctx, tx, w, paper, signed)
	if err != nil {
		return err
	}
	to, err := s.people.WithSNILS(ctx, tx, paper.SNILS)
	if err != nil {
		return fmt.Errorf("look for the account of the invitation: %w", err)
	}
	return s.grant(ctx, tx, c, w, signed.ID, to)
}

// matches reports whether what was signed is what waits.
func (s *Service) matches(p Paper, w wish) bool {
	return p.ID == w.id && s.mac(p.SNILS) == w.snilsMac && p.Name == w.name && p.Role == w.role && p.Until.Equal(w.until)
}

// signing returns the cabinet for which the certificate signs, and opens it where the document came by an employee's link.
func (s *Service) signing(ctx context.Context, tx *sqldb.Tx, w wish, p Paper, signed Signed) (Cabinet, error) {
	j, err := s.judge(ctx, signed.Holder)
	if err != nil {
		return Cabinet{}, err
	}
	if j.Outcome == Review && w.organisation != "" {
		return s.signingByDecision(ctx, tx, w, p, signed)
	}
	if j.Outcome != Granted {
		return Cabinet{}, refusal(j.Ground)
	}
	if j.Joint {
		return Cabinet{}, ErrJointAppoints
	}
	if err := s.MaySignActs(signed.Holder, j.Basis, s.clock.Now()); err != nil {
		return Cabinet{}, err
	}
	if j.Subject.Record.INN != p.INN || p.OGRN != "" && j.Subject.Record.OGRN != p.OGRN {
		return Cabinet{}, ErrMayNotSign
	}
	out, err := s.enter(ctx, tx, entry{w.person, j, signed.Certificate, signed.Holder, Details{}, signed.ID, time.Time{}})
	if err != nil {
		return Cabinet{}, err
	}
	if w.organisation != "" && w.organisation != out.Cabinet.ID {
		return Cabinet{}, ErrMayNotSign
	}
	return out.Cabinet, nil
}

// signingByDecision returns the cabinet for which somebody signs whom the register leaves in doubt: only an operator's decision that stands
// lets them, and never whoever acts by a power of attorney (T13).
func (s *Service) signingByDecision(ctx context.Context, tx *sqldb.Tx, w wish, p Paper, signed Signed) (Cabinet, error) {
	c, err := cabinetByID(ctx, tx, w.organisation)
	if err != nil {
		return Cabinet{}, none(err, ErrNoCabinet)
	}
	if c.INN != string(p.INN) || p.OGRN != "" && c.OGRN != p.OGRN {
		return Cabinet{}, ErrMayNotSign
	}
	if err := s.MaySign(ctx, tx, c.ID, w.person, signed.Holder); err != nil {
		return Cabinet{}, err
	}
	rights, err := s.Rights(ctx, tx, w.person, c.ID)
	if err != nil {
		return Cabinet{}, err
	}
	enough, err := s.Enough(ctx, tx, c.ID, []actor.PersonID{w.person})
	switch {
	case err != nil:
		return Cabinet{}, err
	case !slices.Contains(rights, actor.Appoint):
		return Cabinet{}, ErrMayNotSign
	case !enough:
		return Cabinet{}, ErrJointAppoints
	}
	_, err = s.keepCertificate(ctx, tx, c, entry{who: w.person, certificate: signed.Certificate})
	return c, err
}

// grant stores what was granted and lets the person know, if there is an account. The same work is done if there is none.
func (s *Service) grant(ctx context.Context, tx *sqldb.Tx, c Cabinet, w wish, signature string, to actor.PersonID) error {
	now := s.clock.Now()
	was, err := standingGrant(ctx, tx, c.ID, w.snilsMac)
	switch {
	case err == nil:
		if _, err := endGrant(ctx, tx, was.ID, Revoked, w.person, now); err != nil {
			return fmt.Errorf("end the grant before: %w", err)
		}
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("look for the grant before: %w", err)
	}
	g := Grant{
		ID: id.New(), Organisation: c.ID, SNILSMac: w.snilsMac, SNILSEnd: w.snilsEnd, Name: w.name, Role: w.role, State: Invited, By: w.person,
		Granted: now, Signature: signature, Lapses: now.Add(InvitationLife), Until: w.until,
	}
	if was.State == Active || w.link != "" { // whoever has accepted once, or has asked for it, is not asked again
		g.State, g.Person, g.Accepted = Active, was.Person, now
	}
	if w.link != "" {
		if g.Person, err = useLink(ctx, tx, w.link, g.ID, now); err != nil {
			return none(err, ErrNoLink)
		}
	}
	if err := insertGrant(ctx, tx, g); err != nil {
		return fmt.Errorf("store the grant: %w", err)
	}
	if err := s.record(ctx, tx, w.person, "organisation.granted."+string(g.Role), c.ID, g.ID); err != nil {
		return err
	}
	if g.State == Active {
		if err := s.tellOfTrusted(ctx, tx, c, g, w.person, true); err != nil {
			return err
		}
	}
	return s.jobs.Insert(ctx, tx, tellInvited{Grant: g.ID, To: to})
}

// tellInvited writes to whoever was invited. The job is there without an account, too: nothing about an invitation tells whether
// anybody has registered.
type tellInvited struct {
	Grant string         `json:"grant"`
	To    actor.PersonID `json:"to"`
}

// Kind implements jobs.Args.
func (tellInvited) Kind() string { return "organisation.invited" }

func (s *Service) tellInvited(ctx context.Context, tx *sqldb.Tx, job tellInvited) error {
	if job.To == "" {
		return nil
	}
	g, err := grantByID(ctx, tx, job.Grant)
	if err != nil {
		return fmt.Errorf("read the grant: %w", err)
	}
	c, err := cabinetByID(ctx, tx, g.Organisation)
	if err != nil {
		return fmt.Errorf("read the cabinet: %w", err)
	}
	return s.write(ctx, tx, job.To, func(h Human) letter.Letter { return letterInvited(s.site(h.Lang), h, c, g) })
}
