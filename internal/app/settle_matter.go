package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
)

// player is a person of the town who acts: with an account, a browser and a key.
type player struct {
	*App
	who     actor.PersonID
	browser id.Secret
	key     demo.Key
	signer  *cms.Signature // nil until something is to be signed
}

func (a *App) play(ctx context.Context, m demo.Matter) error {
	ctx = from(ctx, m.Place)
	who, err := a.settler(ctx, m.Head, "", "")
	if err != nil {
		return fmt.Errorf("settle %s: %w", m.Head.Email, err)
	}
	head := &player{App: a, who: who, browser: id.NewSecret(), key: m.Key}
	o := demo.Town()[m.Place]
	if err := head.open(ctx, m); err != nil {
		return fmt.Errorf("open the account of %s: %w", o.Name, err)
	}
	filler := head
	if m.Accountant.Email != "" {
		if filler, err = head.appoint(ctx, o.OGRN, m.Accountant); err != nil {
			return fmt.Errorf("appoint %s: %w", m.Accountant.Email, err)
		}
	}
	if m.End == demo.Entered {
		return nil
	}
	if err := filler.apply(ctx, m, head); err != nil {
		return fmt.Errorf("apply for %s: %w", o.Name, err)
	}
	return nil
}

// as is the context in which the player acts, for an organisation where an ОГРН is given.
func (p *player) as(ctx context.Context, ogrn string) (context.Context, organisation.Standing, error) {
	who := actor.Actor{Person: p.who, Level: actor.Full, Confirmed: p.Clock.Now()}
	st, err := p.standing(ctx, p.who, organisation.Chosen(ogrn))
	if err != nil {
		return nil, organisation.Standing{}, err
	}
	if st.Role != "" {
		who.Acting, who.Rights = st.Cabinet.ID, st.Role.Rights()
	}
	return actor.With(ctx, who), st, nil
}

// open opens the cabinet by a signed login, unless it is open.
func (p *player) open(ctx context.Context, m demo.Matter) error {
	ctx, st, err := p.as(ctx, m.Key.OGRN)
	if err != nil || st.Role != "" {
		return err
	}
	var asked signature.Request
	err = p.DB.Update(ctx, func(tx *sqldb.Tx) (err error) {
		asked, err = p.Signature.Ask(ctx, tx, signature.Ask{
			Purpose: signOrg, Person: p.who, Title: titleSignOrg, Browser: p.browser, Back: organisation.PathMine, Next: organisation.PathMine,
		})
		return err
	})
	if err != nil {
		return err
	}
	if err := p.sign(ctx, asked.Path()); err != nil {
		return err
	}
	login, err := p.Signature.LatestLogin(ctx, p.caller(), p.Clock.Now().Add(-loginHolds))
	if err != nil {
		return err
	}
	_, err = p.Organisation.Open(ctx, loginOf(login), organisation.Details{
		Email: m.Head.Email, Phone: ruid.Phone(fmt.Sprintf("+7495000%04d", m.Place)),
	}, true)
	return err
}

func (p *player) caller() signature.Caller {
	return signature.Caller{Person: p.who, Browser: p.browser}
}

// sign signs what a page of signing asks for.
func (p *player) sign(ctx context.Context, address string) error {
	request := address[strings.LastIndexByte(address, '/')+1:]
	r, err := p.Signature.Request(ctx, request, p.caller())
	if err != nil {
		return err
	}
	content := []byte(r.Challenge)
	if !r.Login() {
		f, err := p.Signature.Bytes(ctx, r)
		if err != nil {
			return err
		}
		defer f.Close() //nolint:errcheck // it was read
		if content, err = io.ReadAll(f); err != nil {
			return err
		}
	}
	if p.signer == nil {
		if err := p.makeKey(ctx); err != nil {
			return fmt.Errorf("make a key: %w", err)
		}
	}
	p.signer.SigningTime = p.Clock.Now()
	message, err := cms.Sign(content, *p.signer)
	if err != nil {
		return err
	}
	_, err = p.Signature.Receive(ctx, r.ID, p.caller(), message)
	return err
}

// makeKey gets a key from the trial authority, as the page of trial signatures does without scripts.
func (p *player) makeKey(ctx context.Context) error {
	k := p.key
	holder := trialca.Holder{
		Role: trialca.Head, Surname: k.Surname, GivenName: k.Given, SNILS: number.SNILS(k.SNILS), INNPerson: number.INN(k.PersonINN), Title: "Генеральный директор",
		Organization: k.Organisation, INN: number.INN(k.INN), OGRN: number.OGRN(k.OGRN), Region: "96 Учебный край", Locality: "г. Учебный",
	}
	if k.Kind == "person" {
		holder.Role, holder.Title = trialca.Individual, ""
	}
	file, err := p.Signature.IssueTrial(ctx, p.caller(), holder, nil)
	if err != nil {
		return err
	}
	bundle, err := keyfile.Parse(file, nil)
	if err != nil {
		return err
	}
	key, err := bundle.Key()
	if err != nil {
		return err
	}
	certificates, err := cert.ParseFile(file)
	if err != nil || len(certificates) == 0 {
		return errors.Join(err, signature.ErrTrialKey)
	}
	p.signer = &cms.Signature{Key: key.PrivateKey, Certificate: certificates[0]}
	return nil
}

