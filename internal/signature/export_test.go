package signature

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// SetGrace sets how long a signature waits for the values that prove it.
func (s *Service) SetGrace(d time.Duration) { s.grace = d }

// Renew looks for signatures whose last time-stamp ends soon.
func (s *Service) Renew(ctx context.Context, tx *sqldb.Tx) error { return s.renewAll(ctx, tx, renew{}) }

// Tables returns how many keys have tables of their multiples.
func (s *Service) Tables() int { return s.tables.Len() }
