package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/rulang/fullname"
	"github.com/klaster-platform/klaster/workdays"
)

// The purposes of signatures: signing in as a person, and opening a cabinet by somebody who is signed in.
const (
	signIn  signature.Purpose = "account.login"
	signOrg signature.Purpose = "organisation.login"
)

// loginHolds is how long a signed sign-in opens a cabinet.
const loginHolds = time.Hour

// openOrganisation builds the room of cabinets and says what becomes of the signatures that it and sign-ins ask for.
func (a *App) openOrganisation(key []byte) error {
	powers, err := a.powers()
	if err != nil {
		return err
	}
	a.Organisation = organisation.New(organisation.Deps{
		DB: a.DB, Clock: a.Clock, Limits: a.limits, Letters: bell{a}, Jobs: a.Jobs, People: humans{a.Account}, Registers: registers{a},
		Signatures: papers{a}, Logins: papers{a}, Facts: organisationFacts{a}, Drafts: drafts{a}, Overview: overview{a}, Staff: deskStaff{a}, Key: key, Site: a.Site, Config: a.Config.Organisation,
		Files: a.files, PowerSignatures: papers{a}, PowerRegistry: powers.registry, Codes: powers.codes, PersonalSigns: powers.personal,
	})
	nothing := func(context.Context, *sqldb.Tx, signature.Signed) error { return nil }
	a.Signature.Use(signature.Use{Purpose: signIn, Login: true, Receive: nothing, Finish: a.signedIn})
	a.Signature.Use(signature.Use{Purpose: signOrg, Login: true, Receive: nothing})
	a.Signature.Use(signature.Use{
		Purpose: organisation.PurposeGrant,
		Receive: func(ctx context.Context, tx *sqldb.Tx, s signature.Signed) error {
			content, err := a.signedBytes(ctx, s)
			if err != nil {
				return err
			}
			return a.Organisation.ReceiveGrant(ctx, tx, organisation.Signed{
				ID: s.ID, Reference: s.Request.Subject, Person: s.Request.Person, Content: content,
				Holder: holderOf(s.Certificate), Certificate: certificateOf(s.Certificate), At: s.Request.Signed,
			})
		},
	})
	return nil
}

func (a *App) signedBytes(ctx context.Context, s signature.Signed) ([]byte, error) {
	f, err := a.Signature.Bytes(ctx, s.Request)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was read
	return io.ReadAll(f)
}

// holderOf is whom a certificate names, as package organisation knows it. The attribute givenName holds the name and the
// patronymic together (приказ ФСБ России № 795).
func holderOf(c *cert.Certificate) organisation.Holder {
	is := c.Identity()
	given, middle := fullname.Split(c.Subject.Text(cert.OIDGivenName))
	return organisation.Holder{
		INN: ruid.INN(is.INN), OGRN: ruid.OGRN(is.OGRN), OGRNIP: ruid.OGRNIP(is.OGRNIP), PersonINN: ruid.INN(is.INNPerson), SNILS: ruid.SNILS(is.SNILS),
		Surname: c.Subject.Text(cert.OIDSurname), Given: given, Middle: middle,
	}
}

func certificateOf(c *cert.Certificate) organisation.Certificate {
	sum := c.SHA256()
	return organisation.Certificate{
		SHA256: hex.EncodeToString(sum[:]), Serial: c.SerialHex(), Holder: c.Subject.Text(cert.OIDCommonName), Issuer: c.Issuer.Text(cert.OIDCommonName),
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, Trial: c.Trial(),
	}
}

// signedIn ends a sign-in by signature: the errand that began it goes on in the same browser.
func (a *App) signedIn(w http.ResponseWriter, r *http.Request, s signature.Signed) error {
	return a.Account.Return(w, r, connector.CertificateKey, url.Values{"state": {s.Request.Subject}, "code": {s.Request.ID}})
}

// certificates is the way in by a signature, between package account and package signature.
type certificates struct{ app *App }

// Available implements [connector.CertificateSigner]. A list that cannot be asked for is none.
func (c certificates) Available() bool {
	ready, err := c.app.Signature.CanJudge(context.Background())
	return ready && err == nil
}

