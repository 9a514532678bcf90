package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// openApplication builds the room of applications, publishes the services that the program brings, and says what becomes of
// signatures under their documents.
func (a *App) openApplication(ctx context.Context) error {
	a.Application = application.New(application.Deps{
		DB: a.DB, Clock: a.Clock, Limits: a.limits, Files: a.files, Scanner: a.scanner, Unscanned: a.Config.unscanned(), Jobs: a.Jobs,
		Applicants: applicants{a}, Authority: authority{a}, Signatures: sheets{a},
		Receipts: seals{a}, People: correspondents{a}, Letters: bell{a}, Calendar: a.Fact, Site: a.Site, Foundation: a.Site.Operator,
		Arriving: a.arrive, Returning: a.returnToDesk,
		Installed: form.Installation{
			Effects:    slices.Sorted(maps.Keys(a.effects())),
			Admissions: []string{string(admission.Participant), string(admission.Partner)},
		},
	})
	a.Signature.Use(signature.Use{Purpose: application.PurposeSign, Judge: a.askAboutSigner, Receive: a.receiveApplication})
	a.openReview()
	services := [][]byte{membership.Join(), membership.Leave()}
	if a.Site.Trial { // what a foundation asks its members for again and again, and of experts, it decides itself
		services = append(services, staff.ExpertService(), membership.Confirm())
	}
	for _, brought := range services {
		if err := a.Application.Bring(ctx, brought); err != nil {
			return err
		}
	}
	return nil
}

// askAboutSigner asks about the power of attorney of whoever signs, before the signature is kept.
func (a *App) askAboutSigner(ctx context.Context, r signature.Request) error {
	return a.Application.Ask(ctx, r.Subject, r.Person)
}

func (a *App) receiveApplication(ctx context.Context, tx *sqldb.Tx, s signature.Signed) error {
	content, err := a.signedBytes(ctx, s)
	if err != nil {
		return err
	}
	h := holderOf(s.Certificate)
	return a.Application.Receive(ctx, tx, application.Arrived{
		Signature: s.ID, Paper: s.Request.Subject, Person: s.Request.Person, Content: content, At: s.Request.Signed,
		Holder: application.Holder{
			INN: string(h.INN), OGRN: string(h.OGRN), OGRNIP: string(h.OGRNIP), PersonINN: string(h.PersonINN), SNILS: string(h.SNILS),
			Surname: h.Surname, Given: h.Given, Patronymic: h.Middle,
		},
	})
}

// applicants is what package application knows of those who apply.
type applicants struct{ app *App }

// cabinet returns the cabinet of an applicant and its entry of the register; the entry is empty when the register has none.
func (p applicants) cabinet(ctx context.Context, q sqldb.Querier, a application.Applicant) (organisation.Cabinet, fact.Entry, error) {
	c, err := p.app.Organisation.Cabinet(ctx, q, a.Organisation)
	if err != nil {
		return organisation.Cabinet{}, fact.Entry{}, err
	}
	e, err := p.app.Fact.Entry(ctx, q, c.OGRN)
	if errors.Is(err, fact.ErrNotFound) {
		return c, fact.Entry{}, nil
	}
	return c, e, err
}

// Prepares implements [application.Applicants].
func (p applicants) Prepares(ctx context.Context, q sqldb.Querier, who actor.PersonID, inn string) (bool, error) {
	return p.app.Organisation.Prepares(ctx, q, who, inn)
}

// prepared is what the register says of the ИНН of an organisation that has no account yet; empty when it says nothing.
func (p applicants) prepared(ctx context.Context, q sqldb.Querier, inn string) (fact.Entry, error) {
	list, err := p.app.Fact.Entries(ctx, q, inn)
	if err != nil || len(list) == 0 {
		return fact.Entry{}, err
	}
	return list[0], nil
}

// partyOf names an applicant by its entry of the register.
func partyOf(e fact.Entry, inn string) application.Party {
	party := application.Party{Kind: document.LegalEntity, Name: inn, INN: inn}
	if len(inn) == 12 { // ИНН of a person (приказ ФНС № ЕД-7-14/559)
		party.Kind = document.Proprietor
	}
	if r := e.Record; r != nil {
		party.Name, party.FullName, party.OGRN, party.KPP, party.Address = r.Title(), r.Name.Full, r.OGRN, r.KPP, r.Address.Line()
	}
	return party
}

