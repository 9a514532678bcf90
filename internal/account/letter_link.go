package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

const topicLink = "account.link"

// letterLinked tells that another site opens the account from now on.
func letterLinked(base string, p Person, site i18n.Text) letter.Letter {
	return linkLetter(base, p, i18n.M("Связан вход через другой сайт", "Another site was linked"),
		i18n.F("Теперь в вашу учётную запись можно войти и через «%s».", "From now on your account can be opened through “%s”, too.").With(site))
}

// letterUnlinked tells that it no longer does.
func letterUnlinked(base string, p Person, site i18n.Text) letter.Letter {
	return linkLetter(base, p, i18n.M("Вход через другой сайт отвязан", "Another site was unlinked"),
		i18n.F("Войти в вашу учётную запись через «%s» больше нельзя.", "Your account can no longer be opened through “%s”.").With(site))
}

func linkLetter(base string, p Person, subject, text i18n.Text) letter.Letter {
	return letter.Letter{
		Subject:  subject,
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(text),
			letter.Note(i18n.M("Если это сделали не вы, сразу завершите все сеансы и задайте новый пароль.",
				"If it was not you, end all sessions at once and set a new password.")),
			button(i18n.M("Открыть страницу «Безопасность»", "Open the page “Security”"), base, "/profile/security"),
		},
		Why: whyAccount,
	}
}
