package blob

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Swept counts what a [Sweep] did.
type Swept struct {
	Kept      int // named by a row, or put too lately to be judged
	Deleted   int // orphans removed
	Leftovers int // traces of killed writers removed
	Failed    int // entries that could not be read or judged; they stay
}

// maxSweepErrors bounds how many errors a sweep joins; Swept.Failed counts them all.
const maxSweepErrors = 20

// janitor is a store that a killed process can leave something behind in, besides blobs.
type janitor interface {
	removeLeftovers(ctx context.Context, before time.Time) (int, error)
}

// Sweep deletes content that was put before the given moment and is named by nobody. The moment lies a time of grace in
// the past, which must be longer than any transaction lasts after the Put that precedes it; a day is plenty.
//
// The function live says whether any row of any feature names the ref, and reads committed data. When it fails, or when
// in doubt, content stays. Sweep goes on after the failure of an entry and returns the first failures joined, together
// with the counts. It stops when ctx is done.
func Sweep(ctx context.Context, store Store, before time.Time, live func(context.Context, Ref) (bool, error)) (Swept, error) {
	var swept Swept
	var errs []error
	fail := func(err error) {
		swept.Failed++
		if len(errs) < maxSweepErrors {
			errs = append(errs, err)
		}
	}
	for info, err := range store.Walk(ctx) {
		if err != nil {
			fail(err)
			continue
		}
		deleted, err := sweepOne(ctx, store, info, before, live)
		switch {
		case err != nil:
			fail(err)
		case deleted:
			swept.Deleted++
		default:
			swept.Kept++
		}
	}
	if j, ok := store.(janitor); ok && ctx.Err() == nil {
		n, err := j.removeLeftovers(ctx, before)
		swept.Leftovers = n
		if err != nil {
			fail(err)
		}
	}
	return swept, errors.Join(errs...)
}

func sweepOne(
	ctx context.Context, store Store, info Info, before time.Time, live func(context.Context, Ref) (bool, error),
) (bool, error) {
	if !info.Put.Before(before) {
		return false, nil
	}
	named, err := live(ctx, info.Ref)
	if err != nil {
		return false, fmt.Errorf("ask whether %s is in use: %w", info.Ref, err)
	}
	if named {
		return false, nil
	}
	return store.Delete(ctx, info.Ref, before)
}
