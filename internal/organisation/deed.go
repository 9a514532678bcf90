package organisation

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
	"organisation.opened":              i18n.M("Открыт кабинет организации", "An organisation account was opened"),
	"organisation.entered":             i18n.M("Выбран профиль организации", "The profile of an organisation was chosen"),
	"organisation.certificate_added":   i18n.M("Сертификат добавлен в реестр подписей", "A certificate was added to the register of signatures"),
	"organisation.certificate_removed": i18n.M("Сертификат удалён из реестра подписей", "A certificate was removed from the register of signatures"),
	"organisation.signer_added.":       i18n.M("Появился представитель с правом подписи", "A representative who signs was added"),
	"organisation.signer_ended":        i18n.M("Право подписи за организацию закончилось", "The right to sign for an organisation ended"),
	"organisation.granted.":            i18n.M("Назначено доверенное лицо", "A trusted person was appointed"),
	"organisation.grants_held":         i18n.M("Права доверенных лиц ждут подтверждения новым руководителем", "The rights of trusted persons wait for the new head"),
	"organisation.grant_confirmed":     i18n.M("Права доверенного лица подтверждены", "The rights of a trusted person were confirmed"),
	"organisation.grant_ended.":        i18n.M("Права доверенного лица закончились", "The rights of a trusted person ended"),
	"organisation.accepted":            i18n.M("Приглашение организации принято", "An invitation of an organisation was accepted"),
	"organisation.declined":            i18n.M("Приглашение организации отклонено", "An invitation of an organisation was declined"),
	"organisation.details_changed":     i18n.M("Изменены контакты организации", "The contacts of an organisation were changed"),
	"organisation.link_made":           i18n.M("Создана ссылка для руководителя", "A link for the head was made"),
	"organisation.power_brought":       i18n.M("Загружена доверенность", "A power of attorney was uploaded"),
	"organisation.power_entered":       i18n.M("Сотрудник начал действовать по доверенности", "An employee began to act by a power of attorney"),
	"organisation.power_ended.":        i18n.M("Доверенность больше не действует на сайте", "A power of attorney no longer counts on this site"),
	"organisation.case_":               i18n.M("Обращение о праве действовать от имени организации", "A case about acting for an organisation"),
}
