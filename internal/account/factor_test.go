package account_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
)

var firefox = account.Browser{Name: "Firefox, Linux"}

// signedIn registers somebody and returns who acts in their session.
func (h *house) signedIn(t testing.TB) actor.Actor {
	t.Helper()
	who, ok := h.who(t, h.person(t).Session)
	if !ok {
		t.Fatal("the session does not work")
	}
	return who.Actor
}

// withApp connects an application with codes and returns its secret. The period of its first code is over after.
func (h *house) withApp(t testing.TB, a actor.Actor) string {
	t.Helper()
	if err := h.BeginApp(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	setup, err := h.AppSetup(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.ConfirmApp(t.Context(), a, h.appCode(t, setup.Secret)); err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(30 * time.Second)
	return setup.Secret
}

func (h *house) appCode(t testing.TB, secret string) string {
	t.Helper()
	code, err := totp.GenerateCode(secret, h.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// withKey adds a key and returns it.
func (h *house) withKey(t testing.TB, a actor.Actor, passkey bool) *authenticator {
	t.Helper()
	kind := account.KindKey
	if passkey {
		kind = account.KindPasskey
	}
	key := newAuthenticator(t)
	asked, err := h.AskNewKey(t.Context(), a, kind, cookie)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.AddKey(t.Context(), a, kind, "Мой ключ", cookie, key.create(t, asked)); err != nil {
		t.Fatal(err)
	}
	return key
}

// half signs in by password to where the second factor is awaited.
func (h *house) half(t testing.TB) id.Secret {
	t.Helper()
	in, err := h.SignIn(t.Context(), string(address), password, firefox)
	if err != nil || !in.Half() {
		t.Fatalf("half %v, %v", in.Half(), err)
	}
	return in.Pending
}

func byApp(code string) account.Shown { return account.Shown{Way: account.WayApp, Text: code} }

func byReserve(code string) account.Shown { return account.Shown{Way: account.WayReserve, Text: code} }

func byKey(answer []byte) account.Shown {
	return account.Shown{Way: account.WayKey, Text: string(answer), Browser: cookie}
}

func TestACodeOfTheApplicationIsTheSecondFactor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		secret := h.withApp(t, a)
		h.box.want(t, "Подключено приложение")
		half := h.half(t)
		if _, ok := h.who(t, half); ok {
			t.Fatal("half a sign-in is a session")
		}
		code := h.appCode(t, secret)
		if _, err := h.Second(t.Context(), half, firefox, byApp(wrong(code))); !errors.Is(err, account.ErrAppCode) {
			t.Errorf("a wrong code: %v", err)
		}
		in, err := h.Second(t.Context(), half, firefox, byApp(code))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, in.Session); !ok {
			t.Error("no session after both factors")
		}
		if _, err := h.Second(t.Context(), half, firefox, byApp(code)); !errors.Is(err, account.ErrNoPending) {
			t.Errorf("half a sign-in a second time: %v", err)
		}
		if _, err := h.Second(t.Context(), h.half(t), firefox, byApp(code)); !errors.Is(err, account.ErrAppCodeUsed) {
			t.Errorf("a code a second time: %v", err)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_totp WHERE secret LIKE '%"+secret+"%'"); n != 0 {
			t.Error("the secret is stored as it is")
		}
	})
}

// RFC 6238 §5.2: one period before and after are taken, no more, and none before one that was used.
func TestTheWindowOfACode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.withApp(t, h.signedIn(t))
		h.clock.Advance(5 * time.Minute)
		for away, ok := range map[time.Duration]bool{
			-2 * time.Minute: false, -time.Minute: false, time.Minute: false, // not a period beside
		} {
			code, err := totp.GenerateCode(secret, h.clock.Now().Add(away))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.Second(t.Context(), h.half(t), firefox, byApp(code)); (err == nil) != ok {
				t.Errorf("a code of %v: %v", away, err)
			}
		}
		late, _ := totp.GenerateCode(secret, h.clock.Now().Add(30*time.Second))
		if _, err := h.Second(t.Context(), h.half(t), firefox, byApp(late)); err != nil {
			t.Errorf("a code of the next period: %v", err)
		}
		if _, err := h.Second(t.Context(), h.half(t), firefox, byApp(h.appCode(t, secret))); !errors.Is(err, account.ErrAppCodeUsed) {
			t.Errorf("a code of the period before one that was used: %v", err)
		}
	})
}

