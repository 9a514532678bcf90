package account

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// What the levels are called and what they open.
var (
	levelSmall = map[actor.Level]i18n.Text{
		actor.Simplified: i18n.M("упрощённая", "simplified"),
		actor.Standard:   i18n.M("стандартная", "standard"),
		actor.Full:       i18n.M("полная", "full"),
	}
	levelOpens = map[actor.Level]i18n.Text{
		actor.Simplified: i18n.M("Видны все услуги. Можно заполнять черновики, следить за новостями и подписываться на темы.",
			"You can see all services, fill in drafts, follow the news and subscribe to topics."),
		actor.Standard: i18n.M("Можно подавать заявления от своего имени, входить по СНИЛС, открыть кабинет организации электронной подписью и стать доверенным лицом.",
			"You can apply in your own name, sign in with your SNILS, open an organisation account with an electronic signature, and become a trusted person."),
		actor.Full: i18n.M("Открыты все услуги, в том числе те, где нужна подтверждённая личность.",
			"You can use all services, including those that need a confirmed identity."),
	}
	sourceName = map[Source]i18n.Text{
		BySNILS:       i18n.M("проверка СНИЛС в Социальном фонде", "the check of the SNILS at the Social Fund"),
		ByESIA:        i18n.M("Госуслуги (ЕСИА)", "Gosuslugi (ESIA)"),
		BySber:        i18n.M("Сбер ID", "Sber ID"),
		ByT:           i18n.M("T-ID", "T-ID"),
		ByCertificate: i18n.M("электронная подпись", "an electronic signature"),
		ByOperator:    i18n.M("сотрудник фонда на приёме", "a member of the foundation’s staff, in person"),
	}
)

// The pages of the cabinet.
var (
	titleLevel     = i18n.M("Уровень учётной записи", "Account level")
	titleDocuments = i18n.M("Документы", "Documents")
)

// The data of a person.
var (
	keySNILS      = i18n.M("СНИЛС", "SNILS")
	keyBirth      = i18n.M("Дата рождения", "Date of birth")
	keySex        = i18n.M("Пол", "Sex")
	tagIdentified = i18n.M("Подтверждено", "Confirmed")
	sexName       = map[Sex]i18n.Text{Female: i18n.M("женский", "female"), Male: i18n.M("мужской", "male")}
)

// The page of the level.
var (
	leadLevel    = i18n.M("Уровень показывает, насколько точно мы знаем, кто вы. Чем он выше, тем больше услуг открыто.", "The level shows how sure we are of who you are. The higher it is, the more services you can use.")
	titleLevels  = i18n.M("Что даёт каждый уровень", "What each level gives you")
	titleWays    = i18n.M("Как получить следующий уровень", "How to get the next level")
	titleHistory = i18n.M("Как менялся уровень", "How your level has changed")
	levelHas     = i18n.M("Есть", "You have it")
	levelNext    = i18n.M("Следующая", "Next")
	levelLater   = i18n.M("После стандартной", "After Standard")

	wayRegister     = i18n.M("Проверка СНИЛС", "SNILS check")
	wayRegisterText = i18n.M("Укажите СНИЛС, имя, дату рождения и пол. Социальный фонд сверит их: обычно за 15 минут, иногда — до 48 часов.", "Enter your SNILS, name, date of birth and sex. The Social Fund checks them, usually within 15 minutes, sometimes within 48 hours.")
	wayRegisterLink = i18n.M("Указать СНИЛС", "Enter your SNILS")
	wayOutsideText  = i18n.M("Войдите там под своим именем, и мы возьмём оттуда подтверждённые данные.", "Sign in there under your own name, and we will take the confirmed data from it.")
	wayOutsideLink  = i18n.M("Подтвердить", "Confirm")
	wayInPerson     = i18n.M("На приёме с паспортом и СНИЛС", "In person, with your passport and SNILS")
	wayInPersonText = i18n.F("Возьмите паспорт, СНИЛС и телефон с кодом для приёма. Куда и когда: %s.", "Bring your passport, your SNILS and a phone with your visit code. Where and when: %s.")
	wayGives        = i18n.F("Даёт уровень «%s».", "Gives you the “%s” level.")
	textNoWays      = i18n.F("Сейчас подтвердить личность здесь нельзя: ни один способ не подключён. Когда он появится, мы покажем его на этой странице. Вопросы — в поддержку: %s, %s.", "You cannot prove your identity here yet: no way of doing it is set up. When there is one, it will appear on this page. Questions? Contact support: %s, %s.")
	buttonDeskCode  = i18n.M("Получить код для приёма", "Get a visit code")

	textSince         = i18n.F("Отправлено %s, прошло %s.", "Sent on %s, %s ago.")
	textSilent        = i18n.M("Сейчас реестр не отвечает. Мы повторяем запрос сами, всё реже, пока не пройдёт 48 часов.", "The register is not answering at the moment. We keep trying, less and less often, until 48 hours have passed.")
	textSupport       = i18n.F("Поддержка: %s, %s.", "Support: %s, %s.")
	textCancelled     = i18n.M("Готово: проверка отменена. Данные можно изменить.", "The check is cancelled. You can now change your details.")
	buttonRefresh     = i18n.M("Обновить страницу", "Refresh the page")
	buttonCancelCheck = i18n.M("Отменить проверку и исправить данные", "Cancel the check and correct the details")
	buttonMend        = i18n.M("Исправить и проверить ещё раз", "Correct and check again")
)

// How the state of a check is tagged.
var (
	checkTag = map[checkState]i18n.Text{
		checkPending: i18n.M("Проверяется", "Being checked"), checkReview: i18n.M("Решает сотрудник", "With our staff"),
		checkConfirmed: i18n.M("Подтверждено", "Confirmed"), checkMismatch: i18n.M("Не совпало", "No match"),
		checkFailed: i18n.M("Ошибка реестра", "Register error"), checkOverdue: i18n.M("Нет ответа", "No answer"),
		checkRefused: i18n.M("Отказано", "Refused"), checkWithdrawn: i18n.M("Отменено", "Cancelled"),
	}
	checkKind = map[checkState]web.Kind{
		checkPending: web.Info, checkReview: web.Info, checkConfirmed: web.Success, checkMismatch: web.Danger,
		checkFailed: web.Warning, checkOverdue: web.Warning, checkRefused: web.Danger,
	}
)
