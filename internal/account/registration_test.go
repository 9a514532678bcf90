package account_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
)

func TestRegistrationByCode(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		if n := h.count(t, "SELECT COUNT(*) FROM account_person"); n != 0 {
			t.Fatal("there is a person before the address is proved")
		}
		g, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{})
		if err != nil || g.Step() != account.StepDone || g.Entry == nil {
			t.Fatalf("%+v, %v", g, err)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_consent WHERE (document = 'terms' AND version = '1') OR (document = 'consent' AND version = '3')"); n != 2 {
			t.Errorf("%d consents, want both with their editions", n)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE action = 'account.registered'"); n != 1 {
			t.Errorf("%d journal entries, want 1", n)
		}
		welcome := h.box.last(t, string(address)).text
		for _, part := range []string{"Анна Петровна", "Соглашение. Редакция №\u00a01", "Согласие. Редакция №\u00a03", "Текст документа."} {
			if !strings.Contains(welcome, part) {
				t.Errorf("the letter lacks %q:\n%s", part, welcome)
			}
		}
	})
}

func TestRegistrationWithAMobile(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := applicant()
		a.Phone = mobile
		secret := h.register(t, a)
		g, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{})
		if err != nil || g.Step() != account.StepPhone || g.Entry != nil {
			t.Fatalf("%+v, %v", g, err)
		}
		g, err = h.ConfirmPhone(t.Context(), secret, h.box.code(t, string(mobile)), account.Browser{})
		if err != nil || g.Step() != account.StepDone || g.Entry == nil {
			t.Fatalf("%+v, %v", g, err)
		}
		if _, err := h.SignIn(t.Context(), "8 (916) 123-45-67", password, account.Browser{}); err != nil {
			t.Errorf("sign in by the number: %v", err)
		}
	})
}

func TestAMobileThatBelongsToAnotherIsLeftOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := applicant()
		first.Phone = mobile
		secret := h.register(t, first)
		if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.ConfirmPhone(t.Context(), secret, h.box.code(t, string(mobile)), account.Browser{}); err != nil {
			t.Fatal(err)
		}
		second := applicant()
		second.Email, second.Phone = "other@example.org", mobile
		secret = h.register(t, second)
		if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, "other@example.org"), account.Browser{}); err != nil {
			t.Fatal(err)
		}
		g, err := h.ConfirmPhone(t.Context(), secret, h.box.code(t, string(mobile)), account.Browser{})
		if err != nil || g.Step() != account.StepPhone {
			t.Fatalf("%+v, %v", g, err)
		}
		g, err = h.SkipPhone(t.Context(), secret, account.Browser{})
		if err != nil || g.Step() != account.StepDone {
			t.Fatalf("%+v, %v", g, err)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_person WHERE phone IS NULL"); n != 1 {
			t.Errorf("%d persons without a number, want 1", n)
		}
	})
}

func TestACodeHasFiveTries(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		right := h.box.code(t, string(address))
		for try := 1; try <= 5; try++ {
			want := account.ErrCodeWrong
			if try == 5 {
				want = account.ErrCodeSpent
			}
			if _, err := h.ConfirmEmail(t.Context(), secret, wrong(right), account.Browser{}); !errors.Is(err, want) {
				t.Errorf("try %d: %v, want %v", try, err, want)
			}
		}
		if _, err := h.ConfirmEmail(t.Context(), secret, right, account.Browser{}); !errors.Is(err, account.ErrCodeSpent) {
			t.Errorf("the right code after five tries: %v", err)
		}
		h.clock.Advance(account.ResendWait)
		if err := h.ResendEmailCode(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		if _, err := h.ConfirmEmail(t.Context(), secret, right, account.Browser{}); err == nil && right != h.box.code(t, string(address)) {
			t.Error("the code before still works")
		}
		if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{}); err != nil {
			t.Errorf("the new code: %v", err)
		}
	})
}

func TestACodeLivesTenMinutes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		h.clock.Advance(account.CodeLife)
		if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{}); !errors.Is(err, account.ErrCodeSpent) {
			t.Errorf("after ten minutes: %v", err)
		}
	})
}

