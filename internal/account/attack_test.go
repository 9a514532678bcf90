package account_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// rows counts the rows of each table that a guest's form can write.
func (h *house) rows(t testing.TB) map[string]int64 {
	t.Helper()
	counts := map[string]int64{}
	for _, table := range []string{
		"account_person", "account_registration", "account_code", "account_consent", "account_session", "account_device", "account_recovery",
		"account_ask", "audit_entry", "limit_bucket", "river_job",
	} {
		counts[table] = h.count(t, "SELECT COUNT(*) FROM "+table)
	}
	return counts
}

// grown tells which tables grew by how much, and how many messages went out.
func (h *house) grown(t testing.TB, do func()) string {
	t.Helper()
	before, sent := h.rows(t), h.box.count()
	do()
	var grown []string
	for table, n := range h.rows(t) {
		if n != before[table] {
			grown = append(grown, fmt.Sprintf("%s+%d", table, n-before[table]))
		}
	}
	// The order of a map is no news.
	for i := range grown {
		for j := range i {
			if grown[j] > grown[i] {
				grown[i], grown[j] = grown[j], grown[i]
			}
		}
	}
	return strings.Join(append(grown, fmt.Sprintf("messages+%d", h.box.count()-sent)), " ")
}

// A registration of an address that has an account writes the same rows and sends as many messages as that of a new one.
func TestAKnownAddressCostsTheSameWorkToRegister(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		known, fresh := applicant(), applicant()
		fresh.Email = "nobody@example.org"
		a := h.grown(t, func() { h.register(t, known) })
		b := h.grown(t, func() { h.register(t, fresh) })
		// The budget of the known address exists already: it paid for the first registration.
		if want := strings.Replace(b, "limit_bucket+1", "limit_bucket+0", 1); strings.Replace(want, " limit_bucket+0", "", 1) != a {
			t.Errorf("known: %s\n  new: %s", a, b)
		}
		if h.count(t, "SELECT COUNT(*) FROM account_registration WHERE password = '' AND person IS NULL") != 0 {
			t.Error("a registration was kept without the hash of its password")
		}
	})
}

// A sign-in that fails computes one hash and writes the same rows, whether the login is known or not.
func TestAFailedSignInCostsTheSameWork(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		costs := map[string]string{}
		for i, login := range []string{string(address), "nobody@example.org", "+79160000000", "чепуха"} {
			before := h.Hashes()
			costs[login] = h.grown(t, func() {
				_, err := h.SignIn(from(t.Context(), fmt.Sprintf("192.0.2.%d", 10+i)), login, "Wrong password 1", account.Browser{})
				if !errors.Is(err, account.ErrCredentials) {
					t.Error(err)
				}
			})
			costs[login] += fmt.Sprintf(" hashes+%d", h.Hashes()-before)
		}
		for login, cost := range costs {
			if cost != "limit_bucket+2 messages+0 hashes+1" {
				t.Errorf("%s: %s", login, cost)
			}
		}
	})
}

// Spellings of one login share a budget whether somebody has the login or not: two budgets for an unknown number and one
// for a known would tell them apart.
func TestSpellingsOfALoginShareABudget(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		for _, spellings := range [][]string{
			{"+79160000000", "8 916 000-00-00"}, {"nobody@example.org", "NoBody@EXAMPLE.org."}, {string(address), "ANNA@example.org."},
		} {
			for range 10 {
				if _, err := h.SignIn(from(t.Context(), "192.0.2.50"), spellings[0], "Wrong password 1", account.Browser{}); !errors.Is(err, account.ErrCredentials) {
					t.Fatal(err)
				}
			}
			if _, err := h.SignIn(from(t.Context(), "192.0.2.50"), spellings[1], "Wrong password 1", account.Browser{}); !errors.Is(err, limit.ErrTooOften) {
				t.Errorf("%s after %s is used up: %v", spellings[1], spellings[0], err)
			}
		}
	})
}

