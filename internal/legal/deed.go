package legal

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	return audit.Dictionary{
		"legal.published": {Topic: audit.AboutWork, Text: i18n.M("Опубликована редакция документа", "An edition of a document was published")},
	}
}
