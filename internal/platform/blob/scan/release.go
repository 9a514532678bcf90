package scan

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/internal/platform/blob"
)

// Policy is what the operator has decided about unscanned files.
type Policy string

// The policies. Anything but Warn holds, the zero Policy too.
const (
	Hold Policy = "hold" // they are not given to others
	Warn Policy = "warn" // they are given to others, with a warning on the page
)

// ParsePolicy reads a policy from the configuration.
func ParsePolicy(text string) (Policy, error) {
	switch p := Policy(text); p {
	case Hold, Warn:
		return p, nil
	default:
		return Hold, fmt.Errorf("policy for unscanned files is %q, want %q or %q", text, Hold, Warn)
	}
}

// ErrHeld is the kind of every [HeldError].
var ErrHeld = errors.New("the file is held back")

// HeldError says why a file is not given to others. The page explains the state.
type HeldError struct{ Verdict Verdict }

func (e *HeldError) Error() string {
	return fmt.Sprintf("%v: it is %s", ErrHeld, e.Verdict.State)
}

// Is makes the error an [ErrHeld].
func (e *HeldError) Is(target error) bool { return target == ErrHeld }

// Released is the right to give one file to others. Only [Release] makes one; the zero Released opens nothing.
type Released struct {
	ref       blob.Ref
	unscanned bool
}

// Release lets a file through if its verdict allows it. Otherwise the error is a [*HeldError].
func Release(ref blob.Ref, verdict Verdict, policy Policy) (Released, error) {
	switch {
	case verdict.State == Clean:
		return Released{ref: ref}, nil
	case verdict.State == Unscanned && policy == Warn:
		return Released{ref: ref, unscanned: true}, nil
	default:
		return Released{}, &HeldError{Verdict: verdict}
	}
}

// Unscanned reports that nobody has judged the file and that its reader must be told so.
func (r Released) Unscanned() bool { return r.unscanned }

// Ref names the file, for headers and logs.
func (r Released) Ref() blob.Ref { return r.ref }

// Open gives the content, as [blob.Store] does.
func (r Released) Open(ctx context.Context, store blob.Store) (io.ReadSeekCloser, error) {
	return store.Open(ctx, r.ref)
}
