package membership

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	d := audit.Dictionary{
		"membership.":         {Topic: audit.AboutWork, Text: i18n.M("Действие со статусом организации", "Something was done with the status of an organisation")},
		"membership.cleared":  {Topic: audit.AboutWork, Text: i18n.M("Предупреждение организации снято: требования снова выполнены", "The warning of an organisation was taken back: all requirements are met again")},
		"membership.answered": {Topic: audit.AboutWork, Text: i18n.M("Организация ответила на предупреждение", "An organisation answered a warning")},
		"membership.warned":   {Topic: audit.AboutWork, Text: i18n.M("Организация предупреждена: статус под вопросом", "An organisation was warned: its status is in question")},
	}
	for kind, text := range kindTexts {
		d["membership."+string(kind)] = audit.Meaning{Topic: audit.AboutWork, Text: text}
	}
	return d
}
