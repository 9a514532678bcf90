// Package letter draws the letters of the platform: one text that people read as HTML or as plain text, each of the two
// complete in itself, with at most one action and the reason why the letter came.
package letter

import (
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Letter is a letter in both languages.
type Letter struct {
	Subject  i18n.Text // at most [MaxSubject] characters, the number of the case first
	Greeting i18n.Text // «Здравствуйте, Анна Сергеевна!»
	Body     []Block
	Why      i18n.Text // why this person got this letter, for the small print
}

// MaxSubject is the longest subject that telephones show whole, in characters.
const MaxSubject = 60

// Block is a part of the body of a letter: [Paragraph], [Code], [Facts], [Button] or [Note].
type Block interface{ block() }

type (
	// Paragraph is running text.
	Paragraph i18n.Text
	// Code is a code to be typed, big and easy to copy.
	Code string
	// Facts are names with values: when, from where, on which device.
	Facts []Fact
	// Button is the one action of a letter. The address is also written out, for those whose mail hides links.
	Button struct {
		Label i18n.Text
		URL   string // whole
	}
	// Note is a remark that must not be overlooked: «Если это были не вы…».
	Note i18n.Text
)

// Fact is a name with its value.
type Fact struct{ Name, Value i18n.Text }

func (Paragraph) block() {}
func (Code) block()      {}
func (Facts) block()     {}
func (Button) block()    {}
func (Note) block()      {}

// Render returns the subject, the plain text and the HTML of a letter in a language.
func Render(site *web.Site, l i18n.Lang, m Letter) (subject, text, html string, err error) {
	return "", "", "", fmt.Errorf("draw letter: not yet")
}
