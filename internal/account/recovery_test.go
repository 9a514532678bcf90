package account_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid"
)

const (
	ownSNILS     = ruid.SNILS("11223344595")
	nobodysSNILS = ruid.SNILS("08765430300")
)

func byEmail(e account.Email) account.Login {
	return account.Login{Kind: account.LoginEmail, Value: string(e)}
}

func byPhone(n ruid.Phone) account.Login {
	return account.Login{Kind: account.LoginPhone, Value: string(n)}
}

func bySNILS(n ruid.SNILS) account.Login {
	return account.Login{Kind: account.LoginSNILS, Value: string(n)}
}

func (h *house) ask(t testing.TB, w account.Wish, l account.Login) id.Secret {
	t.Helper()
	secret, err := h.Ask(from(t.Context(), "192.0.2.77"), w, l, i18n.Russian, account.Browser{Name: "Firefox, Linux"}, "")
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// whole registers somebody with a mobile and gives them a confirmed СНИЛС; it returns their browser.
func (h *house) whole(t testing.TB) account.Browser {
	t.Helper()
	a := applicant()
	a.Phone = mobile
	secret := h.register(t, a)
	if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{}); err != nil {
		t.Fatal(err)
	}
	g, err := h.ConfirmPhone(t.Context(), secret, h.box.code(t, string(mobile)), account.Browser{})
	if err != nil || g.Entry == nil {
		t.Fatalf("%+v, %v", g, err)
	}
	h.exec(t, `UPDATE account_person SET snils = $1, identified_at = created_at`, string(ownSNILS))
	h.clock.Advance(time.Hour) // the budgets of the registration come back
	return account.Browser{Device: g.Entry.Device}
}

func (h *house) exec(t testing.TB, query string, args ...any) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAnyLoginIsTold(t *testing.T) {
	for typed, want := range map[string]account.Login{
		"Anna@Example.org":       byEmail("Anna@example.org"),
		"8 (916) 123-45-67":      byPhone(mobile),
		"89161234567":            byPhone(mobile),
		"112-233-445 95":         bySNILS(ownSNILS),
		"112 233 445 95":         bySNILS(ownSNILS),
		"11223344595":            bySNILS(ownSNILS),
		"112-233-445 96":         {},
		"анна":                   {},
		"":                       {},
		strings.Repeat("1", 300): {},
	} {
		got, ok := account.ParseLogin(typed)
		if got != want || ok != (want != account.Login{}) {
			t.Errorf("%q is %+v, %v; want %+v", typed, got, ok, want)
		}
	}
}

func TestAPersonRecoversByLink(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		for what, l := range map[string]account.Login{"e-mail": byEmail(address)} {
			h.ask(t, account.WishPassword, l)
			letter := h.box.text(t, string(address))
			if !strings.Contains(letter, "Firefox, Linux") || !strings.Contains(letter, "192.0.2.0") {
				t.Errorf("%s: the letter does not say where the wish came from:\n%s", what, letter)
			}
			if _, err := h.NewPassword(t.Context(), h.box.link(t), "Другой47 пароль", account.Browser{}); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
		if _, err := h.SignIn(t.Context(), string(address), "Другой47 пароль", account.Browser{}); err != nil {
			t.Error(err)
		}
	})
}

func TestAPersonRecoversBySMS(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		secret := h.ask(t, account.WishPassword, byPhone(mobile))
		code := h.box.code(t, string(mobile))
		if _, err := h.ConfirmAsk(t.Context(), secret, wrong(code)); !errors.Is(err, account.ErrCodeWrong) {
			t.Errorf("a wrong code: %v", err)
		}
		if _, err := h.ConfirmAsk(t.Context(), id.NewSecret(), code); !errors.Is(err, account.ErrNoAsk) {
			t.Errorf("the code in another browser: %v", err)
		}
		link, err := h.ConfirmAsk(t.Context(), secret, code)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.NewPassword(t.Context(), link, "Другой47 пароль", account.Browser{}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.ConfirmAsk(t.Context(), secret, code); err == nil {
			t.Error("the code worked a second time")
		}
	})
}

func TestAPersonRecoversBySNILS(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		browser := h.whole(t)
		secret := h.ask(t, account.WishPassword, bySNILS(ownSNILS))
		a, err := h.Asked(t.Context(), secret)
		if err != nil || a.Channel != "" {
			t.Fatalf("%+v, %v", a, err)
		}
		sent := h.box.count()
		h.box.settle(t)
		if h.box.count() != sent {
			t.Error("something was sent before a channel was chosen")
		}
		if m, err := h.MaskedChannels(t.Context(), a, browser); err != nil || m.Mail != "a•••@example.org" || m.SMS != mobile.Masked() {
			t.Errorf("in the owner's browser: %+v, %v", m, err)
		}
		if err := h.ChooseChannel(t.Context(), secret, account.BySMS); err != nil {
			t.Fatal(err)
		}
		link, err := h.ConfirmAsk(t.Context(), secret, h.box.code(t, string(mobile)))
		if err != nil {
			t.Fatal(err)
		}
		if err := h.ChooseChannel(t.Context(), secret, account.ByMail); err != nil {
			t.Fatal(err)
		}
		second := h.box.link(t)
		if _, err := h.NewPassword(t.Context(), link, "Другой47 пароль", account.Browser{}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.NewPassword(t.Context(), second, "Третий47 пароль", account.Browser{}); !errors.Is(err, account.ErrNoRecovery) {
			t.Errorf("the other link after the new password: %v", err)
		}
	})
}

