package fact

import (
	"context"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/statereg/egr"
)

func operator(id string) actor.Actor {
	return actor.Actor{Person: actor.PersonID(id), Staff: []actor.Role{actor.Operator}}
}

func (s *Service) watch(tb testing.TB, k Subject) {
	tb.Helper()
	if err := s.db.Update(context.Background(), func(tx *sqldb.Tx) error { return s.Watch(context.Background(), tx, k) }); err != nil {
		tb.Fatal(err)
	}
}

func (s *Service) waiting(tb testing.TB) []Change {
	tb.Helper()
	list, err := s.Waiting(context.Background(), s.db.Single())
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

// A new head of the register's n-th organisation.
func newHead(n int, on string) egr.Record {
	r := invented(n, on)
	r.Heads[0].Person = egr.Person{Surname: "НОВАЯ", Name: "АННА", INN: "997700000001"}
	return r
}

// T22: a change of the head of a known organisation from a file that is not pinned is stored and not believed until another person
// than the one who brought the file confirms it; then the other rooms are told.
func TestT22_AGraveChangeWaitsForASecondPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, q := room(t, db)
		a := invented(1, "2026-11-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", a, invented(2, "2026-11-01"))}})
		s.watch(t, Subject{INN: a.INN, OGRN: a.OGRN})

		i := s.mustImport(t, Order{Files: []File{fileOf("b", newHead(1, "2026-11-10"), newHead(2, "2026-11-10"))}, Operator: "olga"})
		if i.Held != 1 || len(q.args) != 0 {
			t.Fatalf("%d held, told %v; want one held: the other organisation is nobody's", i.Held, q.args)
		}
		if e := s.entryOf(t, a.OGRN); e.Heads[0].Person.Surname != "УЧЕБНЫЙ" || !e.Waiting {
			t.Errorf("believed before anybody confirmed: %+v", e.Heads)
		}
		waiting := s.waiting(t)
		if len(waiting) != 1 || !waiting[0].Has(ChangedHead) || waiting[0].Subject.OGRN != a.OGRN {
			t.Fatalf("waiting: %+v", waiting)
		}
		if err := s.Confirm(t.Context(), operator("olga"), waiting[0].ID); !errors.Is(err, ErrOwnImport) {
			t.Errorf("who brought the file confirms it: %v", err)
		}
		if err := s.Confirm(t.Context(), actor.Actor{Person: "p"}, waiting[0].ID); !errors.Is(err, actor.ErrRole) {
			t.Errorf("a person without a role confirms it: %v", err)
		}
		if err := s.Confirm(t.Context(), operator("pavel"), waiting[0].ID); err != nil {
			t.Fatal(err)
		}
		if e := s.entryOf(t, a.OGRN); e.Heads[0].Person.Surname != "НОВАЯ" || e.Waiting {
			t.Errorf("not believed after: %+v", e.Heads)
		}
		if len(q.args) != 1 || q.args[0] != (changed{waiting[0].ID}) {
			t.Errorf("told: %v", q.args)
		}
		if err := s.Confirm(t.Context(), operator("pavel"), waiting[0].ID); !errors.Is(err, ErrNotWaiting) {
			t.Errorf("confirmed twice: %v", err)
		}
	})
}

// T22: from a pinned source it stands at once.
func TestT22_APinnedSourceIsBelieved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, q := room(t, db)
		a := invented(1, "2026-11-01")
		s.watch(t, Subject{INN: a.INN, OGRN: a.OGRN})
		first, second := fileOf("a", a), fileOf("b", newHead(1, "2026-11-10"))
		for _, f := range []File{first, second} {
			hash, err := hashOf(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			s.pins.Files = append(s.pins.Files, hash)
		}
		if i := s.mustImport(t, Order{Files: []File{first}}); i.Held != 0 || i.Pinned == "" {
			t.Errorf("the first record: %d held, pinned by %q", i.Held, i.Pinned)
		}
		if i := s.mustImport(t, Order{Files: []File{second}}); i.Held != 0 {
			t.Errorf("the new head: %d held", i.Held)
		}
		if e := s.entryOf(t, a.OGRN); e.Heads[0].Person.Surname != "НОВАЯ" {
			t.Errorf("%+v", e.Heads)
		}
		if len(q.args) != 2 {
			t.Errorf("told: %v", q.args)
		}
	})
}

