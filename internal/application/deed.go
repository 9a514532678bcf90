package application

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	d := audit.Dictionary{
		"application.":        {Topic: audit.AboutWork, Text: i18n.M("Действие с заявлением", "Something was done with an application")},
		"application.dropped": {Topic: audit.AboutWork, Text: i18n.M("Удалён черновик заявления", "A draft of an application was deleted")},
	}
	for kind, text := range eventTexts {
		d["application."+string(kind)] = audit.Meaning{Topic: audit.AboutWork, Text: text}
	}
	return d
}
