package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Tally is how often somebody did something to a subject.
type Tally struct {
	Actor  string
	Action string
	N      int
}

// Count counts what happened to a subject since a time, by who did what. It returns numbers alone, and so says nothing that the
// one who reads them may not know of the subject.
func Count(ctx context.Context, q sqldb.Querier, subject string, since time.Time) ([]Tally, error) {
	list, err := tallies(ctx, q, subject, since)
	if err != nil {
		return nil, fmt.Errorf("count what happened to %s: %w", subject, err)
	}
	return list, nil
}
