package limit_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

var (
	start  = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	secret = []byte("0123456789abcdef0123456789abcdef")
	narrow = limit.Rule{Name: "test.account", Burst: 3, Per: 3 * time.Minute}
	wide   = limit.Rule{Name: "test.address", Burst: 100, Per: time.Hour}
)

func passes(t testing.TB, l *limit.Limiter, charges ...limit.Charge) bool {
	t.Helper()
	err := l.Allow(context.Background(), charges...)
	if err != nil && !errors.Is(err, limit.ErrTooOften) {
		t.Fatal(err)
	}
	return err == nil
}

func TestABudgetIsSpentAtOnceAndComesBackEvenly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		c := clock.NewManual(start)
		l := limit.New(db, c, secret)
		charge := limit.Charge{Rule: narrow, Key: "ivanov"}
		for i := range 3 {
			if !passes(t, l, charge) {
				t.Fatalf("attempt %d was refused", i+1)
			}
		}
		err := l.Allow(t.Context(), charge)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.RateLimited || f.Retry != time.Minute {
			t.Fatalf("the fourth attempt: %v, want to wait a minute", err)
		}
		if got := f.Text.In(i18n.English); got != "Too many attempts. Try again in 60 seconds." {
			t.Errorf("English: %q", got)
		}
		if got := strings.ReplaceAll(f.Text.In(i18n.Russian), "\u00a0", " "); got != "Слишком много попыток. Попробуйте ещё раз через 60 секунд." {
			t.Errorf("Russian: %q", got)
		}
		c.Advance(59 * time.Second)
		if passes(t, l, charge) {
			t.Error("a second too early")
		}
		c.Advance(time.Second)
		if !passes(t, l, charge) || passes(t, l, charge) {
			t.Error("a minute gives one attempt")
		}
		if !passes(t, l, limit.Charge{Rule: narrow, Key: "petrov"}) {
			t.Error("the budget of another was touched")
		}
		if other := (limit.Rule{Name: "test.other", Burst: 3, Per: narrow.Per}); !passes(t, l, limit.Charge{Rule: other, Key: "ivanov"}) {
			t.Error("two rules share a budget")
		}
	})
}

// Each of several budgets pays or none: who is refused for one has not used up another.
func TestSeveralBudgetsPayTogetherOrNotAtAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		c := clock.NewManual(start)
		l := limit.New(db, c, secret)
		slow := limit.Rule{Name: "test.slow", Burst: 1, Per: time.Hour}
		account, address, phone := limit.Charge{Rule: narrow, Key: "a"}, limit.Charge{Rule: wide, Key: "b"}, limit.Charge{Rule: slow, Key: "c"}
		if !passes(t, l, account, address, phone) {
			t.Fatal("the first attempt was refused")
		}
		for range 5 {
			for _, order := range [][]limit.Charge{{account, address, phone}, {phone, address, account}} {
				if passes(t, l, order...) {
					t.Fatal("the telephone's budget is used up")
				}
			}
		}
		if err := l.Peek(t.Context(), account, address); err != nil {
			t.Errorf("a look: %v", err)
		}
		for range 2 {
			if !passes(t, l, account, address) {
				t.Error("refusals were charged to the account")
			}
		}
		// Both are used up now: the longer time is named, and after it the attempt passes.
		err := l.Allow(t.Context(), account, phone)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Retry != time.Hour {
			t.Fatalf("%v", err)
		}
		c.Advance(f.Retry)
		if !passes(t, l, account, phone) {
			t.Error("refused after the time that was named")
		}
		if passes(t, l, phone, phone) || l.Peek(t.Context(), phone) == nil {
			t.Error("one budget paid twice")
		}
	})
}

