package app

import (
	"context"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

var roleName = map[actor.Role]i18n.Text{
	"":             i18n.M("человек без роли", "a person without a role"),
	actor.Owner:    i18n.M("владелец установки", "an owner of the installation"),
	actor.Operator: i18n.M("оператор фонда", "an operator of the foundation"),
	actor.Expert:   i18n.M("эксперт", "an expert"),
	actor.Board:    i18n.M("член наблюдательного совета", "a member of the supervisory board"),
	actor.Auditor:  i18n.M("аудитор", "an auditor"),
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

// openTrial brings the people of a trial installation in.
func (a *App) openTrial(ctx context.Context) error {
	if !a.Site.Trial {
		return nil
	}
	for _, p := range demo.People() {
		name := account.Name{Surname: p.Surname, Given: p.Given, Patronymic: p.Patronymic}
		if _, err := a.Account.AddTrialPerson(ctx, name, account.Email(p.Email), demo.Password); err != nil {
			return err
		}
	}
	return nil
}
