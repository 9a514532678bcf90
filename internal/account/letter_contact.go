package account

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/ruid"
)

const topicContact = "account.contact"

var (
	smsNewPhone  = i18n.F("Код, чтобы привязать этот номер: %s. Никому его не сообщайте.", "Your code to attach this number: %s. Tell it to nobody.")
	smsPhoneGone = i18n.M("Этот номер больше не привязан к вашей учётной записи. Если это сделали не вы, откройте письмо на вашей почте.",
		"This number is no longer attached to your account. If it was not you, open the letter in your mailbox.")

	whyNewEmail = i18n.M("Вы получили это письмо, потому что этот адрес указали как новый в учётной записи.",
		"You received this letter because this address was given as the new one of an account.")
	whyOldEmail = i18n.M("Вы получили это письмо, потому что этот адрес был указан в учётной записи.",
		"You received this letter because this address was the one of an account.")

	backNote = i18n.M("Если это сделали не вы, нажмите кнопку в течение 7 дней: мы вернём прежнее, завершим все сеансы и пришлём ссылку на новый пароль.",
		"If it was not you, press the button within 7 days: we will put back what was before, end all sessions and send a link to a new password.")
	buttonNotMe = i18n.M("Это не я", "This was not me")
)

// undoPath is the page that takes a change back.
func undoPath(secret id.Secret) string { return "/undo/" + string(secret) }

func letterNewEmail(base, code string, link id.Secret) letter.Letter {
	return letter.Letter{
		Subject:  i18n.F("%s — код для нового адреса", "%s is the code for your new email").With(code),
		Greeting: hello,
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Введите этот код в профиле, чтобы этот адрес стал адресом вашей учётной записи:",
				"Enter this code in your profile, so that this address becomes the one of your account:")),
			letter.Code(code),
			letter.Paragraph(i18n.M("Код действует 10 минут. Можно и по-другому: в браузере, где вы вошли, откройте страницу по кнопке. Ссылка работает сутки.",
				"The code works for 10 minutes. There is another way: in the browser where you are signed in, open the page by the button. The link works for a day.")),
			button(i18n.M("Открыть страницу подтверждения", "Open the confirmation page"), base, "/profile/contacts/email/"+string(link)),
			letter.Note(i18n.M("Если вы этого не просили, ничего не делайте: адрес не изменится.",
				"If you did not ask for it, do nothing: the address will not change.")),
		},
		Why: whyNewEmail,
	}
}

// letterAddressHeld goes to the owner of an address that somebody wants for another account.
func letterAddressHeld(base string) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("У этого адреса уже есть учётная запись", "This address has an account already"),
		Greeting: hello,
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Кто-то — возможно, вы — хотел указать этот адрес в другой учётной записи. Но на него уже заведена одна, а у каждого адреса она может быть только одна.",
				"Someone, maybe you, wanted to give this address to another account. It has one already, and an address can have only one.")),
			letter.Paragraph(i18n.M("Если обе записи ваши, сначала смените адрес в той, на которую он заведён, или удалите её.",
				"If both accounts are yours, first change the address of the one that has it, or delete that one.")),
			button(i18n.M("Войти", "Sign in"), base, "/login"),
			letter.Note(i18n.M("Если это были не вы, ничего не делайте: с вашей учётной записью ничего не случилось.",
				"If it was not you, do nothing: nothing has happened to your account.")),
		},
		Why: whyAccount,
	}
}

// letterNumberHeld goes to the owner of an account whose number somebody else has proved to hold.
func letterNumberHeld(base string, p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Ваш номер указали в другой учётной записи", "Your number was given to another account"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Кто-то получил сообщение на номер %s и ввёл код из него, чтобы привязать номер к другой учётной записи. Номер остался у вашей.",
				"Someone received a message at the number %s and entered its code to attach the number to another account. The number has stayed with yours.").With(p.Phone.Masked())),
			letter.Note(i18n.M("Если номер больше не ваш, уберите его из учётной записи: по коду на него можно задать новый пароль.",
				"If the number is no longer yours, remove it from your account: a code sent to it opens the way to a new password.")),
			button(i18n.M("Открыть контакты", "Open your contacts"), base, "/profile/contacts"),
		},
		Why: whyAccount,
	}
}

// letterEmailChanged goes to the old address.
func letterEmailChanged(base string, p Person, to Email, back id.Secret) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Адрес почты изменён", "Your email was changed"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Адрес вашей учётной записи изменён на %s. На этот адрес письма больше не приходят, и войти с ним нельзя.",
				"The email of your account was changed to %s. Letters no longer come to this address, and it opens nothing.").With(to.Masked())),
			letter.Note(backNote),
			button(buttonNotMe, base, undoPath(back)),
		},
		Why: whyOldEmail,
	}
}

// letterEmailIsYours goes to the new address.
func letterEmailIsYours(base string, p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Новый адрес подтверждён", "Your new email is confirmed"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Теперь это адрес вашей учётной записи: с ним можно входить, и сюда приходят письма.",
				"This is now the address of your account: you can sign in with it, and letters come here.")),
			button(i18n.M("Открыть контакты", "Open your contacts"), base, "/profile/contacts"),
		},
		Why: whyAccount,
	}
}

func letterPhoneChanged(base string, p Person, to ruid.Phone, back id.Secret) letter.Letter {
	text := i18n.F("Номер телефона вашей учётной записи изменён на %s.", "The phone number of your account was changed to %s.").With(to.Masked())
	switch {
	case to == "":
		text = i18n.F("Номер телефона %s убран из вашей учётной записи.", "The phone number %s was removed from your account.").With(p.Phone.Masked())
	case p.Phone == "":
		text = i18n.F("К вашей учётной записи привязан номер телефона %s. С ним можно входить и восстанавливать пароль.",
			"The phone number %s was attached to your account. It can be used to sign in and to recover the password.").With(to.Masked())
	}
	return letter.Letter{
		Subject:  i18n.M("Номер телефона изменён", "Your phone number was changed"),
		Greeting: greeting(p),
		Body:     []letter.Block{letter.Paragraph(text), letter.Note(backNote), button(buttonNotMe, base, undoPath(back))},
		Why:      whyAccount,
	}
}

func letterPasswordChanged(base string, p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Пароль изменён", "The password was changed"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Пароль вашей учётной записи изменён в профиле.", "The password of your account was changed in your profile.")),
			letter.Note(i18n.M("Если это сделали не вы, сразу задайте новый пароль: так завершатся и чужие сеансы.",
				"If it was not you, set a new password at once: that also ends the sessions of others.")),
			button(i18n.M("Восстановить доступ", "Recover access"), base, "/recover"),
		},
		Why: whyAccount,
	}
}

// letterClosed says that an account waits for a person of the foundation, after a change was taken back.
func letterClosed(base string, p Person) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Учётная запись закрыта до проверки", "Your account is closed until it is checked"),
		Greeting: greeting(p),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Нам сообщили по ссылке «Это не я», что контакты учётной записи изменил не её владелец. После того изменения в ней появилось и другое, поэтому мы не можем решить сами, кто её владелец. Войти в неё сейчас не может никто.",
				"We were told by the link “This was not me” that someone other than the owner changed the contacts of the account. More has changed since, so we cannot decide ourselves who the owner is. Nobody can sign in to it now.")),
			letter.Note(i18n.M("Напишите или позвоните в поддержку: сотрудник проверит документы и откроет запись владельцу.",
				"Write to or call support: the staff will check documents and open the account to its owner.")),
			button(i18n.M("Контакты поддержки", "Contact support"), base, "/contacts"),
		},
		Why: whyAccount,
	}
}
