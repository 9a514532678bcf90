package account

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

const topicLevel = "account.level"

// letterLevel tells that the level has changed, by whose word, and what it opens.
func letterLevel(base string, p Person, before actor.Level, by Source) letter.Letter {
	subject := i18n.F("Уровень учётной записи — %s", "The level of your account is now: %s").With(levelSmall[p.Level])
	first := i18n.F("Уровень вашей учётной записи повышен: был «%s», стал «%s». Подтвердил источник: %s.",
		"The level of your account has risen from “%s” to “%s”. The source that vouched: %s.").With(levelName[before], levelName[p.Level], sourceName[by])
	if p.Level < before {
		first = i18n.F("Уровень вашей учётной записи изменён: был «%s», стал «%s». Так бывает, когда меняется СНИЛС. Источник: %s.",
			"The level of your account has changed from “%s” to “%s”. That happens when the SNILS changes. The source: %s.").With(levelName[before], levelName[p.Level], sourceName[by])
	}
	return letter.Letter{
		Subject:  subject,
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(first),
			letter.Paragraph(levelOpens[p.Level]),
			button(i18n.M("Открыть страницу уровня", "Open the page of the level"), base, "/profile/level"),
			letter.Note(i18n.M("Если вы ничего не подтверждали, сразу напишите в поддержку и смените пароль.",
				"If you confirmed nothing, contact support at once and change the password.")),
		},
		Why: whyAccount,
	}
}

// letterUnidentified tells that the confirmation was taken back. It says nothing about anybody else.
func letterUnidentified(base string, p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Подтверждение СНИЛС снято", "The confirmation of your SNILS was withdrawn"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Два сотрудника фонда проверили документы и сняли подтверждение СНИЛС с вашей учётной записи. Её уровень теперь «Упрощённая».",
				"Two members of the foundation’s staff checked documents and withdrew the confirmation of the SNILS in your account. Its level is “Simplified” now.")),
			letter.Paragraph(i18n.M("Если это ошибка, приходите на приём с паспортом и СНИЛС или напишите в поддержку.",
				"If this is a mistake, come to the desk with your passport and SNILS, or contact support.")),
			button(i18n.M("Открыть страницу уровня", "Open the page of the level"), base, "/profile/level"),
		},
		Why: whyAccount,
	}
}
