package limit

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/throttled/throttled/v2"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Rule is a budget: Burst attempts at once, which come back evenly over Per. Its name tells budgets of the same key apart.
type Rule struct {
	Name  string
	Burst int
	Per   time.Duration
}

// quota is the rule in the words of package throttled.
func (r Rule) quota() (throttled.RateQuota, error) {
	if r.Name == "" || r.Burst < 1 || r.Per < time.Duration(r.Burst) {
		return throttled.RateQuota{}, fmt.Errorf("limit: the rule %q of %d attempts over %v limits nothing", r.Name, r.Burst, r.Per)
	}
	return throttled.RateQuota{MaxRate: throttled.PerDuration(r.Burst, r.Per), MaxBurst: r.Burst - 1}, nil
}

// Charge is one attempt against the budget of a key: an address, an account, a telephone number.
type Charge struct {
	Rule Rule
	Key  string
}

// ErrTooOften is the fault of an attempt over the budget. Its Retry says after how long the next one passes.
var ErrTooOften = fault.New(fault.RateLimited, i18n.M(
	"Слишком много попыток. Подождите и попробуйте ещё раз.",
	"Too many attempts. Wait and try again."))

var tooOften = i18n.F("Слишком много попыток. Попробуйте ещё раз через %s.", "Too many attempts. Try again in %s.")

// refuse returns the fault of an attempt that would pass after d.
func refuse(d time.Duration) error {
	f := ErrTooOften.After(d)
	f.Text = tooOften.With(i18n.After(d))
	return f
}

// Limiter keeps the budgets.
type Limiter struct {
	db    *sqldb.DB
	clock clock.Clock
	key   []byte
}

// New returns a limiter on the database. key hides the keys of budgets in it; it is the same on all nodes.
func New(db *sqldb.DB, c clock.Clock, key []byte) *Limiter { return &Limiter{db, c, key} }

// Allow charges each of the budgets, or none of them when one is used up; then the error is [ErrTooOften].
func (l *Limiter) Allow(ctx context.Context, charges ...Charge) error {
	if err := l.Peek(ctx, charges...); err != nil { // a refusal must not wait for the writer
		return err
	}
	return l.db.Update(ctx, func(tx *sqldb.Tx) error {
		return l.each(charges, func(c Charge) (time.Duration, error) { return l.charge(ctx, tx, c) })
	})
}

// Peek reports whether Allow would charge: nil, or [ErrTooOften]. It charges nothing.
func (l *Limiter) Peek(ctx context.Context, charges ...Charge) error {
	return l.each(charges, func(c Charge) (time.Duration, error) { return l.look(ctx, l.db.Single(), c) })
}

// each asks for each budget and returns the refusal with the longest time to wait. In a transaction the error takes back
// what other budgets have paid.
func (l *Limiter) each(charges []Charge, ask func(Charge) (time.Duration, error)) error {
	var longest time.Duration
	for _, c := range charges {
		wait, err := ask(c)
		if err != nil {
			return fmt.Errorf("charge %s: %w", c.Rule.Name, err)
		}
		longest = max(longest, wait)
	}
	if longest > 0 {
		return refuse(longest)
	}
	return nil
}

// charge takes one attempt from a budget, or returns how long to wait for it.
func (l *Limiter) charge(ctx context.Context, tx *sqldb.Tx, c Charge) (wait time.Duration, err error) {
	return l.gcra(ctx, &store{tx, tx, l.clock.Now()}, c, 1)
}

// look returns how long to wait for an attempt, 0 when it would pass.
func (l *Limiter) look(ctx context.Context, q sqldb.Querier, c Charge) (wait time.Duration, err error) {
	return l.gcra(ctx, &store{q, nil, l.clock.Now()}, c, 0)
}

func (l *Limiter) gcra(ctx context.Context, s *store, c Charge, quantity int) (wait time.Duration, err error) {
	quota, err := c.Rule.quota()
	if err != nil {
		return 0, err
	}
	limiter, err := throttled.NewGCRARateLimiterCtx(s, quota)
	if err != nil {
		return 0, err
	}
	_, result, err := limiter.RateLimitCtx(ctx, l.hash(c), quantity)
	return max(result.RetryAfter, 0), err // -1 when the attempt passes
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

// hash is the name of a budget in the table: the rule, and 144 bits of HMAC-SHA-256 over rule and key.
func (l *Limiter) hash(c Charge) string {
	mac := hmac.New(sha256.New, l.key)
	_, _ = fmt.Fprintf(mac, "limit\x00%s\x00%s", c.Rule.Name, c.Key)
	return c.Rule.Name + ":" + base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:18])
}
