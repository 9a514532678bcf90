package notification

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Health is how the messages of one channel fare.
type Health struct {
	Sent    time.Time // when the relay last took one over; zero: none in memory
	Oldest  time.Time // since when the oldest waits that is still worth something; zero: none does
	Failure string    // what went wrong with that one the last time; never a recipient or a text
	Failed  int       // how many failed for good in the last day
}

// Health tells the operator how the messages of a channel fare.
func (s *Service) Health(ctx context.Context, c Channel) (h Health, err error) {
	now := s.clock.Now()
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		h, err = healthOf(ctx, q, c, now)
		return err
	})
	if err != nil {
		return Health{}, fmt.Errorf("look how messages fare: %w", err)
	}
	return h, nil
}