// BeginLogin implements [connector.CertificateSigner].
func (c certificates) BeginLogin(w http.ResponseWriter, r *http.Request, e connector.Errand) (path string, err error) {
	browser := c.app.Signature.Browser(w, r)
	err = c.app.DB.Update(r.Context(), func(tx *sqldb.Tx) error {
		asked, err := c.app.Signature.Ask(r.Context(), tx, signature.Ask{
			Purpose: signIn, Subject: e.State, Title: titleSignIn, Browser: browser, Back: "/login",
		})
		path = asked.Path()
		return err
	})
	return path, err
}

// FinishLogin implements [connector.CertificateSigner]. The state belongs to the secret of the browser's cookie, so a request that
// was signed in another browser is none of this errand's.
func (c certificates) FinishLogin(ctx context.Context, e connector.Errand, answer url.Values) (connector.Identity, error) {
	login, err := c.app.Signature.LoginFor(ctx, answer.Get("code"), signIn, e.State)
	if errors.Is(err, signature.ErrNoRequest) {
		return connector.Identity{}, fmt.Errorf("%w: nothing was signed for it", connector.ErrAnswer)
	}
	if err != nil {
		return connector.Identity{}, err
	}
	holder := holderOf(login.Certificate)
	if holder.SNILS == "" {
		return connector.Identity{}, organisation.ErrNoHolderSNILS
	}
	return connector.Identity{
		Subject: string(holder.SNILS), Level: actor.Full, Proved: login.At, Surname: titled(holder.Surname), Given: titled(holder.Given),
		Patronymic: titled(holder.Middle), SNILS: string(holder.SNILS),
	}, nil
}

// titled writes a name that a certificate has in capitals as people write it.
func titled(name string) string {
	if name != strings.ToUpper(name) {
		return name
	}
	start := true
	return strings.Map(func(r rune) rune {
		s := string(r)
		if !start {
			s = strings.ToLower(s)
		}
		start = r == ' ' || r == '-'
		return []rune(s)[0]
	}, name)
}

// papers is where package organisation has its documents signed.
type papers struct{ app *App }

// Login implements [organisation.Logins].
func (p papers) Login(ctx context.Context, r *http.Request) (organisation.Login, error) {
	login, err := p.app.Signature.LatestLogin(ctx, p.app.Signature.Caller(r), p.app.Clock.Now().Add(-loginHolds))
	if errors.Is(err, signature.ErrNoRequest) {
		return organisation.Login{}, organisation.ErrNoLogin
	}
	if err != nil {
		return organisation.Login{}, err
	}
	return loginOf(login), nil
}

func loginOf(l signature.SignedLogin) organisation.Login {
	return organisation.Login{ID: l.Request.ID, Holder: holderOf(l.Certificate), Certificate: certificateOf(l.Certificate), At: l.At}
}

// AskLogin implements [organisation.Logins].
func (p papers) AskLogin(ctx context.Context, w http.ResponseWriter, r *http.Request, next string) (path string, err error) {
	browser := p.app.Signature.Browser(w, r)
	err = p.app.DB.Update(ctx, func(tx *sqldb.Tx) error {
		asked, err := p.app.Signature.Ask(ctx, tx, signature.Ask{
			Purpose: signOrg, Person: actor.From(ctx).Person, Title: titleSignOrg, Browser: browser, Back: "/organisations", Next: next,
		})
		path = asked.Path()
		return err
	})
	return path, err
}

// Freeze implements [organisation.Signatures].
func (p papers) Freeze(ctx context.Context, content []byte) (string, error) {
	ref, err := p.app.Signature.Freeze(ctx, bytes.NewReader(content))
	return ref.String(), err
}

// Ask implements [organisation.Signatures].
func (p papers) Ask(ctx context.Context, tx *sqldb.Tx, d organisation.Document) (path string, err error) {
	ref, err := blob.ParseRef(d.Frozen)
	if err != nil {
		return "", fmt.Errorf("read what was frozen: %w", err)
	}
	asked, err := p.app.Signature.Ask(ctx, tx, signature.Ask{
		Purpose: organisation.PurposeGrant, Person: actor.From(ctx).Person, Subject: d.Reference, Title: d.Title, Name: d.Name, Media: "text/plain; charset=utf-8",
		Document: ref, Holder: signature.Holder{SNILS: number.SNILS(d.Holder), INN: number.INN(d.INN)}, Back: d.Back, Next: d.Next, Life: organisation.SignWithin,
	})
	return asked.Path(), err
}

