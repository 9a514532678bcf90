package account

import (
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

const topicLeaving = "account.leaving"

func letterCopy(base string, p Person, until time.Time) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Копия ваших данных готова", "The copy of your data is ready"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Скачать её можно в профиле до %s. Понадобится подтвердить, что это вы.",
				"You can download it in your profile until %s. You will be asked to confirm that it is you.").With(i18n.Moment(until))),
			button(i18n.M("Открыть профиль", "Open your profile"), base, leavingPath),
			letter.Note(i18n.M("Если копию просили не вы, смените пароль и завершите остальные сеансы: кто-то вошёл под вашим именем.",
				"If you did not ask for a copy, change the password and end the other sessions: someone is signed in under your name.")),
		},
		Why: whyAccount,
	}
}

func letterDeletionAsked(base string, p Person, due time.Time) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Учётная запись будет удалена", "Your account will be deleted"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Вы попросили удалить учётную запись. Это произойдёт %s. До этого дня можно передумать: войдите и отмените удаление.",
				"You asked to delete your account. It will happen on %s. Until then you may change your mind: sign in and call the deletion off.").With(i18n.Moment(due))),
			button(i18n.M("Отменить удаление", "Cancel the deletion"), base, leavingPath),
			letter.Note(i18n.M("Если об этом просили не вы, отмените удаление и смените пароль: кто-то вошёл под вашим именем.",
				"If you did not ask for it, call it off and change the password: someone was signed in under your name.")),
		},
		Why: whyAccount,
	}
}

func letterDeletionSoon(base string, p Person, due time.Time) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Скоро удалим учётную запись", "Your account will soon be deleted"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Вы просили удалить учётную запись, это произойдёт %s. Вернуть её потом нельзя. Если передумали, войдите и отмените удаление.",
				"You asked to delete your account; it will happen on %s. It cannot be brought back after that. If you have changed your mind, sign in and call it off.").With(i18n.Moment(due))),
			button(i18n.M("Отменить удаление", "Cancel the deletion"), base, leavingPath),
		},
		Why: whyAccount,
	}
}

func letterDeletionOff(base string, p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Удаление отменено", "The deletion is called off"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Ваша учётная запись остаётся, ничего не удалено.", "Your account stays; nothing was deleted.")),
			letter.Note(i18n.M("Если отменили не вы, смените пароль и завершите остальные сеансы.",
				"If it was not you who called it off, change the password and end the other sessions.")),
			button(i18n.M("Открыть профиль", "Open your profile"), base, leavingPath),
		},
		Why: whyAccount,
	}
}

// letterErased is the last letter. It has no button: there is nothing left to open.
func letterErased(p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Учётная запись удалена", "Your account was deleted"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Ваша учётная запись удалена: имя, контакты, документы и всё, чем можно было войти, стёрты.",
				"Your account was deleted: the name, the contacts, the documents and all ways in are erased.")),
			letter.Paragraph(i18n.M("По закону остаются записи журнала без имени и контактов, а три года — сведения о том, с какими документами и когда вы согласились.",
				"What stays by law are the entries of the journal without name and contacts, and for three years which documents you agreed to and when.")),
			letter.Note(i18n.M("Этот адрес снова свободен: на него можно завести новую учётную запись. Больше писем не будет.",
				"This address is free again: a new account can be made with it. There will be no more letters.")),
		},
		Why: whyAccount,
	}
}
