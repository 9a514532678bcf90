package account_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const passport = "4510 123456"

// office is a house with two operators and some people.
type office struct {
	*house
	first, second actor.PersonID
	people        []actor.PersonID
}

func newOffice(t testing.TB, h *house, people int) office {
	t.Helper()
	ids := h.people(t, people+2)
	return office{h, ids[people], ids[people+1], ids[:people]}
}

// atDesk has an operator find a person by the code that the person shows.
func (o office) atDesk(t testing.TB, operator, p actor.PersonID) (visit string) {
	t.Helper()
	code, err := o.DeskCode(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	visit, err = o.FindAtDesk(t.Context(), operator, code)
	if err != nil {
		t.Fatal(err)
	}
	return visit
}

func (o office) onlyCase(t testing.TB) (id string) {
	t.Helper()
	if err := o.db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT id FROM account_identity_case WHERE state IN ('open', 'proposed')`).Scan(&id)
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

func TestAnOperatorConfirmsAPersonByADocument(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := newOffice(t, h, 1)
		p := o.people[0]
		visit := o.atDesk(t, o.first, p)
		if want := string(o.first) + " " + string(p); !slices.Contains(h.desk.looks, want) {
			t.Errorf("the look was not written down: %v", h.desk.looks)
		}
		if _, err := o.ConfirmAtDesk(t.Context(), o.second, visit, identity(), "passport", passport); !errors.Is(err, account.ErrNoVisit) {
			t.Errorf("another operator took the visit: %v", err)
		}
		out, err := o.ConfirmAtDesk(t.Context(), o.first, visit, identity(), "passport", passport)
		if got := o.look(t, p); err != nil || out != account.DeskRaised || got.Level != actor.Full || !got.Identified || got.SNILS != snils {
			t.Errorf("%s, %v, %+v", out, err, got)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM account_proof WHERE masked LIKE '%456' AND number_mac <> '' AND masked NOT LIKE '%1234%'`); n != 1 {
			t.Errorf("%d masked proofs", n)
		}
		h.clock.Advance(31 * time.Minute)
		if _, err := o.ConfirmAtDesk(t.Context(), o.first, visit, identity(), "passport", passport); !errors.Is(err, account.ErrNoVisit) {
			t.Errorf("the visit lasts for ever: %v", err)
		}
	})
}

func TestADeskCodeWorksOnceForTenMinutes(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		o := newOffice(t, h, 1)
		code, err := o.DeskCode(t.Context(), o.people[0])
		if err != nil {
			t.Fatal(err)
		}
		var (
			all  sync.WaitGroup
			errs [16]error
		)
		for i := range errs {
			all.Go(func() { _, errs[i] = o.FindAtDesk(t.Context(), o.first, code[:4]+" "+code[4:]) })
		}
		all.Wait()
		found := 0
		for _, err := range errs {
			switch {
			case err == nil:
				found++
			case !errors.Is(err, account.ErrDeskNobody):
				t.Error(err)
			}
		}
		if found != 1 {
			t.Errorf("the code worked %d times", found)
		}
		if code, err = o.DeskCode(t.Context(), o.people[0]); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(10 * time.Minute)
		if _, err := o.FindAtDesk(t.Context(), o.first, code); !errors.Is(err, account.ErrDeskNobody) {
			t.Errorf("an old code: %v", err)
		}
		if _, err := o.FindAtDesk(t.Context(), o.first, "person0@example.org"); err != nil {
			t.Errorf("by e-mail: %v", err)
		}
	})
}

func TestNobodyIsTheirOwnOperator(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := newOffice(t, h, 1)
		code, err := o.DeskCode(t.Context(), o.first)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.FindAtDesk(t.Context(), o.first, code); !errors.Is(err, account.ErrDeskSelf) {
			t.Errorf("oneself: %v", err)
		}
		h.desk.conflict = o.first
		if _, err := o.FindAtDesk(t.Context(), o.first, "person0@example.org"); !errors.Is(err, account.ErrDeskConflict) {
			t.Errorf("a conflict of interest: %v", err)
		}
	})
}

// Confirmed data are corrected by two operators.
func TestACorrectionNeedsASecondOperator(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := newOffice(t, h, 1)
		p := o.people[0]
		if _, err := h.raise(t, p, actor.Standard, account.Vouch{Source: account.BySNILS, Identity: identity()}); err != nil {
			t.Fatal(err)
		}
		right := identity()
		right.Birth = "1985-05-03"
		out, err := o.ConfirmAtDesk(t.Context(), o.first, o.atDesk(t, o.first, p), right, "passport", passport)
		if err != nil || out != account.DeskProposed {
			t.Fatalf("%s, %v", out, err)
		}
		if got := o.look(t, p); got.Birth != identity().Birth || got.Level != actor.Standard {
			t.Errorf("one operator corrected alone: %+v", got)
		}
		id := o.onlyCase(t)
		if err := o.ConfirmCase(t.Context(), o.second, id, "Видела паспорт."); !errors.Is(err, account.ErrCaseClosed) {
			t.Errorf("decided without a look: %v", err)
		}
		for _, operator := range []actor.PersonID{o.first, o.second} {
			if err := o.OpenCase(t.Context(), operator, id); err != nil {
				t.Fatal(err)
			}
		}
		if err := o.ConfirmCase(t.Context(), o.first, id, "Сам предложил."); !errors.Is(err, account.ErrSecondPerson) {
			t.Errorf("the first operator confirmed: %v", err)
		}
		if err := o.ConfirmCase(t.Context(), o.second, id, "Видела паспорт."); err != nil {
			t.Fatal(err)
		}
		if got := o.look(t, p); got.Birth != right.Birth || got.Level != actor.Full {
			t.Errorf("%+v", got)
		}
		if err := o.RefuseCase(t.Context(), o.second, id, "Передумала."); !errors.Is(err, account.ErrCaseDecided) {
			t.Errorf("decided twice: %v", err)
		}
	})
}

