// Package clock is where the time comes from. Code asks a [Clock] and never time.Now, so that a test can say what time
// it is.
package clock

import (
	"sync"
	"time"
)

// Clock tells the time.
type Clock interface {
	// Now returns the present moment in UTC, cut to microseconds: what both database engines keep.
	Now() time.Time
}

// System is the clock of the machine.
type System struct{}

// Now implements [Clock].
func (System) Now() time.Time { return cut(time.Now()) }

// Manual is a clock that a test sets. It is safe for concurrent use.
type Manual struct {
	mu  sync.Mutex
	now time.Time
}

// NewManual returns a clock that stands at t.
func NewManual(t time.Time) *Manual { return &Manual{now: cut(t)} }

// Now implements [Clock].
func (m *Manual) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Advance moves the clock forward by d.
func (m *Manual) Advance(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = cut(m.now.Add(d))
}

func cut(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