// Party implements [application.Applicants].
func (p applicants) Party(ctx context.Context, q sqldb.Querier, a application.Applicant) (application.Party, error) {
	if a.Prepared != "" {
		e, err := p.prepared(ctx, q, a.Prepared)
		return partyOf(e, a.Prepared), err
	}
	if a.Organisation == "" {
		return p.person(ctx, q, a.Person)
	}
	c, e, err := p.cabinet(ctx, q, a)
	if err != nil {
		return application.Party{}, err
	}
	party := application.Party{Kind: document.LegalEntity, Name: c.Name, INN: c.INN, OGRN: c.OGRN, KPP: string(c.KPP)}
	if c.Proprietor() {
		party.Kind, party.KPP = document.Proprietor, ""
	}
	if r := e.Record; r != nil {
		party.Name, party.FullName, party.Address = r.Title(), r.Name.Full, r.Address.Line()
		if r.KPP != "" {
			party.KPP = r.KPP
		}
	}
	return party, nil
}

// person names a person who applies for themselves, and says nothing else of them: what a service needs, it asks for. Whose account was
// deleted has no name here any more; the documents that were sent are kept as they were.
func (p applicants) person(ctx context.Context, q sqldb.Querier, who actor.PersonID) (application.Party, error) {
	party := application.Party{Kind: document.Individual, Name: "Учётная запись удалена"}
	name, err := p.app.Account.NameOf(ctx, q, who)
	if name != "" {
		party.Name = name
	}
	return party, err
}

// Standings implements [application.Applicants].
func (p applicants) Standings(ctx context.Context, q sqldb.Querier, who actor.PersonID) (list []form.Standing, err error) {
	profiles, err := p.app.Organisation.Profiles(ctx, q, who, 0)
	if err != nil {
		return nil, err
	}
	for _, one := range profiles {
		standing, err := p.app.standingOf(ctx, q, one.Cabinet.ID)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(list, standing) {
			list = append(list, standing)
		}
	}
	return list, nil
}

// Level implements [application.Applicants].
func (p applicants) Level(ctx context.Context, q sqldb.Querier, who actor.PersonID) (actor.Level, error) {
	person, err := p.app.Account.Person(ctx, q, who)
	return person.Level, err
}

// Standing implements [application.Applicants].
func (p applicants) Standing(ctx context.Context, q sqldb.Querier, a application.Applicant) (form.Standing, error) {
	switch {
	case a.Prepared != "":
		return form.Newcomer, nil
	case a.Organisation == "":
		return form.Visitor, nil
	}
	return p.app.standingOf(ctx, q, a.Organisation)
}

// Since implements [application.Applicants].
func (p applicants) Since(ctx context.Context, q sqldb.Querier, a application.Applicant) (workdays.Date, error) {
	since, err := p.app.Membership.Since(ctx, q, a.Organisation)
	return dayOf(since), err
}

// dayOf is the day of a moment in Moscow; none for the zero time.
func dayOf(t time.Time) workdays.Date {
	if t.IsZero() {
		return workdays.Date{}
	}
	return workdays.DateOf(t.In(i18n.Moscow()))
}

// Members implements [application.Applicants].
func (p applicants) Members(ctx context.Context, q sqldb.Querier, after actor.OrganisationID, n int) ([]application.Member, error) {
	members, err := p.app.Membership.Following(ctx, q, after, n)
	list := make([]application.Member, len(members))
	for i, m := range members {
		list[i] = application.Member{Organisation: m.Organisation, Standing: form.Standing(m.Status), Since: dayOf(m.Since)}
	}
	return list, err
}

// mostTasked is of how many organisations of one person the tasks are looked for.
const mostTasked = 20

// Acting implements [application.Applicants].
func (p applicants) Acting(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]application.Applicant, error) {
	profiles, err := p.app.Organisation.Profiles(ctx, q, who, mostTasked)
	list := make([]application.Applicant, len(profiles))
	for i, profile := range profiles {
		list[i] = application.Applicant{Organisation: profile.Cabinet.ID, Person: who}
	}
	return list, err
}

// Sees implements [application.Applicants].
func (p applicants) Sees(ctx context.Context, q sqldb.Querier, who actor.PersonID, o actor.OrganisationID) (bool, error) {
	rights, err := p.app.Organisation.Rights(ctx, q, who, o)
	if errors.Is(err, organisation.ErrNoCabinet) {
		return false, nil
	}
	return slices.Contains(rights, actor.Draft), err
}

