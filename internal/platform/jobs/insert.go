package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivershared/uniquestates"
	"github.com/riverqueue/river/rivertype"

	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Insert adds a job to the transaction: it exists when tx commits.
func (q *Queue) Insert(ctx context.Context, tx *sqldb.Tx, args Args, options ...InsertOption) error {
	return q.InsertAll(ctx, tx, []Args{args}, options...)
}

// InsertAll adds several jobs, which on PostgreSQL is much faster than one by one.
func (q *Queue) InsertAll(ctx context.Context, tx *sqldb.Tx, args []Args, options ...InsertOption) error {
	var i insertion
	for _, o := range options {
		o(&i)
	}
	return q.insert(ctx, tx, args, i)
}

func (q *Queue) insert(ctx context.Context, tx *sqldb.Tx, args []Args, i insertion) error {
	exec := q.driver.UnwrapExecutor(tx.SQL())
	var queues []string
	for batch := range slices.Chunk(args, 1000) {
		rows := make([]*riverdriver.JobInsertFastParams, len(batch))
		for n, a := range batch {
			row, err := q.row(a, i)
			if err != nil {
				return fmt.Errorf("insert job %s: %w", a.Kind(), err)
			}
			rows[n] = row
			queues = append(queues, row.Queue)
		}
		if _, err := exec.JobInsertFastMany(ctx, &riverdriver.JobInsertFastManyParams{Jobs: rows}); err != nil {
			return fmt.Errorf("insert jobs: %w", err)
		}
	}
	slices.Sort(queues)
	return q.announce(ctx, exec, slices.Compact(queues))
}

// soon is how near a time must be for the job to wait among those that are fetched, rather than for River's scheduler,
// which looks every five seconds. It bounds how many rows a fetch passes over.
const soon = time.Minute

func (q *Queue) row(a Args, i insertion) (*riverdriver.JobInsertFastParams, error) {
	k := q.reg.kind(a.Kind())
	if k == nil {
		return nil, errors.Join(errors.New("nobody works this kind"), q.reg.err())
	}
	encoded, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	row := &riverdriver.JobInsertFastParams{
		Args: a, EncodedArgs: encoded, Kind: k.name, Queue: k.queue, MaxAttempts: k.attempts, Priority: 1,
		State: rivertype.JobStateAvailable, Metadata: []byte(`{"key":"` + id.New() + `"}`), Tags: []string{},
	}
	if !i.after.IsZero() {
		row.ScheduledAt = &i.after
		if i.after.Sub(q.now()) > soon {
			row.State = rivertype.JobStateScheduled
		}
	}
	if k.unique || i.unique {
		sum := sha256.Sum256(slices.Concat([]byte(k.name), []byte{0}, encoded))
		row.UniqueKey = sum[:]
		row.UniqueStates = uniquestates.UniqueStatesToBitmask([]rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStateScheduled})
	}
	return row, nil
}

// announce wakes whoever fetches from the queues once the transaction has committed. PostgreSQL delivers a notification at
// the commit, to every node. On SQLite the fetch that is asked for here needs the one connection that writes, which the
// transaction holds until its end.
func (q *Queue) announce(ctx context.Context, exec riverdriver.Executor, queues []string) error {
	if !q.driver.SupportsListener() {
		for _, name := range queues {
			q.pilot.call(ctx, name)
		}
		return nil
	}
	payloads := make([]string, len(queues))
	for i, name := range queues {
		payloads[i] = fmt.Sprintf(`{"queue": %q}`, name)
	}
	if err := exec.NotifyMany(ctx, &riverdriver.NotifyManyParams{Topic: "river_insert", Payload: payloads}); err != nil {
		return fmt.Errorf("announce jobs: %w", err)
	}
	return nil
}

// key returns the idempotency key of a job.
func key(job *rivertype.JobRow) string {
	var metadata struct {
		Key string `json:"key"`
	}
	if err := json.Unmarshal(job.Metadata, &metadata); err != nil || metadata.Key == "" {
		return fmt.Sprintf("job-%d-%d", job.ID, job.CreatedAt.UnixMilli()) // inserted by other means
	}
	return metadata.Key
}