// An e-mail and a number of one person do not betray each other by a common budget.
func TestAUsedUpEmailTellsNothingOfANumber(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := applicant()
		a.Phone = mobile
		secret := h.register(t, a)
		if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{}); err != nil {
			t.Fatal(err)
		}
		if _, err := h.ConfirmPhone(t.Context(), secret, h.box.code(t, string(mobile)), account.Browser{}); err != nil {
			t.Fatal(err)
		}
		for range 11 {
			_, _ = h.SignIn(from(t.Context(), "192.0.2.50"), string(address), "Wrong password 1", account.Browser{})
		}
		for _, number := range []string{string(mobile), "+79160000000"} {
			if _, err := h.SignIn(from(t.Context(), "192.0.2.50"), number, "Wrong password 1", account.Browser{}); !errors.Is(err, account.ErrCredentials) {
				t.Errorf("%s: %v", number, err)
			}
		}
	})
}

// The first message to a number is limited by the number, whoever asks for it: registrations of other addresses with the
// same number stop after five an hour.
func TestMessagesToANumberAreLimited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		texted := 0
		for i := range 8 {
			a := applicant()
			a.Email, a.Phone = account.Email(fmt.Sprintf("p%d@example.org", i)), mobile
			secret, err := h.Register(from(t.Context(), fmt.Sprintf("192.0.2.%d", i+1)), a)
			if errors.Is(err, limit.ErrTooOften) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(a.Email)), account.Browser{}); err != nil {
				t.Fatal(err)
			}
			texted++
			h.clock.Advance(account.ResendWait)
			if err := h.ResendPhoneCode(from(t.Context(), fmt.Sprintf("198.51.100.%d", i+1)), secret); err == nil {
				texted++
			}
		}
		if texted < 5 || texted > 6 { // one comes back in the minutes that pass
			t.Errorf("%d messages to one number, want about 5", texted)
		}
	})
}

// However many registrations and resendings an attacker starts from however many networks, an address gets few codes, and
// so few tries: 10 codes at once, then 10 an hour.
func TestGuessesAtCodesOfAnAddressAreBounded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		codes := 0
		var secrets []id.Secret
		for minute := range 60 {
			where := from(t.Context(), fmt.Sprintf("198.51.100.%d", minute+1))
			if secret, err := h.Register(where, applicant()); err == nil {
				secrets = append(secrets, secret)
				codes++
			}
			for _, secret := range secrets {
				if h.ResendEmailCode(where, secret) == nil {
					codes++
				}
			}
			h.clock.Advance(account.ResendWait)
		}
		if codes > 20 {
			t.Errorf("%d codes in an hour, that is %d guesses; want at most 20 codes", codes, codes*5)
		}
	})
}

// Asking too soon costs nothing: an impatient person does not use up the budget.
func TestAskingTooSoonCostsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		for range 30 {
			if err := h.ResendEmailCode(t.Context(), secret); !errors.Is(err, account.ErrResendSoon) {
				t.Fatal(err)
			}
		}
		h.clock.Advance(account.ResendWait)
		if err := h.ResendEmailCode(t.Context(), secret); err != nil {
			t.Error(err)
		}
	})
}

// A registration whose e-mail is not proved sends nothing to the mobile and costs its owner nothing.
func TestNoMessageBeforeTheEmailIsProved(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := applicant()
		a.Phone = mobile
		secret := h.register(t, a)
		h.clock.Advance(account.ResendWait)
		if cost := h.grown(t, func() {
			if err := h.ResendPhoneCode(t.Context(), secret); err != nil {
				t.Error(err)
			}
		}); cost != "messages+0" {
			t.Errorf("it cost %s", cost)
		}
	})
}

// Two browsers use one recovery link at once: one of them sets its password, the other is told that the link is used.
func TestARecoveryLinkWorksOnceUnderParallelTries(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.person(t)
		if err := h.Recover(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		link := h.box.link(t)
		var (
			wg   sync.WaitGroup
			mu   sync.Mutex
			done int
		)
		for i := range 16 {
			wg.Go(func() {
				_, err := h.NewPassword(t.Context(), link, fmt.Sprintf("Другой47 пароль %d", i), account.Browser{})
				if err != nil && !errors.Is(err, account.ErrNoRecovery) {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					done++
				}
			})
		}
		wg.Wait()
		if done != 1 {
			t.Errorf("%d new passwords by one link, want 1", done)
		}
	})
}

