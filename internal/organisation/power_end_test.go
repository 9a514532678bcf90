package organisation_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// T12: a withdrawal ends the rights at once: by the head on the page, after which the same power is not taken again, or in the
// registry, which is asked every few hours. The registry's silence ends nothing.
func TestT12_AWithdrawalEndsTheRights(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		p := h.employed(t, 1)
		if err := h.WithdrawPower(h.in(t, "Вера"), p.ID); !errors.Is(err, actor.ErrRight) {
			t.Errorf("the employee withdraws it: %v", err)
		}
		if err := h.WithdrawPower(h.in(t, "Анна"), p.ID); err != nil || h.role(t, "Вера") != "" {
			t.Fatalf("%v, the role is %q", err, h.role(t, "Вера"))
		}
		if err := h.WithdrawPower(h.in(t, "Анна"), p.ID); !errors.Is(err, organisation.ErrNoPower) {
			t.Errorf("twice: %v", err)
		}
		if _, err := h.AddPower(h.as(t, "Вера"), byAnna(t, power(1, nil)), nil); !errors.Is(err, organisation.ErrPowerWithdrawn) {
			t.Errorf("the same power again: %v", err)
		}
		if told := h.letters(t, "Вера"); !slices.Contains(told, "A power of attorney no longer counts on this site") {
			t.Errorf("the employee was told %q", told)
		}
		h.employed(t, 2)
		h.notary.silent(true)
		if err := h.AskRegistry(t.Context()); err != nil || h.role(t, "Вера") != organisation.Employee {
			t.Errorf("silence ended it: %v", err)
		}
		h.notary.silent(false)
		h.notary.say(powerNumber(2), mchd.StatusRevoked)
		if err := h.AskRegistry(t.Context()); err != nil || h.role(t, "Вера") != "" {
			t.Errorf("withdrawn in the registry: %v", err)
		}
		// A further power replaces the one before.
		h.employed(t, 3)
		h.employed(t, 4)
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_power WHERE state = 'replaced'`); n != 1 {
			t.Errorf("%d powers were replaced", n)
		}
		ceased := romashka(anna())
		ceased.Ceased = new(egr.Ceased)
		h.shelf.put(ceased)
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Changed(t.Context(), tx, romashkaOGRN) }); err != nil {
			t.Fatal(err)
		}
		if h.role(t, "Вера") != "" || h.count(t, `SELECT COUNT(*) FROM organisation_power WHERE ended_at IS NULL`) != 0 {
			t.Error("the organisation is no more, its power is")
		}
	})
}

// A new head does not end a power of attorney: it is the organisation's, and the head withdraws it if they want to.
func TestT12_ANewHeadLeavesPowers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.employed(t, 1)
		h.shelf.put(romashka(egrPerson("ОРЛОВ", "ОЛЕГ", "ИГОРЕВИЧ", romanINN)))
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Changed(t.Context(), tx, romashkaOGRN) }); err != nil {
			t.Fatal(err)
		}
		if h.role(t, "Анна") != "" || h.role(t, "Вера") != organisation.Employee {
			t.Errorf("the former head is %q, the employee %q", h.role(t, "Анна"), h.role(t, "Вера"))
		}
	})
}

// Warnings 30, 7 and 1 days before the end of a power go to the employee and to the head, each once.
func TestAPowerWarnsOfItsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.employed(t, 1)
		end := time.Date(2027, 10, 31, 21, 0, 0, 0, time.UTC)
		for i, days := range []int{30, 7, 1} {
			h.at(end.AddDate(0, 0, -days))
			for range 2 {
				if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.ComeRound(t.Context(), tx) }); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{"Вера", "Анна"} {
				got := 0
				for _, subject := range h.letters(t, name) {
					if subject == "A term ends soon" {
						got++
					}
				}
				if got != i+1 {
					t.Errorf("%d days before, %s has %d warnings", days, name, got)
				}
			}
		}
	})
}

// Whoever acts by a power goes on while an operator looks at the next sign-in with it, and loses it when the operator says no.
func TestT12_AnOperatorEndsWhatIsUsed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		p := h.employed(t, 1)
		h.notary.silent(true)
		out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
		if err != nil || out.Case == "" || h.role(t, "Вера") != organisation.Employee {
			t.Fatalf("%+v, %v, %q", out, err, h.role(t, "Вера"))
		}
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			_, ok, err := h.PowerOf(t.Context(), q, h.people["Вера"], c.ID)
			if !ok {
				t.Error("the power by which she acts has no name")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := h.Decide(h.as(t, "Олег"), out.Case, false, "Реестр не подтвердил доверенность.", time.Time{}); err != nil || h.role(t, "Вера") != "" {
			t.Errorf("%v, the role is %q", err, h.role(t, "Вера"))
		}
	})
}

// A withdrawal that meets a sign-in leaves no rights, whichever comes first.
func TestT12_AWithdrawalMeetsASignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		for n := range 5 {
			p := h.brought(t, byAnna(t, power(n+1, nil)))
			login := h.desk.login(veraOwn())
			vera, anna := h.as(t, "Вера"), h.in(t, "Анна")
			var entered, withdrawn error
			var both sync.WaitGroup
			both.Go(func() { _, entered = h.EnterByPower(vera, login, p.ID) })
			both.Go(func() { withdrawn = h.WithdrawPower(anna, p.ID) })
			both.Wait()
			if withdrawn != nil || entered != nil && !errors.Is(entered, organisation.ErrNoPower) || h.role(t, "Вера") != "" {
				t.Errorf("entered: %v, withdrawn: %v, the role is %q", entered, withdrawn, h.role(t, "Вера"))
			}
		}
	})
}