func TestHalfASignInIsBounded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.withApp(t, h.signedIn(t))
		half := h.half(t)
		for range 5 {
			if _, err := h.Second(t.Context(), half, firefox, byApp(wrong(h.appCode(t, secret)))); !errors.Is(err, account.ErrAppCode) {
				t.Fatal(err)
			}
		}
		if _, err := h.Second(t.Context(), half, firefox, byApp(h.appCode(t, secret))); !errors.Is(err, account.ErrNoPending) {
			t.Errorf("the right code after five wrong ones: %v", err)
		}
		h.box.want(t, "Кто-то знает ваш пароль")
		h.clock.Advance(time.Hour)
		half = h.half(t)
		other := account.Browser{Name: "Firefox, Linux", Device: id.NewSecret()}
		if _, err := h.Second(t.Context(), half, other, byApp(h.appCode(t, secret))); !errors.Is(err, account.ErrNoPending) {
			t.Errorf("in another browser: %v", err)
		}
		h.clock.Advance(account.PendingLife)
		if _, err := h.Second(t.Context(), half, firefox, byApp(h.appCode(t, secret))); !errors.Is(err, account.ErrNoPending) {
			t.Errorf("after ten minutes: %v", err)
		}
		limited := false
		for range 20 {
			_, err := h.Second(t.Context(), h.half(t), firefox, byApp(wrong(h.appCode(t, secret))))
			limited = limited || errors.Is(err, limit.ErrTooOften)
		}
		if !limited {
			t.Error("twenty wrong codes and no limit")
		}
	})
}

// Of sixteen tries at the same time with one code, in sign-ins of their own, one gets in.
func TestACodeWorksOnceInARace(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		secret := h.withApp(t, a)
		codes := h.reserve(t, a)
		for name, show := range map[string]func() account.Shown{
			"app":     func() account.Shown { return byApp(h.appCode(t, secret)) },
			"reserve": func() account.Shown { return byReserve(codes[0]) },
		} {
			h.clock.Advance(2 * time.Hour) // the budget comes back
			shown, halves := show(), make([]id.Secret, 8)
			for i := range halves {
				halves[i] = h.half(t)
			}
			won := race(func(i int) error {
				_, err := h.Second(t.Context(), halves[i%len(halves)], firefox, shown)
				return err
			})
			if won != 1 {
				t.Errorf("%s: %d of 16 got in", name, won)
			}
		}
	})
}

// race runs sixteen tries at the same time and returns how many met no error.
func race(try func(i int) error) int64 {
	var (
		won   atomic.Int64
		ready sync.WaitGroup
		done  sync.WaitGroup
	)
	ready.Add(1)
	for i := range 16 {
		done.Go(func() {
			ready.Wait()
			if try(i) == nil {
				won.Add(1)
			}
		})
	}
	ready.Done()
	done.Wait()
	return won.Load()
}

// reserve makes a set of codes.
func (h *house) reserve(t testing.TB, a actor.Actor) []string {
	t.Helper()
	f, err := h.Factors(t.Context(), a.Person)
	if err != nil {
		t.Fatal(err)
	}
	codes, err := h.NewReserve(t.Context(), a, f.Reserve.Batch)
	if err != nil || len(codes) != 10 {
		t.Fatalf("%d codes, %v", len(codes), err)
	}
	return codes
}

func TestReserveCodes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		if _, err := h.NewReserve(t.Context(), a, ""); !errors.Is(err, account.ErrReserveUseless) {
			t.Errorf("without a second factor: %v", err)
		}
		h.withApp(t, a)
		codes := h.reserve(t, a)
		if _, err := h.NewReserve(t.Context(), a, ""); !errors.Is(err, account.ErrReserveShown) {
			t.Errorf("a second press: %v", err)
		}
		for i, code := range codes[:7] {
			in, err := h.Second(t.Context(), h.half(t), firefox, byReserve(strings.ReplaceAll(code, "-", " ")))
			if err != nil || in.Half() {
				t.Fatalf("code %d: %v", i, err)
			}
			h.box.want(t, fmt.Sprintf("Осталось кодов: %d", 9-i))
			h.clock.Advance(time.Minute)
		}
		if _, err := h.Second(t.Context(), h.half(t), firefox, byReserve(codes[0])); !errors.Is(err, account.ErrReserveCode) {
			t.Errorf("a used code: %v", err)
		}
		f, err := h.Factors(t.Context(), a.Person)
		if err != nil || f.Reserve.Left != 3 {
			t.Errorf("%d left, %v", f.Reserve.Left, err)
		}
		for _, code := range codes {
			if n := h.count(t, "SELECT COUNT(*) FROM account_reserve WHERE mac LIKE $1", "%"+strings.ReplaceAll(code, "-", "")+"%"); n != 0 {
				t.Error("a code is stored as it is")
			}
		}
	})
}

