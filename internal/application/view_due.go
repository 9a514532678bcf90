package application

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	sectionDuties = i18n.M("Что сдать и когда", "What to file and when")
	dutyPeriod    = i18n.F("За %s", "For: %s")
	dutyTags      = map[DutyState]i18n.Text{
		DutyAhead: i18n.M("ещё рано", "not yet"),
		DutyOpen:  i18n.M("пора сдать", "due"),
		DutyLate:  i18n.M("просрочено", "overdue"),
		DutyFree:  i18n.M("по желанию", "if you wish"),
		DutyDone:  i18n.M("сдано", "filed"),
	}
	dutyTexts = map[DutyState]i18n.Format{
		DutyAhead: i18n.F("Сдать можно будет с %[2]s и до %[1]s включительно.", "You can file from %[2]s until %[1]s."),
		DutyOpen:  i18n.F("Сдайте до %s включительно.", "File by %s."),
		DutyLate:  i18n.F("Срок истёк %s, но сдать можно и сейчас.", "The last day was %s. You can still file."),
	}
	dutyUndated   = i18n.M("Последний день станет известен, когда утвердят производственный календарь.", "The last day is known once the working calendar is decreed.")
	dutyLater     = i18n.M("Сначала сдайте за более ранний период.", "File for the earlier period first.")
	dutyFree      = i18n.M("Статус получен после конца периода: сдавать не обязательно, но можно.", "The status came after the end of the period: you may file, and need not.")
	dutyDone      = i18n.F("Отправлено %s", "Sent on %s")
	buttonFile    = i18n.M("Заполнить и сдать", "Fill in and file")
	buttonGoOn    = i18n.M("Продолжить", "Go on")
	buttonSame    = i18n.M("Без изменений", "No changes")
	hintSame      = i18n.M("«Без изменений» возьмёт ответы из последнего принятого заявления: останется проверить и подписать.", "“No changes” takes the answers of the last accepted application: all that is left is to look and sign.")
	textTakenOver = i18n.M("Ответы взяты из прошлого заявления, но форма с тех пор изменилась. Заполните отмеченное.", "The answers were taken from the last application, but the form has changed since. Fill in what is marked.")
	waitsDuty     = i18n.F("Сдать: %s", "File: %s")
)

func (d Duty) kind() web.Kind {
	switch d.State {
	case DutyLate:
		return web.Danger
	case DutyOpen:
		return web.Warning
	case DutyDone:
		return web.Success
	case DutyAhead, DutyFree, stageSoon:
	}
	return web.Neutral
}

// open reports whether the duty can be filed for now.
func (d Duty) open() bool { return d.State == DutyOpen || d.State == DutyLate || d.State == DutyFree }

func (d Duty) text() i18n.Text {
	switch {
	case d.State == DutyDone:
		return dutyDone.With(i18n.Date(d.Case.Sent))
	case d.State == DutyFree:
		return dutyFree
	case d.Due.IsZero():
		return dutyUndated
	case d.State == DutyAhead:
		return dutyTexts[DutyAhead].With(i18n.Date(d.Due.Start()), i18n.Date(d.Period.Last.AddDays(1).Start()))
	}
	return dutyTexts[d.State].With(i18n.Date(d.Due.Start()))
}
