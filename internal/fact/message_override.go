package fact

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	linkOverride     = i18n.M("Решить иначе", "Decide otherwise")
	titleOverride    = i18n.M("Решение по правилу приёма", "Decision on a rule of admission")
	leadOverride     = i18n.M("Решение не меняет сведений. Оно действует до указанного дня и закончится раньше, если сведения изменятся.", "A decision changes no fact. It holds until the day that you give, and ends before that when the facts change.")
	textTwoPeople    = i18n.M("Правило не выполнено, поэтому решение вступит в силу, когда его подтвердит второй сотрудник.", "The rule is not met, so the decision counts when a second member of the staff has agreed.")
	labelTo          = i18n.M("Итог", "Outcome")
	labelDocument    = i18n.M("Документ", "Document")
	hintDocument     = i18n.M("На чём основано решение: номер и дата письма, справки, судебного акта.", "What the decision rests on: number and date of a letter, a certificate, an act of a court.")
	buttonDecide     = i18n.M("Записать решение", "Note the decision")
	sectionWords     = i18n.M("Решения сотрудников по правилам", "Decisions of the staff on rules")
	sectionWordsWait = i18n.M("Решения по правилам, которые ждут второго человека", "Decisions on rules that wait for a second person")
	columnDecided    = i18n.M("Решение", "Decision")
	columnBySince    = i18n.M("Кто и на какой срок", "By whom and for how long")
	textFromTo       = i18n.F("«%s» вместо «%s»", "“%s” in place of “%s”")
	textByWhom       = i18n.F("%s, с %s до %s", "%s, from %s to %s")
	textByBoth       = i18n.F("%s и %s, с %s до %s", "%s and %s, from %s to %s")
	textWordOver     = i18n.M("Срок истёк", "Its term is over")
	textWordMoved    = i18n.M("Закончилось: сведения изменились", "Ended: the facts have changed")
)

var overrideStates = map[OverrideState]i18n.Text{
	OverrideWaiting:  i18n.M("Ждёт второго человека", "Waits for a second person"),
	OverrideStanding: i18n.M("Действует", "Stands"),
	OverrideRefused:  i18n.M("Отклонено", "Refused"),
	OverrideEnded:    i18n.M("Отозвано", "Taken back"),
}
