package account

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// The way to another site and back takes ten minutes at most. Whom nobody here knows then has an hour to register or to
// sign in, which links them.
const (
	ErrandLife = 10 * time.Minute
	FoundLife  = time.Hour
)

// errand is a way to another site and back.
type errand struct {
	id       string
	provider string
	person   actor.PersonID // whose account is being linked; "" when somebody signs in
	session  string
	next     string
	identity connector.Identity // whom the site has named and nobody here is linked to; Subject is "" before
	created  time.Time
	expires  time.Time
	answered bool
	ended    bool
}

// Refusals of other sites.
var (
	ErrNoConnector = fault.New(fault.NotFound, i18n.M(
		"Через этот сайт войти нельзя.", "You cannot sign in through this site."))
	ErrNoErrand = fault.New(fault.NotFound, i18n.M(
		"Вход через другой сайт не завершён: прошло 10 минут, вы вернулись второй раз или из другого браузера. Начните заново.",
		"Signing in through the other site was not finished: 10 minutes have passed, or you came back twice or in another browser. Start again."))
	ErrOutsideDenied = fault.New(fault.Invalid, i18n.M(
		"Вы отказались от входа, или сайт вас не пустил. Начните заново или войдите по паролю.",
		"You declined, or the site did not confirm your sign-in. Start again or sign in with your password."))
	ErrOutsideAnswer = fault.New(fault.Invalid, i18n.M(
		"Ответ другого сайта не подошёл к этому входу. Начните заново или войдите по паролю.",
		"The other site’s answer does not belong to this sign-in. Start again or sign in with your password."))
	ErrOutsideSilent = fault.New(fault.Unavailable, i18n.M(
		"Другой сайт сейчас не отвечает. Попробуйте позже или войдите по паролю.",
		"The other site is not answering. Try later or sign in with your password."))
	ErrLinkTaken = fault.New(fault.Conflict, i18n.M(
		"Эта учётная запись другого сайта уже связана здесь с другой учётной записью. Если та тоже ваша, войдите через тот сайт, отвяжите её на странице «Вход через другие сайты» и свяжите здесь.",
		"This account of the other site is linked to another account here. If that one is yours, too, sign in through that site, unlink it on the page “Other sites” and link it here."))
	ErrLinkSecond = fault.New(fault.Conflict, i18n.M(
		"С вами уже связана другая учётная запись этого сайта. Сначала отвяжите её.",
		"Another account of this site is linked to you already. Unlink it first."))
)

// ports are the connectors that work now: certificates cannot be judged in a real installation before it has the list of authorities.
func (s *Service) ports() []connector.Port {
	list := make([]connector.Port, 0, len(s.connectors))
	for _, p := range s.connectors {
		if c, ok := p.(*connector.Certificate); !ok || c.Available() {
			list = append(list, p)
		}
	}
	return list
}

// port returns the connector of a site.
func (s *Service) port(key string) (connector.Port, error) {
	for _, p := range s.ports() {
		if p.Key() == key {
			return p, nil
		}
	}
	return nil, ErrNoConnector
}

// StartErrand begins a way to another site and returns the secret that the browser keeps. A guest signs in; a person who
// is signed in links the account, and must have proved just now who they are.
func (s *Service) StartErrand(ctx context.Context, key, next string) (id.Secret, error) {
	if _, err := s.port(key); err != nil {
		return "", err
	}
	a := actor.From(ctx)
	now := s.clock.Now()
	if !a.Guest() {
		if err := actor.Fresh(ctx, now); err != nil {
			return "", err
		}
	}
	if err := s.throttleErrand(ctx); err != nil {
		return "", err
	}
	secret := id.NewSecret()
	e := errand{id: id.New(), provider: key, person: a.Person, session: a.Session, next: next, created: now, expires: now.Add(ErrandLife)}
	if err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return insertErrand(ctx, tx, e, secret.Hash()) }); err != nil {
		return "", fmt.Errorf("begin an errand: %w", err)
	}
	return secret, nil
}

// there is what an errand carries. It is computed from the browser's secret, so nothing of it is stored.
func (s *Service) there(key string, secret id.Secret) connector.Errand {
	value := func(what string) string {
		return base64.RawURLEncoding.EncodeToString(s.derive("errand."+what, secret))
	}
	return connector.Errand{
		Return: s.baseURL + "/login/via/" + key + "/back", State: value("state"), Nonce: value("nonce"), Verifier: value("verifier"),
	}
}

// ErrandAddress returns where the browser goes. Looking changes nothing here.
func (s *Service) ErrandAddress(ctx context.Context, key string, secret id.Secret) (connector.Port, string, error) {
	port, err := s.port(key)
	if err != nil {
		return nil, "", err
	}
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		_, err := s.openErrand(ctx, q, key, secret)
		return err
	}); err != nil {
		return nil, "", err
	}
	address, err := port.Start(ctx, s.there(key, secret))
	return port, address, outsideFault(err)
}