// Sign-ins by the old password run while it is replaced: none of their sessions lives on. The transactions touch one row,
// so that on PostgreSQL, too, the later one sees the earlier.
func TestNoSessionOutlivesItsPassword(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.person(t)
		old := password
		for round := range 5 {
			h.clock.Advance(time.Hour) // the budget of recoveries comes back
			if err := h.Recover(t.Context(), address); err != nil {
				t.Fatal(err)
			}
			link, fresh := h.box.link(t), fmt.Sprintf("Другой47 пароль %d", round)
			var wg sync.WaitGroup
			for i := range 8 {
				wg.Go(func() {
					_, err := h.SignIn(from(t.Context(), fmt.Sprintf("192.0.2.%d", i+1)), string(address), old, account.Browser{})
					if err != nil && !errors.Is(err, account.ErrCredentials) && !errors.Is(err, limit.ErrTooOften) {
						t.Error(err)
					}
				})
			}
			wg.Go(func() {
				if _, err := h.NewPassword(t.Context(), link, fresh, account.Browser{}); err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
			if n := h.count(t, "SELECT COUNT(*) FROM account_session WHERE ended_at IS NULL AND seen_at >= $1", h.clock.Now()); n != 1 {
				t.Fatalf("round %d: %d living sessions after the recovery, want its own alone", round, n)
			}
			old = fresh
		}
	})
}

// A browser that shows a secret of its own making gets a fresh one; one that was given out here stays, also for another
// person on the same browser.
func TestABrowserCannotChooseItsSecret(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		in, err := h.SignIn(t.Context(), string(address), password, account.Browser{Device: "chosen-by-somebody-else"})
		if err != nil {
			t.Fatal(err)
		}
		if in.Device == "" || in.Device == "chosen-by-somebody-else" {
			t.Errorf("the browser's secret is %q", in.Device)
		}
		again, err := h.SignIn(t.Context(), string(address), password, account.Browser{Device: in.Device})
		if err != nil || again.Device != "" {
			t.Errorf("a known browser got another secret: %q, %v", again.Device, err)
		}
	})
}

// A decoy goes on as any registration does: it can be sent again, and no link opens it.
func TestADecoyIsResentLikeAnyOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		secret := h.register(t, applicant())
		h.clock.Advance(account.ResendWait)
		before := h.box.count()
		if err := h.ResendEmailCode(t.Context(), secret); err != nil {
			t.Fatal(err)
		}
		told := h.box.last(t, string(address)).text
		if h.box.count() != before+1 || sixDigits.MatchString(told) || secretLink.MatchString(told) {
			t.Errorf("the owner was told:\n%s", told)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_session WHERE ended_at IS NULL"); n != 1 {
			t.Errorf("%d sessions, want the owner's alone", n)
		}
	})
}

