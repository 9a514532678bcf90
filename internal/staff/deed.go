package staff

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	d := audit.Dictionary{}
	for action, t := range deeds {
		d[action] = audit.Meaning{Topic: audit.AboutWork, Text: t}
	}
	return d
}

var deeds = map[string]text{
	"staff.looked":                i18n.M("Сотрудник фонда смотрел данные", "A member of staff looked at the data"),
	"staff.account_closed":        i18n.M("Учётная запись закрыта владельцем установки", "The account was closed by an owner of the installation"),
	"staff.account_opened":        i18n.M("Учётная запись снова открыта", "The account was opened again"),
	"staff.recovery_started":      i18n.M("Сотрудник фонда начал восстановление доступа", "A member of staff began to recover the access"),
	"staff.recovery_limited":      i18n.M("Сотруднику отказано: восстановление доступа начинали слишком часто", "A member of staff was refused: the access was recovered too often"),
	"staff.conflict_marked":       i18n.M("Сотрудник отметил конфликт интересов", "A member of staff noted a conflict of interest"),
	"staff.conflict_lifted":       i18n.M("Отметка о конфликте интересов снята", "A mark of a conflict of interest was lifted"),
	"staff.invited":               i18n.M("Отправлено приглашение на роль", "An invitation to a role was sent"),
	"staff.invitation_accepted":   i18n.M("Приглашение на роль принято", "An invitation to a role was accepted"),
	"staff.invitation_taken_back": i18n.M("Приглашение на роль отозвано", "An invitation to a role was taken back"),
	"staff.role_given":            i18n.M("Назначена роль в фонде", "A role in the foundation was given"),
	"staff.role_ended":            i18n.M("Роль в фонде снята", "A role in the foundation ended"),
	"staff.proposed.":             i18n.M("Предложено изменение роли", "A change of roles was proposed"),
	"staff.refused.":              i18n.M("Предложение об изменении роли отклонено", "A proposal to change roles was refused"),
	"staff.withdrawn.":            i18n.M("Предложение об изменении роли отозвано", "A proposal to change roles was withdrawn"),
	"staff.journal_checked":       i18n.M("Проверена цепочка журнала", "The chain of the journal was checked"),
	"staff.journal_exported":      i18n.M("Журнал выгружен", "The journal was exported"),
	"staff.job_":                  i18n.M("Задание поставлено снова или убрано", "A job was queued again or discarded"),
}
