// Package letter draws the letters of the platform: one text that people read as HTML or as plain text, each of the two
// complete in itself, with at most one action and the reason why the letter came.
//
// A letter carries no personal data beyond the name in the greeting, and its button leads to this site only, to a page
// that asks before it does anything: programs that open links in advance must change nothing.
package letter

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Letter is a letter in both languages.
type Letter struct {
	Subject  i18n.Text // at most [MaxSubject] characters, the number of the case first
	Greeting i18n.Text // «Здравствуйте, Анна Сергеевна!»
	Body     []Block
	Why      i18n.Text // why this person got this letter, for the small print
	Stop     string    // a whole address of this site where letters of this kind are ended without signing in; "" for those that nobody can end
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
		URL   string // a whole address of this site
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

// Errors of [Letter.Check] and [Render]: faults of the program that wrote the letter.
var (
	ErrSubject = errors.New("the subject is empty or too long")
	ErrActions = errors.New("the letter has more than one action")
	ErrAddress = errors.New("a link leads to another site")
	ErrWhy     = errors.New("the letter does not say why it came")
)

// Check reports what is wrong with a letter in either language. Tests of features call it for their letters; a subject
// that only grew too long by a name is no reason not to send a letter, so [Render] shortens it.
func (m Letter) Check(site *web.Site) error {
	for _, l := range i18n.Langs() {
		if n := utf8.RuneCountInString(m.Subject.In(l)); n == 0 || n > MaxSubject {
			return fmt.Errorf("letter %q in %s: %d characters: %w", m.Subject.In(l), l, n, ErrSubject)
		}
	}
	return m.sound(site)
}

func (m Letter) sound(site *web.Site) error {
	if m.Subject.IsZero() {
		return ErrSubject
	}
	if m.Why.IsZero() {
		return ErrWhy
	}
	if m.Stop != "" && !strings.HasPrefix(m.Stop, site.BaseURL+"/") {
		return fmt.Errorf("the end of letters: %w", ErrAddress)
	}
	actions := 0
	for _, b := range m.Body {
		button, ok := b.(Button)
		if !ok {
			continue
		}
		actions++
		if !strings.HasPrefix(button.URL, site.BaseURL+"/") {
			return fmt.Errorf("button %q: %w", button.Label.In(i18n.English), ErrAddress)
		}
	}
	if actions > 1 {
		return ErrActions
	}
	return nil
}

// Render returns the subject, the plain text and the HTML of a letter in a language.
func Render(site *web.Site, l i18n.Lang, m Letter) (subject, text, html string, err error) {
	if err := m.sound(site); err != nil {
		return "", "", "", fmt.Errorf("draw letter: %w", err)
	}
	var b strings.Builder
	if err := page(site, l, m).Render(i18n.WithLang(context.Background(), l), &b); err != nil {
		return "", "", "", fmt.Errorf("draw letter: %w", err)
	}
	return subjectLine(m.Subject.In(l)), plain(site, l, m), b.String(), nil
}

// subjectLine makes a subject fit for a header: one line without controls, at most [MaxSubject] characters.
func subjectLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(c rune) bool { return unicode.IsControl(c) || c == ' ' }), " ")
	if utf8.RuneCountInString(s) <= MaxSubject {
		return s
	}
	cut := string([]rune(s)[:MaxSubject-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.:;—-") + "…"
}

var (
	codeName  = i18n.M("Код", "Code")
	linkHint  = i18n.M("Если кнопка не работает, скопируйте адрес в браузер:", "If the button does not work, copy this address into your browser:")
	stopName  = i18n.M("Больше не присылать таких писем", "No more letters of this kind")
	questions = i18n.M("Вопросы? Звоните или пишите нам:", "Questions? Call us or write to us:")
	trial     = i18n.M("Это учебная установка: письмо юридической силы не имеет.", "This is a training installation: the letter has no legal force.")
)

// plain is the letter as plain text. It says all that the HTML says.
func plain(site *web.Site, l i18n.Lang, m Letter) string {
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(m.Greeting.In(l))
	for _, b := range m.Body {
		add(plainBlock(b, l))
	}
	add("--\n" + m.Why.In(l))
	if m.Stop != "" {
		add(stopName.In(l) + ":\n" + m.Stop)
	}
	if site.Trial {
		add(trial.In(l))
	}
	add(questions.In(l) + "\n" + strings.Join(contacts(site), "\n"))
	add(site.Name.In(l) + "\n" + site.Operator.In(l))
	return strings.Join(parts, "\n\n") + "\n"
}

func plainBlock(b Block, l i18n.Lang) string {
	switch b := b.(type) {
	case Paragraph:
		return i18n.Text(b).In(l)
	case Note:
		return i18n.Text(b).In(l)
	case Code:
		return codeName.In(l) + ": " + string(b)
	case Button:
		return b.Label.In(l) + ":\n" + b.URL
	case Facts:
		var lines []string
		for _, f := range b {
			lines = append(lines, f.Name.In(l)+": "+f.Value.In(l))
		}
		return strings.Join(lines, "\n")
	}
	return ""
}

// contacts are the ways to the support.
func contacts(site *web.Site) []string {
	var out []string
	for _, s := range []string{site.Phone, site.Email} {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
