package app

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

// checkFactor tells by what the staff prove who they are, and how many of them have yet to make a key.
func (a *App) checkFactor(ctx context.Context) staff.Result {
	switch {
	case a.Config.staffProof() == actor.ByTwo:
		return staff.Result{
			State: staff.Later,
			Text:  i18n.M("Роли действуют с любым вторым фактором. Код из приложения можно выманить, ключ — нельзя.", "Roles work with any second factor. A code can be coaxed out of people, a key cannot."),
			HowTo: setting.With("KLASTER_STAFF_FACTOR=key"),
		}
	case a.Config.staffProof() == actor.ByOne && a.Site.Trial:
		return ready(i18n.M("В учебной установке роли действуют без второго фактора.", "In a trial installation roles work without a second factor."))
	case a.Config.staffProof() == actor.ByOne:
		return staff.Result{
			Text:  i18n.M("Роли в фонде действуют по одному паролю.", "Roles in the foundation work by a password alone."),
			HowTo: setting.With("KLASTER_STAFF_FACTOR=key"),
		}
	}
	without, err := a.staffWithoutKeys(ctx)
	switch {
	case err != nil:
		a.Log.WarnContext(ctx, "count the staff without keys", "error", err)
		return staff.Result{Text: i18n.M("Не удалось прочитать, у кого есть ключи.", "Could not read who has keys."), HowTo: i18n.M("Проверьте сервер базы данных.", "Check the database server.")}
	case without > 0:
		return staff.Result{
			State: staff.Later,
			Text:  i18n.F("Роли действуют только с ключом. Ещё без ключа: %d.", "Roles work with a key only. Still without one: %d.").With(without),
			HowTo: i18n.M("Попросите их открыть раздел фонда: страница «Безопасность» поможет добавить ключ.", "Ask them to open the pages of the foundation: the page “Security” helps to add a key."),
		}
	}
	return ready(i18n.M("Роли действуют только с ключом, и он есть у каждого сотрудника.", "Roles work with a key only, and every member of staff has one."))
}

func (a *App) staffWithoutKeys(ctx context.Context) (n int, err error) {
	var members []actor.PersonID
	err = a.DB.View(ctx, func(q sqldb.Querier) error {
		members, err = a.Staff.Members(ctx, q)
		return err
	})
	for _, p := range members {
		f, err := a.Account.Factors(ctx, p)
		if err != nil {
			return 0, err
		}
		if len(f.Keys) == 0 {
			n++
		}
	}
	return n, err
}

// warnOfKeys tells the log of the program why nobody's role works when keys cannot: the page that would say so is closed.
func (a *App) warnOfKeys(ctx context.Context) {
	if a.Config.staffProof() == actor.ByAKey && !a.Account.KeysWork() {
		a.Log.WarnContext(ctx, "no role of the foundation works: it takes a key, and keys work only when the address of the site is a name; "+
			"set KLASTER_BASE_URL, or KLASTER_STAFF_FACTOR=any", "url", a.Site.BaseURL)
	}
}