// Where sign-in may lead on to: paths of this site only, in every spelling that a browser takes for another one.
func TestNextStaysOnThisSite(t *testing.T) {
	for _, bad := range []string{
		"", "desk", "https://evil.example", "//evil.example", "///evil.example", `/\evil.example`, `\/evil.example`, `/\/evil.example`, "/\t/evil.example",
		"/\n/evil.example", "/\r/evil.example", "/\x00/evil.example", " //evil.example", "javascript:alert(1)", "/a b", strings.Repeat("/a", 2000),
	} {
		if got := account.LocalPath(bad); got != "" {
			t.Errorf("%q leads to %q", bad, got)
		}
	}
	for _, good := range []string{"/desk", "/desk?password=new", "/en/desk", "/%2f/evil.example", "/%5cevil.example", "/.//evil.example"} {
		w := httptest.NewRecorder()
		http.Redirect(w, httptest.NewRequest(http.MethodPost, "/login", nil), account.LocalPath(good), http.StatusSeeOther)
		if to := w.Header().Get("Location"); !strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, `/\`) {
			t.Errorf("%q leads to %q", good, to)
		}
	}
}

// A name, an address or a number with a line break in it is none.
func TestLineBreaksNeverReachALetter(t *testing.T) {
	for _, address := range []string{
		"anna@example.org\r\nBcc: all@example.org", "anna@example.org\n", "an\rna@example.org", "anna@exa\nmple.org", "<anna@example.org>", "Anna <anna@example.org>",
		"anna@example.org, other@example.org", `"a b"@example.org`, "anna@example.org\x00", "anna@[127.0.0.1]", "anna@localhost",
	} {
		if e, ok := account.ParseEmail(address); ok {
			t.Errorf("%q is the address %q", address, e)
		}
	}
	if p, err := ruid.ParsePhone("+7916\r\n1234567"); err == nil && strings.ContainsAny(string(p), "\r\n") {
		t.Errorf("the number %q", p)
	}
}

func FuzzParseEmail(f *testing.F) {
	for _, s := range []string{"anna@example.org", "Anna@Пример.РФ", "a@b", "a@b.c\r\nx", `"a b"@c.d`, "@", "a@b@c.d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, ok := account.ParseEmail(s)
		if !ok {
			return
		}
		if again, ok := account.ParseEmail(string(e)); !ok || again != e {
			t.Errorf("%q reads as %q, which reads as %q, %v", s, e, again, ok)
		}
		if strings.ContainsAny(string(e), "\r\n\x00 <>,") || len(e.Key()) > 300 {
			t.Errorf("%q reads as %q", s, e)
		}
	})
}

// The account of a person is closed while they are signed in, and nothing opens it: no password, no link.
func TestALockedAccountHasNoWayIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		if err := h.Recover(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		link := h.box.link(t)
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.SetLocked(t.Context(), tx, in.Person.ID, true) }); err != nil {
			t.Fatal(err)
		}
		if _, ok := h.who(t, in.Session); ok {
			t.Error("the session goes on")
		}
		if _, err := h.SignIn(t.Context(), string(address), password, account.Browser{}); !errors.Is(err, account.ErrLocked) {
			t.Errorf("the password: %v", err)
		}
		if _, err := h.SignIn(t.Context(), string(address), "Wrong password 1", account.Browser{}); !errors.Is(err, account.ErrCredentials) {
			t.Errorf("a wrong password learns that the account is closed: %v", err)
		}
		if _, err := h.NewPassword(t.Context(), link, "Другой47 пароль", account.Browser{}); !errors.Is(err, account.ErrLocked) {
			t.Errorf("the link: %v", err)
		}
		if err := h.EndSession(t.Context(), actor.Actor{Person: in.Person.ID}, id.New()); err != nil {
			t.Error(err)
		}
	})
}

// The code is typed in one browser while the link is used in another: one account, and no session by the link.
func TestACodeAndALinkAtOnceMakeOneAccount(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		secret := h.register(t, applicant())
		code, link := h.box.code(t, string(address)), h.box.link(t)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := h.ConfirmLink(t.Context(), link); err != nil {
					t.Errorf("the link: %v", err)
				}
			})
			wg.Go(func() {
				if _, err := h.ConfirmEmail(t.Context(), secret, code, account.Browser{}); err != nil {
					t.Errorf("the code: %v", err)
				}
			})
		}
		wg.Wait()
		if n := h.count(t, "SELECT COUNT(*) FROM account_person"); n != 1 {
			t.Errorf("%d persons, want 1", n)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_session"); n > 1 {
			t.Errorf("%d sessions, want at most the browser's", n)
		}
	})
}

// One address fills the table with thirty registrations an hour and no more, each is gone two days later, and an address
// of IPv6 does not get around it by the rest of its network.
func TestRegistrationsDoNotFloodTheTable(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i := range 50 {
			a := applicant()
			a.Email = account.Email(fmt.Sprintf("p%d@example.org", i))
			if _, err := h.Register(from(t.Context(), fmt.Sprintf("2001:db8::%x", i+1)), a); err != nil && !errors.Is(err, limit.ErrTooOften) {
				t.Fatal(err)
			}
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_registration"); n != 30 {
			t.Errorf("%d registrations from one network, want 30", n)
		}
		h.clock.Advance(account.RegistrationLife + 25*time.Hour)
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, table := range []string{"account_registration", "account_code"} {
			if n := h.count(t, "SELECT COUNT(*) FROM "+table); n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
	})
}
