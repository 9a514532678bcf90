package partner

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/search"
)

// shelf is what can be found in a test, and counts how often it was read.
type shelf struct {
	subjects  map[string]Subject
	all, ones int
	broken    error
}

func (s *shelf) All(context.Context, sqldb.Querier) iter.Seq2[Subject, error] {
	s.all++
	return func(yield func(Subject, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(s.subjects)) {
			if !yield(s.subjects[key], s.broken) || s.broken != nil {
				return
			}
		}
	}
}

func (s *shelf) One(_ context.Context, _ sqldb.Querier, key string) (Subject, error) {
	s.ones++
	subject, ok := s.subjects[key]
	switch {
	case s.broken != nil:
		return Subject{}, s.broken
	case !ok:
		return Subject{}, ErrNoSubject
	}
	return subject, nil
}

func (s *shelf) put(list ...Subject) {
	for _, o := range list {
		s.subjects[o.Key] = o
	}
}

// unclassified is an installation without classifiers.
type unclassified struct{}

func (unclassified) Classes(context.Context, sqldb.Querier) (activities, products []search.Class, err error) {
	return nil, nil, nil
}

// node is a node of an installation in a test, by a clock that stands.
type node struct {
	*Module
	t     *testing.T
	shelf *shelf
	time  *clock.Manual
}

func newNode(t *testing.T, db *sqldb.DB, readers Readers, list ...Subject) node {
	t.Helper()
	n := node{t: t, shelf: &shelf{subjects: map[string]Subject{}}, time: clock.NewManual(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))}
	n.shelf.put(list...)
	n.Module = n.another(db, readers)
	return n
}

// another is one more node over the same shelf and the same database.
func (n node) another(db *sqldb.DB, readers Readers) *Module {
	n.t.Helper()
	reg := jobs.NewRegistry()
	m := New(Deps{
		DB: db, Log: slog.New(slog.DiscardHandler), Clock: n.time, Source: n.shelf, Classifiers: unclassified{}, Readers: readers, BaseURL: "https://klaster.example",
		People: town{}, Letters: &box{}, Limits: limit.New(db, n.time, []byte("key of budgets")), Jobs: jobstest.New(n.t, db, reg), Key: []byte("key of addresses"),
	})
	m.Workers(reg)
	return m
}

func (n node) follows() {
	n.t.Helper()
	if err := n.follow(n.t.Context()); err != nil {
		n.t.Fatal(err)
	}
}

// changed commits that subjects have changed.
func (n node) changed(list ...string) {
	n.t.Helper()
	if err := n.db.Update(n.t.Context(), func(tx *sqldb.Tx) error {
		for _, key := range list {
			if err := n.Changed(n.t.Context(), tx, key); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		n.t.Fatal(err)
	}
}

// wantRead checks how often everything and single subjects were read so far.
func (n node) wantRead(all, ones int) {
	n.t.Helper()
	if n.shelf.all != all || n.shelf.ones != ones {
		n.t.Fatalf("everything was read %d times and one subject %d times, want %d and %d", n.shelf.all, n.shelf.ones, all, ones)
	}
}

// wantFound checks who is found, by keys in their order.
func wantFound(t *testing.T, s *Service, text string, a Audience, want ...string) {
	t.Helper()
	f, err := s.Find(t.Context(), Question{Text: text, Audience: a})
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(f.Hits); !slices.Equal(got, want) {
		t.Fatalf("«%s» for %q: %v, want %v", text, a, got, want)
	}
}

func milling() Subject {
	return offer("Резец", "77", Supplier, "Фрезеровка алюминиевых корпусов", "Точность до сотой доли миллиметра.", ForEverybody)
}

func welding() Subject {
	return offer("Резец", "77", Supplier, "Сварка рам", "", ForEverybody)
}

// A change that was committed is found after one look, on every node, and is not applied again by the next look.
func TestACommittedChangeIsFoundAfterOneLook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, nil, milling())
		other := n.another(db, nil)
		if _, err := n.Find(t.Context(), Question{Text: "фрезеровка"}); !errors.Is(err, ErrPreparing) {
			t.Fatalf("before the first look: %v", err)
		}
		n.follows()
		if err := other.follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		n.wantRead(2, 0)
		n.shelf.put(welding())
		n.follows()
		wantFound(t, n.Service, "фрезеровка", ForEverybody, "Резец") // nobody has told of the change
		n.changed("Резец")
		wantFound(t, n.Service, "сварка", ForEverybody)
		n.follows()
		wantFound(t, n.Service, "сварка", ForEverybody, "Резец")
		wantFound(t, n.Service, "фрезеровка", ForEverybody)
		n.follows()
		n.wantRead(2, 1)
		wantFound(t, other.Service, "сварка", ForEverybody)
		if err := other.follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantFound(t, other.Service, "сварка", ForEverybody, "Резец")
	})
}

// A transaction that ends without a commit tells nobody anything.
func TestAChangeThatWasNotCommittedIsNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, nil, milling())
		n.follows()
		n.shelf.put(welding())
		given := errors.New("given up")
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return errors.Join(n.Changed(t.Context(), tx, "Резец"), given) }); !errors.Is(err, given) {
			t.Fatal(err)
		}
		n.follows()
		n.wantRead(1, 0)
		wantFound(t, n.Service, "фрезеровка", ForEverybody, "Резец")
	})
}

