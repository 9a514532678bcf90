package account_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
)

// who returns who is behind a session's secret; ok is false for a guest.
func (h *house) who(t testing.TB, secret id.Secret) (account.SignedInAs, bool) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/desk", nil)
	r.AddCookie(&http.Cookie{Name: "klaster-session", Value: string(secret)})
	who, ok, err := h.Authenticate(httptest.NewRecorder(), r)
	if err != nil {
		t.Fatal(err)
	}
	return who, ok
}

func TestSignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		registered := h.person(t)
		in, err := h.SignIn(t.Context(), "Anna@Example.ORG", password, account.Browser{Name: "Chrome, Windows"})
		if err != nil {
			t.Fatal(err)
		}
		if in.Session == registered.Session {
			t.Error("a new sign-in has the session of the old one")
		}
		who, ok := h.who(t, in.Session)
		if !ok || who.Actor.Person != in.Person.ID || who.Actor.Level != actor.Simplified {
			t.Errorf("behind the session: %+v, %v", who, ok)
		}
		if _, ok := h.who(t, "x"); ok {
			t.Error("a made-up secret opened a session")
		}
	})
}

// Unknown and known logins with whatever password get one and the same error.
func TestRefusalsTellNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		for _, login := range []string{string(address), "nobody@example.org", "+79160000000", "8 916 1234567", "чепуха", "'; DROP TABLE x; --", ""} {
			_, err := h.SignIn(t.Context(), login, "Wrong password 1", account.Browser{})
			if !errors.Is(err, account.ErrCredentials) {
				t.Errorf("%q: %v", login, err)
			}
		}
	})
}

// A stranger who uses the account's budget up does not keep the owner out of the browser that they have used before.
func TestAStrangerDoesNotLockTheOwnerOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		stranger := from(t.Context(), "203.0.113.9")
		refused := 0
		for range 20 {
			if _, err := h.SignIn(stranger, string(address), "Wrong password 1", account.Browser{}); errors.Is(err, limit.ErrTooOften) {
				refused++
			}
		}
		if refused == 0 {
			t.Error("twenty wrong passwords and no limit")
		}
		if _, err := h.SignIn(stranger, string(address), password, account.Browser{}); !errors.Is(err, limit.ErrTooOften) {
			t.Errorf("the stranger with the right password over the limit: %v", err)
		}
		owner := account.Browser{Name: "Firefox, Linux", Device: in.Device}
		if _, err := h.SignIn(from(t.Context(), "192.0.2.1"), string(address), password, owner); err != nil {
			t.Errorf("the owner: %v", err)
		}
	})
}

func TestAnUnknownLoginIsLimitedLikeAKnownOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		tries := map[string]int{}
		for _, login := range []string{string(address), "nobody@example.org"} {
			for {
				tries[login]++
				_, err := h.SignIn(from(t.Context(), "203.0.113.9"), login, "Wrong password 1", account.Browser{})
				if errors.Is(err, limit.ErrTooOften) {
					break
				}
			}
		}
		if tries[string(address)] != tries["nobody@example.org"] {
			t.Errorf("tries until the limit differ: %v", tries)
		}
	})
}

func TestSessionsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		for range 10 { // twenty minutes apart: used, so it goes on
			h.clock.Advance(20 * time.Minute)
			if _, ok := h.who(t, in.Session); !ok {
				t.Fatal("a session in use ended")
			}
		}
		h.clock.Advance(30*time.Minute + time.Second)
		if _, ok := h.who(t, in.Session); ok {
			t.Error("an idle session goes on")
		}
		again, err := h.SignIn(t.Context(), string(address), password, account.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		for range 35 { // eleven hours and forty minutes
			h.clock.Advance(20 * time.Minute)
			if _, ok := h.who(t, again.Session); !ok {
				t.Fatal("a session in use ended before its term")
			}
		}
		h.clock.Advance(20 * time.Minute)
		if _, ok := h.who(t, again.Session); ok {
			t.Error("a session goes on after its term")
		}
	})
}

func TestEndingSessions(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.person(t)
		second, err := h.SignIn(t.Context(), string(address), password, account.Browser{Name: "Chrome, Windows"})
		if err != nil {
			t.Fatal(err)
		}
		third, err := h.SignIn(t.Context(), string(address), password, account.Browser{Name: "Safari, iPhone"})
		if err != nil {
			t.Fatal(err)
		}
		me, _ := h.who(t, first.Session)
		list, err := h.Sessions(t.Context(), me.Actor.Person)
		if err != nil || len(list) != 3 {
			t.Fatalf("%d sessions, %v", len(list), err)
		}
		other, _ := h.who(t, second.Session)
		if err := h.EndSession(t.Context(), me.Actor, other.Actor.Session); err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, second.Session); ok {
			t.Error("the session that was ended goes on")
		}
		if err := h.EndOtherSessions(t.Context(), me.Actor); err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, third.Session); ok {
			t.Error("another session goes on")
		}
		if _, ok := h.who(t, first.Session); !ok {
			t.Error("the own session ended with the others")
		}
		if err := h.SignOut(t.Context(), me.Actor); err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, first.Session); ok {
			t.Error("the session goes on after signing out")
		}
	})
}

func TestNobodyEndsTheSessionOfAnother(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		mine, _ := h.who(t, in.Session)
		stranger := actor.Actor{Person: actor.PersonID(id.New()), Session: id.New()}
		if err := h.EndSession(t.Context(), stranger, mine.Actor.Session); err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, in.Session); !ok {
			t.Error("a stranger ended the session")
		}
	})
}

func TestRecovery(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		if err := h.Recover(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		link := h.box.link(t)
		for range 3 {
			if err := h.RecoveryOpen(t.Context(), link); err != nil {
				t.Fatalf("looking at the link: %v", err)
			}
		}
		const fresh = "Другой47 пароль"
		again, err := h.NewPassword(t.Context(), link, fresh, account.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, in.Session); ok {
			t.Error("a session from before the recovery goes on")
		}
		if _, ok := h.who(t, again.Session); !ok {
			t.Error("the new session does not work")
		}
		if _, err := h.NewPassword(t.Context(), link, "Третий47 пароль", account.Browser{}); !errors.Is(err, account.ErrNoRecovery) {
			t.Errorf("the link a second time: %v", err)
		}
		if _, err := h.SignIn(t.Context(), string(address), password, account.Browser{}); !errors.Is(err, account.ErrCredentials) {
			t.Errorf("the old password: %v", err)
		}
		if _, err := h.SignIn(t.Context(), string(address), fresh, account.Browser{}); err != nil {
			t.Errorf("the new password: %v", err)
		}
	})
}

func TestARecoveryLinkLivesAnHour(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		if err := h.Recover(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(account.RecoveryLife)
		if err := h.RecoveryOpen(t.Context(), h.box.link(t)); !errors.Is(err, account.ErrNoRecovery) {
			t.Errorf("after an hour: %v", err)
		}
	})
}

func TestRecoveryOfNobodySendsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		before := h.box.count()
		if err := h.Recover(t.Context(), "nobody@example.org"); err != nil {
			t.Fatal(err)
		}
		if err := h.RemindLogin(t.Context(), "nobody@example.org"); err != nil {
			t.Fatal(err)
		}
		if n := h.box.count(); n != before {
			t.Errorf("%d messages were sent", n-before)
		}
	})
}