// openErrand returns an errand from which nobody has come back yet.
func (s *Service) openErrand(ctx context.Context, q sqldb.Querier, key string, secret id.Secret) (errand, error) {
	e, err := s.livingErrand(ctx, q, secret)
	if err == nil && (e.answered || e.provider != key) {
		err = ErrNoErrand
	}
	return e, err
}

func (s *Service) livingErrand(ctx context.Context, q sqldb.Querier, secret id.Secret) (errand, error) {
	e, err := errandByBrowser(ctx, q, secret.Hash())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return errand{}, ErrNoErrand
	case err != nil:
		return errand{}, fmt.Errorf("read the errand: %w", err)
	case e.ended, !s.clock.Now().Before(e.expires):
		return errand{}, ErrNoErrand
	}
	return e, nil
}

func outsideFault(err error) error {
	for kind, no := range map[error]*fault.Fault{
		connector.ErrDenied: ErrOutsideDenied, connector.ErrAnswer: ErrOutsideAnswer, connector.ErrSilent: ErrOutsideSilent,
	} {
		if errors.Is(err, kind) {
			return no.Because(err)
		}
	}
	return err
}

// Outcome is where an errand has led.
type Outcome struct {
	Entry   *Entry // somebody was let in
	Linked  bool   // the account of the person who acts was linked
	Unknown bool   // the site knows the person, and nobody here does: they register, or sign in and link
	Next    string
}

// FinishErrand takes what the browser brought back, once. The code is redeemed outside any transaction, so the errand is
// used up before it.
func (s *Service) FinishErrand(ctx context.Context, key string, secret id.Secret, answer url.Values, b Browser) (Outcome, error) {
	port, err := s.port(key)
	if err != nil {
		return Outcome{}, err
	}
	var e errand
	err = s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		if e, err = s.openErrand(ctx, tx, key, secret); err != nil {
			return err
		}
		first, err := answerErrand(ctx, tx, e.id, s.clock.Now())
		if err == nil && !first {
			err = ErrNoErrand
		}
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	who, err := port.Finish(ctx, s.there(key, secret), answer)
	if err != nil {
		return Outcome{}, outsideFault(err)
	}
	if e.person != "" {
		return Outcome{Linked: true, Next: e.next}, s.linkErrand(ctx, port, e, who)
	}
	return s.enterErrand(ctx, port, e, who, b)
}

// enterErrand signs in whoever is linked to an identity, and keeps the identity of whom nobody is.
func (s *Service) enterErrand(ctx context.Context, port connector.Port, e errand, who connector.Identity, b Browser) (out Outcome, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		out = Outcome{Next: e.next}
		linked, err := s.knownBy(ctx, tx, port, who)
		if errors.Is(err, sqldb.ErrNoRows) {
			out.Unknown = true
			return keepErrand(ctx, tx, e.id, who, s.clock.Now().Add(FoundLife))
		}
		if err != nil {
			return fmt.Errorf("look for the link: %w", err)
		}
		p, err := personByID(ctx, tx, linked)
		if err != nil {
			return fmt.Errorf("read the person: %w", err)
		}
		if err := endErrand(ctx, tx, e.id, s.clock.Now()); err != nil {
			return fmt.Errorf("end the errand: %w", err)
		}
		in, err := s.admit(ctx, tx, p, byOutside(port), b)
		if err != nil {
			return err
		}
		out.Entry = &in
		if !in.Half() && byOutside(port) != byCertificate {
			// What another site says of the person's presence counts from when they were there, if it says so.
			if err := s.outsideProof(ctx, tx, in, who); err != nil {
				return err
			}
		}
		if err := s.vouch(ctx, tx, p, port, who, e.id); err != nil && !errors.Is(err, ErrOtherPerson) {
			return err // a disagreement about who they are keeps nobody out: it was settled when they were linked
		}
		return nil
	})
	return out, err
}

// knownBy returns who is behind an identity: the person who linked it, or, behind a certificate, the one whose confirmed СНИЛС
// it bears. [sqldb.ErrNoRows] says nobody.
func (s *Service) knownBy(ctx context.Context, tx *sqldb.Tx, port connector.Port, who connector.Identity) (actor.PersonID, error) {
	linked, err := useLink(ctx, tx, port.Key(), who.Subject, s.clock.Now())
	if !errors.Is(err, sqldb.ErrNoRows) || sourceOf(port) != ByCertificate {
		return linked, err
	}
	said, ok := saidBy(who)
	if !ok || said.SNILS == "" {
		return "", sqldb.ErrNoRows
	}
	return holderOf(ctx, tx, said.SNILS)
}

func (s *Service) outsideProof(ctx context.Context, tx *sqldb.Tx, in Entry, who connector.Identity) error {
	proved := who.Proved
	if proved.IsZero() {
		proved = time.Unix(0, 0).UTC()
	}
	if err := setConfirmed(ctx, tx, in.Session.Hash(), proved); err != nil {
		return fmt.Errorf("note when the person was at the other site: %w", err)
	}
	return nil
}

