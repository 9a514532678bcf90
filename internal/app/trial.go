package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/account/snilssim"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/staff"
)

var roleName = map[actor.Role]i18n.Text{
	"":             i18n.M("Человек без роли", "A person without a role"),
	actor.Owner:    i18n.M("Владелец установки", "Owner of the installation"),
	actor.Operator: i18n.M("Оператор фонда", "Operator of the foundation"),
	actor.Expert:   i18n.M("Эксперт", "Expert"),
	actor.Board:    i18n.M("Член наблюдательного совета", "Member of the supervisory board"),
	actor.Auditor:  i18n.M("Аудитор", "Auditor"),
}

// samples tells the sign-in page of a trial installation as whom one may sign in. It is nil in a real one.
func (a *App) samples() func() []account.Sample {
	if !a.Site.Trial {
		return nil
	}
	list := make([]account.Sample, 0, len(demo.People()))
	for _, p := range demo.People() {
		list = append(list, account.Sample{Email: account.Email(p.Email), Password: demo.Password, Who: roleName[p.Role]})
	}
	return func() []account.Sample { return list }
}

// sampleCases says what an invented organisation is a sample of, by its case.
var sampleCases = map[string]i18n.Text{
	"clean, in Moscow":                    i18n.M("из Москвы", "from Moscow"),
	"clean, in a region":                  i18n.M("из региона", "from a region"),
	"in liquidation":                      i18n.M("ликвидируется", "in liquidation"),
	"a bankrupt":                          i18n.M("банкрот", "bankrupt"),
	"controlled from offshore":            i18n.M("владелец в офшоре", "owned from offshore"),
	"in the register of unfair suppliers": i18n.M("недобросовестный поставщик", "an unfair supplier"),
}

// joinSamples are whom the page «Вступить в кластер» offers to look at: none in a real installation.
func (a *App) joinSamples() []membership.Sample {
	if !a.Site.Trial {
		return nil
	}
	var list []membership.Sample
	seen := map[string]bool{}
	for _, o := range demo.Organisations() {
		what, ok := sampleCases[o.Case]
		if ok && !seen[o.Case] {
			seen[o.Case] = true
			list = append(list, membership.Sample{INN: o.INN, What: what})
		}
	}
	return list
}

// snilsRegister is the register that checks СНИЛС: the trial one in a trial installation, none in a real one until its
// operator is connected to СМЭВ.
func (a *App) snilsRegister() account.SNILSRegister {
	if !a.Site.Trial {
		return nil
	}
	return snilssim.New(a.Clock)
}

// errTrial says that something invented would serve real people.
var errTrial = errors.New("a real installation takes nothing of a trial one")

// trial tells a simulator from a real thing.
type trial interface{ Trial() bool }

func isTrial(x any) bool {
	t, ok := x.(trial)
	return ok && t.Trial()
}

// refuseTrial keeps what is invented out of a real installation, whatever came before (the sense of T8): a register that
// says yes to anybody, a site with people who do not exist.
func refuseTrial(register account.SNILSRegister, ports []connector.Port, site *connector.Trial) error {
	if isTrial(register) {
		return fmt.Errorf("the register of СНИЛС: %w", errTrial)
	}
	if site != nil {
		return fmt.Errorf("the trial site: %w", errTrial)
	}
	for _, port := range ports {
		if port.Trial() {
			return fmt.Errorf("sign-in through %s: %w", port.Key(), errTrial)
		}
	}
	return nil
}

// trialDesk is where people come with a document in a trial installation whose settings do not say.
func (c *Config) trialDesk() {
	if c.Demo && c.Account.Desk == "" {
		c.Account.Desk, c.Account.DeskEn = "Учебная улица, 1, по рабочим дням с 9:00 до 18:00", "1 Trial street, on working days, 9:00 to 18:00"
	}
}

// openTrial brings the people of a trial installation in. It does each thing once: a later start finds them there.
func (a *App) openTrial(ctx context.Context) error {
	if !a.Site.Trial {
		return nil
	}
	if err := a.openDemo(); err != nil {
		return err
	}
	ctx = actor.With(ctx, actor.Actor{Person: staff.Console})
	people := make([]account.TrialPerson, len(demo.People()))
	for i, p := range demo.People() {
		name := account.Name{Surname: p.Surname, Given: p.Given, Patronymic: p.Patronymic}
		people[i] = account.TrialPerson{Name: name, Email: account.Email(p.Email)}
	}
	ids, err := a.Account.AddTrialPeople(ctx, people, demo.Password)
	if err != nil {
		return err
	}
	for i, p := range demo.People() {
		if err := a.giveTrialRole(ctx, ids[i], p); err != nil {
			return fmt.Errorf("give the trial role %s: %w", p.Role, err)
		}
	}
	return a.importTrialRegister(ctx)
}

// openDemo builds the page that hands out roles.
func (a *App) openDemo() (err error) {
	a.demo, err = demo.New(demo.Deps{
		Site: a.Site, Settled: !a.Config.Bare, MakeKey: signature.TrialKeyPath,
		Enter: func(w http.ResponseWriter, r *http.Request, email, next string) error {
			return a.Account.EnterTrial(w, r, account.Email(email), demo.Password, next)
		},
		Ready: func(ctx context.Context, email, ogrn string) (bool, error) {
			who, err := a.Account.WithEmail(ctx, a.DB.Single(), account.Email(email))
			if err != nil {
				return false, err
			}
			st, err := a.standing(ctx, who, organisation.Chosen(ogrn))
			return st.Role != "", err
		},
	})
	a.Site.Roles = demo.Path
	return err
}

// giveTrialRole gives a role the way the console does: by an invitation, which is accepted at once.
func (a *App) giveTrialRole(ctx context.Context, who actor.PersonID, p demo.Person) error {
	if p.Role == "" {
		return nil
	}
	held, err := a.rolesOf(ctx, who)
	if err != nil || len(held) > 0 {
		return err
	}
	out, err := a.Staff.Invite(ctx, p.Email, p.Role, staff.Console)
	if err != nil {
		return err
	}
	_, err = a.Staff.Accept(ctx, out.Secret, who)
	return err
}

// connectors are the other sites through which people sign in: in a trial installation one with invented people, in a
// real one those that the operator has agreed with, of which there are none yet.
func (a *App) connectors() ([]connector.Port, *connector.Trial, error) {
	if !a.Site.Trial {
		return nil, nil, nil
	}
	base := a.Site.BaseURL
	var people []connector.Identity
	for _, p := range demo.Strangers() {
		people = append(people, connector.Identity{Subject: p.Email, Surname: p.Surname, Given: p.Given, Patronymic: p.Patronymic, Email: p.Email})
	}
	site, err := connector.NewTrial(base+"/dev/identity", base+"/login/via/trial/back", people, a.Clock)
	if err != nil {
		return nil, nil, err
	}
	config := site.Config()
	config.Label = i18n.M("Учебный сайт", "Trial site")
	return []connector.Port{connector.NewOIDC(config, site, a.Clock)}, site, nil
}
