package limit

import (
	"context"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// store keeps the number of GCRA, the theoretical arrival time, in the transaction of a charge. It implements
// [throttled.GCRAStoreCtx]. Without tx it only looks: throttled stores the number unchanged after a look.
type store struct {
	q   sqldb.Querier
	tx  *sqldb.Tx
	now time.Time
}

// GetWithTime returns the number of a key, -1 when there is none, and the time.
func (s *store) GetWithTime(ctx context.Context, key string) (int64, time.Time, error) {
	var arrival int64
	err := s.q.QueryRow(ctx, `SELECT arrival FROM limit_bucket WHERE key = $1`, key).Scan(&arrival)
	if errors.Is(err, sqldb.ErrNoRows) {
		return -1, s.now, nil
	}
	return arrival, s.now, err
}

// SetIfNotExistsWithTTL sets the number of a key that has none.
func (s *store) SetIfNotExistsWithTTL(ctx context.Context, key string, value int64, ttl time.Duration) (bool, error) {
	return s.exec(ctx, `INSERT INTO limit_bucket (key, arrival, expires_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING`,
		key, value, s.now.Add(ttl))
}

// CompareAndSwapWithTTL replaces the number of a key if it is the old one.
func (s *store) CompareAndSwapWithTTL(ctx context.Context, key string, old, value int64, ttl time.Duration) (bool, error) {
	return s.exec(ctx, `UPDATE limit_bucket SET arrival = $3, expires_at = $4 WHERE key = $1 AND arrival = $2`, key, old, value, s.now.Add(ttl))
}

func (s *store) exec(ctx context.Context, statement string, args ...any) (bool, error) {
	if s.tx == nil {
		return true, nil
	}
	n, err := s.tx.Exec(ctx, statement, args...)
	return n > 0, err
}
