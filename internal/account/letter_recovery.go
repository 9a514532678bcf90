package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

var smsRecovery = i18n.F("Код для нового пароля: %s. Никому его не сообщайте.", "Your code for a new password: %s. Tell it to nobody.")

// whyRecovery says in the letter with the link where the wish came from.
var whyRecovery = map[reason]i18n.Text{
	asked: i18n.M("Вы попросили задать новый пароль. Ссылка действует один час и только один раз.",
		"You asked to set a new password. The link works for one hour and only once."),
	operator: i18n.M("Сотрудник фонда начал для вас восстановление доступа по вашему обращению. Пароль выбираете только вы. Ссылка действует один час и только один раз.",
		"A member of the foundation’s staff began to recover your access at your request. Only you choose the password. The link works for one hour and only once."),
	undone: i18n.M("Вы сообщили, что изменение сделали не вы. Мы вернули прежнее и завершили все сеансы. Задайте новый пароль: прежний больше не действует. Ссылка работает один час и только один раз.",
		"You told us that a change was not yours. We have put back what was before and ended all sessions. Set a new password: the old one no longer works. The link works for one hour and only once."),
	notMe: i18n.M("Вы сообщили, что вошли не вы. Мы завершили все сеансы и отменили пароль. Задайте новый. Ссылка работает один час и только один раз.",
		"You told us that it was not you who signed in. We have ended all sessions and cancelled the password. Set a new one. The link works for one hour and only once."),
}

func letterRecovery(base string, secret id.Secret, why reason, o origin) letter.Letter {
	body := []letter.Block{letter.Paragraph(whyRecovery[why])}
	if facts := o.facts(); why == asked && len(facts) > 0 {
		body = append(body, facts)
	}
	return letter.Letter{
		Subject:  i18n.M("Новый пароль", "New password"),
		Greeting: hello,
		Body: append(body,
			button(i18n.M("Задать новый пароль", "Set a new password"), base, "/recover/"+string(secret)),
			letter.Note(i18n.M("Если вы об этом не просили, ничего не делайте: пока ссылкой не воспользовались, ничего не изменится.",
				"If you did not ask for it, do nothing: while nobody uses the link, nothing changes."))),
		Why: whyAccount,
	}
}

// facts tell where a wish came from.
func (o origin) facts() letter.Facts {
	var facts letter.Facts
	if o.browser != "" {
		facts = append(facts, letter.Fact{Name: columnBrowser, Value: i18n.Same(o.browser)})
	}
	if o.network != "" {
		facts = append(facts, letter.Fact{Name: columnNetwork, Value: i18n.Same(o.network)})
	}
	return facts
}

func letterPasswordRecovered(base string, p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Пароль изменён", "The password was changed"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Пароль вашей учётной записи задан заново при восстановлении доступа. Все прежние сеансы завершены.",
				"The password of your account was set anew by recovery. All earlier sessions have ended.")),
			letter.Note(i18n.M("Если это сделали не вы, сразу задайте новый пароль и проверьте, кто ещё может читать вашу почту.",
				"If it was not you, set a new password at once and check who else can read your mail.")),
			button(i18n.M("Восстановить доступ", "Recover access"), base, "/recover"),
		},
		Why: whyAccount,
	}
}

func letterLogin(base string, p Person) letter.Letter {
	facts := letter.Facts{{Name: i18n.M("Почта", "Email"), Value: i18n.Same(string(p.Email))}}
	if p.Phone != "" {
		facts = append(facts, letter.Fact{Name: i18n.M("Телефон", "Phone"), Value: i18n.Same(p.Phone.Masked())})
	}
	if p.Identified {
		facts = append(facts, letter.Fact{Name: keySNILS, Value: i18n.Same(maskSNILS(p.SNILS))})
	}
	return letter.Letter{
		Subject:  i18n.M("Как войти", "How to sign in"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Вы спросили, с чем входить. Подойдёт любое из этого, пароль один:",
				"You asked what to sign in with. Any of these will do, with the same password:")),
			facts,
			button(i18n.M("Войти", "Sign in"), base, "/login"),
		},
		Why: whyAccount,
	}
}
