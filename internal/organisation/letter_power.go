package organisation

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

var (
	openPowers     = i18n.M("Открыть доверенности", "Open the powers of attorney")
	noteNotGranted = i18n.M("Если вы не выдавали такую доверенность, отзовите её на странице «Доверенности» и напишите в поддержку.",
		"If you did not give this power of attorney, withdraw it on the page “Powers of attorney” and write to the support.")
)

// letterPowerBegun tells who has begun to act by a power of attorney.
func letterPowerBegun(base string, to Human, c Cabinet, p Power) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Вы действуете по доверенности", "You act by a power of attorney"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Теперь вы подписываете и отправляете документы организации «%s» по машиночитаемой доверенности. Её последний день: %s. Назначать доверенных лиц по ней нельзя.",
				"You now sign and send documents of “%s” by a machine-readable power of attorney. Its last day is %s. It does not let you appoint trusted persons.").With(c.Name, lastDay(p.Until))),
			button(openCabinet, base, c.Path()), letter.Note(noteUnknown),
		},
		Why: whyOrganisation,
	}
}

// letterPowerNew tells the representatives.
func letterPowerNew(base string, to Human, c Cabinet, p Power) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Сотрудник вошёл по доверенности", "An employee came by a power of attorney"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("%s теперь подписывает документы организации «%s» по доверенности № %s. Её последний день: %s.",
				"%s now signs documents of “%s” by the power of attorney No. %s. Its last day is %s.").With(p.Agent, c.Name, string(p.Number), lastDay(p.Until))),
			button(openPowers, base, c.Path()+"/powers"), letter.Note(noteNotGranted),
		},
		Why: whyOrganisation,
	}
}

// letterPowerOver tells the agent that a power no longer counts.
func letterPowerOver(base string, to Human, p Power, state PowerState) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Доверенность больше не действует на сайте", "A power of attorney no longer counts on this site"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Доверенность организации «%s» № %s больше не даёт вам прав в её кабинете: %s.",
				"The power of attorney of “%s” No. %s no longer gives you rights in its account: %s.").With(p.Principal, string(p.Number), state.Label())),
			button(openPowers, base, PathPowers),
		},
		Why: whyOrganisation,
	}
}

// letterPowerEnded tells the representatives that an employee no longer acts by a power.
func letterPowerEnded(base string, to Human, c Cabinet, p Power, state PowerState) letter.Letter {
	return letter.Letter{
		Subject: i18n.M("Доверенность сотрудника закончилась", "An employee’s power of attorney has ended"), Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("%s больше не подписывает документы организации «%s» по доверенности № %s: %s.",
				"%s no longer signs documents of “%s” by the power of attorney No. %s: %s.").With(p.Agent, c.Name, string(p.Number), state.Label())),
			button(openPowers, base, c.Path()+"/powers"),
		},
		Why: whyOrganisation,
	}
}

// letterTrusted tells the representatives of a trusted person who came or went; own is for whoever did it.
func letterTrusted(base string, to Human, c Cabinet, g Grant, came, own bool) letter.Letter {
	subject, text := i18n.M("Новое доверенное лицо", "A new trusted person"),
		i18n.F("%s теперь действует в кабинете организации «%s». Что можно: %s.", "%s now acts in the account of “%s”. What they may do: %s.").With(g.Name, c.Name, g.Role.Means())
	if !came {
		subject, text = i18n.M("Доверенное лицо больше не действует", "A trusted person no longer acts"),
			i18n.F("%s больше не действует в кабинете организации «%s».", "%s no longer acts in the account of “%s”.").With(g.Name, c.Name)
	}
	note := noteSignerUnlike
	if own {
		note = i18n.M("Это сделали вы.", "You did this.")
	}
	return letter.Letter{
		Subject: subject, Greeting: greeting(to),
		Body: []letter.Block{letter.Paragraph(text), button(openEmployees, base, c.Path()+"/people"), letter.Note(note)},
		Why:  whyOrganisation,
	}
}
