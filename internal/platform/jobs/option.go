package jobs

import (
	"math/rand/v2"
	"time"
)

// What holds for a kind of job unless its options say otherwise.
const (
	DefaultQueue    = "default"
	DefaultAttempts = 20
	DefaultTimeout  = time.Minute
	DefaultFirst    = 5 * time.Second
	DefaultLongest  = time.Hour
)

// KindOption says how jobs of a kind are worked.
type KindOption func(*kind)

// MaxAttempts bounds how often a job is tried before it is dead, at most 1,000.
func MaxAttempts(n int) KindOption {
	return func(k *kind) { k.attempts = min(max(n, 1), 1000) }
}

// Timeout bounds one attempt: then its context ends, and a process that does not answer any more is taken for dead.
func Timeout(d time.Duration) KindOption {
	return func(k *kind) { k.timeout = d }
}

// Backoff sets how long a failed job waits: first after the first attempt, twice as long after each further one, at most
// longest. A fifth more or less is added by chance, so that jobs that failed together do not come back together. A fault
// that names a time to retry is not tried earlier than that.
func Backoff(first, longest time.Duration) KindOption {
	return func(k *kind) { k.first, k.longest = first, longest }
}

// On works the kind on a queue of its own, so that slow work does not keep quick work waiting. The name is of small
// letters, digits and hyphens.
func On(queue string) KindOption {
	return func(k *kind) { k.queue = queue }
}

// Unique keeps at most one job with the same arguments waiting: another Insert adds nothing. A job that runs already does
// not count, since it may have looked before the change that asks for the next one; nor does one that waits after a
// failed attempt, since its wait may be long.
//
// On PostgreSQL two transactions that insert the same unique job meet on one row and the later one runs again. So it is
// not for what every request inserts.
func Unique() KindOption {
	return func(k *kind) { k.unique = true }
}

// wait returns how long a job waits after its attempt failed, counted from 1.
func (k *kind) wait(attempt int) time.Duration {
	d := k.first
	for ; attempt > 1 && d < k.longest; attempt-- {
		d *= 2
	}
	d = min(d, k.longest)
	return d + time.Duration((rand.Float64()-0.5)*0.4*float64(d))
}

// InsertOption says how one job is inserted.
type InsertOption func(*insertion)

type insertion struct {
	after  time.Time
	unique bool // although the kind is not
}

// After lets the job begin no earlier than t. The job begins within a second or two of a t that is less than a minute
// away, and within about ten seconds of a later one.
func After(t time.Time) InsertOption {
	return func(i *insertion) { i.after = t }
}
