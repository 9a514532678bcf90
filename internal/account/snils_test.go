package account_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/snilssim"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// deskStaff writes down the looks of operators, as package staff does.
type deskStaff struct {
	mu       sync.Mutex
	looks    []string // «viewer subject»
	conflict actor.PersonID
}

func (d *deskStaff) Look(_ context.Context, _ *sqldb.Tx, viewer, subject actor.PersonID, _ i18n.Text) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.looks = append(d.looks, fmt.Sprintf("%s %s", viewer, subject))
	return nil
}

func (d *deskStaff) InConflict(_ context.Context, _ sqldb.Querier, p actor.PersonID, _ string) (bool, error) {
	return p != "" && p == d.conflict, nil
}

// sampleSNILS is a number to which the trial register answers in the way of the digit.
func sampleSNILS(t testing.TB, digit byte) ruid.SNILS {
	t.Helper()
	for _, c := range snilssim.Cases() {
		if c.Digit == digit {
			return c.Sample
		}
	}
	t.Fatalf("no case %c", digit)
	return ""
}

// work does the jobs that are due by the clock of the house.
func (h *house) work(t testing.TB) {
	t.Helper()
	if err := h.AskDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	worked, err := h.queue.Drain(t.Context(), time.Now()) //nolint:forbidigo // the queue keeps the time of the machine
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range worked {
		if w.Err != nil {
			t.Fatalf("%s: %v", w.Kind, w.Err)
		}
	}
}

// pass lets the time go by in steps, working what is due.
func (h *house) pass(t testing.TB, d, step time.Duration) {
	t.Helper()
	for ; d > 0; d -= step {
		h.clock.Advance(min(step, d))
		h.work(t)
	}
}

func (h *house) startCheck(t testing.TB, p actor.PersonID, n ruid.SNILS) {
	t.Helper()
	i := identity()
	i.SNILS = n
	if err := h.StartCheck(from(t.Context(), "192.0.2.7"), p, i); err != nil {
		t.Fatal(err)
	}
	h.work(t)
}

// Each way in which the register may answer leads to its state, its level and its letter.
func TestARegisterAnswersInItsOwnTime(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i, c := range []struct {
			digit   byte
			pending time.Duration // the check is still under way then
			done    time.Duration // and over by then
			state   string
			level   actor.Level
			letter  string
		}{
			{'0', 0, 0, "confirmed", actor.Standard, "стандартная"},
			{'1', 0, 3 * time.Minute, "confirmed", actor.Standard, "стандартная"},
			{'2', 14 * time.Minute, 20 * time.Minute, "confirmed", actor.Standard, "стандартная"},
			{'3', 46 * time.Hour, 48 * time.Hour, "confirmed", actor.Standard, "стандартная"},
			{'4', 47*time.Hour + 55*time.Minute, 48*time.Hour + time.Minute, "overdue", actor.Simplified, "больше 48 часов"},
			{'5', 0, 0, "mismatch", actor.Simplified, "не совпали"},
			{'6', 14 * time.Minute, 20 * time.Minute, "mismatch", actor.Simplified, "не совпали"},
			{'7', 47 * time.Hour, 48*time.Hour + time.Minute, "overdue", actor.Simplified, "больше 48 часов"},
			{'8', 2 * time.Minute, 6 * time.Minute, "confirmed", actor.Standard, "стандартная"},
			{'9', 0, 0, "failed", actor.Simplified, "не состоялась"},
		} {
			p := h.people(t, i+1)[i]
			mailbox := fmt.Sprintf("person%d@example.org", i)
			h.startCheck(t, p, sampleSNILS(t, c.digit))
			if c.pending > 0 {
				h.pass(t, c.pending, max(time.Minute, c.pending/60))
				if got := h.checkState(t, p); got != "pending" {
					t.Errorf("%c after %s: %s", c.digit, c.pending, got)
				}
			}
			h.pass(t, c.done-c.pending, time.Minute)
			if got, level := h.checkState(t, p), h.look(t, p).Level; got != c.state || level != c.level {
				t.Errorf("%c after %s: %s and level %d, want %s and %d", c.digit, c.done, got, level, c.state, c.level)
			}
			if text := plain(h.box.last(t, mailbox).text); !strings.Contains(text, c.letter) {
				t.Errorf("%c: the letter does not say %q:\n%s", c.digit, c.letter, text)
			}
		}
	})
}

// While the register is out of order, it is asked less and less often, and some forty times in all.
func TestQuestionsGrowRarer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		h.startCheck(t, p, sampleSNILS(t, '4'))
		var gaps []time.Duration
		asked, last := h.asked(t, p), h.clock.Now()
		for range 48 * 6 {
			h.pass(t, 10*time.Minute, 10*time.Minute)
			if n := h.asked(t, p); n > asked {
				gaps = append(gaps, h.clock.Now().Sub(last))
				asked, last = n, h.clock.Now()
			}
		}
		if asked < 15 || asked > 45 {
			t.Errorf("asked %d times in 48 hours", asked)
		}
		for i := 1; i < len(gaps)-1; i++ {
			if gaps[i] < gaps[i-1] {
				t.Errorf("the pauses do not grow: %v", gaps)
				break
			}
		}
	})
}

