package mchd

import (
	"errors"
	"fmt"
)

// Errors of reading and writing; they come wrapped.
var (
	// ErrOldForm says that the document is of a form before EMCHD_1; see [OldFormError].
	ErrOldForm = errors.New("old form of a machine-readable power of attorney")
	// ErrForm says that the XML is no power of attorney of the form EMCHD_1.
	ErrForm = errors.New("not a power of attorney of the form EMCHD_1")
	// ErrMalformed says that an element or value is missing, repeated or wrong; see [FieldError].
	ErrMalformed = errors.New("malformed power of attorney")
	// ErrLimit says that there is more of something than the limits allow.
	ErrLimit = errors.New("power of attorney over a limit")
)

// OldFormError is the refusal of a form that is no longer accepted.
type OldFormError struct {
	// Version is what ВерсФорм says, such as 002 or 5.01.
	Version string
}

// Error implements error.
func (e *OldFormError) Error() string {
	return fmt.Sprintf("%v: version %q; only EMCHD_1 is accepted", ErrOldForm, e.Version)
}

// Unwrap returns ErrOldForm.
func (e *OldFormError) Unwrap() error { return ErrOldForm }

// Reason returns what to tell the user, in Russian and in English.
func (e *OldFormError) Reason() (ru, en string) {
	ru = fmt.Sprintf("Доверенность составлена в формате %s, который больше не принимается. Оформите новую "+
		"доверенность по единой форме (формат 003, EMCHD_1).", e.Version)
	en = fmt.Sprintf("The power of attorney is of the form %s, which is no longer accepted. Issue a new one of the single "+
		"form (003, EMCHD_1).", e.Version)
	return ru, en
}

// FieldError says which element or attribute is wrong.
type FieldError struct {
	// Path is the element, and the attribute after @, as in СвДов@НомДовер.
	Path string
	// Reason is in English.
	Reason string
	// Kind is ErrMalformed or ErrLimit.
	Kind error
}

// Error implements error.
func (e *FieldError) Error() string { return fmt.Sprintf("%v: %s: %s", e.Kind, e.Path, e.Reason) }

// Unwrap returns the kind.
func (e *FieldError) Unwrap() error { return e.Kind }

func malformed(path, reason string) error { return &FieldError{path, reason, ErrMalformed} }

func overLimit(path, reason string) error { return &FieldError{path, reason, ErrLimit} }
