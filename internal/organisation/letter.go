package organisation

import (
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

const (
	topic = "organisation.access"

	// letterLife is how long a letter about rights is worth sending.
	letterLife = 72 * time.Hour
)

var whyOrganisation = i18n.M("Вы получили это письмо, потому что у вас есть права в кабинете этой организации или вас туда приглашают.",
	"You received this letter because you have rights in the account of this organisation, or are invited to it.")

func greeting(h Human) i18n.Text {
	return i18n.F("Здравствуйте, %s!", "Hello, %s!").With(h.Greeting)
}

func button(label i18n.Text, base, path string) letter.Button {
	return letter.Button{Label: label, URL: base + path}
}

var (
	openCabinet      = i18n.M("Открыть кабинет", "Open the organisation account")
	openEmployees    = i18n.M("Открыть страницу «Сотрудники»", "Open the page “Employees”")
	openMine         = i18n.M("Открыть мои организации", "Open my organisations")
	noteUnknown      = i18n.M("Если вы об этом не знаете, напишите в поддержку.", "If you know nothing about it, write to the support.")
	noteSignerUnlike = i18n.M("Если этого человека в вашей организации нет, сразу напишите в поддержку.",
		"If there is no such person in your organisation, write to the support at once.")
)

// letterOpened tells the person who signed.
func letterOpened(base string, to Human, c Cabinet, first bool) letter.Letter {
	text := i18n.F("Вы вошли по электронной подписи в кабинет организации «%s». Подпись больше не нужна, чтобы войти: хватит вашей учётной записи. Она понадобится, чтобы подписывать документы.",
		"You entered the account of “%s” with your electronic signature. You no longer need the signature to sign in: your account is enough. You will need it to sign documents.")
	if first {
		text = i18n.F("Кабинет организации «%s» открыт по вашей электронной подписи. Подпись больше не нужна, чтобы войти: хватит вашей учётной записи. Она понадобится, чтобы подписывать документы.",
			"The account of “%s” was opened with your electronic signature. You no longer need the signature to sign in: your account is enough. You will need it to sign documents.")
	}
	return letter.Letter{
		Subject: i18n.M("Кабинет организации открыт", "The organisation account is open"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(text.With(c.Name)), button(openCabinet, base, c.Path()), letter.Note(noteUnknown),
		},
		Why: whyOrganisation,
	}
}

// letterNewSigner tells those who sign already that somebody else does.
func letterNewSigner(base string, to Human, c Cabinet, name string) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("В кабинет вошёл ещё один представитель", "Another representative entered the organisation account"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("В кабинет организации «%s» по своей электронной подписи вошёл представитель: %s. По реестру он действует от имени организации.",
				"A representative entered the account of “%s” with an electronic signature: %s. By the register this person acts for the organisation.").With(c.Name, name)),
			button(openEmployees, base, c.Path()+"/people"), letter.Note(noteSignerUnlike),
		},
		Why: whyOrganisation,
	}
}

// letterSignerEnded tells the representatives that somebody no longer acts without a power of attorney.
func letterSignerEnded(base string, to Human, c Cabinet, name string) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Право подписи закончилось", "A right to sign has ended"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("По реестру %s больше не действует от имени организации «%s», и право подписи закончилось.",
				"By the register %s no longer acts for “%s”, and the right to sign has ended.").With(name, c.Name)),
			button(openEmployees, base, c.Path()+"/people"),
		},
		Why: whyOrganisation,
	}
}

// letterCaseRefused tells the person what the operator decided.
func letterCaseRefused(base string, to Human, c Case) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("В кабинете организации отказано", "The organisation account was refused"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Оператор проверил, действуете ли вы от имени организации с ИНН %s, и отказал. Причина: %s",
				"An operator checked whether you act for the organisation with INN %s, and refused. The reason: %s").With(c.INN, c.Reason)),
			letter.Paragraph(i18n.M("Если причина устранена, войдите по электронной подписи ещё раз.", "If the reason is gone, sign in with your signature once more.")),
			button(openMine, base, "/organisations"),
		},
		Why: whyOrganisation,
	}
}

