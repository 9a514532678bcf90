package partner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/embedding"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const (
	// VectorsQueue is worked by itself: a slow service keeps no letter waiting.
	VectorsQueue = "partner-vectors"
	// vectorsEvery is how often it is looked whether texts wait whose job has gone.
	vectorsEvery = time.Minute
	// vectorsTime bounds one batch. A batch that was taken is nobody else's for longer than that.
	vectorsTime  = 5 * time.Minute
	vectorsTaken = vectorsTime + time.Minute
	// mostTexts are sent together.
	mostTexts = 64
	// firstPause is how long nobody asks after a failure; it doubles with each further one in a row.
	firstPause   = 10 * time.Second
	longestPause = 30 * time.Minute
	// firstRefusal is how long a text waits that was refused by itself; it doubles with each further time.
	firstRefusal   = 10 * time.Minute
	longestRefusal = 24 * time.Hour
)

// getVectors gets the vectors of some texts that wait, from a service outside.
type getVectors struct{}

// Kind implements jobs.Args.
func (getVectors) Kind() string { return "partner.vectors" }

// pausing keeps a node from a service that fails.
type pausing struct {
	mu       sync.Mutex
	failures int // in a row
	until    time.Time
}

func (p *pausing) over(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !now.Before(p.until)
}

// note remembers how a batch fared; it returns how many failed in a row.
func (p *pausing) note(done bool, now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if done {
		p.failures, p.until = 0, time.Time{}
		return 0
	}
	p.failures++
	p.until = now.Add(doubled(firstPause, longestPause, p.failures))
	return p.failures
}

// doubled is a time that doubles with each further failure.
func doubled(first, longest time.Duration, failures int) time.Duration {
	for ; failures > 1 && first < longest; failures-- {
		first *= 2
	}
	return min(first, longest)
}

// batch are texts that go out together.
type batch struct {
	rows  []waiting
	texts map[string]string // by sum: those that everybody may read now
	there map[string]bool   // sums that have a vector meanwhile
}

func (s *Service) getVectors(ctx context.Context, d jobs.Delivery[getVectors]) error {
	if !s.vectors.Outside() || !s.pause.over(s.clock.Now()) {
		return nil // the next round looks again
	}
	b, err := s.takeTexts(ctx)
	if err != nil || len(b.rows) == 0 {
		return err
	}
	if b.texts, b.there, err = s.readTexts(ctx, b.rows); err != nil {
		return err
	}
	sums, texts := b.list()
	var vectors [][]float32
	if len(texts) > 0 {
		vectors, err = s.vectors.Documents(ctx, texts)
	}
	if err != nil {
		return s.gotNone(ctx, b, err)
	}
	s.pause.note(true, s.clock.Now())
	made := map[string][]float32{}
	for i, sum := range sums {
		made[sum] = vectors[i]
	}
	d.Record(func(ctx context.Context, tx *sqldb.Tx) error { return s.keepVectors(ctx, tx, b, made) })
	return nil
}

// list are the texts to send, in the order in which they came.
func (b batch) list() (sums, texts []string) {
	for _, w := range b.rows {
		if text, ok := b.texts[w.Sum]; ok && !slices.Contains(sums, w.Sum) {
			sums, texts = append(sums, w.Sum), append(texts, text)
		}
	}
	return sums, texts
}

