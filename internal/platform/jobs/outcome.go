package jobs

import (
	"errors"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/klaster-platform/klaster/internal/platform/fault"
)

// Cancel marks an error as permanent: the job is dead at once and shown to the operator with the error.
func Cancel(err error) error {
	if err == nil {
		err = errors.New("cancelled")
	}
	return &cancelled{err}
}

type cancelled struct{ err error }

func (c *cancelled) Error() string { return c.err.Error() }

// Unwrap shows River its own word for it beside the cause.
func (c *cancelled) Unwrap() []error { return []error{river.JobCancel(c.err), c.err} }

// Postpone says that it is too early: the job waits for d and the attempt does not count.
func Postpone(d time.Duration) error { return &postponed{d} }

type postponed struct{ wait time.Duration }

func (p *postponed) Error() string { return fmt.Sprintf("postponed by %v", p.wait) }

func (p *postponed) Unwrap() error { return river.JobSnooze(p.wait) }

// Outcome is how an attempt ended.
type Outcome string

// The outcomes.
const (
	Completed Outcome = "completed"
	Failed    Outcome = "failed"    // and waits for the next attempt
	Dead      Outcome = "dead"      // cancelled, or the last attempt failed
	Postponed Outcome = "postponed" // by itself, or because the process stops
)

// outcome tells how an attempt ended that returned err.
func outcome(err error, attempt, attempts int) Outcome {
	var (
		c *cancelled
		p *postponed
	)
	switch {
	case err == nil:
		return Completed
	case errors.As(err, &p):
		return Postponed
	case errors.As(err, &c), attempt >= attempts:
		return Dead
	}
	return Failed
}

// retryAfter returns the time that a fault in err asks to wait, 0 when it names none.
func retryAfter(err error) time.Duration {
	var f *fault.Fault
	if errors.As(err, &f) {
		return f.Retry
	}
	return 0
}

// Event is one attempt at a job, for metrics and the log. It holds no arguments and no text of an error.
type Event struct {
	ID      int64
	Kind    string
	Queue   string
	Attempt int
	Outcome Outcome
	Waited  time.Duration // from when the job was due until it began
	Took    time.Duration
}