// Only somebody who has proved who they are within ten minutes changes factors.
func TestFactorsNeedAFreshProof(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		h.withApp(t, a)
		key := h.withKey(t, a, true)
		h.clock.Advance(actor.FreshFor)
		keys, err := h.Factors(t.Context(), a.Person)
		if err != nil || len(keys.Keys) != 1 {
			t.Fatal(err)
		}
		for what, do := range map[string]func() error{
			"begin": func() error { return h.BeginApp(t.Context(), a) },
			"setup": func() error { _, err := h.AppSetup(t.Context(), a); return err },
			"app":   func() error { return h.ConfirmApp(t.Context(), a, "000000") },
			"off":   func() error { return h.RemoveApp(t.Context(), a) },
			"codes": func() error { _, err := h.NewReserve(t.Context(), a, ""); return err },
			"ask":   func() error { _, err := h.AskNewKey(t.Context(), a, account.KindPasskey, cookie); return err },
			"add":   func() error { return h.AddKey(t.Context(), a, account.KindPasskey, "", cookie, nil) },
			"drop":  func() error { return h.RemoveKey(t.Context(), a, keys.Keys[0].ID) },
			"mode":  func() error { return h.SetStrict(t.Context(), a, true) },
		} {
			if err := do(); !errors.Is(err, actor.ErrConfirm) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := h.ConfirmPassword(t.Context(), a, password); !errors.Is(err, account.ErrPasswordNotEnough) {
			t.Errorf("the password alone confirms a person with a second factor: %v", err)
		}
		asked, err := h.AskKey(t.Context(), a.Person, account.ToConfirm, cookie)
		if err != nil {
			t.Fatal(err)
		}
		secret, err := h.Confirm(t.Context(), a, byKey(key.get(t, asked)))
		if err != nil {
			t.Fatal(err)
		}
		who, ok := h.who(t, secret)
		if !ok || who.Actor.Session != a.Session || !who.Actor.Confirmed.Equal(h.clock.Now()) {
			t.Errorf("after the confirmation: %+v, %v", who, ok)
		}
		if err := h.RemoveApp(t.Context(), who.Actor); err != nil {
			t.Error(err)
		}
		h.box.want(t, "Приложение с кодами отключено")
	})
}

// The session gets a new secret when the person confirms who they are; the one before is worth nothing.
func TestTheSecretOfASessionChangesWithAConfirmation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		who, _ := h.who(t, in.Session)
		if _, err := h.ConfirmPassword(t.Context(), who.Actor, "Wrong password 1"); !errors.Is(err, account.ErrPasswordWrong) {
			t.Errorf("a wrong password: %v", err)
		}
		secret, err := h.ConfirmPassword(t.Context(), who.Actor, password)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, in.Session); ok {
			t.Error("the earlier secret still works")
		}
		if _, ok := h.who(t, secret); !ok {
			t.Error("the new secret does not work")
		}
	})
}

func TestReserveCodesGoWithTheLastFactor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		h.withApp(t, a)
		h.reserve(t, a)
		if err := h.RemoveApp(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		f, err := h.Factors(t.Context(), a.Person)
		if err != nil || f.Second() || f.Reserve.Batch != "" {
			t.Errorf("%+v, %v", f, err)
		}
		if in, err := h.SignIn(t.Context(), string(address), password, firefox); err != nil || in.Half() {
			t.Errorf("the password alone: half %v, %v", in.Half(), err)
		}
	})
}

// Recovery proves the mailbox, which is no second factor.
func TestRecoveryDoesNotBypassTheSecondFactor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.withApp(t, h.signedIn(t))
		if err := h.Recover(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		in, err := h.NewPassword(t.Context(), h.box.link(t), "Другой47 пароль", firefox)
		if err != nil || !in.Half() {
			t.Fatalf("half %v, %v", in.Half(), err)
		}
		if in, err = h.Second(t.Context(), in.Pending, firefox, byApp(h.appCode(t, secret))); err != nil || in.Half() {
			t.Errorf("with the second factor: %v", err)
		}
	})
}
