package account_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// ladder drives the levels of a few people who share a few numbers by every source, by checks of the register, by the
// desk and by decisions of cases, in any order, and holds the store to what must always be so.
type ladder struct {
	office
	tb  testing.TB
	run int // which game it is: each has people, numbers and passports of its own
}

// numbers are two to which the trial register says yes, and one to which it says no.
func (l *ladder) numbers() []ruid.SNILS {
	var list []ruid.SNILS
	for _, early := range []string{"000%05d000", "00100%03d000", "000%05d500"} { // early numbers have no control number
		list = append(list, ruid.SNILS(fmt.Sprintf(early, l.run)))
	}
	return list
}

func (l *ladder) email(i int) string { return fmt.Sprintf("game%d-%d@example.org", l.run, i) }

func (l *ladder) person(t *rapid.T) actor.PersonID {
	return rapid.SampledFrom(l.people).Draw(t, "person")
}

func (l *ladder) identity(t *rapid.T) account.Identity {
	i := identity()
	i.SNILS = rapid.SampledFrom(l.numbers()).Draw(t, "number")
	i.Name.Surname = rapid.SampledFrom([]string{"Смирнова", "СМИРНОВА", "Иванова"}).Draw(t, "surname")
	return i
}

// allowed are the refusals that a person or an operator may get.
func (l *ladder) allowed(t *rapid.T, err error) {
	if err != nil && fault.KindOf(err) == 0 && !errors.Is(err, account.ErrSource) {
		t.Fatalf("broken: %v", err)
	}
}

func (l *ladder) vouch(t *rapid.T) {
	v := account.Vouch{Source: rapid.SampledFrom(account.Sources()).Draw(t, "source"), Identity: l.identity(t), Reference: "test"}
	if rapid.Bool().Draw(t, "silent about the number") {
		v.Identity.SNILS = ""
	}
	p, to := l.person(t), rapid.SampledFrom([]actor.Level{actor.Simplified, actor.Standard, actor.Full, 4}).Draw(t, "level")
	before := l.look(l.tb, p)
	st, err := l.raise(l.tb, p, to, v)
	l.allowed(t, err)
	after := l.look(l.tb, p)
	switch {
	case after.Level < before.Level:
		t.Fatalf("a source lowered the level: %d to %d", before.Level, after.Level)
	case !st.Raised && after != before:
		t.Fatalf("nothing was raised, but the account changed: %+v to %+v", before, after)
	case before.Identified && after.Identity() != before.Identity():
		t.Fatalf("raising changed confirmed data: %+v to %+v", before, after)
	}
}

func (l *ladder) check(t *rapid.T) {
	p := l.person(t)
	l.allowed(t, l.StartCheck(l.tb.Context(), p, l.identity(t)))
	l.work(l.tb)
}

func (l *ladder) save(t *rapid.T) {
	p := l.person(t)
	before := l.look(l.tb, p)
	l.allowed(t, l.SaveData(l.tb.Context(), p, l.identity(t)))
	if after := l.look(l.tb, p); before.Identified && after != before {
		t.Fatalf("a person changed confirmed data: %+v to %+v", before, after)
	}
}

func (l *ladder) comeInPerson(t *rapid.T) {
	visit, err := l.FindAtDesk(l.tb.Context(), l.first, l.email(rapid.IntRange(0, len(l.people)-1).Draw(t, "who")))
	if err != nil {
		l.allowed(t, err)
		return
	}
	number := fmt.Sprintf("45%02d %06d", rapid.IntRange(0, 2).Draw(t, "passport"), l.run)
	_, err = l.ConfirmAtDesk(l.tb.Context(), l.first, visit, l.identity(t), "passport", number)
	l.allowed(t, err)
}

