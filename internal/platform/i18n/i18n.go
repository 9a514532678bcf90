// Package i18n holds the texts that people read, in Russian and English side by side.
//
// A text is a Go value. Both languages are arguments of one call, so a missing language does not compile:
//
//	var codeSent = i18n.F("Код отправлен на %s.", "The code has been sent to %s.")
//
//	codeSent.With(address).In(i18n.Russian)
//
// Russian texts are set with no-break spaces by [typography.Russian] when the program starts; what a user typed comes in
// through With and stays as it is.
package i18n

import (
	"context"
	"fmt"
	"strings"

	"github.com/klaster-platform/klaster/rulang/typography"
)

// Lang is a language of the interface. The zero value is Russian: the language of the state comes first (168-ФЗ).
type Lang uint8

// The languages of the platform.
const (
	Russian Lang = iota
	English
)

// Langs lists the languages in the order in which they are offered.
func Langs() []Lang { return []Lang{Russian, English} }

// Code returns the BCP 47 tag.
func (l Lang) Code() string {
	if l == English {
		return "en"
	}
	return "ru"
}

func (l Lang) String() string { return l.Code() }

// Parse returns the language of a BCP 47 tag; ok is false when the platform does not speak it.
func Parse(code string) (l Lang, ok bool) {
	switch code {
	case "ru":
		return Russian, true
	case "en":
		return English, true
	}
	return Russian, false
}

// Text is a message in both languages. The zero value is empty.
type Text struct{ ru, en string }

// M returns a text without arguments.
func M(ru, en string) Text { return Text{typography.Russian(ru), en} }

// Same returns a text that is not translated: a name, a number, what a user wrote.
func Same(s string) Text { return Text{s, s} }

// Raw returns a text that somebody else wrote in both languages, an operator or a file: it stays as it is.
func Raw(ru, en string) Text { return Text{ru, en} }

// In returns the text in language l.
func (t Text) In(l Lang) string {
	if l == English {
		return t.en
	}
	return t.ru
}

// IsZero reports whether the text is empty in both languages.
func (t Text) IsZero() bool { return t == Text{} }

// Format is a text with the verbs of package fmt. Both languages take the same arguments; a test over the whole source
// tree compares their verbs.
type Format struct{ ru, en string }

// F returns a text that takes arguments.
func F(ru, en string) Format { return Format{typography.Russian(ru), en} }

// Localized is an argument that reads differently in each language: a date, a number, another text.
type Localized interface{ In(Lang) string }

// With fills in the arguments. An argument that is [Localized] is rendered in each language; a Russian name that stands in quotes gets its own of
// the second kind.
func (f Format) With(args ...any) Text {
	ru := fmt.Sprintf(f.ru, render(Russian, args)...)
	if strings.Contains(f.ru, "«%") { // a name in quotes may have quotes of its own
		ru = typography.Quotes(ru)
	}
	return Text{ru, fmt.Sprintf(f.en, render(English, args)...)}
}

func render(l Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Localized); ok {
			a = t.In(l)
		}
		out[i] = a
	}
	return out
}

type langKey struct{}

// WithLang returns a context whose texts are read in language l.
func WithLang(ctx context.Context, l Lang) context.Context {
	return context.WithValue(ctx, langKey{}, l)
}

// From returns the language of the context, Russian when none was set.
func From(ctx context.Context) Lang {
	l, _ := ctx.Value(langKey{}).(Lang)
	return l
}

// T returns a text in the language of the context.
func T(ctx context.Context, t Localized) string { return t.In(From(ctx)) }
