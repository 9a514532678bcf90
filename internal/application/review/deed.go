package review

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	deed := func(ru, en string) audit.Meaning { return audit.Meaning{Topic: audit.AboutWork, Text: i18n.M(ru, en)} }
	return audit.Dictionary{
		"review.":             deed("Действие при рассмотрении заявления", "Something was done in the review of an application"),
		"review.opened":       deed("Открыто заявление на рассмотрении", "An application under review was opened"),
		"review.taken":        deed("Заявление взято на рассмотрение", "An application was taken for review"),
		"review.prepared":     deed("Подготовлено решение по заявлению", "A decision on an application was prepared"),
		"review.asked":        deed("Заявителю заданы вопросы", "An applicant was asked questions"),
		"review.view_shared":  deed("Сохранён общий вид списка заявлений", "A shared view of applications was saved"),
		"review.view_renamed": deed("Переименован общий вид списка заявлений", "A shared view of applications was renamed"),
		"review.view_dropped": deed("Удалён общий вид списка заявлений", "A shared view of applications was deleted"),
		"review.agreed":       deed("Решение подтвердил второй сотрудник", "A second official agreed with a decision"),
	}
}
