package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// letterChecked tells how a check of the СНИЛС ended.
func letterChecked(base string, p Person, state checkState) letter.Letter {
	told := checkTold[state]
	return letter.Letter{
		Subject:  told.title,
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(told.text),
			letter.Paragraph(told.next),
			button(i18n.M("Открыть страницу уровня", "Open the page of the level"), base, "/profile/level"),
		},
		Why: whyAccount,
	}
}

// told is how a state of a check is told to the person: on the page of the level and by letter.
type told struct {
	title, text, next i18n.Text
}

// A clash and every other doubt are told alike: nobody learns that somebody else has an account.
var checkTold = map[checkState]told{
	checkConfirmed: {
		i18n.M("Данные подтверждены", "Your data are confirmed"),
		i18n.M("Социальный фонд подтвердил новые данные. Теперь в учётной записи стоят они.", "The Social Fund has confirmed the new data. They stand in your account now."),
		i18n.M("Если вы их не меняли, сразу напишите в поддержку и смените пароль.", "If you did not change them, contact support at once and change the password."),
	},
	checkMismatch: {
		i18n.M("Данные не совпали", "The details do not match"),
		i18n.M("Социальный фонд ответил, что СНИЛС, имя, дата рождения и пол не принадлежат одному человеку.",
			"The Social Fund answered that the SNILS, name, date of birth and sex do not belong to one person."),
		i18n.M("Сверьте каждую букву и цифру с паспортом и страховым свидетельством, исправьте данные и отправьте их ещё раз. Если всё верно или фамилия недавно менялась, сначала обновите сведения в Социальном фонде или в «Моих документах».",
			"Compare every letter and digit with your passport and SNILS card, correct the details and send them again. If everything is right, or your surname has changed recently, first update your details at the Social Fund or a “My Documents” centre."),
	},
	checkFailed: {
		i18n.M("Проверка не состоялась", "The check did not take place"),
		i18n.M("Социальный фонд не принял запрос. Ваши данные тут ни при чём: о них он ничего не сказал.",
			"The Social Fund did not accept our request. This is not about your details: it said nothing about them."),
		i18n.M("Отправьте данные ещё раз. Если ошибка повторится, напишите в поддержку.", "Send your details again. If it happens once more, contact support."),
	},
	checkOverdue: {
		i18n.M("Ответа нет больше 48 часов", "No answer for over 48 hours"),
		i18n.M("Социальный фонд не ответил за 48 часов, и мы больше не ждём.", "The Social Fund has not answered in 48 hours, so we have stopped waiting."),
		i18n.M("Сверьте данные и отправьте их ещё раз или напишите в поддержку: там проверят, что случилось.",
			"Check your details and send them again, or contact support, and they will find out what happened."),
	},
	checkReview: {
		i18n.M("Решит сотрудник фонда", "A member of staff will decide"),
		i18n.M("Автоматической проверки не хватило, и её завершит сотрудник фонда. Ничего делать не нужно.",
			"The automatic check was not enough, so a member of the foundation’s staff will finish it. You do not need to do anything."),
		i18n.M("Мы напишем, когда решение будет готово. Быстрее получится на приёме с паспортом и СНИЛС.",
			"We will write to you when it is decided. It is quicker to come in person with your passport and SNILS."),
	},
	checkRefused: {
		i18n.M("СНИЛС не подтверждён", "Your SNILS is not confirmed"),
		i18n.M("Сотрудник фонда проверил данные и не подтвердил СНИЛС.", "A member of the foundation’s staff checked your details and did not confirm the SNILS."),
		i18n.M("Придите на приём с паспортом и СНИЛС или напишите в поддержку.", "Come in person with your passport and SNILS, or contact support."),
	},
	checkPending: {
		i18n.M("СНИЛС проверяется", "Your SNILS is being checked"),
		i18n.M("Мы отправили данные в Социальный фонд. Обычно он отвечает за 15 минут, иногда — до 48 часов.",
			"We have sent your details to the Social Fund. It usually answers within 15 minutes, sometimes within 48 hours."),
		i18n.M("Ждать на этой странице не нужно: о результате мы напишем на почту.", "You do not have to wait on this page: we will email you the result."),
	},
}