// appoint makes somebody a trusted person with standard access, by a signed grant that they accept, unless they are one.
func (p *player) appoint(ctx context.Context, ogrn string, other demo.Person) (*player, error) {
	who, err := p.settler(ctx, other, other.SNILS(), account.ByOperator)
	if err != nil {
		return nil, err
	}
	to := &player{App: p.App, who: who, browser: id.NewSecret()}
	toCtx, st, err := to.as(ctx, ogrn)
	if err != nil || st.Role != "" {
		return to, err
	}
	ctx, _, err = p.as(ctx, ogrn)
	if err != nil {
		return nil, err
	}
	address, err := p.Organisation.Invite(ctx, organisation.Trust{
		SNILS: ruid.SNILS(other.SNILS()), Name: strings.TrimSpace(other.Surname + " " + other.Given + " " + other.Patronymic), Role: organisation.Standard,
		Until: p.Clock.Now().AddDate(0, 6, 0),
	})
	if err != nil {
		return nil, err
	}
	if err := p.sign(ctx, address); err != nil {
		return nil, err
	}
	var invited []organisation.Invitation
	err = p.DB.View(toCtx, func(q sqldb.Querier) (err error) {
		invited, err = p.Organisation.Invitations(toCtx, q, who)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, i := range invited {
		if _, err := p.Organisation.Answer(toCtx, i.Grant.ID, true); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// joining is the service for which the town applies.
const joining = "join"

// apply fills in the application to join and takes it as far as its end. head signs it.
func (p *player) apply(ctx context.Context, m demo.Matter, head *player) error {
	ctx, st, err := p.as(ctx, demo.Town()[m.Place].OGRN)
	if err != nil {
		return err
	}
	applicant := application.Applicant{Organisation: st.Cabinet.ID, Person: p.who}
	var before []application.Application
	err = p.DB.View(ctx, func(q sqldb.Querier) (err error) {
		before, err = p.Application.Of(ctx, q, applicant)
		return err
	})
	if err != nil {
		return err
	}
	if len(before) > 0 && before[0].State.Sent() {
		return p.conclude(ctx, m, before[0])
	}
	app, err := p.Application.Start(ctx, joining, applicant)
	if err != nil {
		return err
	}
	if app.State == application.Draft {
		if err := p.fillIn(ctx, m, app.ID); err != nil {
			return err
		}
	}
	if m.End == demo.Begun {
		return nil
	}
	if _, err := p.Application.Form(ctx, app.ID); err != nil || m.End == demo.Formed {
		return err
	}
	ctx, _, err = head.as(ctx, st.Cabinet.OGRN)
	if err != nil {
		return err
	}
	address, err := p.Application.Sign(ctx, app.ID, true)
	if err != nil {
		return err
	}
	if err := head.sign(ctx, address); err != nil {
		return err
	}
	app.State = application.Review
	return p.conclude(ctx, m, app)
}

// conclude brings what was sent to its end.
func (p *player) conclude(ctx context.Context, m demo.Matter, app application.Application) error {
	switch {
	case app.State != application.Review:
		return nil
	case m.End == demo.Withdrawn:
		return p.Application.Withdraw(ctx, app.ID)
	case m.End == demo.Asked:
		return p.inquire(ctx, app.ID)
	case m.End == demo.Granted || m.End == demo.Refused:
		return p.decide(ctx, m, app.ID)
	}
	return nil
}

// fillIn answers the questions of the form, all of them unless the draft is to stay one.
func (p *player) fillIn(ctx context.Context, m demo.Matter, app actor.CaseID) error {
	w, err := p.Application.Open(ctx, app)
	if err != nil {
		return err
	}
	known := map[string]form.Answer{
		"email": {Text: m.Head.Email}, "phone": {Text: fmt.Sprintf("+7495000%04d", m.Place)}, "site": {Text: m.Site}, "directions": {List: m.Directions},
		"products": {Text: m.Products}, "offences": {Text: "no"},
	}
	sections := w.Form.Sections
	if m.End == demo.Begun {
		sections = sections[:min(3, len(sections))]
	}
	for i := range sections {
		answers := form.Answers{}
		for _, q := range sections[i].Questions {
			switch answer, ok := known[q.Key]; {
			case ok:
				answers[q.Key] = answer
			case q.Kind == form.Declaration:
				answers[q.Key] = form.Answer{Text: form.Affirmed}
			default:
				answers[q.Key] = w.Answers()[q.Key]
			}
		}
		if _, err := p.Application.Save(ctx, app, sections[i].Key, w.Revision, answers); err != nil {
			return err
		}
		if w, err = p.Application.Open(ctx, app); err != nil {
			return err
		}
	}
	return nil
}
