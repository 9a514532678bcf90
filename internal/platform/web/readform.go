package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"golang.org/x/text/unicode/norm"
)

// Errors of [ReadForm]. A browser that shows our page cannot cause them, so the person gets an error page and not a
// message at a field.
var (
	ErrUnknownField  = errors.New("form has a field that the page does not have")
	ErrMalformedForm = errors.New("form cannot be read")
	ErrFormType      = errors.New("form is not application/x-www-form-urlencoded")
)

const (
	maxForm  = 1 << 20 // bytes; a route may set less by http.MaxBytesReader
	maxPairs = 1000
)

var (
	tooLong    = i18n.F("Слишком длинно: %d, а помещается %d. Сократите текст.", "Too long: %d, but there is room for %d. Shorten the text.")
	badControl = i18n.M("В тексте есть недопустимые невидимые знаки. Введите его с клавиатуры.",
		"The text has invisible characters that are not allowed. Type it on the keyboard.")
)

// ReadForm reads a form that was sent by POST. Values come back in Unicode form C, without spaces around them unless
// the field is secret, with "\n" as the only line break. A value that is too long or has control characters is kept as
// it was typed and gets an error at its field. A field that is not declared gives [ErrUnknownField], bytes that no
// browser sends give [ErrMalformedForm] or [ErrFormType], a body over the limit an *http.MaxBytesError.
func ReadForm(r *http.Request, fields ...Input) (*Form, error) {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, fmt.Errorf("read form: %w", ErrFormType)
	}
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxForm))
	if err != nil {
		return nil, fmt.Errorf("read form: %w", err)
	}
	return parseForm(string(body), fields)
}

func parseForm(body string, fields []Input) (*Form, error) {
	if strings.Count(body, "&") >= maxPairs {
		return nil, fmt.Errorf("read form of over %d fields: %w", maxPairs, ErrMalformedForm)
	}
	values, err := url.ParseQuery(body)
	if err != nil {
		return nil, fmt.Errorf("read form: %w", ErrMalformedForm) // the cause would quote what was typed
	}
	f := NewForm(fields...)
	for name := range values {
		if _, ok := f.input(name); !ok {
			return nil, fmt.Errorf("read form: %w", ErrUnknownField) // its name is what somebody typed
		}
	}
	for _, in := range fields {
		if err := f.take(in, values[in.Name]); err != nil {
			return nil, fmt.Errorf("read form: field %s: %w", in.Name, err)
		}
	}
	return f, nil
}

func (f *Form) take(in Input, values []string) error {
	if len(values) > 1 && !in.Many {
		return fmt.Errorf("comes %d times: %w", len(values), ErrMalformedForm)
	}
	for _, v := range values {
		if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
			return fmt.Errorf("no UTF-8 text: %w", ErrMalformedForm)
		}
		v = in.clean(v)
		f.values[in.Name] = append(f.values[in.Name], v)
		if n := utf8.RuneCountInString(v); n > in.limit() {
			f.Fail(in.Name, tooLong.With(n, in.limit()))
		}
		if strings.ContainsFunc(v, in.forbidden) {
			f.Fail(in.Name, badControl)
		}
	}
	return nil
}

var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// clean brings a value into the one form in which it is kept, compared and measured.
func (in Input) clean(v string) string {
	v = norm.NFC.String(v)
	if in.Secret {
		return v
	}
	v = lineBreaks.Replace(strings.Map(dropInvisible, v))
	if !in.Multiline {
		v = strings.Map(breakToSpace, v)
	}
	return strings.TrimFunc(v, unicode.IsSpace)
}

// dropInvisible takes out what comes along with pasted text and is never meant: zero-width space, word joiner, byte
// order mark, soft hyphen.
func dropInvisible(c rune) rune {
	if slices.Contains([]rune{'\u200b', '\u2060', '\ufeff', '\u00ad'}, c) {
		return -1
	}
	return c
}

func breakToSpace(c rune) rune {
	if c == '\n' || c == '\t' {
		return ' '
	}
	return c
}

// forbidden are the characters that hide or turn around what a person sees: controls and the bidirectional overrides
// (Unicode TR36, section 3).
func (in Input) forbidden(c rune) bool {
	if in.Multiline && (c == '\n' || c == '\t') {
		return false
	}
	return unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || unicode.Is(unicode.Bidi_Control, c)
}