// Name implements [application.Applicants].
func (p applicants) Name(ctx context.Context, q sqldb.Querier, who actor.PersonID) (string, error) {
	return p.app.Account.NameOf(ctx, q, who)
}

// Registered implements [application.Applicants].
func (p applicants) Registered(ctx context.Context, q sqldb.Querier, inn string) (i18n.Text, error) {
	if _, err := number.ParseINN(inn); err != nil {
		return i18n.Text{}, nil //nolint:nilerr // what is no ИНН is said at the field
	}
	list, err := p.app.Fact.Entries(ctx, q, inn)
	if err != nil || len(list) == 0 {
		return i18n.Text{}, err
	}
	e := list[0]
	label := e.SourceLabel()
	return i18n.F("По реестру: %s, %s (%s, на %s).", "By the register: %s, %s (%s, as of %s).").
		With(e.Title(), statusWords(e), label, i18n.Date(e.Confirmed.Start())), nil
}

// Given implements [application.Applicants].
func (p applicants) Given(ctx context.Context, q sqldb.Querier, a application.Applicant, filler actor.PersonID) (form.Given, error) {
	given := form.Given{}
	person, err := p.app.Account.Person(ctx, q, filler)
	if err != nil {
		return nil, err
	}
	put(given, "person.name", person.Name.Full(), sourceAccount)
	put(given, "person.email", string(person.Email), sourceAccount)
	put(given, "person.phone", string(person.Phone), sourceAccount)
	if person.Level >= actor.Standard && person.SNILS != "" {
		put(given, "person.snils", number.SNILS(person.SNILS).String(), sourceAccount)
	}
	if a.Prepared != "" {
		e, err := p.prepared(ctx, q, a.Prepared)
		if err == nil && e.Record != nil {
			fromRecord(given, e, workdays.DateOf(p.app.Clock.Now()))
		}
		return given, err
	}
	if a.Organisation == "" {
		return given, nil
	}
	c, e, err := p.cabinet(ctx, q, a)
	if err != nil {
		return nil, err
	}
	put(given, "cabinet.email", c.Email, sourceCabinet)
	put(given, "cabinet.phone", string(c.Phone), sourceCabinet)
	put(given, "cabinet.kpp", string(c.KPP), sourceCabinet)
	if e.Record != nil {
		fromRecord(given, e, workdays.DateOf(p.app.Clock.Now()))
	}
	return given, nil
}

var (
	sourceAccount = form.Text{RU: "учётная запись", EN: "the account"}
	sourceCabinet = form.Text{RU: "кабинет организации", EN: "the organisation account"}
)

// put notes a fact that somebody has stated; an empty one is left out.
func put(g form.Given, name, value string, source form.Text) {
	if value != "" {
		g[name] = form.Fact{State: rule.Known, Value: value, Source: source}
	}
}

// fromRecord notes what the register says. What it hides is restricted, and what waits for a second person is not taken (T22).
func fromRecord(g form.Given, e fact.Entry, on workdays.Date) {
	if e.Waiting {
		return
	}
	label := e.SourceLabel()
	source := form.Text{RU: label.In(i18n.Russian), EN: label.In(i18n.English)}
	note := func(name, value string) {
		if value != "" {
			g[name] = form.Fact{State: rule.Known, Value: value, Source: source, AsOf: e.Confirmed}
		}
	}
	kind, full := "organisation", e.Name.Full
	if e.Register == egr.Entrepreneurs {
		kind, full = "proprietor", e.Title()
	}
	note("egr.name", e.Title())
	note("egr.full_name", full)
	note("egr.inn", e.INN)
	note("egr.ogrn", e.OGRN)
	note("egr.kpp", e.KPP)
	note("egr.kind", kind)
	note("egr.status", statusWords(e))
	if e.Address != nil {
		note("egr.address", e.Address.Line())
	}
	region, _ := e.Region()
	note("egr.region", region)
	if !e.Registered.IsZero() {
		note("egr.registered", e.Registered.String())
	}
	acting := e.Acting(on)
	if acting.Mode == egr.ModeRestricted {
		g["egr.head"] = form.Fact{State: rule.Restricted, Source: source, AsOf: e.Confirmed}
	} else {
		note("egr.head", headWords(acting))
	}
	note("egr.okved_main", strings.TrimSpace(e.Main.Code+" "+e.Main.Name))
	codes := []string{}
	for _, activity := range append([]egr.Activity{e.Main}, e.Other...) {
		if activity.Code != "" {
			codes = append(codes, activity.Code)
		}
	}
	note("egr.okved", strings.Join(codes, ", "))
}

