package app

import (
	"context"
	"strings"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// openReview builds the desk at which applications are decided.
func (a *App) openReview() {
	a.Review = review.New(review.Deps{
		DB: a.DB, Clock: a.Clock, Files: a.files, Applications: a.Application.Service, Assessor: assessor{a}, Office: reviewOffice{a.Staff, deskStaff{a}}, Signatures: rulings{a},
		Calendar: a.Fact, Effects: a.effects(), People: correspondents{a}, Letters: bell{a}, Foundation: a.Site.Operator, Site: a.Site,
	})
	a.Signature.Use(signature.Use{Purpose: review.Purpose, Judge: a.askBeforeDecision, Receive: a.receiveDecision})
	a.Signature.Use(signature.Use{Purpose: review.PurposeGroup, Judge: a.askBeforeDecision, Receive: a.receiveDecision})
}

// effects are what positive decisions bring about, by the name that services use.
func (a *App) effects() map[string]application.Effect {
	return map[string]application.Effect{"membership.participant": a.becomeParticipant, "membership.end": a.leaveCluster, "staff.expert": a.nominateExpert}
}

var errForPeople = fault.New(fault.Conflict, i18n.M(
	"Такое решение возможно только о человеке, а заявление подала организация. Исправьте услугу: просить о ней должны люди.",
	"Such a decision is about a person only, and an organisation has applied. Correct the service: its subject is person."))

// nominateExpert lays the role of an expert before the owners, for whom a decision speaks.
func (a *App) nominateExpert(ctx context.Context, tx *sqldb.Tx, d application.Decided) error {
	if d.Application.Applicant.Organisation != "" {
		return errForPeople
	}
	return a.Staff.Nominate(ctx, tx, d.Application.Applicant.Person, actor.Expert, d.Decision.FormedBy)
}

// arrive hands an application that is sent to the desk. It is called long after both rooms are built.
func (a *App) arrive(ctx context.Context, tx *sqldb.Tx, app application.Application) error {
	return a.Review.Arrive(ctx, tx, app)
}

// askBeforeDecision asks about the powers of attorney of those who signed the applications, before the official's signature is kept (T12).
func (a *App) askBeforeDecision(ctx context.Context, r signature.Request) error {
	if r.Purpose == review.PurposeGroup {
		return a.Review.AskGroupAgain(ctx, r.Subject)
	}
	return a.Review.AskAgain(ctx, r.Subject)
}

// returnToDesk hands an application back to the desk, when the applicant has answered or complained.
func (a *App) returnToDesk(ctx context.Context, tx *sqldb.Tx, app application.Application) error {
	return a.Review.Return(ctx, tx, app)
}

func (a *App) receiveDecision(ctx context.Context, tx *sqldb.Tx, s signature.Signed) error {
	content, err := a.signedBytes(ctx, s)
	if err != nil {
		return err
	}
	person, err := a.Account.Person(ctx, tx, s.Request.Person)
	if err != nil {
		return err
	}
	h := holderOf(s.Certificate)
	receive := a.Review.Receive
	if s.Request.Purpose == review.PurposeGroup {
		receive = a.Review.ReceiveGroup
	}
	return receive(ctx, tx, review.Arrived{
		Signature: s.ID, Decision: s.Request.Subject, Person: s.Request.Person, Content: content, At: s.Request.Signed,
		Own:    ownSignature(person, ruid.SNILS(h.SNILS)),
		Signer: strings.Join(strings.Fields(strings.Join([]string{titled(h.Surname), titled(h.Given), titled(h.Middle)}, " ")), " "),
	})
}

// ownSignature reports whether a certificate with a СНИЛС is an official's own: by the number that was confirmed, never by one that somebody
// has typed, nor by the name (rules T10, T21).
func ownSignature(official account.Person, certificate ruid.SNILS) bool {
	return official.Level >= actor.Standard && official.SNILS != "" && official.SNILS == certificate
}

// rulings is where package review has its decisions signed.
type rulings struct{ app *App }

// Ask implements [review.Signatures].
func (p rulings) Ask(ctx context.Context, tx *sqldb.Tx, d review.Ask) (string, error) {
	person, err := p.app.Account.Person(ctx, tx, d.Person)
	if err != nil {
		return "", err
	}
	asked, err := p.app.Signature.Ask(ctx, tx, signature.Ask{
		Purpose: signature.Purpose(d.Purpose), Person: d.Person, Subject: d.Decision, Title: d.Title, Name: d.Name, Media: "application/xml", Document: d.XML,
		Holder: signature.Holder{SNILS: number.SNILS(person.SNILS)}, Back: d.Back, Next: d.Next,
	})
	return asked.Path(), err
}

// Withdraw implements [review.Signatures].
func (p rulings) Withdraw(ctx context.Context, tx *sqldb.Tx, purpose, decision string) error {
	return p.app.Signature.WithdrawAll(ctx, tx, signature.Purpose(purpose), decision)
}

// Settled implements [review.Signatures].
func (p rulings) Settled(ctx context.Context, q sqldb.Querier, signatures []string) (settled, revoked bool, err error) {
	if p.app.Site.Trial { // there the period is nil (T4)
		return true, false, nil
	}
	return p.app.Signature.Settled(ctx, q, signatures)
}

// assessor asks package fact for verdicts.
type assessor struct{ app *App }

// Assess implements [review.Assessor]. Who applies is settled when the document is signed: the holder of the certificate is held
// against the cabinet then (rules T10, T11), so the numbers of the certificate are those of the cabinet.
func (p assessor) Assess(ctx context.Context, q sqldb.Querier, set string, _ application.Application, party application.Party, on workdays.Date) ([]review.Verdict, error) {
	identity := &admission.Identity{INN: party.INN, OGRN: party.OGRN, CertINN: party.INN, CertOGRN: party.OGRN, AsOf: on}
	a, err := p.app.Fact.AssessFor(ctx, q, fact.Subject{INN: party.INN, OGRN: party.OGRN}, on, identity, admission.Purpose(set))
	if err != nil {
		return nil, err
	}
	list := make([]review.Verdict, len(a.Verdicts))
	for i := range a.Verdicts {
		v := &a.Verdicts[i]
		list[i] = review.Verdict{Rule: v.Rule, Title: v.Title, Text: v.Text, Remedy: v.Remedy, Outcome: v.Effective, Facts: p.app.factsOf(v.Used)}
	}
	return list, nil
}

func (a *App) factsOf(used []rule.Evidence) (list []review.Fact) {
	for _, e := range used {
		f := review.Fact{Label: admission.Label(e.Fact), Source: a.Fact.SourceName(e.Source), Value: valueWords(e.Value)}
		if e.AsOf != nil {
			f.AsOf = *e.AsOf
		}
		list = append(list, f)
	}
	return list
}

// valueWords are how people read the value of a fact.
func valueWords(v *rule.Value) form.Text {
	switch {
	case v == nil:
		return form.Text{RU: "не установлено", EN: "not established"}
	case v.Type() == rule.Bool && v.Bool():
		return form.Text{RU: "да", EN: "yes"}
	case v.Type() == rule.Bool:
		return form.Text{RU: "нет", EN: "no"}
	case v.Type() == rule.Strings:
		words := strings.Join(v.List(), ", ")
		return form.Text{RU: words, EN: words}
	}
	words := strings.Trim(v.String(), `"`)
	return form.Text{RU: words, EN: words}
}

// theDesk are the roles that see the queue.
func theDesk() []actor.Role { return review.Readers() }
