package fact

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// marked is the staff with conflicts of interest: who, with which organisation.
type marked map[actor.PersonID]string

func (m marked) InConflict(_ context.Context, _ sqldb.Querier, p actor.PersonID, subject string) (bool, error) {
	return m[p] == subject && subject != "", nil
}

// liquidated is the first invented organisation, in liquidation: R4 fails.
func liquidated(on string) egr.Record {
	r := invented(1, on)
	r.Statuses = []egr.Status{{Code: "101", Name: "Находится в стадии ликвидации"}}
	return r
}

// liquidation is what R4 says of an organisation.
func (s *Service) liquidation(t *testing.T, ogrn string) admission.Judged {
	t.Helper()
	a, err := s.Assess(t.Context(), s.db.Single(), Subject{OGRN: ogrn}, today(s), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range a.Verdicts {
		if j.Rule == "R4" {
			return j
		}
	}
	t.Fatal("no verdict of R4")
	return admission.Judged{}
}

// A FAIL is lifted by two people, by neither alone; the word ends with its term, and no fact is changed by it.
func TestAFailIsLiftedByTwoPeople(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		clk := clock.NewManual(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
		s.clock = clk
		r := liquidated("2026-11-21")
		s.mustImport(t, Order{Files: []File{fileOf("a", r)}})
		s.staff = marked{"boris": r.OGRN}
		if v := s.liquidation(t, r.OGRN); v.Outcome != rule.Fail {
			t.Fatalf("%+v", v)
		}
		word := NewWord{Rule: "R4", To: rule.Pass, Reason: "Ликвидация отменена решением суда", Document: "А40-1/2026", Until: today(s).AddDays(10)}
		for name, c := range map[string]struct {
			by   actor.Actor
			with func(*NewWord)
			want error
		}{
			"without a role":   {actor.Actor{Person: "p"}, func(*NewWord) {}, actor.ErrRole},
			"without a reason": {operator("olga"), func(w *NewWord) { w.Reason = " " }, ErrNoReason},
			"without an end":   {operator("olga"), func(w *NewWord) { w.Until = today(s).AddDays(-1) }, ErrOverrideUntil},
			"too long":         {operator("olga"), func(w *NewWord) { w.Until = today(s).AddDays(400) }, ErrOverrideUntil},
			"the same outcome": {operator("olga"), func(w *NewWord) { w.To = rule.Fail }, ErrOutcome},
			"unknown":          {operator("olga"), func(w *NewWord) { w.To = rule.Undecided }, ErrOutcome},
			"no such rule":     {operator("olga"), func(w *NewWord) { w.Rule = "R99" }, ErrRule},
			"conflict (boris)": {operator("boris"), func(*NewWord) {}, ErrInConflict},
		} {
			w := word
			c.with(&w)
			if _, err := s.Overrule(t.Context(), c.by, Subject{OGRN: r.OGRN}, w); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", name, err, c.want)
			}
		}
		given, err := s.Overrule(t.Context(), operator("olga"), Subject{INN: r.INN}, word)
		if err != nil {
			t.Fatal(err)
		}
		if v := s.liquidation(t, r.OGRN); v.Effective != rule.Fail || v.Override != nil {
			t.Errorf("one person has lifted it: %+v", v)
		}
		if _, err := s.Overrule(t.Context(), operator("pavel"), Subject{OGRN: r.OGRN}, word); !errors.Is(err, ErrOverrideWaits) {
			t.Errorf("two at once: %v", err)
		}
		if err := s.AgreeToOverride(t.Context(), operator("olga"), given); !errors.Is(err, ErrOwnWord) {
			t.Errorf("the same person agrees: %v", err)
		}
		if err := s.AgreeToOverride(t.Context(), operator("boris"), given); !errors.Is(err, ErrInConflict) {
			t.Errorf("one in conflict agrees: %v", err)
		}
		if err := s.AgreeToOverride(t.Context(), operator("pavel"), id.New()); !errors.Is(err, ErrNoOverride) {
			t.Errorf("another one: %v", err)
		}
		if err := s.AgreeToOverride(t.Context(), operator("pavel"), given); err != nil {
			t.Fatal(err)
		}
		v := s.liquidation(t, r.OGRN)
		if v.Outcome != rule.Fail || v.Effective != rule.Pass || v.Override == nil || len(v.Override.By) != 2 {
			t.Errorf("both have lifted it: %+v", v)
		}
		if e := s.entryOf(t, r.OGRN); e.Status != "liquidation" {
			t.Errorf("a fact has changed: %s", e.Status)
		}
		clk.Advance(10 * 24 * time.Hour)
		if v := s.liquidation(t, r.OGRN); v.Raised == admission.Ended {
			t.Errorf("over on its last day: %+v", v)
		}
		clk.Advance(24 * time.Hour)
		if v := s.liquidation(t, r.OGRN); v.Effective == rule.Pass {
			t.Errorf("it goes on after its end: %+v", v)
		}
	})
}