func (h *house) asked(t testing.TB, p actor.PersonID) int64 {
	return h.count(t, `SELECT asked FROM account_snils_check WHERE person = $1`, string(p))
}

func (h *house) checkState(t testing.TB, p actor.PersonID) (state string) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT state FROM account_snils_check WHERE person = $1 ORDER BY id DESC LIMIT 1`, string(p)).Scan(&state)
	}); err != nil {
		t.Fatal(err)
	}
	return state
}

// Sixteen accounts have one СНИЛС confirmed by the register at the same moment. One gets it. The others learn nothing of
// it: they read that the staff decide.
func TestSixteenChecksOfOneSNILS(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		const n = 16
		ids := h.people(t, n)
		i := identity()
		i.SNILS = sampleSNILS(t, '0')
		for _, p := range ids {
			if err := h.StartCheck(t.Context(), p, i); err != nil {
				t.Fatal(err)
			}
		}
		var all sync.WaitGroup
		for _, p := range ids {
			all.Go(func() {
				if err := h.AskNow(t.Context(), p); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		states := map[string]int{}
		for _, p := range ids {
			states[h.checkState(t, p)]++
		}
		if states["confirmed"] != 1 || states["review"] != n-1 {
			t.Errorf("%v, want 1 confirmed and %d with the staff", states, n-1)
		}
		for k, p := range ids {
			letter := plain(h.box.last(t, fmt.Sprintf("person%d@example.org", k)).text)
			if h.checkState(t, p) == "review" && (!strings.Contains(letter, "Решит сотрудник") || strings.Contains(letter, "друг")) {
				t.Errorf("what the letter tells:\n%s", letter)
			}
		}
	})
}

// One check asked about sixteen times at once is settled once, with one letter.
func TestOneCheckIsSettledOnce(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		i := identity()
		i.SNILS = sampleSNILS(t, '0')
		if err := h.StartCheck(t.Context(), p, i); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 16 {
			all.Go(func() {
				if err := h.AskNow(t.Context(), p); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := h.count(t, `SELECT COUNT(*) FROM account_level WHERE person = $1`, string(p)); n != 1 {
			t.Errorf("the level changed %d times", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE subject = $1 AND action = 'account.snils_check_confirmed'`, string(p)); n != 1 {
			t.Errorf("the journal has %d ends", n)
		}
	})
}

func TestConfirmedDataChangeByANewCheckOnly(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		h.startCheck(t, p, sampleSNILS(t, '0'))
		married := identity()
		married.SNILS, married.Name.Surname = sampleSNILS(t, '0'), "Кузнецова"
		if err := h.SaveData(t.Context(), p, married); !errors.Is(err, account.ErrIdentified) {
			t.Errorf("confirmed data were changed: %v", err)
		}
		same := married
		same.Name = identity().Name
		if err := h.StartCheck(t.Context(), p, same); !errors.Is(err, account.ErrSameData) {
			t.Errorf("the same data: %v", err)
		}
		if err := h.StartCheck(t.Context(), p, married); err != nil {
			t.Fatal(err)
		}
		if got := h.look(t, p); got.Name.Surname != "Смирнова" {
			t.Errorf("the old data do not stand until the new are confirmed: %+v", got.Name)
		}
		if err := h.StartCheck(t.Context(), p, married); !errors.Is(err, account.ErrChecking) {
			t.Errorf("a second check: %v", err)
		}
		h.work(t)
		if got := h.look(t, p); got.Name.Surname != "Кузнецова" || got.Level != actor.Standard {
			t.Errorf("%+v", got)
		}
		if text := plain(h.box.last(t, "person0@example.org").text); !strings.Contains(text, "Данные подтверждены") {
			t.Errorf("the letter:\n%s", text)
		}
	})
}

// Whoever vouched for a person vouched for the one with that number: another number begins at the standard level.
func TestAnotherNumberLosesTheFullLevel(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		if _, err := h.raise(t, p, actor.Full, account.Vouch{Source: account.ByCertificate, Identity: identity()}); err != nil {
			t.Fatal(err)
		}
		h.startCheck(t, p, sampleSNILS(t, '0'))
		if got := h.look(t, p); got.Level != actor.Standard || got.SNILS != sampleSNILS(t, '0') {
			t.Errorf("%+v", got)
		}
	})
}

func TestACancelledCheckChangesNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		h.startCheck(t, p, sampleSNILS(t, '2'))
		if err := h.CancelCheck(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		h.pass(t, time.Hour, 5*time.Minute)
		if got := h.look(t, p); got.Identified || h.checkState(t, p) != "withdrawn" {
			t.Errorf("%+v", got)
		}
		if err := h.CancelCheck(t.Context(), p); !errors.Is(err, account.ErrNoCheck) {
			t.Errorf("cancelled twice: %v", err)
		}
		h.startCheck(t, p, sampleSNILS(t, '0'))
		if got := h.look(t, p); !got.Identified {
			t.Errorf("%+v", got)
		}
	})
}

func TestChecksAreRationed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 1)[0]
		for range 5 {
			h.startCheck(t, p, sampleSNILS(t, '5'))
		}
		if err := h.StartCheck(t.Context(), p, identity()); err == nil || !strings.Contains(err.Error(), "Too many") {
			t.Errorf("a sixth check: %v", err)
		}
	})
}

// plain sets a text without no-break spaces.
func plain(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