// Who is gone is found neither by words nor by name nor by number, and whoever comes is.
func TestWhoIsGoneIsNotFoundAfterOneLook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, nil, milling())
		n.follows()
		delete(n.shelf.subjects, "Резец")
		n.shelf.put(offer("Волга", "63", Supplier, "Фрезеровка стальных плит", "", ForEverybody))
		n.changed("Резец", "Волга", "Резец") // told of twice, it is read once
		n.follows()
		n.wantRead(1, 2)
		wantFound(t, n.Service, "фрезеровка", ForEverybody, "Волга")
		if f, err := n.Find(t.Context(), Question{Text: "ООО «Резец»"}); err != nil || len(f.Named) != 0 {
			t.Errorf("by name: %+v, %v", f.Named, err)
		}
		if f, err := n.Find(t.Context(), Question{Text: "ИНН 7707083893"}); err != nil || len(f.Named) != 1 || f.Named[0].Key != "Волга" {
			t.Errorf("by number: %+v, %v", f.Named, err)
		}
	})
}

// After a change of everything the index is built anew, once; so it is when it has become a day old.
func TestAChangeOfEverythingBuildsAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, nil, milling())
		n.follows()
		n.shelf.put(welding())
		n.changed("Резец")
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return n.ChangedAll(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
		n.follows()
		n.wantRead(2, 0)
		wantFound(t, n.Service, "сварка", ForEverybody, "Резец")
		n.follows()
		n.wantRead(2, 0)
		n.time.Advance(rebuildEvery)
		n.follows()
		n.follows()
		n.wantRead(3, 0)
	})
}

// So many changes are applied one by one; one more, and the index is built anew. What was applied before does not count.
func TestMoreThanTheMostChangesBuildAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, nil, milling())
		n.follows()
		several := func(count int) {
			t.Helper()
			list := make([]string, count)
			for i := range list {
				list[i] = fmt.Sprint("никто/", i)
			}
			n.changed(list...)
			n.follows()
		}
		several(mostChanges)
		n.wantRead(1, mostChanges)
		several(mostChanges + 1)
		n.wantRead(2, mostChanges)
		n.changed("Резец")
		n.follows()
		n.wantRead(2, mostChanges+1)
	})
}

// What could not be read is read by the next look, and until then the index answers as it was.
func TestALookThatFailedIsTakenAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, nil, milling())
		n.follows()
		n.shelf.put(welding())
		n.changed("Резец")
		n.shelf.broken = errors.New("out of order")
		for range 2 {
			if err := n.follow(t.Context()); !errors.Is(err, n.shelf.broken) {
				t.Fatal(err)
			}
		}
		wantFound(t, n.Service, "фрезеровка", ForEverybody, "Резец")
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return n.ChangedAll(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
		if err := n.follow(t.Context()); !errors.Is(err, n.shelf.broken) {
			t.Fatal(err)
		}
		wantFound(t, n.Service, "фрезеровка", ForEverybody, "Резец")
		n.shelf.broken = nil
		n.follows()
		wantFound(t, n.Service, "сварка", ForEverybody, "Резец")
	})
}

// Who may read a passage is kept when the index is built and when a change is applied: what becomes one for members alone, others
// find no more.
func TestAudiencesAreKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		of := func(a Audience) Subject {
			return offer("Тайна", "77", Supplier, "Фрезеровка секретных корпусов", "", a)
		}
		n := newNode(t, db, nil, milling(), of(ForPersons))
		check := func(guests, persons, members []string) {
			t.Helper()
			wantFound(t, n.Service, "фрезеровка", ForEverybody, guests...)
			wantFound(t, n.Service, "фрезеровка", ForPersons, persons...)
			wantFound(t, n.Service, "фрезеровка", ForMembers, members...)
		}
		one, both := []string{"Резец"}, []string{"Резец", "Тайна"}
		n.follows()
		check(one, both, both)
		for _, step := range []struct {
			to              Audience
			guests, persons []string
		}{{ForMembers, one, one}, {ForEverybody, both, both}, {ForMembers, one, one}, {ForPersons, one, both}} {
			n.shelf.put(of(step.to))
			n.changed("Тайна")
			n.follows()
			check(step.guests, step.persons, both)
		}
	})
}

// Rows of changes go after their day, and what was applied is forgotten when no look asks for it any more.
func TestOldChangesAreForgotten(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, nil, milling())
		n.follows()
		n.changed("Резец")
		n.follows()
		n.time.Advance(changeWindow + time.Second)
		n.changed("никто")
		n.follows()
		n.wantRead(1, 2)
		if len(n.applied) != 1 {
			t.Errorf("%d changes are remembered, want the last one", len(n.applied))
		}
		n.time.Advance(keepChanges - time.Minute)
		var left []change
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) (err error) {
			if err = n.sweep(t.Context(), tx, sweep{}); err != nil {
				return err
			}
			left, err = changesSince(t.Context(), tx, time.Unix(0, 0), 10)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if len(left) != 1 || left[0].Subject != "никто" {
			t.Errorf("left: %+v", left)
		}
	})
}