func TestACodeIsSentAgainAfterAMinute(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		before := h.box.code(t, string(address))
		h.clock.Advance(account.ResendWait - time.Second)
		if err := h.ResendEmailCode(t.Context(), secret); !errors.Is(err, account.ErrResendSoon) {
			t.Errorf("too soon: %v", err)
		}
		if _, err := h.ConfirmEmail(t.Context(), secret, before, account.Browser{}); err != nil {
			t.Errorf("a refused resending must leave the code alone: %v", err)
		}
	})
}

func TestARegistrationIsForgottenAfterADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		h.clock.Advance(account.RegistrationLife)
		if _, err := h.Registration(t.Context(), secret); !errors.Is(err, account.ErrNoRegistration) {
			t.Errorf("after a day: %v", err)
		}
	})
}

// Sixteen browsers send the right code at once: one account, one letter of welcome, one session.
func TestACodeWorksOnceUnderParallelTries(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		code := h.box.code(t, string(address))
		var (
			wg   sync.WaitGroup
			mu   sync.Mutex
			with int
		)
		for range 16 {
			wg.Go(func() {
				g, err := h.ConfirmEmail(t.Context(), secret, code, account.Browser{})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if g.Entry != nil {
					with++
				}
			})
		}
		wg.Wait()
		if with != 1 {
			t.Errorf("%d sessions were given out, want 1", with)
		}
		for what, query := range map[string]string{
			"persons": "SELECT COUNT(*) FROM account_person", "sessions": "SELECT COUNT(*) FROM account_session",
			"entries": "SELECT COUNT(*) FROM audit_entry WHERE action = 'account.registered'",
		} {
			if n := h.count(t, query); n != 1 {
				t.Errorf("%d %s, want 1", n, what)
			}
		}
	})
}

// Looking at the link of a letter changes nothing, as mail scanners do; the POST behind it confirms, once, and signs
// nobody in.
func TestTheLinkConfirmsByPostOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		link := h.box.link(t)
		for range 3 {
			if r, err := h.RegistrationByLink(t.Context(), link); err != nil || r.Step() != account.StepEmail {
				t.Fatalf("looking: %+v, %v", r, err)
			}
		}
		r, err := h.ConfirmLink(t.Context(), link)
		if err != nil || r.Step() != account.StepDone {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, err := h.ConfirmLink(t.Context(), link); err != nil {
			t.Errorf("a second click is no error: %v", err)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_session"); n != 0 {
			t.Errorf("%d sessions by a link, want none", n)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_person"); n != 1 {
			t.Errorf("%d persons, want 1", n)
		}
		if r, err := h.Registration(t.Context(), secret); err != nil || r.Step() != account.StepDone {
			t.Errorf("the browser that began: %+v, %v", r, err)
		}
	})
}

// An address that has an account goes the same way; only the letter differs, and no code opens anything.
func TestAKnownAddressIsNotBetrayed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		secret := h.register(t, applicant())
		r, err := h.Registration(t.Context(), secret)
		if err != nil || r.Step() != account.StepEmail || r.Email != address {
			t.Fatalf("%+v, %v", r, err)
		}
		told := h.box.last(t, string(address)).text
		if sixDigits.MatchString(told) || !strings.Contains(told, "уже есть") {
			t.Errorf("the owner was told:\n%s", told)
		}
		if _, err := h.ConfirmEmail(t.Context(), secret, "123456", account.Browser{}); !errors.Is(err, account.ErrCodeWrong) {
			t.Errorf("a code: %v", err)
		}
	})
}

func TestTwoRegistrationsOfOneAddressMakeOneAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		first := h.register(t, applicant())
		firstCode := h.box.code(t, string(address))
		second := h.register(t, applicant())
		secondCode := h.box.code(t, string(address))
		if _, err := h.ConfirmEmail(t.Context(), first, firstCode, account.Browser{}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.ConfirmEmail(t.Context(), second, secondCode, account.Browser{}); !errors.Is(err, account.ErrTaken) {
			t.Errorf("the second: %v, want ErrTaken", err)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_person"); n != 1 {
			t.Errorf("%d persons, want 1", n)
		}
	})
}

func TestRegistrationsAreLimited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range 6 {
			_, err := h.Register(from(t.Context(), "192.0.2.1"), applicant())
			if (err != nil) != (i >= 5) {
				t.Errorf("registration %d of one address: %v", i+1, err)
			}
		}
	})
}
