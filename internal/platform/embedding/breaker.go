package embedding

import (
	"sync"
	"time"
)

const (
	// mostQuestions are asked at the same time; whoever comes then searches without a vector.
	mostQuestions = 16
	// mostFailures in a row, and no question is asked for restTime.
	mostFailures = 3
	restTime     = 10 * time.Second
)

// breaker keeps questions from a service that does not answer, so that nobody waits for it again and again.
type breaker struct {
	mu       sync.Mutex
	underWay int
	failures int // in a row
	until    time.Time
}

// enter reports whether a question may be asked now. Whoever may, calls leave when the service is done with it. After a rest one question goes
// ahead, and the others wait for how it fares.
func (b *breaker) enter(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.underWay >= mostQuestions || now.Before(b.until) {
		return false
	}
	if b.failures >= mostFailures {
		b.until = now.Add(restTime)
	}
	b.underWay++
	return true
}

func (b *breaker) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.underWay--
}

// note remembers how a question fared.
func (b *breaker) note(answered bool, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if answered {
		b.failures, b.until = 0, time.Time{}
		return
	}
	if b.failures++; b.failures >= mostFailures {
		b.until = now.Add(restTime)
	}
}
