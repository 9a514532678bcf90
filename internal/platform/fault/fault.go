// Package fault is how a use case says no: one of six kinds, which the edge turns into a status, and a text in two
// languages that tells the user what is wrong and how to mend it. What the operator needs to know is the cause, which
// goes to the log and never to the screen.
package fault

import (
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Kind says what sort of refusal a fault is.
type Kind uint8

// The kinds. Any error that is no fault is an internal error.
const (
	Invalid     Kind = iota + 1 // the request cannot be right: 422
	NotFound                    // there is no such thing, or it is not for this person: 404
	Forbidden                   // the person may not do this: 403
	Conflict                    // something else changed or exists already: 409
	RateLimited                 // too often: 429
	Unavailable                 // something outside does not answer: 503
)

var names = [...]string{"internal", "invalid", "not found", "forbidden", "conflict", "rate limited", "unavailable"}

func (k Kind) String() string { return names[k] }

// Fault is a refusal. A sentinel is a package-level *Fault; [Fault.Because] adds a cause and still matches it.
type Fault struct {
	Kind  Kind
	Text  i18n.Text
	Retry time.Duration // after which trying again makes sense; 0 when it does not

	origin *Fault
	cause  error
}

// New returns a fault of a kind with the text for the user.
func New(k Kind, text i18n.Text) *Fault { return &Fault{Kind: k, Text: text} }

// Because returns the fault with the cause that the log shall have.
func (f *Fault) Because(cause error) *Fault {
	g := *f
	g.origin, g.cause = f.root(), cause
	return &g
}

// After returns the fault with the time after which to try again.
func (f *Fault) After(d time.Duration) *Fault {
	g := *f
	g.origin, g.Retry = f.root(), d
	return &g
}

func (f *Fault) root() *Fault {
	if f.origin != nil {
		return f.origin
	}
	return f
}

// Error is for the log: English, with the cause.
func (f *Fault) Error() string {
	s := f.Kind.String() + ": " + f.Text.In(i18n.English)
	if f.cause != nil {
		s += ": " + f.cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.cause }

// Is reports whether target is this fault or the sentinel that it was made from.
func (f *Fault) Is(target error) bool {
	t, ok := target.(*Fault)
	return ok && f.root() == t.root()
}

// KindOf returns the kind of the first fault in err's chain, 0 when there is none.
func KindOf(err error) Kind {
	var f *Fault
	if errors.As(err, &f) {
		return f.Kind
	}
	return 0
}
