package profile

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	work := func(ru, en string) audit.Meaning { return audit.Meaning{Topic: audit.AboutWork, Text: i18n.M(ru, en)} }
	return audit.Dictionary{
		"profile.":         work("Действие с профилем организации", "Something was done with the profile of an organisation"),
		"profile.added":    work("В профиль организации добавлена запись", "An entry was added to the profile of an organisation"),
		"profile.edited":   work("Запись в профиле организации изменена", "An entry in the profile of an organisation was changed"),
		"profile.removed":  work("Запись из профиля организации убрана", "An entry was removed from the profile of an organisation"),
		"profile.imported": work("Предложения организаций загружены из файла", "Offers of organisations were imported from a file"),
	}
}
