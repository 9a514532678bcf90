package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivertype"
)

// Take fetches the jobs of the default queue that are due by a time, as a process does that dies right after it.
func (q *Queue) Take(ctx context.Context, due time.Time) ([]*rivertype.JobRow, error) {
	return q.driver.GetExecutor().JobGetAvailable(ctx, &riverdriver.JobGetAvailableParams{
		ClientID: "taken", MaxAttemptedBy: 10, MaxToLock: 100, Now: &due, Queue: DefaultQueue,
	})
}

// WorkTaken makes the attempt at a job that Take returned.
func (q *Queue) WorkTaken(ctx context.Context, job *rivertype.JobRow) error {
	return q.work(ctx, q.reg.kind(job.Kind), job)
}

// RescueAll takes back every job that runs.
func (q *Queue) RescueAll(ctx context.Context) error {
	return q.rescue(ctx, func(*kind) time.Duration { return 0 })
}

// TakeBack is what the rescuer does with a job on its list.
func (q *Queue) TakeBack(ctx context.Context, job *rivertype.JobRow) error {
	return q.takeBack(ctx, q.reg.kind(job.Kind), job, q.now())
}

// FinishedNotReported counts the jobs that completed themselves and that River has not come back to.
func (q *Queue) FinishedNotReported() int {
	q.pilot.mu.Lock()
	defer q.pilot.mu.Unlock()
	return len(q.pilot.finished)
}

// Wait is how long a job of a kind waits after an attempt.
func Wait(first, longest time.Duration, attempt int) time.Duration {
	return (&kind{first: first, longest: longest}).wait(attempt)
}
