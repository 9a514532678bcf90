package account_test

import (
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Half a sign-in waits for the factors that there were: when they change it begins anew, whatever is shown.
func TestHalfASignInEndsWhenTheFactorsChange(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		secret := h.withApp(t, a)
		for what, change := range map[string]func() error{
			"a new key":     func() error { h.withKey(t, a, false); return nil },
			"reserve codes": func() error { h.reserve(t, a); return nil },
			"a key less": func() error {
				f, err := h.Factors(t.Context(), a.Person)
				if err != nil {
					return err
				}
				return h.RemoveKey(t.Context(), a, f.Keys[0].ID)
			},
		} {
			if what == "a key less" {
				h.withKey(t, a, true)
			}
			half := h.half(t)
			if err := change(); err != nil {
				t.Fatal(what, err)
			}
			if _, err := h.Second(t.Context(), half, firefox, byApp(h.appCode(t, secret))); !errors.Is(err, account.ErrNoPending) {
				t.Errorf("after %s: %v", what, err)
			}
		}
		if _, err := h.Second(t.Context(), h.half(t), firefox, byApp(h.appCode(t, secret))); err != nil {
			t.Errorf("the same code for one that began after: %v", err)
		}
	})
}

// Closing an account ends half sign-ins, too: they do not wait for it to be opened again.
func TestHalfASignInEndsWithALock(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		secret, half := h.withApp(t, a), h.half(t)
		for _, locked := range []bool{true, false} {
			if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.SetLocked(t.Context(), tx, a.Person, locked) }); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := h.Second(t.Context(), half, firefox, byApp(h.appCode(t, secret))); !errors.Is(err, account.ErrNoPending) {
			t.Errorf("after the account was closed and opened: %v", err)
		}
	})
}

// A session that came to its end while its person proved once more who they are is not revived by the proof.
func TestAProofRevivesNoSession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for what, d := range map[string]struct {
			step  time.Duration
			steps int
		}{"idle": {idle, 1}, "at its term": {idle - time.Minute, 25}} {
			in := h.named(t, account.Email(what[:2]+"@example.org"))
			who := h.actor(t, in)
			for range d.steps {
				h.clock.Advance(d.step)
				if _, ok := h.who(t, in.Session); !ok {
					break
				}
			}
			secret, err := h.ConfirmPassword(t.Context(), actor.Actor{Person: who.Person, Session: who.Session}, password)
			if !errors.Is(err, account.ErrNoSession) || secret != "" {
				t.Errorf("%s: %q, %v", what, secret, err)
			}
		}
	})
}
