package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/riverqueue/river/rivertype"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Registry collects who works what before the queue starts. Faults of registration come out of [Queue.Start] and
// [Queue.Insert].
type Registry struct {
	mu       sync.RWMutex
	kinds    map[string]*kind
	periodic []periodic
	watches  []watch
	errs     []error
}

// NewRegistry returns an empty registry.
func NewRegistry() *Registry { return &Registry{kinds: map[string]*kind{}} }

// kind is what is known of one kind of job.
type kind struct {
	name           string
	queue          string
	attempts       int
	timeout        time.Duration
	first, longest time.Duration
	unique         bool
	work           func(ctx context.Context, q *Queue, k *kind, job *rivertype.JobRow) error
}

// Handle registers work whose effect is in the database. What work writes by tx and the completion of the job are one
// transaction: both happen or neither, so the effect happens exactly once. The function must touch nothing but tx, since
// it may run again, as any closure of [sqldb.DB.Update].
func Handle[T Args](r *Registry, work func(ctx context.Context, tx *sqldb.Tx, args T) error, options ...KindOption) {
	var zero T
	r.add(zero.Kind(), func(ctx context.Context, q *Queue, k *kind, job *rivertype.JobRow) error {
		args, err := decode[T](job)
		if err != nil {
			return err
		}
		return q.complete(ctx, job, k.timeout, func(ctx context.Context, tx *sqldb.Tx) error { return work(ctx, tx, args) })
	}, options)
}

// Deliver registers work whose effect is outside: it happens at least once. When work returns nil, the job is completed in
// a transaction of its own, together with what [Delivery.Record] asked for.
func Deliver[T Args](r *Registry, work func(ctx context.Context, d Delivery[T]) error, options ...KindOption) {
	var zero T
	r.add(zero.Kind(), func(ctx context.Context, q *Queue, k *kind, job *rivertype.JobRow) error {
		args, err := decode[T](job)
		if err != nil {
			return err
		}
		d := Delivery[T]{
			Key:     key(job),
			Attempt: job.Attempt,
			Last:    job.Attempt >= job.MaxAttempts,
			Args:    args,
			records: new([]record),
		}
		if err := within(ctx, k.timeout, func(ctx context.Context) error { return work(ctx, d) }); err != nil {
			return err
		}
		return q.delivered(ctx, job, *d.records)
	}, options)
}

// Delivery is one attempt to have an effect outside.
type Delivery[T Args] struct {
	Key     string // the same on every attempt, never that of another job: the idempotency key
	Attempt int    // from 1
	Last    bool   // whether the job is dead when this attempt fails
	Args    T

	records *[]record
}

type record func(ctx context.Context, tx *sqldb.Tx) error

// Record asks for f to run in the transaction that completes the job: to write down when the letter left. When that
// transaction fails, the job is delivered again.
func (d Delivery[T]) Record(f func(ctx context.Context, tx *sqldb.Tx) error) {
	*d.records = append(*d.records, f)
}

// add keeps the kind. Whether the registration is right is told by [Registry.err], so that a module can register in a row.
func (r *Registry) add(name string, work func(context.Context, *Queue, *kind, *rivertype.JobRow) error, options []KindOption) {
	k := &kind{
		name: name, work: work,
		queue: DefaultQueue, attempts: DefaultAttempts, timeout: DefaultTimeout, first: DefaultFirst, longest: DefaultLongest,
	}
	for _, o := range options {
		o(k)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case name == "":
		r.errs = append(r.errs, errors.New("jobs: a kind without a name"))
	case r.kinds[name] != nil:
		r.errs = append(r.errs, fmt.Errorf("jobs: the kind %s has two workers", name))
	case k.timeout <= 0 || k.first <= 0 || k.longest < k.first:
		r.errs = append(r.errs, fmt.Errorf("jobs: the kind %s has a time that is not positive", name))
	default:
		r.kinds[name] = k
	}
}

// err returns what is wrong with the registrations.
func (r *Registry) err() error {
	r.mu.RLock()
	defer r.mu.RUnlock()
	errs := slices.Clone(r.errs)
	for _, p := range r.periodic {
		if r.kinds[p.args.Kind()] == nil {
			errs = append(errs, fmt.Errorf("jobs: %s is scheduled, but nobody works the kind %s", p.name, p.args.Kind()))
		}
	}
	return errors.Join(errs...)
}

// kind returns the kind of that name, nil when nobody registered it.
func (r *Registry) kind(name string) *kind {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.kinds[name]
}

func (r *Registry) all() []*kind {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.SortedFunc(maps.Values(r.kinds), func(a, b *kind) int { return cmp.Compare(a.name, b.name) })
}

// queues returns the names of the queues, the default one always among them.
func (r *Registry) queues() []string {
	names := []string{DefaultQueue}
	for _, k := range r.all() {
		names = append(names, k.queue)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func decode[T Args](job *rivertype.JobRow) (args T, err error) {
	if err := json.Unmarshal(job.EncodedArgs, &args); err != nil {
		return args, fmt.Errorf("read the arguments of job %d: %w", job.ID, err)
	}
	return args, nil
}