// A clash moves the СНИЛС only by two operators, and the former holder loses the level with it.
func TestAClashIsDecidedByTwo(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		o := newOffice(t, h, 2)
		squatter, owner := o.people[0], o.people[1]
		h.startCheck(t, squatter, sampleSNILS(t, '0'))
		h.startCheck(t, owner, sampleSNILS(t, '0'))
		if got := h.checkState(t, owner); got != "review" {
			t.Fatalf("the check of the owner is %s", got)
		}
		id := o.onlyCase(t)
		for _, operator := range []actor.PersonID{o.first, o.second} {
			if err := o.OpenCase(t.Context(), operator, id); err != nil {
				t.Fatal(err)
			}
			for _, p := range o.people {
				if want := string(operator) + " " + string(p); !slices.Contains(h.desk.looks, want) {
					t.Errorf("no look %s", want)
				}
			}
		}
		if err := o.ProposeCase(t.Context(), o.first, id, "Принесла паспорт и карточку."); err != nil {
			t.Fatal(err)
		}
		var (
			all  sync.WaitGroup
			errs [16]error
		)
		for i := range errs {
			all.Go(func() { errs[i] = o.ConfirmCase(t.Context(), o.second, id, "Документы в порядке.") })
		}
		all.Wait()
		applied := 0
		for _, err := range errs {
			switch {
			case err == nil:
				applied++
			case fault.KindOf(err) != fault.Conflict:
				t.Error(err)
			}
		}
		if applied != 1 {
			t.Errorf("the case took effect %d times", applied)
		}
		if got := o.look(t, squatter); got.Level != actor.Simplified || got.Identified || got.SNILS != "" {
			t.Errorf("the former holder: %+v", got)
		}
		if got := o.look(t, owner); got.Level != actor.Standard || !got.Identified || h.checkState(t, owner) != "confirmed" {
			t.Errorf("the owner: %+v", got)
		}
		if text := plain(h.box.last(t, "person0@example.org").text); !strings.Contains(text, "Подтверждение СНИЛС снято") {
			t.Errorf("the former holder was not told:\n%s", text)
		}
	})
}

func TestARefusedClashLeavesEverything(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := newOffice(t, h, 2)
		h.startCheck(t, o.people[0], sampleSNILS(t, '0'))
		h.startCheck(t, o.people[1], sampleSNILS(t, '0'))
		id := o.onlyCase(t)
		if err := o.OpenCase(t.Context(), o.first, id); err != nil {
			t.Fatal(err)
		}
		if err := o.RefuseCase(t.Context(), o.first, id, "Документ не её."); err != nil {
			t.Fatal(err)
		}
		if got := o.look(t, o.people[0]); got.Level != actor.Standard {
			t.Errorf("the holder: %+v", got)
		}
		if got := o.look(t, o.people[1]); got.Identified || h.checkState(t, o.people[1]) != "refused" {
			t.Errorf("who asked: %+v", got)
		}
	})
}

// One passport does not vouch for two accounts.
func TestADocumentOfAnotherAccountOpensACase(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := newOffice(t, h, 2)
		if _, err := o.ConfirmAtDesk(t.Context(), o.first, o.atDesk(t, o.first, o.people[0]), identity(), "passport", passport); err != nil {
			t.Fatal(err)
		}
		other := identity()
		other.SNILS = otherSNILS
		out, err := o.ConfirmAtDesk(t.Context(), o.first, o.atDesk(t, o.first, o.people[1]), other, "passport", "45 10 123456")
		if got := o.look(t, o.people[1]); err != nil || out != account.DeskReview || got.Identified {
			t.Errorf("%s, %v, %+v", out, err, got)
		}
	})
}

// A confirmed СНИЛС is a login in each of its spellings; one that a person merely states is not.
func TestSignInBySNILS(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.people(t, 2)
		stated := identity()
		stated.SNILS = otherSNILS
		if err := h.SaveData(t.Context(), p[1], stated); err != nil {
			t.Fatal(err)
		}
		h.startCheck(t, p[0], sampleSNILS(t, '0'))
		n := sampleSNILS(t, '0')
		ctx := from(t.Context(), "192.0.2.1")
		for _, login := range []string{string(n), n.String(), " " + n.String()} {
			if in, err := h.SignIn(ctx, strings.TrimSpace(login), password, account.Browser{}); err != nil || in.Half() {
				t.Errorf("%q: %+v, %v", login, in, err)
			}
		}
		before := h.Hashes()
		for _, login := range []string{string(otherSNILS), otherSNILS.String(), "000-000-001 00"} {
			if _, err := h.SignIn(ctx, login, password, account.Browser{}); !errors.Is(err, account.ErrCredentials) {
				t.Errorf("%q: %v", login, err)
			}
		}
		if done := h.Hashes() - before; done != 3 {
			t.Errorf("%d hashes for three unknown logins", done)
		}
	})
}
