package membership

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	d := audit.Dictionary{
		"membership.":       {Topic: audit.AboutWork, Text: i18n.M("Действие со статусом организации", "Something was done with the status of an organisation")},
		"membership.warned": {Topic: audit.AboutWork, Text: i18n.M("Организация предупреждена: требование к статусу не выполнено", "An organisation was warned: a requirement of its status is not met")},
	}
	for kind, text := range kindTexts {
		d["membership."+string(kind)] = audit.Meaning{Topic: audit.AboutWork, Text: text}
	}
	return d
}
