package account_test

import (
	"errors"
	"slices"
	"testing"
	"time"

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
		h.near.staff, h.near.takes = []actor.PersonID{a.Person}, actor.ByAKey
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

// Codes of an application are no second factor of whoever has a role that takes a key, and has one: they can be passed on by a
// false sign-in page, whose owner would then add a key. Where any second factor is enough, they are.
func TestCodesDoNotStandInForTheKeyOfTheStaff(t *testing.T) {
	for takes, want := range map[actor.Proof]error{actor.ByAKey: account.ErrCodesNotEnough, actor.ByTwo: nil} {
		each(t, func(t *testing.T, h *house) {
			a := h.signedIn(t)
			h.near.staff, h.near.takes = []actor.PersonID{a.Person}, takes
			secret := h.withApp(t, a)
			codes := h.reserve(t, a)
			if in, err := h.Second(t.Context(), h.half(t), firefox, byApp(h.appCode(t, secret))); err != nil || in.Half() {
				t.Errorf("takes %d, before there is a key: %v", takes, err)
			}
			h.withKey(t, a, false)
			h.clock.Advance(time.Minute)
			half := h.half(t)
			f, err := h.Half(t.Context(), half, firefox)
			if err != nil || slices.Contains(f.Ways(), account.WayApp) != (want == nil) {
				t.Errorf("takes %d: the ways are %v, %v", takes, f.Ways(), err)
			}
			if _, err := h.Second(t.Context(), half, firefox, byApp(h.appCode(t, secret))); !errors.Is(err, want) {
				t.Errorf("takes %d: a code is answered by %v", takes, err)
			}
			if _, err := h.Second(t.Context(), h.half(t), firefox, byReserve(codes[0])); err != nil {
				t.Errorf("takes %d: a reserve code: %v", takes, err)
			}
		})
	}
}
