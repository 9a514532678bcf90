package partner

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	return audit.Dictionary{
		"partner.saved":           {Topic: audit.AboutData, Text: i18n.M("Сохранён поисковый запрос", "A search was saved")},
		"partner.saved_changed":   {Topic: audit.AboutData, Text: i18n.M("Изменено название сохранённого запроса", "A saved search was renamed")},
		"partner.saved_letters":   {Topic: audit.AboutData, Text: i18n.M("Изменено, как часто приходят письма о сохранённом запросе", "How often letters about a saved search come was changed")},
		"partner.saved_removed":   {Topic: audit.AboutData, Text: i18n.M("Удалён сохранённый запрос", "A saved search was deleted")},
		"partner.letters_stopped": {Topic: audit.AboutData, Text: i18n.M("Письма о новых партнёрах отключены по ссылке из письма", "Letters about new partners were ended by the link of a letter")},
	}
}