func TestTheOwnersAttemptIsForgiven(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := limit.New(db, clock.NewManual(start), secret)
		charge := limit.Charge{Rule: narrow, Key: "ivanov"}
		forgive := func(fail error) {
			err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return errors.Join(l.Forgive(t.Context(), tx, charge), fail) })
			if !errors.Is(err, fail) {
				t.Fatal(err)
			}
		}
		for passes(t, l, charge) {
		}
		forgive(errors.New("the sign-in failed after all"))
		if l.Peek(t.Context(), charge) == nil {
			t.Error("a failed sign-in was forgiven")
		}
		forgive(nil)
		for i := range 3 {
			if !passes(t, l, charge) {
				t.Errorf("attempt %d after the sign-in was refused", i+1)
			}
		}
	})
}

// A stranger who uses up the budget of the account does not keep out the owner, whose browser has a budget of its own.
func TestAStrangerDoesNotLockTheOwnerOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := limit.New(db, clock.NewManual(start), secret)
		device := limit.Rule{Name: "test.device", Burst: 3, Per: time.Minute}
		for range 50 {
			passes(t, l, limit.Charge{Rule: wide, Key: "198.51.100.7"}, limit.Charge{Rule: narrow, Key: "ivanov"})
		}
		if !passes(t, l, limit.Charge{Rule: wide, Key: "203.0.113.9"}, limit.Charge{Rule: device, Key: "ivanov/browser"}) {
			t.Error("the owner is locked out")
		}
	})
}

// bucket is the model: a leaking bucket that holds up to per and drips evenly; an attempt pours per/burst into it.
type bucket struct {
	level time.Duration
	at    time.Time
}

func (b *bucket) attempt(r limit.Rule, now time.Time) (passes bool) {
	drop := r.Per / time.Duration(r.Burst)
	b.level = max(b.level-now.Sub(b.at), 0)
	b.at = now
	if b.level+drop > drop*time.Duration(r.Burst) {
		return false
	}
	b.level += drop
	return true
}

// Whatever the times of the attempts, the limiter passes those that the bucket has room for; a look tells beforehand; the
// time that a refusal names is the earliest that passes.
func TestAgainstALeakingBucket(t *testing.T) {
	db := sqldbtest.Open(t, storetest.SQLite(t))
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		rule := limit.Rule{
			Name:  "test.model",
			Burst: rapid.IntRange(1, 8).Draw(t, "burst"),
			Per:   time.Duration(rapid.IntRange(1, 100).Draw(t, "seconds")) * time.Second,
		}
		c := clock.NewManual(start)
		l := limit.New(db, c, secret)
		charge := limit.Charge{Rule: rule, Key: fmt.Sprint(n)}
		model := bucket{at: start}
		for range rapid.IntRange(1, 25).Draw(t, "attempts") {
			c.Advance(time.Duration(rapid.IntRange(0, 20_000).Draw(t, "pause")) * time.Millisecond)
			look := l.Peek(context.Background(), charge)
			err := l.Allow(context.Background(), charge)
			if want := model.attempt(rule, c.Now()); (err == nil) != want || (look == nil) != want {
				t.Fatalf("at %v: %v, looked %v, want %v", c.Now().Sub(start), err, look, want)
			}
			var f *fault.Fault
			if errors.As(err, &f) && rapid.Bool().Draw(t, "wait") {
				c.Advance(f.Retry - time.Microsecond)
				if l.Peek(context.Background(), charge) == nil && f.Retry > time.Microsecond {
					t.Fatalf("the attempt would pass before the %v that were named", f.Retry)
				}
				c.Advance(2 * time.Microsecond) // the clock keeps microseconds, the times to wait have nanoseconds
				if err := l.Peek(context.Background(), charge); err != nil {
					t.Fatalf("refused after %v: %v", f.Retry, err)
				}
			}
		}
	})
}