// A СНИЛС that nobody has confirmed, a stranger's browser and a browser of somebody else see the same page.
func TestTheMasksAreForTheOwnersBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		other := applicant()
		other.Email = "boris@example.org"
		g, err := h.ConfirmEmail(t.Context(), h.register(t, other), h.box.code(t, "boris@example.org"), account.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		for what, b := range map[string]account.Browser{
			"no cookie": {}, "a cookie of nobody": {Device: id.NewSecret()}, "another one's": {Device: g.Entry.Device},
		} {
			for _, n := range []ruid.SNILS{ownSNILS, nobodysSNILS} {
				a, err := h.Asked(t.Context(), h.ask(t, account.WishPassword, bySNILS(n)))
				if err != nil {
					t.Fatal(err)
				}
				if m, err := h.MaskedChannels(t.Context(), a, b); err != nil || m != (account.MaskedChannels{}) {
					t.Errorf("%s, %s: %+v, %v", what, n, m, err)
				}
			}
			h.clock.Advance(time.Hour)
		}
	})
}

// No request of a recovery looks at the people: with their table hidden, all of them answer as before. Whether somebody has
// the login is the matter of the job alone.
func TestRequestsDoNotLookAtThePeople(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.whole(t)
		hide := func(do func()) {
			h.exec(t, `ALTER TABLE account_person RENAME TO account_hidden`)
			do()
			h.exec(t, `ALTER TABLE account_hidden RENAME TO account_person`)
		}
		costs := map[string][]string{}
		for _, l := range []account.Login{
			byEmail(address), byEmail("nobody@example.org"), byPhone(mobile), byPhone("+79160000000"), bySNILS(ownSNILS), bySNILS(nobodysSNILS),
		} {
			h.clock.Advance(time.Hour)
			cost := h.grown(t, func() { hide(func() { h.recoverAll(t, l) }) })
			costs[string(l.Kind)] = append(costs[string(l.Kind)], cost)
			h.box.settle(t)
			h.clock.Advance(account.ResendWait)
			hide(func() {
				secret := h.ask(t, account.WishPassword, l)
				if _, err := h.ConfirmAsk(t.Context(), secret, "123456"); !errors.Is(err, account.ErrCodeSpent) {
					t.Errorf("%s: a code before the job came by: %v", l.Value, err)
				}
			})
		}
		for kind, list := range costs {
			// The budget of a known number paid for its registration already.
			if strings.Replace(list[0], "limit_bucket+1 ", "limit_bucket+2 ", 1) != strings.Replace(list[1], "limit_bucket+1 ", "limit_bucket+2 ", 1) {
				t.Errorf("by %s\n  known:   %s\n  unknown: %s", kind, list[0], list[1])
			}
		}
	})
}

// recoverAll does all that a guest can do for a login before the answer has come.
func (h *house) recoverAll(t *testing.T, l account.Login) {
	t.Helper()
	secret := h.ask(t, account.WishPassword, l)
	a, err := h.Asked(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.MaskedChannels(t.Context(), a, account.Browser{Device: id.NewSecret()}); err != nil {
		t.Error(err)
	}
	if err := h.ChooseChannel(t.Context(), secret, account.BySMS); err != nil {
		t.Error(err)
	}
	if err := h.AnswerAgain(t.Context(), secret); err != nil {
		t.Error(err)
	}
	if l.Kind == account.LoginEmail {
		h.ask(t, account.WishLogin, l)
	}
}

// After the job has come by, the page of the code answers the same for a number that nobody has: wrong, wrong, …, spent.
func TestTheCodeOfNobodyLooksLikeAnyOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		var answers []string
		for _, n := range []ruid.Phone{mobile, "+79160000000"} {
			secret := h.ask(t, account.WishPassword, byPhone(n))
			h.box.settle(t)
			answer := ""
			for range 7 {
				_, err := h.ConfirmAsk(t.Context(), secret, "000000")
				var no *fault.Fault
				if !errors.As(err, &no) {
					t.Fatal(err)
				}
				answer += no.Text.In(i18n.Russian) + "\n"
			}
			answer += fmt.Sprint(h.AnswerAgain(t.Context(), secret))
			answers = append(answers, answer)
		}
		if answers[0] != answers[1] {
			t.Errorf("known:\n%s\nunknown:\n%s", answers[0], answers[1])
		}
	})
}

