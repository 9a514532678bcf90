package application

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	d := audit.Dictionary{
		"application.":                  {Topic: audit.AboutWork, Text: i18n.M("Действие с заявлением", "Something was done with an application")},
		"application.dropped":           {Topic: audit.AboutWork, Text: i18n.M("Удалён черновик заявления", "A draft of an application was deleted")},
		"application.letters_on":        {Topic: audit.AboutWork, Text: i18n.M("Подписка на письма о заявлениях организации", "Letters about the applications of an organisation were subscribed to")},
		"application.letters_off":       {Topic: audit.AboutWork, Text: i18n.M("Подписка на письма о заявлениях организации закончена", "Letters about the applications of an organisation were unsubscribed from")},
		"application.service_drafted":   {Topic: audit.AboutWork, Text: i18n.M("Начата новая версия услуги", "A new version of a service was begun")},
		"application.service_published": {Topic: audit.AboutWork, Text: i18n.M("Опубликована версия услуги", "A version of a service was published")},
		"application.service_dropped":   {Topic: audit.AboutWork, Text: i18n.M("Удалён черновик версии услуги", "A draft of a version of a service was deleted")},
	}
	for kind, text := range eventTexts {
		d["application."+string(kind)] = audit.Meaning{Topic: audit.AboutWork, Text: text}
	}
	return d
}
