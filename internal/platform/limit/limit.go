// Package limit counts attempts so that nobody tries too often. It is the generic cell rate algorithm (GCRA): a budget of
// so many attempts that refills evenly, kept as one number a key, in the database, so that all nodes share it.
//
// # Not to lock the owner out
//
// A budget by account alone lets a stranger use it up and keep the owner out. So a use case charges budgets side by
// side: a wide one for the address of the client, a narrow one for the account, and in place of the narrow one another
// for a browser that the owner has used before.
//
// Keys are kept as a keyed hash: neither an address nor a telephone number stands in the table.
package limit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/throttled/throttled/v2"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Rule is a budget: Burst attempts at once, which come back evenly over Per.
type Rule struct {
	Name  string
	Burst int
	Per   time.Duration
}

// Charge is one attempt against the budget of a key.
type Charge struct {
	Rule Rule
	Key  string
}

// ErrTooOften is the fault of an attempt over the budget. Its Retry says after how long the next one passes.
var ErrTooOften = fault.New(fault.RateLimited, i18n.M(
	"Слишком много попыток. Подождите и попробуйте ещё раз.",
	"Too many attempts. Wait and try again."))

var tooOften = i18n.F("Слишком много попыток. Попробуйте ещё раз через %s.", "Too many attempts. Try again in %s.")

// Limiter keeps the budgets.
type Limiter struct {
	db    *sqldb.DB
	clock clock.Clock
	key   []byte
}

// New returns a limiter on the database. key hides the keys of budgets in it.
func New(db *sqldb.DB, c clock.Clock, key []byte) *Limiter { return &Limiter{db, c, key} }

// Allow charges each of the budgets, or none of them when one is used up; then the error is [ErrTooOften].
func (l *Limiter) Allow(ctx context.Context, charges ...Charge) error {
	return l.db.Update(ctx, func(tx *sqldb.Tx) error {
		for _, c := range charges {
			if err := l.charge(ctx, tx, c); err != nil {
				return err // the transaction takes back what was charged before
			}
		}
		return nil
	})
}

func (l *Limiter) charge(ctx context.Context, tx *sqldb.Tx, c Charge) error {
	quota := throttled.RateQuota{MaxRate: throttled.PerDuration(c.Rule.Burst, c.Rule.Per), MaxBurst: c.Rule.Burst - 1}
	gcra, err := throttled.NewGCRARateLimiterCtx(&store{tx, l.clock.Now()}, quota)
	if err != nil {
		return fmt.Errorf("rule %s: %w", c.Rule.Name, err)
	}
	limited, result, err := gcra.RateLimitCtx(ctx, l.hash(c), 1)
	if err != nil {
		return fmt.Errorf("charge %s: %w", c.Rule.Name, err)
	}
	if limited {
		refusal := ErrTooOften.After(result.RetryAfter)
		refusal.Text = tooOften.With(i18n.After(result.RetryAfter))
		return refusal
	}
	return nil
}

// Forgive gives the whole budgets back, in the caller's transaction: the attempt was the owner's.
func (l *Limiter) Forgive(ctx context.Context, tx *sqldb.Tx, charges ...Charge) error {
	for _, c := range charges {
		if _, err := tx.Exec(ctx, `DELETE FROM limit_bucket WHERE key = $1`, l.hash(c)); err != nil {
			return fmt.Errorf("forgive %s: %w", c.Rule.Name, err)
		}
	}
	return nil
}

func (l *Limiter) hash(c Charge) string {
	mac := hmac.New(sha256.New, l.key)
	_, _ = fmt.Fprintf(mac, "limit\x00%s\x00%s", c.Rule.Name, c.Key)
	return c.Rule.Name + ":" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}

// Address is the key of a client's address: the address itself in IPv4, its network of a subscriber (/64) in IPv6.
func Address(a netip.Addr) string {
	if !a.Is6() || a.Is4In6() {
		return a.Unmap().String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return p.String()
}

// store keeps the number of GCRA in the transaction of a charge.
type store struct {
	tx  *sqldb.Tx
	now time.Time
}

// GetWithTime implements [throttled.GCRAStoreCtx].
func (s *store) GetWithTime(ctx context.Context, key string) (int64, time.Time, error) {
	var arrival int64
	err := s.tx.QueryRow(ctx, `SELECT arrival FROM limit_bucket WHERE key = $1`, key).Scan(&arrival)
	if errors.Is(err, sqldb.ErrNoRows) {
		return -1, s.now, nil
	}
	return arrival, s.now, err
}

// SetIfNotExistsWithTTL implements [throttled.GCRAStoreCtx].
func (s *store) SetIfNotExistsWithTTL(ctx context.Context, key string, value int64, ttl time.Duration) (bool, error) {
	n, err := s.tx.Exec(ctx, `INSERT INTO limit_bucket (key, arrival, expires_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING`,
		key, value, s.now.Add(ttl))
	return n > 0, err
}

// CompareAndSwapWithTTL implements [throttled.GCRAStoreCtx].
func (s *store) CompareAndSwapWithTTL(ctx context.Context, key string, old, value int64, ttl time.Duration) (bool, error) {
	n, err := s.tx.Exec(ctx, `UPDATE limit_bucket SET arrival = $3, expires_at = $4 WHERE key = $1 AND arrival = $2`, key, old, value, s.now.Add(ttl))
	return n > 0, err
}