// Sixteen tries of one code, of one link: one of them passes.
func TestARecoveryCodeWorksOnceUnderParallelTries(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.whole(t)
		secret := h.ask(t, account.WishPassword, byPhone(mobile))
		code := h.box.code(t, string(mobile))
		links := make(chan id.Secret, 16)
		once(t, func(int) error {
			link, err := h.ConfirmAsk(t.Context(), secret, code)
			if err == nil {
				links <- link
			}
			return err
		})
		link := <-links
		once(t, func(i int) error {
			_, err := h.NewPassword(t.Context(), link, fmt.Sprintf("Другой47 пароль %d", i), account.Browser{})
			return err
		})
	})
}

// once runs do sixteen times at once; one run must succeed, and the others fail by a fault that people are shown.
func once(t *testing.T, do func(i int) error) {
	t.Helper()
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		done  int
		start = make(chan bool)
	)
	for i := range 16 {
		wg.Go(func() {
			<-start
			err := do(i)
			mu.Lock()
			defer mu.Unlock()
			var no *fault.Fault
			switch {
			case err == nil:
				done++
			case !errors.As(err, &no):
				t.Error(err)
			}
		})
	}
	close(start)
	wg.Wait()
	if done != 1 {
		t.Errorf("%d of 16 passed, want 1", done)
	}
}

func TestGuessesAtACodeOfRecoveryAreBounded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		codes := 0
		for i := range 60 {
			_, err := h.Ask(from(t.Context(), fmt.Sprintf("198.51.100.%d", i+1)), account.WishPassword, byPhone(mobile), i18n.Russian, account.Browser{}, "")
			if err == nil {
				codes++
			} else if !errors.Is(err, limit.ErrTooOften) {
				t.Fatal(err)
			}
			h.clock.Advance(time.Minute)
		}
		if codes > 10 {
			t.Errorf("%d codes in an hour, that is %d guesses", codes, codes*5)
		}
	})
}

// The other ways are named after two hours of trying, however often the browser asked in between.
func TestTheTimeOfTryingGoesOn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var secret id.Secret
		for range 3 {
			next, err := h.Ask(t.Context(), account.WishPassword, byEmail("nobody@example.org"), i18n.Russian, account.Browser{}, secret)
			if err != nil {
				t.Fatal(err)
			}
			secret = next
			h.clock.Advance(50 * time.Minute)
		}
		a, err := h.Asked(t.Context(), secret)
		if err != nil || h.clock.Now().Sub(a.Began) != 150*time.Minute {
			t.Errorf("began %v ago, %v", h.clock.Now().Sub(a.Began), err)
		}
		h.clock.Advance(account.AskLife)
		if _, err := h.Asked(t.Context(), secret); !errors.Is(err, account.ErrNoAsk) {
			t.Errorf("after a day: %v", err)
		}
	})
}

// The time of an answer does not tell whether an e-mail has an account: Welch's t over 2 × 2,000 calls stays small. It is
// printed, and judged only far from chance.
func TestTheTimeOfARecoveryTellsNothing(t *testing.T) {
	if os.Getenv("KLASTER_TORTURE") == "" {
		return // TestRequestsDoNotLookAtThePeople shows why it cannot
	}
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		h := newHouse(t, db)
		h.whole(t)
		var known, unknown []float64
		for i := range 2000 {
			h.clock.Advance(time.Hour)
			ctx := from(t.Context(), fmt.Sprintf("198.51.%d.%d", i/200, i%200+1))
			for _, half := range []int{i % 2, 1 - i%2} {
				if half == 0 {
					known = append(known, h.timed(t, ctx, address))
				} else {
					unknown = append(unknown, h.timed(t, ctx, "nobody@example.org"))
				}
			}
		}
		w := welch(known, unknown)
		t.Logf("Welch's t of 2 × 2,000 answers: %.2f", w)
		if math.Abs(w) > 4.5 {
			t.Errorf("the answers differ in time: t = %.2f", w)
		}
	})
}

func (h *house) timed(t *testing.T, ctx context.Context, e account.Email) float64 {
	t.Helper()
	began := time.Now()
	if _, err := h.Ask(ctx, account.WishPassword, byEmail(e), i18n.Russian, account.Browser{}, ""); err != nil {
		t.Fatal(err)
	}
	return float64(time.Since(began))
}

// welch is the t statistic of two samples.
func welch(a, b []float64) float64 {
	ma, va := moments(a)
	mb, vb := moments(b)
	return (ma - mb) / math.Sqrt(va/float64(len(a))+vb/float64(len(b)))
}

func moments(s []float64) (mean, variance float64) {
	for _, x := range s {
		mean += x / float64(len(s))
	}
	for _, x := range s {
		variance += (x - mean) * (x - mean) / float64(len(s)-1)
	}
	return mean, variance
}