// Unsigned implements [organisation.Signatures].
func (p papers) Unsigned(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]organisation.Unsigned, error) {
	requests, err := p.app.Signature.Unsigned(ctx, q, who)
	list := make([]organisation.Unsigned, len(requests))
	for i, r := range requests {
		list[i] = organisation.Unsigned{Title: r.Title, INN: ruid.INN(r.Holder.INN), URL: r.Path(), Until: r.Expires}
	}
	return list, err
}

// Kept implements [organisation.Signatures].
func (p papers) Kept(ctx context.Context, id string) (organisation.Kept, error) {
	paper, err := p.app.Signature.Paper(ctx, id)
	if errors.Is(err, signature.ErrNoRequest) {
		return organisation.Kept{}, organisation.ErrNoPaper
	}
	if err != nil {
		return organisation.Kept{}, err
	}
	k := organisation.Kept{
		Title: paper.Request.Title, Name: paper.Request.Name, Person: paper.Request.Person, At: paper.At, Login: paper.Request.Login(),
		Content: paper.Content, Message: paper.Message,
	}
	if paper.Certificate != nil {
		k.Certificate = certificateOf(paper.Certificate)
		h := holderOf(paper.Certificate)
		k.Signer = strings.Join(strings.Fields(strings.Join([]string{titled(h.Surname), titled(h.Given), titled(h.Middle)}, " ")), " ")
	}
	return k, nil
}

var (
	titleSignIn  = i18n.M("Вход по электронной подписи", "Sign in with an electronic signature")
	titleSignOrg = i18n.M("Вход в кабинет организации", "Enter the organisation account")
)

// registers is what package organisation reads of the state registers.
type registers struct{ app *App }

// ByOGRN implements [organisation.Registers].
func (g registers) ByOGRN(ctx context.Context, ogrn string) (k organisation.Known, err error) {
	err = g.app.DB.View(ctx, func(q sqldb.Querier) error {
		e, err := g.app.Fact.Entry(ctx, q, ogrn)
		k = knownOf(e)
		return err
	})
	if errors.Is(err, fact.ErrNotFound) {
		return organisation.Known{}, organisation.ErrUnknownSubject
	}
	return k, err
}

// ByOGRNOn implements [organisation.Registers].
func (g registers) ByOGRNOn(ctx context.Context, ogrn string, on workdays.Date) (k organisation.Known, err error) {
	err = g.app.DB.View(ctx, func(q sqldb.Querier) error {
		e, err := g.app.Fact.EntryOn(ctx, q, ogrn, on)
		k = knownOf(e)
		return err
	})
	if errors.Is(err, fact.ErrNotFound) {
		return organisation.Known{}, organisation.ErrUnknownSubject
	}
	return k, err
}

// ByINN implements [organisation.Registers].
func (g registers) ByINN(ctx context.Context, inn string) (list []organisation.Known, err error) {
	err = g.app.DB.View(ctx, func(q sqldb.Querier) error {
		entries, err := g.app.Fact.Entries(ctx, q, inn)
		for _, e := range entries {
			list = append(list, knownOf(e))
		}
		return err
	})
	return list, err
}

// knownOf says how far an entry can be relied upon for who acts: what is not the register's own word, or waits for a second person,
// counts as unknown (T11, T22).
func knownOf(e fact.Entry) organisation.Known {
	k := organisation.Known{Record: e.Record, Source: e.SourceLabel(), AsOf: e.Confirmed}
	if !e.Source.Official() || e.Waiting {
		k.AsOf = workdays.Date{}
	}
	return k
}

// drafts are the applications that somebody prepares before the account of the organisation is open.
type drafts struct{ app *App }

// Prepared implements [organisation.Drafts].
func (d drafts) Prepared(ctx context.Context, q sqldb.Querier, p actor.PersonID, inn string) (list []organisation.Draft, err error) {
	all, err := d.app.Application.PreparedDrafts(ctx, q, p, inn)
	for _, one := range all {
		draft := organisation.Draft{Service: one.Service, Title: i18n.Raw(one.Title.RU, one.Title.EN), Begin: application.PathOwn}
		if one.Draft != "" {
			draft.URL = application.PathOwn + "/" + string(one.Draft)
		}
		list = append(list, draft)
	}
	return list, err
}

// Adopt implements [organisation.Drafts].
func (d drafts) Adopt(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, inn string, cabinet actor.OrganisationID) error {
	return d.app.Application.Adopt(ctx, tx, p, inn, cabinet)
}

