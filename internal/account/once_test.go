package account_test

import (
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
)

// Everything that works once works once under sixteen tries at the same time. What has a test of its own stands there: codes
// and links of registration, recovery and new contacts, ways back, sign-ins by passkey, by QR code and through other sites,
// «Это не я», codes of the desk, reserve codes, and, in package staff, invitations.
func TestWhatWorksOnceUnderParallelTries(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, h *house, a actor.Actor) (try func(i int) error){
		"the code of the mobile in a registration": func(t *testing.T, h *house, _ actor.Actor) func(int) error {
			x := applicant()
			x.Email, x.Phone = "boris@example.org", mobile
			secret := h.register(t, x)
			if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, "boris@example.org"), firefox); err != nil {
				t.Fatal(err)
			}
			code := h.box.code(t, string(mobile))
			return func(int) error {
				g, err := h.ConfirmPhone(t.Context(), secret, code, firefox)
				if err == nil && g.Entry == nil {
					err = account.ErrCodeSpent // a second press leads on to the last page and lets nobody in
				}
				return err
			}
		},
		"the first code of an application": func(t *testing.T, h *house, a actor.Actor) func(int) error {
			if err := h.BeginApp(t.Context(), a); err != nil {
				t.Fatal(err)
			}
			setup, err := h.AppSetup(t.Context(), a)
			if err != nil {
				t.Fatal(err)
			}
			return func(int) error { return h.ConfirmApp(t.Context(), a, h.appCode(t, setup.Secret)) }
		},
		"a code that confirms": func(t *testing.T, h *house, a actor.Actor) func(int) error {
			secret := h.withApp(t, a)
			return func(int) error {
				_, err := h.Confirm(t.Context(), a, byApp(h.appCode(t, secret)))
				return err
			}
		},
		"the answer that makes a key": func(t *testing.T, h *house, a actor.Actor) func(int) error {
			asked, err := h.AskNewKey(t.Context(), a, account.KindPasskey, cookie)
			if err != nil {
				t.Fatal(err)
			}
			answer := newAuthenticator(t).create(t, asked)
			return func(int) error {
				return h.AddKey(t.Context(), a, account.KindPasskey, "Мой ключ", cookie, answer)
			}
		},
		"the answer that confirms": func(t *testing.T, h *house, a actor.Actor) func(int) error {
			key := h.withKey(t, a, true)
			asked, err := h.AskKey(t.Context(), a.Person, account.ToConfirm, cookie)
			if err != nil {
				t.Fatal(err)
			}
			answer := key.get(t, asked)
			return func(int) error {
				_, err := h.Confirm(t.Context(), a, byKey(answer))
				return err
			}
		},
		"the answer that lets a screen in": func(t *testing.T, h *house, a actor.Actor) func(int) error {
			key, s, there := h.withKey(t, a, true), h.screen(t, near), from(t.Context(), near)
			asked, err := h.AskApproval(there, a, cookie)
			if err != nil {
				t.Fatal(err)
			}
			proof := byKey(key.get(t, asked))
			if err := h.TakeQR(there, s.code, a); err != nil {
				t.Fatal(err)
			}
			return func(int) error { return h.ApproveQR(there, s.code, a, s.number, &proof) }
		},
		"half a sign-in, whatever factor is shown": func(t *testing.T, h *house, a actor.Actor) func(int) error {
			secret, key := h.withApp(t, a), h.withKey(t, a, false)
			codes := h.reserve(t, a)
			half := h.half(t)
			asked, err := h.AskSecondKey(t.Context(), half, firefox, cookie)
			if err != nil {
				t.Fatal(err)
			}
			shown := []account.Shown{byApp(h.appCode(t, secret)), byKey(key.get(t, asked)), byReserve(codes[0]), byReserve(codes[1])}
			return func(i int) error {
				_, err := h.Second(t.Context(), half, firefox, shown[i%len(shown)])
				return err
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachRacing(t, func(t *testing.T, h *house) { once(t, prepare(t, h, h.signedIn(t))) })
		})
	}
}

// One answer of a security key finishes one of sixteen half sign-ins.
func TestAnAnswerFinishesOneSignInUnderParallelTries(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		key := h.withKey(t, h.signedIn(t), false)
		a, b := h.half(t), h.half(t)
		asked, err := h.AskSecondKey(t.Context(), a, firefox, cookie)
		if err != nil {
			t.Fatal(err)
		}
		answer := key.get(t, asked)
		won := race(func(i int) error {
			half := a
			if i%2 == 1 {
				half = b
			}
			_, err := h.Second(t.Context(), half, firefox, byKey(answer))
			return err
		})
		if won != 1 {
			t.Errorf("%d of 16 got in", won)
		}
		if _, err := h.Second(t.Context(), b, firefox, byKey(answer)); err == nil || errors.Is(err, account.ErrKeyAnswer) {
			t.Errorf("the answer afterwards: %v", err)
		}
	})
}
