package app

import (
	"bytes"
	"context"
	"errors"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// decideOnMember is the purpose of signatures under decisions about members.
const decideOnMember signature.Purpose = "membership.decide"

// openMembership builds the room of statuses.
func (a *App) openMembership() {
	a.Membership = membership.New(membership.Deps{
		DB: a.DB, Clock: a.Clock, Limits: a.limits, Jobs: a.Jobs, Organisations: memberCabinets{a}, Rules: memberRules{a}, Receipts: memberSeals{a},
		Signatures: memberPapers{a}, Services: memberServices{a}, Papers: memberPapers{a}, Staff: deskStaff{a}, People: memberPeople{a}, Letters: bell{a}, Calendar: a.Fact, Site: a.Site, Told: capabilities{a}.Told,
		Samples: a.joinSamples(), Names: memberNames{a}, Alike: a.alike,
	})
	a.Signature.Use(signature.Use{Purpose: decideOnMember, Receive: a.receiveOnMember})
	a.Signature.OnRevoked(a.disproved)
}

// becomeParticipant is the effect «membership.participant»: what the granted application, as it was signed, makes public goes into the
// register.
func (a *App) becomeParticipant(ctx context.Context, tx *sqldb.Tx, d application.Decided) error {
	told, err := a.Application.Told(ctx, tx, d.Application)
	if err != nil {
		return err
	}
	return a.Membership.Grant(ctx, tx, grantOf(d, profileOf(told)))
}

// leaveCluster is the effect «membership.end»: the member has asked for the end itself.
func (a *App) leaveCluster(ctx context.Context, tx *sqldb.Tx, d application.Decided) error {
	return a.Membership.Leave(ctx, tx, grantOf(d, membership.Profile{}))
}

func grantOf(d application.Decided, p membership.Profile) membership.Grant {
	granted := d.Application
	return membership.Grant{
		Organisation: granted.Applicant.Organisation, Application: granted.ID, Number: granted.Number, Profile: p, By: d.Decision.FormedBy,
	}
}

// theDirections is the list of the directions of the cluster in the services that ask for them.
const theDirections = "directions"

func profileOf(told []application.Told) (p membership.Profile) {
	for _, t := range told {
		if t.Entry.Kind == form.Known {
			continue // the register has it, and newer
		}
		p.Entries = append(p.Entries, membership.Published{Key: t.Entry.Key, Label: rule.Text(t.Question.Label), Text: t.Entry.Text, Items: t.Entry.Items})
		if t.Question.List != theDirections {
			continue
		}
		for _, o := range t.Chosen {
			p.Directions = append(p.Directions, membership.Direction{Key: o.Key, Label: rule.Text(o.Label)})
		}
	}
	return p
}

// memberNames reads what was typed as a name of a member. Package partner is built later, so it is asked for when it is needed.
type memberNames struct{ app *App }

// Meant implements [membership.Names].
func (m memberNames) Meant(text string, most int) (readings, ogrns []string) {
	return m.app.Partner.Meant(text, most)
}

// memberCabinets shows package membership the cabinets.
type memberCabinets struct{ app *App }

// Organisation implements [membership.Organisations]. The name is the register's, where it has one.
func (m memberCabinets) Organisation(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (membership.Organisation, error) {
	c, e, err := applicants(m).cabinet(ctx, q, application.Applicant{Organisation: id})
	if err != nil {
		return membership.Organisation{}, err
	}
	o := membership.Organisation{ID: c.ID, OGRN: c.OGRN, INN: c.INN, Name: c.Name, Proprietor: c.Proprietor(), Email: c.Email}
	if e.Record != nil && e.Source.Official() && !e.Waiting {
		o.Name = e.Title()
	}
	if _, o.Disproved, err = m.app.Signature.Settled(ctx, q, []string{c.Signature}); err != nil {
		return membership.Organisation{}, err
	}
	signers, err := m.app.Organisation.Signers(ctx, q, id)
	for _, g := range signers {
		o.Signers = append(o.Signers, g.Person)
	}
	return o, err
}

// WithOGRN implements [membership.Organisations].
func (m memberCabinets) WithOGRN(ctx context.Context, q sqldb.Querier, ogrn string) (actor.OrganisationID, error) {
	c, err := m.app.Organisation.WithOGRN(ctx, q, ogrn)
	return c.ID, err
}

// memberRules judges for package membership.
type memberRules struct{ app *App }

// Judge implements [membership.Rules]. A cabinet opens only to a certificate that names its organisation (rules T10, T11), so that the
// numbers of the certificate are those of the cabinet.
func (m memberRules) Judge(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, on workdays.Date) (membership.Judgement, error) {
	c, err := m.app.Organisation.Cabinet(ctx, q, id)
	if err != nil {
		return membership.Judgement{}, err
	}
	subject := fact.Subject{INN: c.INN, OGRN: c.OGRN}
	identity := &admission.Identity{INN: c.INN, OGRN: c.OGRN, CertINN: c.INN, CertOGRN: c.OGRN, AsOf: on}
	a, err := m.app.Fact.Assess(ctx, q, subject, on, identity)
	if err != nil {
		return membership.Judgement{}, err
	}
	e, err := m.app.Fact.Entry(ctx, q, c.OGRN)
	if errors.Is(err, fact.ErrNotFound) {
		e, err = fact.Entry{}, nil
	}
	return m.judgement(a, e.Record, e.Source.Official() && !e.Waiting), err
}

// Look implements [membership.Rules]. Of several who bear an ИНН, one that is alive comes first.
func (m memberRules) Look(ctx context.Context, q sqldb.Querier, inn string, on workdays.Date) (membership.Found, error) {
	list, err := m.app.Fact.Entries(ctx, q, inn)
	if err != nil {
		return membership.Found{}, err
	}
	if len(list) == 0 {
		return membership.Found{}, membership.ErrUnknown
	}
	e := list[0]
	for i := range list {
		if list[i].Ceased == nil {
			e = list[i]
			break
		}
	}
	a, err := m.app.Fact.AssessOpen(ctx, q, fact.Subject{INN: e.INN, OGRN: e.OGRN}, on)
	if err != nil {
		return membership.Found{}, err
	}
	return membership.Found{Name: e.Title(), OGRN: e.OGRN, INN: e.INN, Judgement: m.judgement(a, e.Record, true)}, nil
}

// Directions implements [membership.Rules]: those of the form to join that is in force.
func (m memberRules) Directions(ctx context.Context, q sqldb.Querier) (list []membership.Direction, err error) {
	f, err := m.app.Application.Current(ctx, q, "join", workdays.DateOf(m.app.Clock.Now()))
	if errors.Is(err, application.ErrNoService) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	for _, l := range f.Lists {
		if l.Key != theDirections {
			continue
		}
		for _, o := range l.Options {
			list = append(list, membership.Direction{Key: o.Key, Label: rule.Text(o.Label)})
		}
	}
	return list, nil
}

// ruleOfLife is the rule that says whether an organisation has ceased.
const ruleOfLife = "R2"

// judgement puts an assessment into the words of package membership. sure says whether the register's word can be relied upon.
func (m memberRules) judgement(a admission.Assessment, r *egr.Record, sure bool) (j membership.Judgement) {
	j.Outcome = a.Outcome
	if r != nil && sure {
		if p, ok := admission.Route(r); ok {
			j.Status = membership.Status(p)
		}
		j.Region, _ = r.Region()
	}
	for i := range a.Verdicts {
		v := &a.Verdicts[i]
		one := membership.Verdict{
			Rule: v.Rule, Version: v.Version, Outcome: v.Outcome.String(), Title: v.Title, Text: v.Text, Remedy: v.Remedy, Clause: v.Clause,
		}
		if v.Effective != v.Outcome {
			one.Effective = v.Effective.String()
		}
		one.Sources = m.sources(v.Used)
		j.Gone = j.Gone || v.Rule == ruleOfLife && v.Effective == rule.Fail
		j.Verdicts = append(j.Verdicts, one)
	}
	return j
}

// sources are where the facts of a verdict come from, each once with its latest day.
func (m memberRules) sources(used []rule.Evidence) (list []membership.Source) {
	for _, e := range used {
		if e.Source == "" || e.Source == admission.FromSystem {
			continue // what the program computed says nothing of its own
		}
		one := membership.Source{Label: m.app.Fact.SourceName(e.Source)}
		if e.AsOf != nil {
			one.AsOf = *e.AsOf
		}
		there := false
		for i := range list {
			if list[i].Label == one.Label {
				there = true
				if one.AsOf.After(list[i].AsOf) {
					list[i].AsOf = one.AsOf
				}
			}
		}
		if !there {
			list = append(list, one)
		}
	}
	return list
}

// memberSeals seals what happens to statuses.
type memberSeals struct{ app *App }

// Issue implements [membership.Receipts]. Whatever is sealed has changed the status, so those who search hear of it as well.
func (m memberSeals) Issue(ctx context.Context, tx *sqldb.Tx, r membership.Receipt) (string, error) {
	in := evidence.ReceiptInput{
		Kind: evidence.Kind(r.Kind), Matter: r.Matter, Number: r.Number, Text: r.Text, Received: r.At,
		Subject: evidence.Subject{ID: string(r.Organisation.ID), Kind: evidence.Organisation, INN: number.INN(r.Organisation.INN), OGRN: number.OGRN(r.Organisation.OGRN)},
	}
	if r.Organisation.Proprietor {
		in.Subject.Kind, in.Subject.OGRN, in.Subject.OGRNIP = evidence.Proprietor, "", number.OGRNIP(r.Organisation.OGRN)
	}
	if r.Decision != nil {
		in.Documents = []evidence.Document{evidence.DigestOf("decision", "decision-"+r.Number+".txt", "text/plain", r.Decision)}
		message, certificate, err := m.app.Signature.Kept(ctx, tx, r.Signature)
		if err != nil {
			return "", err
		}
		d := evidence.DigestOf("", "", "", message)
		in.Signatures = []evidence.Signature{{SHA256: d.SHA256, Streebog: d.Streebog, Certificate: certificate}}
	}
	issued, err := m.app.Evidence.Issue(ctx, tx, in)
	if err != nil {
		return "", err
	}
	return issued.ID, m.app.Partner.Changed(ctx, tx, r.Organisation.OGRN)
}

// memberPapers is where package membership has its decisions signed.
type memberPapers struct{ app *App }

// Freeze implements [membership.Signatures].
func (m memberPapers) Freeze(ctx context.Context, content []byte) (string, error) {
	ref, err := m.app.Signature.Freeze(ctx, bytes.NewReader(content))
	return ref.String(), err
}

// Ask implements [membership.Signatures].
func (m memberPapers) Ask(ctx context.Context, tx *sqldb.Tx, d membership.Ask) (string, error) {
	ref, err := blob.ParseRef(d.Document)
	if err != nil {
		return "", err
	}
	person, err := m.app.Account.Person(ctx, tx, d.Person)
	if err != nil {
		return "", err
	}
	asked, err := m.app.Signature.Ask(ctx, tx, signature.Ask{
		Purpose: decideOnMember, Person: d.Person, Subject: d.Decision, Title: d.Title, Name: d.Name, Media: "text/plain; charset=utf-8", Document: ref,
		Holder: signature.Holder{SNILS: number.SNILS(person.SNILS)}, Back: d.Back, Next: d.Next,
	})
	return asked.Path(), err
}

// Withdraw implements [membership.Signatures].
func (m memberPapers) Withdraw(ctx context.Context, tx *sqldb.Tx, decision string) error {
	return m.app.Signature.WithdrawAll(ctx, tx, decideOnMember, decision)
}

func (a *App) receiveOnMember(ctx context.Context, tx *sqldb.Tx, s signature.Signed) error {
	content, err := a.signedBytes(ctx, s)
	if err != nil {
		return err
	}
	person, err := a.Account.Person(ctx, tx, s.Request.Person)
	if err != nil {
		return err
	}
	return a.Membership.Receive(ctx, tx, membership.Arrived{
		Signature: s.ID, Decision: s.Request.Subject, Person: s.Request.Person, Content: content,
		Own: ownSignature(person, ruid.SNILS(holderOf(s.Certificate).SNILS)),
	})
}

// memberPeople tells package membership where letters go.
type memberPeople struct{ app *App }

// Addressee implements [membership.People].
func (m memberPeople) Addressee(ctx context.Context, q sqldb.Querier, who actor.PersonID) (membership.Addressee, error) {
	to, err := correspondents(m).Addressee(ctx, q, who)
	return membership.Addressee{Email: to.Email, Greeting: to.Greeting, Lang: to.Lang}, err
}

// statuses are what a person did about statuses.
type statuses struct{ app *App }

// Holds implements [account.Room].
func (s statuses) Holds(ctx context.Context, q sqldb.Querier, who account.Subject) ([]account.Part, error) {
	held, err := s.app.Membership.HeldAbout(ctx, q, who.Person)
	return []account.Part{{Name: "statuses", Data: held}}, err
}

// Forget implements [account.Room].
func (s statuses) Forget(ctx context.Context, tx *sqldb.Tx, who account.Subject) error {
	return s.app.Membership.Forget(ctx, tx, who.Person)
}

// suspended is an organisation whose status is suspended: no service names it, so that it is offered none.
const suspended form.Standing = "suspended"

// standingOf is what an organisation is to services.
func (a *App) standingOf(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (form.Standing, error) {
	status, stopped, err := a.Membership.Of(ctx, q, id)
	switch {
	case err != nil:
		return "", err
	case stopped:
		return suspended, nil
	case status == membership.NoStatus:
		return form.Newcomer, nil
	}
	return form.Standing(status), nil
}
