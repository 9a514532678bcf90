package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivershared/baseservice"
	"github.com/riverqueue/river/rivershared/riverpilot"
	"github.com/riverqueue/river/rivertype"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// driver is River's driver of the engine with two things more: a listener on PostgreSQL, lent by River's pgx driver, which
// the one for database/sql lacks, and a pilot, the hook through which River lets its queries be changed.
type driver struct {
	riverdriver.Driver[*sql.Tx]
	listener func(*riverdriver.GetListenenerParams) riverdriver.Listener // nil on SQLite
	pilot    *pilot
}

func newDriver(db *sqldb.DB, p *pilot) *driver {
	if db.Engine() == sqldb.Postgres {
		return &driver{riverdatabasesql.New(db.Writer()), riverpgxv5.New(db.Pool()).GetListener, p}
	}
	return &driver{riversqlite.New(db.Writer()), nil, p}
}

// SupportsListener implements [riverdriver.Driver].
func (d *driver) SupportsListener() bool { return d.listener != nil }

// GetListener implements [riverdriver.Driver].
func (d *driver) GetListener(p *riverdriver.GetListenenerParams) riverdriver.Listener {
	return d.listener(p)
}

// PluginInit and PluginPilot are what River's client looks for in a driver that brings a pilot.
func (d *driver) PluginInit(*baseservice.Archetype) {}

// PluginPilot returns the pilot.
func (d *driver) PluginPilot() riverpilot.Pilot { return d.pilot }

// pilot changes what River does with the rows in two places, and keeps the function that wakes the fetching.
type pilot struct {
	riverpilot.StandardPilot

	mu       sync.Mutex
	finished map[int64]bool // completed in their own transaction, not yet reported by River
	wake     func(context.Context, []*rivertype.JobInsertResult)
}

func newPilot() *pilot { return &pilot{finished: map[int64]bool{}} }

// PilotInit implements [riverpilot.Pilot].
func (p *pilot) PilotInit(_ *baseservice.Archetype, params *riverpilot.PilotInitParams) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wake = params.NotifyNonTxJobInsert
}

// call wakes the fetching of a queue. River does nothing of it where it listens to the database.
func (p *pilot) call(ctx context.Context, queue string) {
	p.mu.Lock()
	wake := p.wake
	p.mu.Unlock()
	if wake != nil {
		wake(ctx, []*rivertype.JobInsertResult{{Job: &rivertype.JobRow{Queue: queue}}})
	}
}

// finish notes that a job completed itself, so that River need not.
func (p *pilot) finish(job int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.finished[job] = true
}

func (p *pilot) takeFinished(job int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	done := p.finished[job]
	delete(p.finished, job)
	return done
}

// JobSetStateIfRunningMany implements [riverpilot.Pilot]. It leaves out jobs that completed themselves, and frees the
// unique key of those that go back to wait: another job with the same arguments may wait meanwhile, and the index would
// refuse the whole batch.
func (p *pilot) JobSetStateIfRunningMany(ctx context.Context, exec riverdriver.Executor, params *riverdriver.JobSetStateIfRunningManyParams) ([]*rivertype.JobRow, error) {
	rest := &riverdriver.JobSetStateIfRunningManyParams{Now: params.Now, Schema: params.Schema}
	for i, job := range params.ID {
		if params.State[i] == rivertype.JobStateCompleted && p.takeFinished(job) {
			continue
		}
		if params.FinalizedAt[i] == nil {
			if err := exec.Exec(ctx, "UPDATE river_job SET unique_key = NULL WHERE id = $1 AND unique_key IS NOT NULL", job); err != nil {
				return nil, err
			}
		}
		rest.ID = append(rest.ID, job)
		rest.Attempt = append(rest.Attempt, params.Attempt[i])
		rest.ErrData = append(rest.ErrData, params.ErrData[i])
		rest.FinalizedAt = append(rest.FinalizedAt, params.FinalizedAt[i])
		rest.MetadataDoMerge = append(rest.MetadataDoMerge, params.MetadataDoMerge[i])
		rest.MetadataUpdates = append(rest.MetadataUpdates, params.MetadataUpdates[i])
		rest.ScheduledAt = append(rest.ScheduledAt, params.ScheduledAt[i])
		rest.State = append(rest.State, params.State[i])
	}
	if len(rest.ID) == 0 {
		return nil, nil
	}
	rows, err := exec.JobSetStateIfRunningMany(ctx, rest)
	return slices.DeleteFunc(rows, func(row *rivertype.JobRow) bool { return row == nil }), err
}

// undecoded are the arguments of any kind as River keeps them; [runner] has the kind decode them. The time to retry comes
// along with them from Work to NextRetry, which is not told the error.
type undecoded struct {
	kind  string
	retry time.Duration
}

// Kind implements [river.JobArgs].
func (u undecoded) Kind() string { return u.kind }

// UnmarshalJSON implements [encoding/json.Unmarshaler].
func (u *undecoded) UnmarshalJSON([]byte) error { return nil }

// runner is the River worker of one kind.
type runner struct {
	river.WorkerDefaults[undecoded]
	q    *Queue
	kind *kind
}

// Timeout implements [river.Worker]. The queue keeps the time itself, from when a job's turn has come.
func (r *runner) Timeout(*river.Job[undecoded]) time.Duration { return -1 }

// Work implements [river.Worker].
func (r *runner) Work(ctx context.Context, job *river.Job[undecoded]) error {
	err := r.q.work(ctx, r.kind, job.JobRow)
	job.Args.retry = retryAfter(err)
	return err
}

// NextRetry implements [river.Worker].
func (r *runner) NextRetry(job *river.Job[undecoded]) time.Time {
	return r.q.now().Add(max(r.kind.wait(job.Attempt), job.Args.retry))
}

// riverLog passes River's warnings and errors on, except what repeats the error of a job, whose text may hold an address:
// the queue itself logs those attempts, without it.
type riverLog struct{ slog.Handler }

// Enabled implements [slog.Handler].
func (h riverLog) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// Handle implements [slog.Handler].
func (h riverLog) Handle(ctx context.Context, r slog.Record) error {
	ofJob, ofError := false, false
	r.Attrs(func(a slog.Attr) bool {
		ofJob = ofJob || a.Key == "job_id"
		ofError = ofError || a.Key == "error" || a.Key == "panic_val"
		return true
	})
	if ofJob && ofError {
		return nil
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs implements [slog.Handler].
func (h riverLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return riverLog{h.Handler.WithAttrs(attrs)}
}

// WithGroup implements [slog.Handler].
func (h riverLog) WithGroup(name string) slog.Handler { return riverLog{h.Handler.WithGroup(name)} }
