package web

import (
	"log/slog"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Input declares a field of a form. The order of the declarations is the order on the page, and so the order in the
// error summary.
type Input struct {
	Name      string
	Max       int  // characters; 0 means [DefaultMax]
	Multiline bool // keeps line breaks
	Secret    bool // a password or a code: never trimmed, never sent back to the page, never logged
	Many      bool // may come several times: check boxes
}

// DefaultMax is the longest value of a field that declares no other, in characters.
const DefaultMax = 200

func (in Input) limit() int {
	if in.Max > 0 {
		return in.Max
	}
	return DefaultMax
}

// Form is what a person typed, as it was typed, with what is wrong about it. The zero value has no fields; use
// [NewForm] for an empty form and [ReadForm] for a sent one.
type Form struct {
	inputs []Input
	values map[string][]string
	faults []FieldError
}

// FieldError is a reason why a form was not taken.
type FieldError struct {
	Field string // empty when the form as a whole is meant
	Text  i18n.Text
}

// NewForm returns an empty form with these fields.
func NewForm(fields ...Input) *Form {
	return &Form{inputs: fields, values: make(map[string][]string, len(fields))}
}

func (f *Form) input(name string) (Input, bool) {
	i := slices.IndexFunc(f.inputs, func(in Input) bool { return in.Name == name })
	if i < 0 {
		return Input{}, false
	}
	return f.inputs[i], true
}

// Get returns the value of a field, "" when nothing was sent. It is the one way to a secret.
func (f *Form) Get(name string) string {
	if v := f.values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// All returns the values of a field that may come several times.
func (f *Form) All(name string) []string { return slices.Clone(f.values[name]) }

// Has reports whether a field has this value: a box is ticked, a choice is made.
func (f *Form) Has(name, value string) bool { return slices.Contains(f.values[name], value) }

// Set puts values into a field: what is known already, before the person types.
func (f *Form) Set(name string, values ...string) { f.values[name] = values }

// shown is what the page may repeat to the person: never a secret.
func (f *Form) shown(name string) string {
	if in, ok := f.input(name); ok && in.Secret {
		return ""
	}
	return f.Get(name)
}

// Fail says what is wrong with a field and how to mend it. The first reason given for a field is the one shown.
func (f *Form) Fail(name string, t i18n.Text) {
	if !f.Failed(name) {
		f.faults = append(f.faults, FieldError{name, t})
	}
}

// FailForm says what is wrong with the form as a whole: the e-mail and the password do not fit together.
func (f *Form) FailForm(t i18n.Text) { f.faults = append(f.faults, FieldError{Text: t}) }

// OK reports whether nothing is wrong.
func (f *Form) OK() bool { return len(f.faults) == 0 }

// Failed reports whether something is wrong with a field.
func (f *Form) Failed(name string) bool {
	return name != "" && slices.ContainsFunc(f.faults, func(e FieldError) bool { return e.Field == name })
}

// Err returns what is wrong with a field, or the zero text.
func (f *Form) Err(name string) i18n.Text {
	for _, e := range f.faults {
		if name != "" && e.Field == name {
			return e.Text
		}
	}
	return i18n.Text{}
}

// Errors lists what is wrong in the order of the page: first the form as a whole, then field by field.
func (f *Form) Errors() []FieldError {
	sorted := slices.Clone(f.faults)
	slices.SortStableFunc(sorted, func(a, b FieldError) int { return f.position(a.Field) - f.position(b.Field) })
	return sorted
}

// position is where a field stands on the page; a group of fields, such as a date, stands where its first one does.
func (f *Form) position(name string) int {
	if name == "" {
		return -1
	}
	i := slices.IndexFunc(f.inputs, func(in Input) bool { return in.Name == name || strings.HasPrefix(in.Name, name+"-") })
	if i < 0 {
		return len(f.inputs)
	}
	return i
}

// String names the fields that were filled in, never what stands in them: a form may hold a password.
func (f *Form) String() string {
	var names []string
	for _, in := range f.inputs {
		if f.Get(in.Name) != "" {
			names = append(names, in.Name)
		}
	}
	return "form{" + strings.Join(names, " ") + "}"
}

// GoString is [Form.String], so that %#v does not print a password either.
func (f *Form) GoString() string { return f.String() }

// LogValue is [Form.String] for package slog.
func (f *Form) LogValue() slog.Value { return slog.StringValue(f.String()) }
