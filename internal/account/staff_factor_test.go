package account_test

import (
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// A session is worth by how it was opened and by what it was confirmed with since; the password adds nothing.
func TestTheProofOfASession(t *testing.T) {
	for method, want := range map[string]actor.Proof{
		"password": actor.ByOne, "registration": actor.ByOne, "recovery": actor.ByOne, "outside.trial": actor.ByOne, "qr": actor.ByOne, "": actor.ByOne,
		"qr+password": actor.ByOne, "recovery+password": actor.ByOne,
		"password+totp": actor.ByTwo, "recovery+reserve": actor.ByTwo, "qr+totp": actor.ByTwo,
		"qr+passkey": actor.ByTwo, // of the telephone, which may have been asked to scan somebody else's screen
		"passkey":    actor.ByAKey, "password+key": actor.ByAKey, "password+totp+key": actor.ByAKey, "qr+passkey+key": actor.ByAKey, "passkey+password": actor.ByAKey,
	} {
		if got := account.ProofOf(method); got != want {
			t.Errorf("%q proves %d, want %d", method, got, want)
		}
	}
}

// A confirmation by a key is written into the session, once, and makes it worth more; one by the password does not.
func TestAKeyRaisesTheProofOfASession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		proof := func(secret id.Secret) actor.Proof {
			who, ok := h.who(t, secret)
			if !ok {
				t.Fatal("the session does not work")
			}
			return who.Actor.Proof
		}
		secret, err := h.ConfirmPassword(t.Context(), h.actor(t, in), password)
		if err != nil || proof(secret) != actor.ByOne {
			t.Fatalf("after the password: %d, %v", proof(secret), err)
		}
		who, _ := h.who(t, secret)
		key := h.withKey(t, who.Actor, true)
		if got := proof(secret); got != actor.ByOne {
			t.Errorf("a key that was only added makes the session %d", got)
		}
		for range 2 {
			asked, err := h.AskKey(t.Context(), who.Actor.Person, account.ToConfirm, cookie)
			if err != nil {
				t.Fatal(err)
			}
			if secret, err = h.Confirm(t.Context(), who.Actor, byKey(key.get(t, asked))); err != nil {
				t.Fatal(err)
			}
			if got := proof(secret); got != actor.ByAKey {
				t.Errorf("after the key: %d", got)
			}
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_session WHERE method = 'registration+password+key'"); n != 1 {
			t.Errorf("%d sessions say how they were proved", n)
		}
	})
}

// A password alone lets nobody in who has a role and a key: whoever knew it could add a key of their own.
func TestAPasswordAloneLetsNoStaffInWhoHasAKey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		h.near.staff = []actor.PersonID{a.Person}
		if in, err := h.SignIn(t.Context(), string(address), password, firefox); err != nil || in.Half() {
			t.Fatalf("without a key, to make one: half %v, %v", in.Half(), err)
		}
		key := h.withKey(t, a, true)
		in, err := h.SignIn(t.Context(), string(address), password, firefox)
		if err != nil || !in.Half() {
			t.Fatalf("half %v, %v", in.Half(), err)
		}
		if _, err := h.ConfirmPassword(t.Context(), a, password); !errors.Is(err, account.ErrPasswordNotEnough) {
			t.Errorf("the password confirms: %v", err)
		}
		if f, err := h.Factors(t.Context(), a.Person); err != nil || !f.Second() {
			t.Errorf("the pages think that the password is enough: %v", err)
		}
		asked, err := h.AskSecondKey(t.Context(), in.Pending, firefox, cookie)
		if err != nil {
			t.Fatal(err)
		}
		if in, err = h.Second(t.Context(), in.Pending, firefox, byKey(key.get(t, asked))); err != nil {
			t.Fatal(err)
		}
		if who, _ := h.who(t, in.Session); who.Actor.Proof != actor.ByAKey {
			t.Errorf("the session is worth %d", who.Actor.Proof)
		}
		h.near.staff = nil
		if in, err := h.SignIn(t.Context(), string(address), password, firefox); err != nil || in.Half() {
			t.Errorf("without the role: half %v, %v", in.Half(), err)
		}
	})
}
