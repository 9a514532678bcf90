package audit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func record(t *testing.T, db *sqldb.DB, entries ...audit.Entry) {
	t.Helper()
	ctx := context.Background()
	for _, e := range entries {
		if err := db.Update(ctx, func(tx *sqldb.Tx) error { return audit.Record(ctx, tx, e) }); err != nil {
			t.Error(err)
		}
	}
}

// story returns n entries that differ.
func story(n int) (list []audit.Entry) {
	for i := range n {
		list = append(list, audit.Entry{
			Actor: fmt.Sprintf("person-%d", i%3), Action: []string{"account.signed_in.password", "staff.looked"}[i%2],
			Subject: fmt.Sprintf("case-%d", i%5), Request: fmt.Sprint("r", i), Address: "203.0.113.0/24", Detail: fmt.Sprint(i),
		})
	}
	return list
}

func sequence(t *testing.T, db *sqldb.DB) int {
	t.Helper()
	n, err := audit.Sequence(context.Background(), db)
	if err != nil {
		t.Error(err)
	}
	return n
}

func verify(t *testing.T, db *sqldb.DB, from audit.Mark) (mark audit.Mark, err error) {
	t.Helper()
	return mark, db.View(t.Context(), func(q sqldb.Querier) error {
		mark, err = audit.Verify(t.Context(), q, from)
		return err
	})
}

func list(t *testing.T, db *sqldb.DB, f audit.Filter) (lines []audit.Line) {
	t.Helper()
	if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
		lines, err = audit.List(t.Context(), q, f)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return lines
}

// The form of the hash is a promise to whoever kept a mark: these values never change. They were computed by another
// program, from the description in the package alone.
func TestTheHashIsWhatItWas(t *testing.T) {
	first := audit.Line{
		ID: "019347a0-0000-7000-8000-000000000001", At: time.Date(2026, 11, 21, 9, 30, 0, 123456000, time.UTC),
		Entry: audit.Entry{Actor: "console", Action: "staff.invited", Subject: "inv-1", Request: "r1", Address: "203.0.113.0/24", Detail: "owner"},
	}
	mark, err := audit.After(audit.Mark{}, first)
	if err != nil {
		t.Fatal(err)
	}
	if want := (audit.Mark{Seq: 1, Hash: "dcd5d18dba52e9b8b9c8d383590e0df3873df4c94dffa2e67777b46000a595b6"}); mark != want {
		t.Errorf("first: %+v", mark)
	}
	second := first
	second.ID, second.Detail = "019347a0-0000-7000-8000-000000000002", "эксперт"
	mark, err = audit.After(mark, second)
	if err != nil {
		t.Fatal(err)
	}
	if want := (audit.Mark{Seq: 2, Hash: "a4746cd2a934055aa735669c07fdf3433bd65bd26dd594ea75cd6b6051190c8c"}); mark != want {
		t.Errorf("second: %+v", mark)
	}
}

// Fields are told apart by their lengths: moving a letter from one to the next gives another hash.
func TestNeighbouringFieldsDoNotRunTogether(t *testing.T) {
	seen := map[audit.Mark]audit.Entry{}
	for _, e := range []audit.Entry{
		{Actor: "ab", Action: "c"}, {Actor: "a", Action: "bc"}, {Actor: "abc"}, {Actor: "ab", Subject: "c"}, {Actor: "ab", Detail: "c"}, {Actor: "ab", Address: "c"},
	} {
		mark, err := audit.After(audit.Mark{}, audit.Line{Entry: e})
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := seen[mark]; ok {
			t.Errorf("%+v and %+v have one hash", e, other)
		}
		seen[mark] = e
	}
}

func TestAnEntryBelongsToItsTransaction(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		stop := errors.New("stop")
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			return errors.Join(audit.Record(t.Context(), tx, story(1)[0]), stop)
		})
		if !errors.Is(err, stop) || len(list(t, db, audit.Filter{})) != 0 {
			t.Errorf("%v, %d entries", err, len(list(t, db, audit.Filter{})))
		}
	})
}

func TestOnlyIdentifiersAndCodesAreTaken(t *testing.T) {
	db := sqldbtest.Open(t, storetest.SQLite(t))
	for name, e := range map[string]audit.Entry{
		"no actor":    {Action: "a"},
		"no action":   {Actor: "a"},
		"an e-mail":   {Actor: "a", Action: "a", Detail: "ivanov@example.org"},
		"a long text": {Actor: "a", Action: "a", Detail: strings.Repeat("я", 200)},
		"two lines":   {Actor: "a", Action: "a", Subject: "a\nb"},
	} {
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return audit.Record(t.Context(), tx, e) }); err == nil {
			t.Errorf("%s was recorded", name)
		}
	}
	if n := len(list(t, db, audit.Filter{})); n != 0 {
		t.Errorf("%d entries", n)
	}
}

