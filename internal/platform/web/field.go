package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Ids of a field and of what describes it. They begin with a letter of ours, so that no name clashes with an id of the
// layout, and they are what the links of the error summary lead to.
func fieldID(name string) string { return "f-" + name }
func hintID(name string) string  { return fieldID(name) + "-hint" }
func errorID(name string) string { return fieldID(name) + "-error" }

// optionID is the id of the i-th option; the first one bears the id of the field, for the error summary.
func optionID(name string, i int) string {
	if i == 0 {
		return fieldID(name)
	}
	return fieldID(name) + "-" + strconv.Itoa(i+1)
}

func (s CheckboxSpec) value() string {
	if s.Value == "" {
		return "yes"
	}
	return s.Value
}

// described ties a field to its hint and to what is wrong with it, or with its parts.
func described(f *Form, name string, hint i18n.Text, parts ...string) templ.Attributes {
	var ids []string
	if !hint.IsZero() {
		ids = append(ids, hintID(name))
	}
	for _, part := range append([]string{name}, parts...) {
		if f.Failed(part) {
			ids = append(ids, errorID(part))
		}
	}
	a := templ.Attributes{}
	if len(ids) > 0 {
		a["aria-describedby"] = strings.Join(ids, " ")
	}
	return a
}

func optionDescribed(name string, i int, o Option) templ.Attributes {
	if o.Hint.IsZero() {
		return nil
	}
	return templ.Attributes{"aria-describedby": optionID(name, i) + "-hint"}
}

// textInput are the attributes of a field for text, without its value.
func textInput(f *Form, s FieldSpec) templ.Attributes {
	a := described(f, s.Name, s.Hint)
	a["id"], a["name"] = fieldID(s.Name), s.Name
	if s.Rows == 0 {
		a["type"] = cmp.Or(s.Type, "text")
	}
	for name, value := range map[string]string{
		"autocomplete": s.Autocomplete, "inputmode": s.InputMode, "class": s.Width.class(), "lang": s.Lang,
	} {
		if value != "" {
			a[name] = value
		}
	}
	if slices.Contains([]string{"email", "url"}, s.Type) || s.InputMode == "numeric" {
		a["spellcheck"], a["autocapitalize"] = "false", "none"
	}
	if f.Failed(s.Name) {
		a["aria-invalid"] = "true"
	}
	return a
}

func passwordInput(f *Form, s FieldSpec) templ.Attributes {
	s.Type = "password"
	a := textInput(f, s)
	a["spellcheck"], a["autocapitalize"] = "false", "none"
	return a
}

func codeInput(f *Form, s FieldSpec) templ.Attributes {
	s.Type, s.InputMode, s.Autocomplete = "text", "numeric", "one-time-code"
	a := textInput(f, s)
	a["class"] = "code w-code"
	return a
}

type datePart struct {
	name, autocomplete string
	label              i18n.Text
	width              Width
}

func datePartsOf(name string) []datePart {
	return []datePart{
		{name + "-day", "bday-day", textDay, Width4},
		{name + "-month", "bday-month", textMonth, Width4},
		{name + "-year", "bday-year", textYear, Width6},
	}
}

func dateParts(name string) []string { return []string{name + "-day", name + "-month", name + "-year"} }

func dateFailed(f *Form, name string) bool {
	return f.Failed(name) || slices.ContainsFunc(dateParts(name), f.Failed)
}

// DateInputs declares the three inputs of a [DateField].
func DateInputs(name string) []Input {
	var in []Input
	for _, part := range dateParts(name) {
		in = append(in, Input{Name: part, Max: 10})
	}
	return in
}

func dateInput(f *Form, part datePart, s FieldSpec) templ.Attributes {
	a := templ.Attributes{
		"id": fieldID(part.name), "name": part.name, "type": "text", "inputmode": "numeric", "class": part.width.class(),
	}
	if s.Autocomplete == "bday" {
		a["autocomplete"] = part.autocomplete
	}
	if f.Failed(s.Name) || f.Failed(part.name) {
		a["aria-invalid"] = "true"
	}
	return a
}
