package app

import (
	"context"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/workdays"
)

// authority says who may sign.
type authority struct{ app *App }

// Entitled implements [application.Authority].
func (p authority) Entitled(ctx context.Context, q sqldb.Querier, a application.Applicant) (list []application.Signatory, err error) {
	if a.Organisation == "" {
		name, err := p.app.Account.NameOf(ctx, q, a.Person)
		return []application.Signatory{{Person: a.Person, Name: name}}, err
	}
	signers, err := p.app.Organisation.Signers(ctx, q, a.Organisation)
	for _, g := range signers {
		name, err := p.app.Account.NameOf(ctx, q, g.Person)
		if err != nil {
			return nil, err
		}
		mandate, err := p.mandate(ctx, q, g)
		if err != nil {
			return nil, err
		}
		list = append(list, application.Signatory{Person: g.Person, Name: name, Post: strings.ToLower(g.Post), Mandate: mandate})
	}
	return list, err
}

// mandate names the power of attorney by which somebody signs, nil where there is none.
func (p authority) mandate(ctx context.Context, q sqldb.Querier, g organisation.Signatory) (*document.Mandate, error) {
	if g.Basis != organisation.ByPower {
		return nil, nil
	}
	n, ok, err := p.app.Organisation.PowerOf(ctx, q, g.Person, g.Organisation)
	if err != nil || !ok {
		return nil, err
	}
	last := workdays.DateOf(n.Until.Add(-time.Second))
	return &document.Mandate{Number: strings.ToLower(string(n.Number)), SHA256: n.SHA256, Until: last.String()}, nil
}

// AskAnew implements [application.Authority].
func (p authority) AskAnew(ctx context.Context, a application.Applicant, people []actor.PersonID) error {
	if a.Organisation == "" {
		return nil
	}
	return p.app.Organisation.AskPowers(ctx, a.Organisation, people)
}

// StillSign implements [application.Authority].
func (p authority) StillSign(ctx context.Context, q sqldb.Querier, a application.Applicant, signed []actor.PersonID) error {
	if a.Organisation == "" {
		return nil
	}
	return p.app.Organisation.StillSign(ctx, q, a.Organisation, signed)
}

// MaySign implements [application.Authority].
func (p authority) MaySign(ctx context.Context, q sqldb.Querier, a application.Applicant, who actor.PersonID, h application.Holder) error {
	if a.Organisation == "" {
		return p.signsFor(ctx, q, a.Person, who, h)
	}
	return p.app.Organisation.MaySign(ctx, q, a.Organisation, who, organisation.Holder{
		INN: ruid.INN(h.INN), OGRN: ruid.OGRN(h.OGRN), OGRNIP: ruid.OGRNIP(h.OGRNIP), PersonINN: ruid.INN(h.PersonINN), SNILS: ruid.SNILS(h.SNILS),
		Surname: h.Surname, Given: h.Given, Middle: h.Patronymic,
	})
}

// signsFor refuses everybody but the person themselves: whose СНИЛС was confirmed and stands in the certificate (rule T10), which is that
// of a natural person and not of an office.
func (p authority) signsFor(ctx context.Context, q sqldb.Querier, applicant, who actor.PersonID, h application.Holder) error {
	person, err := p.app.Account.Person(ctx, q, who)
	switch {
	case err != nil:
		return err
	case who != applicant || person.Level < actor.Standard || person.SNILS == "" || string(person.SNILS) != h.SNILS:
		return errOtherPerson
	case h.INN != "" || h.OGRN != "" || h.OGRNIP != "":
		return errOffice
	}
	return nil
}

var (
	errOtherPerson = fault.New(fault.Forbidden, i18n.M(
		"СНИЛС в сертификате не совпадает с подтверждённым СНИЛС вашей учётной записи. Подпишите своей подписью.",
		"The SNILS in the certificate is not the confirmed SNILS of your account. Sign with your own signature."))
	errOffice = fault.New(fault.Forbidden, i18n.M(
		"Это сертификат организации или предпринимателя, а заявление вы подаёте за себя. Подпишите его сертификатом физического лица.",
		"This is the certificate of an organisation or a sole proprietor, and you apply for yourself. Sign with a certificate of a natural person."))
)

// Enough implements [application.Authority].
func (p authority) Enough(ctx context.Context, q sqldb.Querier, a application.Applicant, signed []actor.PersonID) (bool, error) {
	if a.Organisation == "" {
		return len(signed) > 0, nil
	}
	return p.app.Organisation.Enough(ctx, q, a.Organisation, signed)
}

// sheets is where package application has its documents signed.
type sheets struct{ app *App }

// Ask implements [application.Signatures].
func (p sheets) Ask(ctx context.Context, tx *sqldb.Tx, d application.Ask) (address string, err error) {
	person, err := p.app.Account.Person(ctx, tx, d.Person)
	if err != nil {
		return "", err
	}
	asked, err := p.app.Signature.Ask(ctx, tx, signature.Ask{
		Purpose: application.PurposeSign, Person: d.Person, Subject: d.Paper, Title: d.Title, Name: d.Name, Media: "application/xml", Document: d.XML,
		Holder: signature.Holder{SNILS: number.SNILS(person.SNILS), INN: number.INN(d.INN)}, Back: d.Back, Next: d.Next, Life: application.SignWithin,
	})
	return asked.Path(), err
}

// Withdraw implements [application.Signatures].
func (p sheets) Withdraw(ctx context.Context, tx *sqldb.Tx, paper string) error {
	return p.app.Signature.WithdrawAll(ctx, tx, application.PurposeSign, paper)
}

// LongTerm implements [application.Signatures].
func (p sheets) LongTerm(ctx context.Context, id string) ([]byte, error) {
	return p.app.Signature.LongTerm(ctx, id)
}

// Stamped implements [application.Signatures].
func (p sheets) Stamped(ctx context.Context, q sqldb.Querier, id string) (time.Time, error) {
	return p.app.Signature.Stamped(ctx, q, id)
}

// Kept implements [application.Signatures].
func (p sheets) Kept(ctx context.Context, id string) ([]byte, document.Signature, error) {
	kept, err := p.app.Signature.Paper(ctx, id)
	if err != nil {
		return nil, document.Signature{}, err
	}
	c := kept.Certificate
	if c == nil {
		return kept.Message, document.Signature{}, nil
	}
	h := holderOf(c)
	stamp := document.Signature{
		Holder: strings.TrimSpace(h.Surname + " " + h.Given + " " + h.Middle), Organisation: c.Subject.Text(cert.OIDOrganization), Serial: c.SerialHex(),
		Issuer: c.Issuer.Text(cert.OIDCommonName), From: c.NotBefore, Until: c.NotAfter, Time: kept.At, Worth: document.Signs,
	}
	if c.Trial() {
		stamp.Worth = document.Trial
	}
	return kept.Message, stamp, nil
}