// T19, sequencing: writers do not number; one sequencer at a time does, whoever runs it, without a gap and without a
// fork, under the lock of one row. Here four writers and three sequencers run on two handles of the database.
func TestT19_OneChainWhoeverWritesAndWhoeverNumbers(t *testing.T) {
	const writers, each = 4, 60
	run := func(t *testing.T, dbs ...*sqldb.DB) {
		var writing, numbering sync.WaitGroup
		for w := range writers {
			writing.Go(func() { record(t, dbs[w%len(dbs)], story(each)...) })
		}
		done := make(chan bool)
		for s := range 3 {
			numbering.Go(func() {
				for {
					sequence(t, dbs[s%len(dbs)])
					select {
					case <-done:
						return
					case <-time.After(time.Millisecond):
					}
				}
			})
		}
		writing.Wait()
		close(done)
		numbering.Wait()
		sequence(t, dbs[0])
		mark, err := verify(t, dbs[0], audit.Mark{})
		if err != nil || mark.Seq != writers*each {
			t.Errorf("sound up to %d of %d: %v", mark.Seq, writers*each, err)
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		path := storetest.SQLite(t)
		run(t, sqldbtest.Open(t, path), sqldbtest.Open(t, path))
	})
	t.Run("postgres", func(t *testing.T) {
		url := storetest.Postgres(t)
		run(t, sqldbtest.Open(t, url), sqldbtest.Open(t, url))
	})
}

// A process dies after entries were written and before they were numbered, or in the midst of numbering, at any moment: the
// chain is sound each time and the next process goes on.
func TestT19_ACrashWhileNumberingLosesNothing(t *testing.T) {
	const n = 900 // several batches
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			for _, e := range story(n) {
				if err := audit.Record(t.Context(), tx, e); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		var places []int64
		for life := time.Millisecond; ; life += time.Millisecond {
			dying, die := context.WithTimeout(t.Context(), life)
			_, err := audit.Sequence(dying, db)
			die()
			mark, broken := verify(t, db, audit.Mark{})
			if broken != nil {
				t.Fatalf("after a life of %v: %+v, %v", life, mark, broken)
			}
			places = append(places, mark.Seq)
			if err == nil {
				break
			}
		}
		t.Logf("the chain ended at %v", places)
		if places[len(places)-1] != n {
			t.Errorf("%d entries were numbered", places[len(places)-1])
		}
		if again := sequence(t, db); again != 0 {
			t.Errorf("%d entries were numbered again", again)
		}
	})
}

func TestTheQueueNumbersTheJournal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg := jobs.NewRegistry()
		audit.Workers(reg, db)
		q := jobstest.New(t, db, reg)
		record(t, db, story(3)...)
		jobstest.Drain(t, q)
		if mark, err := verify(t, db, audit.Mark{}); err != nil || mark.Seq != 3 {
			t.Errorf("%+v, %v", mark, err)
		}
	})
}

func TestListNarrowsAndPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		all := story(30)
		record(t, db, all[:20]...)
		sequence(t, db)
		record(t, db, all[20:]...)
		details := func(f audit.Filter) (list []string) {
			for f.Limit == 0 {
				f.Limit = 4
			}
			for {
				var page []audit.Line
				if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
					page, err = audit.List(t.Context(), q, f)
					return err
				}); err != nil {
					t.Fatal(err)
				}
				if len(page) == 0 {
					return list
				}
				for _, l := range page {
					list = append(list, l.Detail)
				}
				f.Before = page[len(page)-1].ID
			}
		}
		want := func(keep func(audit.Entry) bool) (list []string) {
			for i := len(all) - 1; i >= 0; i-- {
				if keep(all[i]) {
					list = append(list, all[i].Detail)
				}
			}
			return list
		}
		tests := map[string]struct {
			filter audit.Filter
			keep   func(audit.Entry) bool
		}{
			"all":     {audit.Filter{}, func(audit.Entry) bool { return true }},
			"subject": {audit.Filter{Subject: "case-2"}, func(e audit.Entry) bool { return e.Subject == "case-2" }},
			"actor":   {audit.Filter{Actor: "person-1", Subject: "case-2"}, func(e audit.Entry) bool { return e.Actor == "person-1" && e.Subject == "case-2" }},
			"action":  {audit.Filter{Action: "staff.looked"}, func(e audit.Entry) bool { return e.Action == "staff.looked" }},
			"prefix":  {audit.Filter{Action: "account."}, func(e audit.Entry) bool { return strings.HasPrefix(e.Action, "account.") }},
			"nothing": {audit.Filter{Action: "accoun."}, func(audit.Entry) bool { return false }},
		}
		for name, tt := range tests {
			if diff := cmp.Diff(want(tt.keep), details(tt.filter)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
		lines := list(t, db, audit.Filter{Limit: 11})
		if lines[0].Seq != 0 || lines[10].Seq != 20 || len(lines[10].Hash) != 64 || time.Since(lines[0].At) > time.Minute {
			t.Errorf("%+v … %+v", lines[0], lines[10])
		}
	})
}
