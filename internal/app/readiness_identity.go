package app

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/staff"
)

func (a *App) checkIdentity(context.Context) staff.Result {
	if n := a.Account.WaysUp(); n > 0 {
		return ready(i18n.F("Подключено: %s.", "Connected: %s.").With(i18n.Count{
			N: int64(n), One: "способ", Few: "способа", Many: "способов", Single: "way", Multiple: "ways",
		}))
	}
	return staff.Result{
		Text: i18n.M("Ни один способ не подключён: у всех останется упрощённый уровень, а с ним заявления не подают.",
			"No way is connected: everybody stays at the simplified level, with which nobody can apply."),
		HowTo: i18n.F("Самый простой — приём с паспортом: задайте %s (место и часы) и назначьте операторов.",
			"The simplest one is a desk with passports: set %s (place and hours) and appoint operators.").With("KLASTER_ACCOUNT_DESK"),
	}
}

// registerPatience is how long the register may be out of reach before somebody should look; answers themselves take up to
// [account.CheckLife].
const registerPatience = 2 * time.Hour

func (a *App) checkSNILS(ctx context.Context) staff.Result {
	s, err := a.Account.RegisterState(ctx)
	call := i18n.M("Проверьте связь с СМЭВ и журнал программы. Люди видят, что реестр молчит; через 48 часов страница ведёт их в поддержку.",
		"Check the connection to SMEV and the log of the program. People see that the register is silent; after 48 hours the page leads them to support.")
	switch {
	case err != nil:
		return a.unseen(ctx, "snils", err)
	case !s.Configured:
		return staff.Result{
			State: staff.Later,
			Text:  i18n.M("Реестр не подключён: СНИЛС подтверждают другие способы, проверка людям не предлагается.", "No register is connected: other ways confirm the SNILS, and no check is offered to anybody."),
			HowTo: i18n.M("Подключение к СМЭВ требует соглашения с Социальным фондом и появится вместе с нужным разделом программы. До этого принимайте людей с паспортом и СНИЛС.",
				"A connection to SMEV needs an agreement with the Social Fund, and comes with a section of the program. Until then receive people with their passport and SNILS."),
		}
	case isTrial(a.register) && !a.Site.Trial:
		return staff.Result{ // the program does not start so; see refuseTrial
			Text:  i18n.M("Подключён учебный реестр: он подтвердит любой СНИЛС.", "The trial register is connected: it confirms any SNILS."),
			HowTo: i18n.M("Отключите его.", "Disconnect it."),
		}
	case s.Silent > 0 && a.Clock.Now().Sub(s.Oldest) > registerPatience:
		return staff.Result{
			At:    s.Answered,
			Text:  i18n.F("Реестр не отвечает. Ждут ответа: %s, дольше всех — с %s.", "The register does not answer. Questions that wait: %s, the oldest since %s.").With(i18n.Number(s.Waiting), i18n.Moment(s.Oldest)),
			HowTo: call,
		}
	case isTrial(a.register):
		return ready(i18n.M("Отвечает учебный реестр: настоящие СНИЛС он не проверяет.", "The trial register answers: it checks no real SNILS."))
	case s.Answered.IsZero():
		return staff.Result{
			State: staff.Later,
			Text:  i18n.M("Реестр подключён, но ещё ни разу не ответил.", "The register is connected, but has not answered yet."),
			HowTo: i18n.M("Проверьте СНИЛС одного из сотрудников в его профиле.", "Have the SNILS of someone of the staff checked in their profile."),
		}
	}
	return staff.Result{
		State: staff.Ready, At: s.Answered,
		Text: i18n.F("Последний ответ — %s. Ждут ответа: %s.", "The last answer came on %s. Questions that wait: %s.").With(i18n.Moment(s.Answered), i18n.Number(s.Waiting)),
	}
}
