package account

import (
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

const topicSecurity = "account.security"

// What changed, for the letter about it.
var (
	changeAppAdded       = i18n.M("Подключено приложение с кодами: теперь при входе нужен код из него.", "An authenticator app was connected: signing in now takes a code from it.")
	changeAppRemoved     = i18n.M("Приложение с кодами отключено.", "The authenticator app was disconnected.")
	changePasskeyAdded   = i18n.F("Добавлен ключ доступа «%s»: с ним можно войти без пароля.", "The passkey “%s” was added: it signs you in without a password.")
	changePasskeyRemoved = i18n.F("Удалён ключ доступа «%s».", "The passkey “%s” was removed.")
	changeKeyAdded       = i18n.F("Добавлен ключ безопасности «%s»: теперь при входе нужен второй фактор.", "The security key “%s” was added: signing in now takes a second factor.")
	changeKeyRemoved     = i18n.F("Удалён ключ безопасности «%s».", "The security key “%s” was removed.")
	changeReserve        = i18n.M("Создан новый набор резервных кодов. Прежние коды больше не действуют.", "A new set of backup codes was made. The earlier codes no longer work.")
	changeStrictOn       = i18n.M("Включена проверка ключом доступа после пароля.", "A passkey is now asked for after the password.")
	changeStrictOff      = i18n.M("Проверка ключом доступа после пароля выключена.", "A passkey is no longer asked for after the password.")
)

var (
	notMeButton = i18n.M("Это не я", "This was not me")
	notMeNote   = i18n.M("Если это были не вы, откройте страницу по кнопке в течение 7 дней. На ней можно сразу завершить все сеансы, отменить пароль и получить письмо для нового.",
		"If it was not you, open the page by the button within 7 days. There you can end all sessions at once, cancel the password and get a letter for a new one.")
	factWhen    = i18n.M("Когда", "When")
	factBrowser = i18n.M("Браузер", "Browser")
	factNetwork = i18n.M("Сеть", "Network")
	factPlace   = i18n.M("Место", "Place")
)

// facts tell when and from where; what is empty is left out.
func facts(at time.Time, o origin, place string) letter.Facts {
	list := letter.Facts{{Name: factWhen, Value: i18n.F("%s по московскому времени", "%s Moscow time").With(i18n.Moment(at))}}
	add := func(name i18n.Text, value string) {
		if value != "" {
			list = append(list, letter.Fact{Name: name, Value: i18n.Same(value)})
		}
	}
	add(factBrowser, o.browser)
	add(factNetwork, o.network)
	add(factPlace, place)
	return list
}

func letterNewBrowser(base string, p Person, x Session, place string, link id.Secret) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Предупреждение о входе", "A sign-in to your account"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("В вашу учётную запись вошли с устройства или из браузера, которых мы раньше не видели.",
				"Someone signed in to your account from a device or a browser that we have not seen before.")),
			facts(x.Created, origin{browser: x.Browser, network: x.Address}, place),
			letter.Paragraph(i18n.M("Если это были вы, ничего делать не нужно.", "If it was you, you need not do anything.")),
			letter.Note(notMeNote),
			button(notMeButton, base, "/login/alarm/"+string(link)),
		},
		Why: whyAccount,
	}
}

func letterFactorChanged(base string, p Person, what i18n.Text, at time.Time, link id.Secret) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Изменены способы входа", "The ways to sign in were changed"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(what),
			facts(at, origin{}, ""),
			letter.Note(notMeNote),
			button(notMeButton, base, "/login/alarm/"+string(link)),
		},
		Why: whyAccount,
	}
}

func letterReserveUsed(base string, p Person, left int) letter.Letter {
	body := []letter.Block{
		letter.Paragraph(i18n.M("Один из ваших резервных кодов только что использован.", "One of your backup codes has just been used.")),
		letter.Facts{{Name: i18n.M("Осталось кодов", "Codes left"), Value: i18n.Same(i18n.Number(left).In(i18n.Russian))}},
	}
	if left <= reserveFew {
		body = append(body, letter.Paragraph(i18n.M("Кодов осталось мало. Создайте новый набор на странице «Безопасность», чтобы не остаться без запасного входа.",
			"Few codes are left. Make a new set on the page “Security” so that you keep a spare way in.")))
	}
	return letter.Letter{
		Subject:  i18n.M("Использован резервный код", "A backup code was used"),
		Greeting: greeting(p),
		Body: append(body,
			letter.Note(i18n.M("Если это были не вы, кто-то знает ваш пароль и ваши коды: сразу смените пароль и создайте новый набор кодов.",
				"If it was not you, someone knows your password and your codes: change the password at once and make a new set of codes.")),
			button(i18n.M("Открыть «Безопасность»", "Open “Security”"), base, "/profile/security"),
		),
		Why: whyAccount,
	}
}

func letterSecondRefused(base string, p Person, at time.Time, o origin, place string) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Кто-то знает ваш пароль", "Someone knows your password"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("При входе в вашу учётную запись ввели верный пароль, но пять раз подряд не смогли подтвердить вход вторым фактором. Вход не состоялся.",
				"Someone entered the right password of your account but failed five times with the second factor. They did not get in.")),
			facts(at, o, place),
			letter.Note(i18n.M("Если это были не вы, смените пароль: войдите и откройте «Безопасность» или задайте новый пароль по ссылке.",
				"If it was not you, change the password: sign in and open “Security”, or set a new password by the link.")),
			button(i18n.M("Задать новый пароль", "Set a new password"), base, "/recover"),
		},
		Why: whyAccount,
	}
}
