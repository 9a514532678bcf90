package scan

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/internal/platform/blob"
)

// State is how far the judgement of a file has come. It is stored as its text. The zero State is none of these, and a
// file in it is held.
type State string

// The states.
const (
	Pending   State = "pending"   // not judged yet
	Clean     State = "clean"     // the scanner has seen all of it and found nothing
	Infected  State = "infected"  // the scanner has found something
	Unscanned State = "unscanned" // no scanner could judge it, and trying again would not help
)

// Reason says why a file is unscanned.
type Reason string

// The reasons.
const (
	NoScanner Reason = "no_scanner" // the installation has none
	TooLarge  Reason = "too_large"  // larger than the scanner takes
)

// Verdict is what is known about a file. Features store it in columns of their own.
type Verdict struct {
	State  State
	Threat string // name that the scanner gives to what it found; only when infected
	Reason Reason // only when unscanned
}

// Scanner judges content. It reads r to the end and answers Clean, Infected or Unscanned. Whatever keeps it from a
// judgement that a later attempt could give is an error, and the Verdict is to be ignored then.
type Scanner interface {
	Scan(ctx context.Context, r io.Reader) (Verdict, error)
}

// ErrIncomplete says that a scanner called content clean without having seen all of it.
var ErrIncomplete = errors.New("the scanner judged without reading everything")

// ErrNoVerdict says that a scanner answered neither with a judgement nor with an error.
var ErrNoVerdict = errors.New("the scanner gave no judgement")

// Check has the stored content judged. With an error the verdict is Pending, so that storing it is right in any case.
// What is scanned is what will be given out, as both come from the store by the same ref.
func Check(ctx context.Context, store blob.Store, scanner Scanner, ref blob.Ref) (Verdict, error) {
	pending := Verdict{State: Pending}
	content, err := store.Open(ctx, ref)
	if err != nil {
		return pending, fmt.Errorf("scan: %w", err)
	}
	defer content.Close()
	seen := &countingReader{r: content}
	verdict, err := scanner.Scan(ctx, seen)
	if err != nil {
		return pending, fmt.Errorf("scan %s: %w", ref, err)
	}
	switch verdict.State {
	case Clean:
		if seen.n != ref.Size {
			return pending, fmt.Errorf("scan %s: %w", ref, ErrIncomplete)
		}
	case Infected, Unscanned:
	default:
		return pending, fmt.Errorf("scan %s: state %q: %w", ref, verdict.State, ErrNoVerdict)
	}
	return verdict, nil
}

type countingReader struct {
	r io.Reader
	n int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ErrNoScanner is why an installation without a scanner is not ready.
var ErrNoScanner = errors.New("no virus scanner is configured")

// None is the scanner of an installation that has none.
type None struct{}

// Scan says that the content is unscanned.
func (None) Scan(context.Context, io.Reader) (Verdict, error) {
	return Verdict{State: Unscanned, Reason: NoScanner}, nil
}

// Ready always gives [ErrNoScanner].
func (None) Ready(context.Context) error { return ErrNoScanner }