// Forget implements [organisation.Drafts].
func (d drafts) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, inn string) error {
	return d.app.Application.ForgetPrepared(ctx, tx, p, inn)
}

// overview is what the first page of an organisation's account says of its status and its applications.
type overview struct{ app *App }

// Overview implements [organisation.Overview].
func (o overview) Overview(ctx context.Context, q sqldb.Querier, c organisation.Cabinet) ([]web.Task, error) {
	status, err := o.app.Membership.Glance(ctx, q, c.ID, c.Path()+"/status")
	if err != nil {
		return nil, err
	}
	list, err := o.app.Application.Glance(ctx, q, application.Applicant{Organisation: c.ID})
	return append([]web.Task{status}, list...), err
}

// organisationFacts keeps what organisations say of themselves, and watches those that have a cabinet.
type organisationFacts struct{ app *App }

func subjectOf(c organisation.Cabinet) fact.Subject { return fact.Subject{INN: c.INN, OGRN: c.OGRN} }

// Watch implements [organisation.Facts].
func (f organisationFacts) Watch(ctx context.Context, tx *sqldb.Tx, c organisation.Cabinet) error {
	if err := f.app.Fact.Watch(ctx, tx, subjectOf(c)); err != nil {
		return err
	}
	return f.app.Membership.Consider(ctx, tx, c.ID) // a cabinet that opens may make a partner of its organisation
}

// NotSuspended implements [organisation.Facts].
func (f organisationFacts) NotSuspended(ctx context.Context, tx *sqldb.Tx, c organisation.Cabinet, by actor.PersonID) error {
	return f.app.Fact.Declare(ctx, tx, subjectOf(c), by, fact.KindSuspension, fact.No)
}

// registerChanged is what the cabinets do when a change of a register stands.
func (a *App) registerChanged(ctx context.Context, tx *sqldb.Tx, c fact.Change) error {
	if err := a.Organisation.Changed(ctx, tx, c.Subject.OGRN); err != nil {
		return err
	}
	if err := a.Membership.Changed(ctx, tx, c.Subject.OGRN); err != nil {
		return err
	}
	return a.Partner.Changed(ctx, tx, c.Subject.OGRN)
}

// humans shows package organisation the accounts of package account.
type humans struct{ accounts *account.Module }

// Human implements [organisation.People].
func (h humans) Human(ctx context.Context, q sqldb.Querier, who actor.PersonID) (organisation.Human, error) {
	p, err := h.accounts.Person(ctx, q, who)
	if err != nil {
		return organisation.Human{}, err
	}
	return organisation.Human{
		ID: p.ID, Name: p.Name.Full(), Greeting: p.Name.Addressed(), SNILS: p.SNILS, Known: p.Identified, Level: p.Level, Email: string(p.Email),
		Lang: p.Lang, Locked: p.Locked,
	}, nil
}

// WithSNILS implements [organisation.People].
func (h humans) WithSNILS(ctx context.Context, q sqldb.Querier, n ruid.SNILS) (actor.PersonID, error) {
	return h.accounts.WithSNILS(ctx, q, n)
}

// Vouch implements [organisation.People].
func (h humans) Vouch(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, holder organisation.Holder, reference string) (review bool, err error) {
	st, err := h.accounts.Raise(ctx, tx, who, actor.Full, account.Vouch{
		Source: account.ByCertificate, Reference: reference,
		Identity: account.Identity{
			Name: account.Name{Surname: titled(holder.Surname), Given: titled(holder.Given), Patronymic: titled(holder.Middle)}, SNILS: holder.SNILS,
		},
	})
	return st.Review, err
}

// EndSessions implements [organisation.People].
func (h humans) EndSessions(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, why string) error {
	return h.accounts.EndAll(ctx, tx, who, why)
}

// cabinets is what package organisation stores about a person.
type cabinets struct{ app *App }

// Holds implements [account.Room].
func (c cabinets) Holds(ctx context.Context, q sqldb.Querier, who account.Subject) ([]account.Part, error) {
	held, err := c.app.Organisation.HeldAbout(ctx, q, who.Person)
	return []account.Part{{Name: "organisations", Data: held}}, err
}

// Forget implements [account.Room].
func (c cabinets) Forget(ctx context.Context, tx *sqldb.Tx, who account.Subject) error {
	return c.app.Organisation.Forget(ctx, tx, who.Person)
}
