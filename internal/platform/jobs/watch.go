package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"time"
)

// watch is a look that each node takes again and again.
type watch struct {
	name  string
	every time.Duration
	look  func(context.Context) error
}

// Watch has every node take a look again and again while it works, and do what it finds to do: number the rows of a
// journal, sign a checkpoint. It is for what must follow a commit within a second or so, most looks finding nothing: a
// look leaves no row in the queue and should only read. Nodes look at the same time, so what they do then begins with the
// lock of a row. A look that fails is logged and taken again at its next time.
func (r *Registry) Watch(name string, every time.Duration, look func(ctx context.Context) error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case every <= 0:
		r.errs = append(r.errs, fmt.Errorf("jobs: %s is watched every %v", name, every))
	case slices.ContainsFunc(r.watches, func(w watch) bool { return w.name == name }):
		r.errs = append(r.errs, fmt.Errorf("jobs: %s is watched twice", name))
	default:
		r.watches = append(r.watches, watch{name, every, look})
	}
}

func (r *Registry) watched() []watch {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return slices.Clone(r.watches)
}

// keepWatching looks until ctx ends. A look under way is not interrupted.
func (q *Queue) keepWatching(ctx context.Context, w watch) {
	for {
		if err := w.once(context.WithoutCancel(ctx)); err != nil {
			q.log.ErrorContext(ctx, "watch failed", slog.String("watch", w.name), slog.Any("error", err))
		}
		if !sleep(ctx, w.every+rand.N(w.every/10+1)) {
			return
		}
	}
}

// once takes one look, for a minute at most.
func (w watch) once(ctx context.Context) (err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return w.look(ctx)
}