// Many nodes and requests at the same moment: exactly the budget passes.
func TestConcurrentAttemptsNeverPassTheBudget(t *testing.T) {
	const tries, burst = 48, 10
	run := func(t *testing.T, dbs ...*sqldb.DB) {
		rule := limit.Rule{Name: "test.crowd", Burst: burst, Per: time.Hour}
		c := clock.NewManual(start)
		var passed, refused atomic.Int64
		var wg sync.WaitGroup
		for i := range tries {
			l := limit.New(dbs[i%len(dbs)], c, secret)
			wg.Go(func() {
				if passes(t, l, limit.Charge{Rule: wide, Key: fmt.Sprint(i)}, limit.Charge{Rule: rule, Key: "one"}) {
					passed.Add(1)
				} else {
					refused.Add(1)
				}
			})
		}
		wg.Wait()
		if passed.Load() != burst || refused.Load() != tries-burst {
			t.Errorf("%d passed and %d were refused, want %d and %d", passed.Load(), refused.Load(), burst, tries-burst)
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, sqldbtest.Open(t, storetest.SQLite(t))) })
	t.Run("postgres", func(t *testing.T) {
		url := storetest.Postgres(t)
		run(t, sqldbtest.Open(t, url), sqldbtest.Open(t, url))
	})
}

// Refusals only read: while somebody holds the writer of SQLite, they are answered.
func TestARefusalDoesNotWaitForTheWriter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		l := limit.New(db, clock.NewManual(start), secret)
		charge := limit.Charge{Rule: narrow, Key: "ivanov"}
		for passes(t, l, charge) {
		}
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			return l.Allow(ctx, charge)
		})
		if !errors.Is(err, limit.ErrTooOften) {
			t.Errorf("%v", err)
		}
	})
}

func TestTheTableHoldsNoKeysAndIsSwept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		c := clock.NewManual(start)
		l := limit.New(db, c, secret)
		passes(t, l, limit.Charge{Rule: narrow, Key: "+79161234567"}, limit.Charge{Rule: wide, Key: "ivanov@example.org"})
		c.Advance(30 * time.Second)
		passes(t, l, limit.Charge{Rule: narrow, Key: "+79161234568"})
		keys := func() (list []string) {
			if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
				list, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, "SELECT key FROM limit_bucket ORDER BY expires_at")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := keys(); len(list) != 3 || strings.Contains(strings.Join(list, " "), "7916") || strings.Contains(strings.Join(list, " "), "ivanov") {
			t.Errorf("the table holds %v", list)
		}
		c.Advance(45 * time.Second)
		reg := jobs.NewRegistry()
		l.Workers(reg)
		jobstest.Start(t, db, reg)
		for deadline := time.Now().Add(3 * time.Minute); len(keys()) == 3 && time.Now().Before(deadline); {
			<-time.After(5 * time.Millisecond)
		}
		if list := keys(); len(list) != 1 {
			t.Errorf("after the sweep: %v", list)
		}
	})
}

// Without the key of the installation a number cannot be tried against the table.
func TestTheHashNeedsTheKey(t *testing.T) {
	db := sqldbtest.Open(t, storetest.SQLite(t))
	charge := limit.Charge{Rule: limit.Rule{Name: "test.once", Burst: 1, Per: time.Hour}, Key: "+79161234567"}
	for _, key := range []string{"one installation", "another installation"} {
		if !passes(t, limit.New(db, clock.NewManual(start), []byte(key)), charge) {
			t.Error("two keys lead to one budget")
		}
	}
}

func TestARuleThatLimitsNothingIsRefused(t *testing.T) {
	l := limit.New(sqldbtest.Open(t, storetest.SQLite(t)), clock.NewManual(start), secret)
	for _, r := range []limit.Rule{{}, {Name: "a", Per: time.Hour}, {Name: "a", Burst: 1}, {Name: "a", Burst: 10, Per: 9}, {Burst: 1, Per: time.Hour}} {
		if err := l.Allow(t.Context(), limit.Charge{Rule: r, Key: "k"}); err == nil || errors.Is(err, limit.ErrTooOften) {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"203.0.113.7":          "203.0.113.7",
		"::ffff:203.0.113.7":   "203.0.113.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2:ffff::1": "2001:db8:1:2::/64",
		"2001:db8:1:3:3:4:5:6": "2001:db8:1:3::/64",
		"fe80::1%eth0":         "fe80::/64",
		"::1":                  "::/64",
	} {
		if got := limit.Address(netip.MustParseAddr(in)); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if limit.Address(netip.Addr{}) == "" {
		t.Error("an unknown address has no key")
	}
}