func (l *ladder) decide(t *rapid.T) {
	var cases []string
	if err := l.db.View(l.tb.Context(), func(q sqldb.Querier) (err error) {
		cases, err = sqldb.List(l.tb.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) },
			`SELECT id FROM account_identity_case WHERE state IN ('open', 'proposed') ORDER BY id`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		return
	}
	id := rapid.SampledFrom(cases).Draw(t, "case")
	operator := rapid.SampledFrom([]actor.PersonID{l.first, l.second}).Draw(t, "operator")
	l.allowed(t, l.OpenCase(l.tb.Context(), operator, id))
	decide := rapid.SampledFrom([]string{"propose", "confirm", "refuse"}).Draw(t, "decision")
	do := map[string]func() error{
		"propose": func() error { return l.ProposeCase(l.tb.Context(), operator, id, "Так решили.") },
		"confirm": func() error { return l.ConfirmCase(l.tb.Context(), operator, id, "Так решили.") },
		"refuse":  func() error { return l.RefuseCase(l.tb.Context(), operator, id, "Так решили.") },
	}[decide]
	l.allowed(t, do())
}

// holds checks what must be so after every step.
func (l *ladder) holds(t *rapid.T) {
	for what, query := range map[string]string{
		"confirmed accounts share a СНИЛС":               `SELECT COUNT(*) FROM (SELECT snils FROM account_person WHERE identified_at IS NOT NULL GROUP BY snils HAVING COUNT(*) > 1) s`,
		"levels above simplified without a confirmation": `SELECT COUNT(*) FROM account_person WHERE level > 1 AND (identified_at IS NULL OR snils IS NULL)`,
		"confirmations without a level":                  `SELECT COUNT(*) FROM account_person WHERE level = 1 AND identified_at IS NOT NULL`,
		"levels that the history does not end with": `SELECT COUNT(*) FROM account_person p WHERE p.level <> COALESCE(
			(SELECT to_level FROM account_level l WHERE l.person = p.id ORDER BY l.id DESC LIMIT 1), 1)`,
		"cases that one operator decided": `SELECT COUNT(*) FROM account_identity_case WHERE state = 'applied' AND (decided_by = proposed_by OR proposed_by = '')`,
		"full levels by the register":     `SELECT COUNT(*) FROM account_level WHERE source = 'snils' AND to_level > 2 AND from_level < 3`,
	} {
		if n := l.count(l.tb, query); n != 0 {
			t.Fatalf("%d %s", n, what)
		}
	}
	for _, p := range l.people {
		var history []account.LevelChange
		if err := l.db.View(l.tb.Context(), func(q sqldb.Querier) (err error) {
			history, err = l.LevelHistory(l.tb.Context(), q, p)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		at := actor.Simplified
		for _, c := range history {
			if c.From != at || c.To < c.From && c.Source != account.ByOperator && c.Source != account.BySNILS {
				t.Fatalf("the history breaks at %+v: the level was %d", c, at)
			}
			at = c.To
		}
	}
}

// A quarter of the games of the machine is enough for the fewer moves that there are here.
func TestLevelsByAnyWayInAnyOrder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		runs := 0
		play := func(rt *rapid.T) {
			if runs++; runs%4 != 1 {
				return
			}
			h.clock.Advance(2 * time.Hour) // the budgets of the address are whole again
			l := &ladder{office: office{house: h}, tb: t, run: runs}
			people := make([]account.TrialPerson, 5)
			for i := range people {
				people[i] = account.TrialPerson{Name: applicant().Name, Email: account.Email(l.email(i))}
			}
			ids, err := h.AddTrialPeople(t.Context(), people, password)
			if err != nil {
				rt.Fatal(err)
			}
			l.people, l.first, l.second = ids[:3], ids[3], ids[4]
			rt.Repeat(map[string]func(*rapid.T){
				"vouch": l.vouch, "check": l.check, "save": l.save, "come in person": l.comeInPerson, "decide": l.decide, "": l.holds,
			})
		}
		changed := func() bool { return h.count(t, `SELECT COUNT(*) FROM account_level`) > 0 }
		rapid.Check(t, play)
		for round := 0; round < 100 && !changed() && !t.Failed(); round++ { // a short run is one game, which may change nothing
			rapid.Check(t, play)
		}
		if !changed() {
			t.Error("no game changed a level")
		}
	})
}
