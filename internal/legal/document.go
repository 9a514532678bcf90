package legal

import (
	"slices"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Kind names a document. It stands in the database and in addresses, so it never changes.
type Kind string

// The documents of the site.
const (
	Terms         Kind = "terms"         // Пользовательское соглашение
	Consent       Kind = "consent"       // Согласие на обработку персональных данных
	Privacy       Kind = "privacy"       // Политика обработки персональных данных (152-ФЗ, art. 18.1)
	Accessibility Kind = "accessibility" // Заявление о доступности
	Cookies       Kind = "cookies"       // Файлы куки
)

// Kinds lists the documents in the order in which they are shown.
func Kinds() []Kind { return []Kind{Terms, Consent, Privacy, Accessibility, Cookies} }

// ParseKind returns the kind with this name.
func ParseKind(name string) (k Kind, ok bool) {
	if i := slices.Index(Kinds(), Kind(name)); i >= 0 {
		return Kinds()[i], true
	}
	return "", false
}

// Path is the address of the edition in force, without the language.
func (k Kind) Path() string { return "/" + string(k) }

// EditionPath is the address of one edition, which shows the same text for ever.
func (k Kind) EditionPath(version int) string { return k.Path() + "?edition=" + strconv.Itoa(version) }

// Edition is one edition of a document, without its text.
type Edition struct {
	Kind     Kind
	Version  int // from 1, without gaps
	Title    i18n.Text
	Since    time.Time      // the moment from which it is in force
	Author   actor.PersonID // empty: the edition came with the program
	Reviewed bool           // the author said that a lawyer has checked the text
	Created  time.Time
}

// Document is an edition with its text.
type Document struct {
	Edition
	Text i18n.Text // Markdown with every placeholder filled in; see [Document.Paragraphs] for letters
	URL  string    // of this very edition, a path without the language

	base string // the address of the site, for links in letters
}

// State is where an edition stands.
type State uint8

// The states of an edition; doc.go draws them.
const (
	Coming    State = iota + 1 // its day is still to come
	InForce                    // what people are shown and agree to now
	Former                     // was in force until the next edition
	Overtaken                  // never was in force: a later edition began no later
)

// States returns the state of each edition at a moment. The list has the latest edition first.
//
// Of the editions whose moment has come, the latest one is in force. So an edition that shall not come into force after
// all is overtaken by publishing another.
func States(latestFirst []Edition, now time.Time) []State {
	states := make([]State, len(latestFirst))
	var next time.Time // when the earliest of the later editions begins
	found := false
	for i, e := range latestFirst {
		switch {
		case i > 0 && !e.Since.Before(next):
			states[i] = Overtaken
			continue
		case e.Since.After(now):
			states[i] = Coming
		case found:
			states[i] = Former
		default:
			states[i], found = InForce, true
		}
		next = e.Since
	}
	return states
}