// T22: a refused version is never believed, comes not back with the same file, and keeps nothing true out, whatever day it
// bears. A later version overtakes one that waits.
func TestT22_ARefusedVersionKeepsNothingOut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2026-11-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		s.watch(t, Subject{INN: a.INN, OGRN: a.OGRN})
		s.mustImport(t, Order{Files: []File{fileOf("b", newHead(1, "2026-11-20"))}})
		if err := s.Refuse(t.Context(), operator("pavel"), s.waiting(t)[0].ID, ""); !errors.Is(err, ErrNoReason) {
			t.Errorf("without a reason: %v", err)
		}
		if err := s.Refuse(t.Context(), operator("pavel"), s.waiting(t)[0].ID, "не из налоговой"); err != nil {
			t.Fatal(err)
		}
		moved := invented(1, "2026-11-05")
		moved.Address.House = "Д. 7"
		if i := s.mustImport(t, Order{Files: []File{fileOf("c", moved)}}); i.Stored != 1 || i.Held != 0 {
			t.Errorf("the true record of an earlier day: %+v", i.Counts)
		}
		if e := s.entryOf(t, a.OGRN); e.Address.House != "Д. 7" || e.Heads[0].Person.Surname != "УЧЕБНЫЙ" {
			t.Errorf("%+v %+v", e.Address, e.Heads)
		}
		ceased := invented(1, "2026-11-06")
		ceased.Ceased = &egr.Ceased{On: day("2026-11-06"), Code: "201", Name: "Ликвидация юридического лица"}
		s.mustImport(t, Order{Files: []File{fileOf("d", ceased)}})
		liquidation := s.waiting(t)
		if len(liquidation) != 1 || !liquidation[0].Has(ChangedStatus) {
			t.Fatalf("the liquidation: %+v", liquidation)
		}
		back := invented(1, "2026-11-07")
		back.Address.House = "Д. 8"
		s.mustImport(t, Order{Files: []File{fileOf("e", back)}})
		if left := s.waiting(t); len(left) != 0 {
			t.Errorf("still waiting: %+v", left)
		}
		if err := s.Confirm(t.Context(), operator("pavel"), liquidation[0].ID); !errors.Is(err, ErrNotWaiting) {
			t.Errorf("an overtaken change was confirmed: %v", err)
		}
		if e := s.entryOf(t, a.OGRN); e.Address.House != "Д. 8" || e.HasCeased() {
			t.Errorf("%+v", e.Address)
		}
	})
}

// T22: a declaration, and DaData, never outrank an official record, however new they are; the contradiction is seen.
func TestT22_ADeclarationNeverOutranksTheRegister(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2020-11-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		k := Subject{INN: a.INN, OGRN: a.OGRN}
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return s.Declare(t.Context(), tx, k, "p", KindKPP, "990101001") })
		if err != nil {
			t.Fatal(err)
		}
		f, err := s.Facts(t.Context(), db.Single(), k)
		if err != nil {
			t.Fatal(err)
		}
		best, _ := f.Best(KindKPP)
		if best.Source != Dump || best.Text() != a.KPP || len(f.Of(KindKPP)) != 2 || !f.Contradicted(KindKPP) || f.Contradicted(KindINN) {
			t.Errorf("best %+v of %d, contradicted %t", best, len(f.Of(KindKPP)), f.Contradicted(KindKPP))
		}
		err = db.Update(t.Context(), func(tx *sqldb.Tx) error { return s.Declare(t.Context(), tx, k, "p", KindINN, "9900000017") })
		if !errors.Is(err, ErrKind) {
			t.Errorf("the ИНН was declared: %v", err)
		}
	})
}