// linkErrand links an identity to the person who set out, in the session in which they did.
func (s *Service) linkErrand(ctx context.Context, port connector.Port, e errand, who connector.Identity) error {
	if a := actor.From(ctx); a.Person != e.person || a.Session != e.session {
		return ErrNoErrand
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.link(ctx, tx, port, e, e.person, who) })
}

// FoundIdentity returns whom another site has named and nobody here is linked to.
func (s *Service) FoundIdentity(ctx context.Context, secret id.Secret) (port connector.Port, who connector.Identity, err error) {
	var e errand
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		e, err = s.foundErrand(ctx, q, secret)
		return err
	}); err != nil {
		return nil, connector.Identity{}, err
	}
	port, err = s.port(e.provider)
	return port, e.identity, err
}

func (s *Service) foundErrand(ctx context.Context, q sqldb.Querier, secret id.Secret) (errand, error) {
	e, err := s.livingErrand(ctx, q, secret)
	if err == nil && e.identity.Subject == "" {
		err = ErrNoErrand
	}
	return e, err
}

// LinkFound links the identity that was found in this browser to the person who acts, who has proved just now who they
// are.
func (s *Service) LinkFound(ctx context.Context, secret id.Secret) error {
	if err := actor.Fresh(ctx, s.clock.Now()); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		e, err := s.foundErrand(ctx, tx, secret)
		if err != nil {
			return err
		}
		port, err := s.port(e.provider)
		if err != nil {
			return err
		}
		return s.link(ctx, tx, port, e, actor.From(ctx).Person, e.identity)
	})
}

func (s *Service) link(ctx context.Context, tx *sqldb.Tx, port connector.Port, e errand, to actor.PersonID, who connector.Identity) error {
	if err := holdPerson(ctx, tx, to); err != nil {
		return fmt.Errorf("hold the account: %w", err)
	}
	p, err := personByID(ctx, tx, to)
	if err != nil {
		return fmt.Errorf("read the person: %w", err)
	}
	if err := mayIssue(p, byOutside(port)); err != nil {
		return err
	}
	if err := s.free(ctx, tx, port.Key(), who.Subject, to); err != nil {
		return err
	}
	if err := endErrand(ctx, tx, e.id, s.clock.Now()); err != nil {
		return fmt.Errorf("end the errand: %w", err)
	}
	switch err := insertLink(ctx, tx, Link{Provider: port.Key(), Linked: s.clock.Now()}, who.Subject, to); {
	case errors.Is(err, sqldb.ErrConflict):
		return ErrLinkTaken.Because(err) // somebody was quicker
	case err != nil:
		return fmt.Errorf("store the link: %w", err)
	}
	if err := s.record(ctx, tx, to, "account.linked."+port.Key(), e.id); err != nil {
		return err
	}
	if err := s.vouch(ctx, tx, p, port, who, e.id); err != nil {
		return err
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLink, letterLinked(s.site(p.Lang), p, port.Label()), letterLife)
}

// free refuses an identity that is linked already, or a second one of the same site.
func (s *Service) free(ctx context.Context, q sqldb.Querier, provider, subject string, to actor.PersonID) error {
	holder, err := linkedPerson(ctx, q, provider, subject)
	switch {
	case err == nil && holder != to:
		return ErrLinkTaken
	case err == nil:
		return ErrLinkSecond
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("look for the link: %w", err)
	}
	list, err := linksOf(ctx, q, to)
	if err != nil {
		return fmt.Errorf("list the links: %w", err)
	}
	for _, l := range list {
		if l.Provider == provider {
			return ErrLinkSecond
		}
	}
	return nil
}

// Link is another site through which a person signs in.
type Link struct {
	Provider string
	Linked   time.Time
	Used     time.Time // zero: never
}

// Links lists the sites to which the person is linked.
func (s *Service) Links(ctx context.Context, p actor.PersonID) (list []Link, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = linksOf(ctx, q, p)
		return err
	})
	return list, err
}

// Unlink ends signing in through a site. The person has proved just now who they are.
func (s *Service) Unlink(ctx context.Context, key string) error {
	if err := actor.Fresh(ctx, s.clock.Now()); err != nil {
		return err
	}
	name := i18n.Same(key) // a site that was taken out of the settings can still be unlinked
	if port, err := s.port(key); err == nil {
		name = port.Label()
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := personByID(ctx, tx, actor.From(ctx).Person)
		if err != nil {
			return fmt.Errorf("read the person: %w", err)
		}
		was, err := deleteLink(ctx, tx, key, p.ID)
		if err != nil || !was {
			return err
		}
		if err := s.record(ctx, tx, p.ID, "account.unlinked."+key, ""); err != nil {
			return err
		}
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLink, letterUnlinked(s.site(p.Lang), p, name), letterLife)
	})
}
