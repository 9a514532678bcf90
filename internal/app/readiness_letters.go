package app

import (
	"context"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/staff"
)

// Checks of «Готовность к работе» that look at what the installation has done so far, and not at its settings alone.

// unseen is the answer of a check that could not look; the reason goes to the log.
func (a *App) unseen(ctx context.Context, what string, err error) staff.Result {
	a.Log.ErrorContext(ctx, "a check of readiness could not look", "check", what, "error", err)
	return staff.Result{
		Text:  i18n.M("Проверить не удалось. Причина — в журнале программы.", "It could not be checked. The log of the program has the reason."),
		HowTo: i18n.M("Найдите в журнале строку с ошибкой и обновите страницу, когда причина исправлена.", "Find the line with the error in the log, and reload the page when the cause is mended."),
	}
}

// lettersWait is how long a letter may wait before somebody should look: by then it was tried several times.
const lettersWait = 30 * time.Minute

// checkLetters proves what checkMail cannot: a relay may answer and take no letter.
func (a *App) checkLetters(ctx context.Context) staff.Result {
	if a.Site.Trial {
		return ready(i18n.M("В учебной установке письма остаются на машине: раздел «Учебная почта».", "In a trial installation letters stay on the machine: the page of caught letters."))
	}
	h, err := a.Notification.Health(ctx, notification.Mail)
	if err != nil {
		return a.unseen(ctx, "letters", err)
	}
	look := i18n.M("Откройте «Письма и сообщения»: у каждого письма, которое не ушло, указана причина.", "Open “Letters and messages”: each letter that did not leave has its reason.")
	switch now := a.Clock.Now(); {
	case !h.Oldest.IsZero() && now.Sub(h.Oldest) > lettersWait:
		return staff.Result{Text: i18n.F("Письма ждут отправки с %s.", "Letters have waited since %s.").With(i18n.Moment(h.Oldest)), HowTo: look}
	case a.localSender():
		return staff.Result{
			Text:  i18n.F("Отправитель писем — %s: такие письма примут за спам или не примут.", "The sender of letters is %s: such letters are taken for spam, or not at all.").With(a.Config.Mail.From),
			HowTo: setting.With("KLASTER_MAIL_FROM"),
		}
	case h.Sent.IsZero():
		return staff.Result{
			Text:  i18n.M("Ни одно письмо ещё не ушло.", "No letter has left yet."),
			HowTo: i18n.M("Откройте страницу входа, нажмите «Забыли пароль?», укажите свою почту и проверьте, что письмо пришло и не попало в спам.", "Open the page to sign in, follow “Forgot the password?”, give your email, and see that the letter arrives and is not taken for spam."),
		}
	case h.Failed > 0:
		return staff.Result{
			State: staff.Later, At: h.Sent,
			Text:  i18n.F("За сутки не ушло писем: %s. Последнее, которое ушло, — %s.", "Letters that failed within a day: %s. The last one left on %s.").With(i18n.Number(h.Failed), i18n.Moment(h.Sent)),
			HowTo: look,
		}
	}
	return ready(i18n.F("Последнее письмо ушло %s.", "The last letter left on %s.").With(i18n.Moment(h.Sent)))
}

func (a *App) localSender() bool {
	_, host, _ := strings.Cut(strings.TrimSuffix(a.Config.Mail.From, ">"), "@")
	return host == "localhost" || !strings.Contains(host, ".")
}