// takeTexts takes texts that wait, so that no other node sends them meanwhile. One that was refused before goes alone, for it may have been the
// one for which the others were refused.
func (s *Service) takeTexts(ctx context.Context) (b batch, err error) {
	now := s.clock.Now()
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if b.rows, err = dueWaiting(ctx, tx, s.model(), now, mostTexts); err != nil || len(b.rows) == 0 {
			return err
		}
		first := b.rows[0]
		b.rows = slices.DeleteFunc(b.rows, func(w waiting) bool { return w.Sum != first.Sum && (first.Tries > 0 || w.Tries > 0) })
		for _, w := range b.rows {
			if err := postponeWaiting(ctx, tx, s.model(), w.Sum, 0, now.Add(vectorsTaken)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return b, fmt.Errorf("take texts that wait for vectors: %w", err)
	}
	return b, nil
}

// readTexts reads the texts of rows as they stand now: what is gone, or is not for everybody any more, does not leave.
func (s *Service) readTexts(ctx context.Context, rows []waiting) (texts map[string]string, there map[string]bool, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		texts, there = map[string]string{}, map[string]bool{}
		of := map[string]map[string]string{}
		for _, w := range rows {
			if _, read := of[w.Subject]; !read {
				subject, err := s.source.One(ctx, q, w.Subject)
				if err != nil && !errors.Is(err, ErrNoSubject) {
					return err
				}
				of[w.Subject] = subject.leaving()
			}
			vector, err := s.stored(ctx, q)(w.Sum)
			if err != nil {
				return err
			}
			if text, ok := of[w.Subject][w.Sum]; vector != nil {
				there[w.Sum] = true
			} else if ok {
				texts[w.Sum] = text
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read texts that wait for vectors: %w", err)
	}
	return texts, there, nil
}

// keepVectors keeps what came, and tells every node of whom it is about. Rows of texts that are gone go, too.
func (s *Service) keepVectors(ctx context.Context, tx *sqldb.Tx, b batch, made map[string][]float32) error {
	changed := map[string]bool{}
	for _, w := range b.rows {
		vector := made[w.Sum]
		if vector == nil && !b.there[w.Sum] {
			if err := s.forgetText(ctx, tx, w); err != nil {
				return err
			}
			continue
		}
		if vector != nil {
			if err := insertVector(ctx, tx, s.model(), w.Sum, bytesOf(vector)); err != nil {
				return fmt.Errorf("keep a vector: %w", err)
			}
		}
		keys, err := deleteWaiting(ctx, tx, s.model(), w.Sum)
		if err != nil {
			return fmt.Errorf("end the waiting of a text: %w", err)
		}
		for _, key := range keys {
			changed[key] = true
		}
	}
	for key := range changed {
		if err := s.Changed(ctx, tx, key); err != nil {
			return err
		}
	}
	return s.jobs.Insert(ctx, tx, getVectors{}) // who knows whether there are more; the last one finds none
}

// forgetText ends the waiting of a text that a subject has no more. Of others who have it, it goes on.
func (s *Service) forgetText(ctx context.Context, tx *sqldb.Tx, w waiting) error {
	if err := deleteWaitingOf(ctx, tx, s.model(), w.Sum, w.Subject); err != nil {
		return fmt.Errorf("forget a text that waited: %w", err)
	}
	if err := postponeWaiting(ctx, tx, s.model(), w.Sum, 0, s.clock.Now()); err != nil {
		return fmt.Errorf("forget a text that waited: %w", err)
	}
	return nil
}

// gotNone gives the texts of a batch back. Nobody asks until the pause is over; a text that the service refuses by itself waits longer.
func (s *Service) gotNone(ctx context.Context, b batch, cause error) error {
	now := s.clock.Now()
	if s.pause.note(false, now) == 1 {
		s.log.WarnContext(ctx, "no vectors came for texts of the search, the service is asked again later", "texts", len(b.rows), "error", cause)
	}
	err := s.db.Update(context.WithoutCancel(ctx), func(tx *sqldb.Tx) error {
		done := map[string]bool{}
		for _, w := range b.rows {
			if done[w.Sum] {
				continue
			}
			done[w.Sum] = true
			tries, due := 0, now
			if embedding.IsRefusal(cause) {
				tries = 1
				if w.Tries > 0 {
					due = now.Add(doubled(firstRefusal, longestRefusal, w.Tries))
				}
			}
			if err := postponeWaiting(ctx, tx, s.model(), w.Sum, tries, due); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("give back texts that wait for vectors: %w", err)
	}
	return nil
}

// sweepVectors deletes vectors of texts that are gone, and those of other models.
type sweepVectors struct{}

// Kind implements jobs.Args.
func (sweepVectors) Kind() string { return "partner.vectors_sweep" }

func (s *Service) sweepVectors(ctx context.Context, d jobs.Delivery[sweepVectors]) error {
	var gone []string
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		sums, err := vectorSums(ctx, q, s.model())
		if err != nil || len(sums) == 0 {
			return err
		}
		used := map[string]bool{}
		for subject, err := range s.source.All(ctx, q) {
			if err != nil {
				return err
			}
			for sum := range subject.leaving() {
				used[sum] = true
			}
		}
		gone = slices.DeleteFunc(sums, func(sum string) bool { return used[sum] })
		return nil
	})
	if err != nil {
		return fmt.Errorf("look for vectors of texts that are gone: %w", err)
	}
	d.Record(func(ctx context.Context, tx *sqldb.Tx) error {
		for _, sum := range gone {
			if err := deleteVector(ctx, tx, s.model(), sum); err != nil {
				return fmt.Errorf("sweep vectors: %w", err)
			}
		}
		if err := deleteOtherModels(ctx, tx, s.model()); err != nil {
			return fmt.Errorf("sweep vectors of other models: %w", err)
		}
		return nil
	})
	return nil
}