// A word ends when the facts change behind it, and by being taken back; one that waits on other facts is agreed to by nobody.
func TestAWordEndsWithItsFacts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		r := liquidated("2026-11-20")
		s.mustImport(t, Order{Files: []File{fileOf("a", r)}})
		word := NewWord{Rule: "R4", To: rule.Pass, Reason: "Ошибка реестра", Until: today(s).AddDays(10)}
		first, err := s.Overrule(t.Context(), operator("olga"), Subject{OGRN: r.OGRN}, word)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.RefuseOverride(t.Context(), operator("pavel"), first, ""); !errors.Is(err, ErrNoReason) {
			t.Errorf("refused without a reason: %v", err)
		}
		if err := s.RefuseOverride(t.Context(), operator("pavel"), first, "Нет документа"); err != nil {
			t.Fatal(err)
		}
		if err := s.AgreeToOverride(t.Context(), operator("pavel"), first); !errors.Is(err, ErrNoOverride) {
			t.Errorf("agreed to what was refused: %v", err)
		}
		second, err := s.Overrule(t.Context(), operator("olga"), Subject{OGRN: r.OGRN}, word)
		if err != nil {
			t.Fatal(err)
		}
		later := liquidated("2026-11-21")
		later.Statuses[0] = egr.Status{Code: "107", Name: "Предстоящее исключение"}
		s.mustImport(t, Order{Files: []File{fileOf("b", later)}})
		if err := s.AgreeToOverride(t.Context(), operator("pavel"), second); !errors.Is(err, ErrFactsMoved) {
			t.Errorf("agreed on other facts: %v", err)
		}
		if err := s.RefuseOverride(t.Context(), operator("pavel"), second, "Сведения изменились"); err != nil {
			t.Fatal(err)
		}
		third, err := s.Overrule(t.Context(), operator("olga"), Subject{OGRN: r.OGRN}, word)
		if err == nil {
			err = s.AgreeToOverride(t.Context(), operator("pavel"), third)
		}
		if err != nil {
			t.Fatal(err)
		}
		if v := s.liquidation(t, r.OGRN); v.Effective != rule.Pass {
			t.Errorf("%+v", v)
		}
		if err := s.EndOverride(t.Context(), operator("pavel"), third, "Суд отменил"); err != nil {
			t.Fatal(err)
		}
		if v := s.liquidation(t, r.OGRN); v.Effective != rule.Fail {
			t.Errorf("it was taken back: %+v", v)
		}
		list, err := s.Overrides(t.Context(), db.Single(), Subject{OGRN: r.OGRN})
		if err != nil || len(list) != 3 || list[0].State != OverrideEnded || list[2].Remark != "Нет документа" {
			t.Errorf("%+v, %v", list, err)
		}
	})
}

func today(s *Service) rule.Date { return dayOf(s.clock.Now().Format("2006-01-02")) }
