package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// outside stands for the other system: it knows deliveries by their keys.
type outside struct {
	mu   sync.Mutex
	keys map[string]int
}

func (o *outside) send(key string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.keys == nil {
		o.keys = map[string]int{}
	}
	o.keys[key]++
}

func (o *outside) sent() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.keys)
}

// The process dies between the effect and the completion: the delivery is made again, under the same key.
func TestADeliveryIsRepeatedUnderItsKey(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		var post outside
		crash := true
		reg := jobs.NewRegistry()
		jobs.Deliver(reg, func(_ context.Context, d jobs.Delivery[number]) error {
			post.send(d.Key)
			d.Record(func(ctx context.Context, tx *sqldb.Tx) error {
				if err := write(ctx, tx, d.Args.N*10+d.Attempt); err != nil {
					return err
				}
				if crash {
					return errors.New("the process dies here")
				}
				return nil
			})
			return nil
		})
		q := jobs.New(db, reg, jobs.Config{Log: slog.New(slog.DiscardHandler)})
		insert(t, db, q, number{1})
		insert(t, db, q, number{2})
		jobstest.Attempts(t, q, time.Now())
		if n := len(effects(t, db)); n != 0 {
			t.Errorf("%d records although the completion failed", n)
		}
		crash = false
		jobstest.DrainAt(t, q, time.Now().Add(time.Minute))
		if len(post.keys) != 2 {
			t.Errorf("%d keys for two letters", len(post.keys))
		}
		for key, n := range post.keys {
			if n != 2 || len(key) != 36 {
				t.Errorf("key %s was sent %d times", key, n)
			}
		}
		if diff := cmp.Diff([]int{12, 22}, effects(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestADeliveryIsMadeByARunningQueue(t *testing.T) {
	const n = 100
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		prepare(t, db)
		var post outside
		reg := jobs.NewRegistry()
		jobs.Deliver(reg, func(_ context.Context, d jobs.Delivery[number]) error {
			post.send(d.Key)
			if d.Args.N%2 == 0 {
				d.Record(func(ctx context.Context, tx *sqldb.Tx) error { return write(ctx, tx, d.Args.N) })
			}
			return nil
		})
		q := jobstest.Start(t, db, reg)
		for i := range n {
			insert(t, db, q, number{i})
		}
		eventually(t, "all are completed", func() bool { return count(t, db, "SELECT COUNT(*) FROM river_job WHERE state = 'completed'") == n })
		if post.sent() != n || len(effects(t, db)) != n/2 {
			t.Errorf("%d letters, %d records", post.sent(), len(effects(t, db)))
		}
	})
}

// A delivery knows that it is the last, so that it can say so to the person who waits for it.
func TestADeliveryKnowsItsLastAttempt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		var last []bool
		reg := jobs.NewRegistry()
		jobs.Deliver(reg, func(_ context.Context, d jobs.Delivery[number]) error {
			last = append(last, d.Last)
			return errors.New("no")
		}, jobs.MaxAttempts(3))
		q := jobstest.New(t, db, reg)
		insert(t, db, q, number{1})
		for range 5 {
			jobstest.Attempts(t, q, time.Now().Add(24*time.Hour))
		}
		if diff := cmp.Diff([]bool{false, false, true}, last); diff != "" {
			t.Error(diff)
		}
	})
}