func statusWords(e fact.Entry) string {
	if len(e.Statuses) == 0 && e.Ceased == nil {
		return "действует"
	}
	words := []string{}
	for _, s := range e.Statuses {
		words = append(words, s.Name)
	}
	if e.Ceased != nil {
		words = append(words, e.Ceased.Name)
	}
	return strings.Join(words, "; ")
}

// headWords names who acts: «Смирнова Анна Петровна, генеральный директор».
func headWords(a egr.Acting) string {
	words := []string{}
	for _, h := range a.Heads {
		name := h.Person.Full()
		if h.Post != "" {
			name += ", " + strings.ToLower(h.Post)
		}
		words = append(words, name)
	}
	for _, m := range a.Managers {
		words = append(words, m.Party.Name)
	}
	return strings.Join(words, "; ")
}

// correspondents tells package application where letters go.
type correspondents struct{ app *App }

// Addressee implements [application.People].
func (p correspondents) Addressee(ctx context.Context, q sqldb.Querier, who actor.PersonID) (application.Addressee, error) {
	person, err := p.app.Account.Person(ctx, q, who)
	return application.Addressee{Email: string(person.Email), Lang: person.Lang, Greeting: person.Name.Addressed()}, err
}

// seals seals what has happened to applications.
type seals struct{ app *App }

// Issue implements [application.Receipts].
func (p seals) Issue(ctx context.Context, tx *sqldb.Tx, r application.Receipt) (string, error) {
	in := evidence.ReceiptInput{
		Kind: evidence.Kind(r.Kind), Matter: string(r.Application), Number: r.Number, Subject: evidenceSubject(r), Text: r.Text, Received: r.At,
	}
	for _, d := range r.Documents {
		in.Documents = append(in.Documents, evidence.DigestOf(d.Role, d.Name, d.Media, d.Content))
	}
	for _, id := range r.Signatures {
		message, certificate, err := p.app.Signature.Kept(ctx, tx, id)
		if err != nil {
			return "", err
		}
		d := evidence.DigestOf("", "", "", message)
		in.Signatures = append(in.Signatures, evidence.Signature{SHA256: d.SHA256, Streebog: d.Streebog, Certificate: certificate})
	}
	issued, err := p.app.Evidence.Issue(ctx, tx, in)
	return issued.ID, err
}

// ReceiptFile implements [application.Receipts].
func (p seals) ReceiptFile(ctx context.Context, q sqldb.Querier, id actor.CaseID, receipt string) (application.File, error) {
	list, err := p.app.Evidence.OfMatter(ctx, q, string(id))
	if err != nil {
		return application.File{}, err
	}
	for _, r := range list {
		if receipt == "" || r.ID == receipt {
			d := r.Download()
			return application.File{Name: d.Name, Media: d.MediaType, Content: d.Content}, nil
		}
	}
	return application.File{}, application.ErrNoApplication
}

func evidenceSubject(r application.Receipt) evidence.Subject {
	s := evidence.Subject{ID: string(r.Applicant.Organisation), Kind: evidence.Organisation, INN: number.INN(r.Party.INN)}
	switch r.Party.Kind {
	case document.Individual:
		return evidence.Subject{ID: string(r.Applicant.Person), Kind: evidence.Person}
	case document.Proprietor:
		s.Kind, s.OGRNIP = evidence.Proprietor, number.OGRNIP(r.Party.OGRN)
	case document.LegalEntity:
		s.OGRN = number.OGRN(r.Party.OGRN)
	}
	return s
}

// cases are what a person did with applications.
type cases struct{ app *App }

// Holds implements [account.Room].
func (c cases) Holds(ctx context.Context, q sqldb.Querier, who account.Subject) ([]account.Part, error) {
	held, err := c.app.Application.HeldAbout(ctx, q, who.Person)
	if err != nil {
		return nil, err
	}
	views, err := c.app.Review.HeldAbout(ctx, q, who.Person)
	return []account.Part{{Name: "applications", Data: held}, {Name: "views-of-applications", Data: views}}, err
}

// Forget implements [account.Room].
func (c cases) Forget(ctx context.Context, tx *sqldb.Tx, who account.Subject) error {
	if err := c.app.Review.Forget(ctx, tx, who.Person); err != nil {
		return err
	}
	return c.app.Application.Forget(ctx, tx, who.Person)
}