// letterInvited tells whoever has the СНИЛС of an invitation.
func letterInvited(base string, to Human, c Cabinet, g Grant) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Вас приглашают доверенным лицом", "You are invited as a trusted person"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Организация «%s» приглашает вас доверенным лицом. Что вы сможете: %s. Срок: до %s.",
				"“%s” invites you as a trusted person. What you may do: %s. The term: until %s.").With(c.Name, g.Role.Means(), i18n.Date(g.Until))),
			letter.Paragraph(i18n.M("Примите приглашение или откажитесь в течение 30 дней.", "Accept or decline within 30 days.")),
			button(openMine, base, "/organisations"),
		},
		Why: whyOrganisation,
	}
}

// letterAccepted tells the signer who invited.
func letterAccepted(base string, to Human, c Cabinet, g Grant, accepted bool) letter.Letter {
	subject, text := i18n.M("Доверенное лицо приняло приглашение", "The trusted person accepted"),
		i18n.F("%s теперь действует в кабинете организации «%s».", "%s now acts in the account of “%s”.")
	if !accepted {
		subject, text = i18n.M("От приглашения отказались", "The invitation was declined"),
			i18n.F("Приглашённый (%s) отказался от прав в кабинете организации «%s».", "The person invited (%s) declined the rights in the account of “%s”.")
	}
	return letter.Letter{
		Subject: subject, Greeting: greeting(to),
		Body: []letter.Block{letter.Paragraph(text.With(g.Name, c.Name)), button(openEmployees, base, c.Path()+"/people")},
		Why:  whyOrganisation,
	}
}

// letterEnded tells a person that they no longer act for an organisation.
func letterEnded(base string, to Human, c Cabinet, why i18n.Text) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Доступ к кабинету организации закончился", "Your access to an organisation account has ended"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Вы больше не действуете в кабинете организации «%s». %s", "You no longer act in the account of “%s”. %s").With(c.Name, why)),
			button(openMine, base, "/organisations"),
		},
		Why: whyOrganisation,
	}
}

// letterHeld tells a trusted person that a new head has to confirm them.
func letterHeld(base string, to Human, c Cabinet, by time.Time) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Сменился руководитель: права сокращены", "A new head: your rights are held"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("По реестру в организации «%s» сменился руководитель. До %s у вас остаётся доступ стандартного доверенного лица; чтобы он сохранился, новый руководитель должен подтвердить его.",
				"By the register “%s” has a new head. Until %s you keep the access of a standard trusted person; to keep it longer, the new head must confirm it.").With(c.Name, i18n.Date(by))),
			button(openMine, base, "/organisations"),
		},
		Why: whyOrganisation,
	}
}

// letterWarn tells that something ends soon.
func letterWarn(base string, to Human, c Cabinet, what i18n.Text, ends time.Time, path string) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Скоро закончится срок", "A term ends soon"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Организация «%s»: %s. Последний день: %s.", "“%s”: %s. The last day is %s.").With(c.Name, what, i18n.Date(ends))),
			button(openCabinet, base, path),
		},
		Why: whyOrganisation,
	}
}

// letterLinked sends the head the link of an employee.
func letterAsked(base, path string, l Link) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Просьба открыть кабинет организации", "A request to open an organisation account"),
		Greeting: i18n.M("Здравствуйте!", "Hello!"),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("%s просит открыть кабинет организации «%s» (ИНН %s) и назначить доверенным лицом. Для этого один раз понадобится электронная подпись руководителя.",
				"%s asks you to open the account of “%s” (INN %s) and to appoint them as a trusted person. This takes the electronic signature of the head, once.").With(l.Name, l.Title, l.INN)),
			button(i18n.M("Посмотреть просьбу", "See the request"), base, path),
			letter.Note(i18n.M("Если вы не руководите этой организацией или не знаете этого человека, ничего не делайте.",
				"If you do not head this organisation or do not know this person, do nothing.")),
		},
		Why: i18n.M("Вы получили это письмо, потому что этот адрес указали как адрес руководителя.", "You received this letter because this address was given as that of the head."),
	}
}
