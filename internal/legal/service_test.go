package legal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// room is the feature over a database, at noon of 21 November 2026.
type room struct {
	*Module
	db    *sqldb.DB
	clock *clock.Manual
}

func newRoom(db *sqldb.DB) room {
	c := clock.NewManual(noon(21))
	return room{New(Deps{DB: db, Clock: c, Site: site(), People: names{}, Config: settings()}), db, c}
}

// names is a register of people in which everybody bears their id.
type names struct{}

func (names) NameOf(_ context.Context, _ sqldb.Querier, p actor.PersonID) (string, error) {
	return "Анна Смирнова (" + string(p) + ")", nil
}

var operator = actor.Actor{Person: "operator-1", Staff: []actor.Role{actor.Operator}}

func (r room) current(t *testing.T, k Kind) (d Document) {
	t.Helper()
	if err := r.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		d, err = r.Current(t.Context(), q, k)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return d
}

func (r room) at(t *testing.T, k Kind, version int) (d Document, err error) {
	t.Helper()
	err = r.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		d, err = r.At(t.Context(), q, k, version)
		return err
	})
	return d, err
}

func (r room) editions(t *testing.T, k Kind) (list []Edition) {
	t.Helper()
	if err := r.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = r.Editions(t.Context(), q, k)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func (r room) publish(t *testing.T, k Kind, d Draft) Edition {
	t.Helper()
	e, err := r.Publish(t.Context(), operator, k, d)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// The text of the program is edition 1, whether it was written down already or not.
func TestEditionOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		for _, prepared := range []bool{false, true, true} {
			if prepared {
				if err := r.Prepare(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			for _, k := range Kinds() {
				d := r.current(t, k)
				want := Edition{Kind: k, Version: 1, Title: d.Title, Since: writtenOn().UTC(), Created: writtenOn().UTC()}
				if diff := cmp.Diff(want, d.Edition, cmp.AllowUnexported(i18n.Text{})); diff != "" {
					t.Error(diff)
				}
				if d.URL != "/"+string(k)+"?edition=1" || !strings.Contains(d.Text.In(i18n.English), "Klaster Foundation") && k != Cookies {
					t.Errorf("%s: %s %.80q", k, d.URL, d.Text.In(i18n.English))
				}
				if list := r.editions(t, k); len(list) != 1 || list[0].Version != 1 {
					t.Errorf("editions of %s: %v", k, list)
				}
				if got, err := r.at(t, k, 1); err != nil || got.Text != d.Text {
					t.Errorf("edition 1 of %s: %v", k, err)
				}
			}
		}
	})
}

// What people agreed to stays, whatever text a newer version of the program brings.
func TestPrepareKeepsWhatStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		old := record{kind: Terms, version: 1, draft: draft(), created: noon(1)}
		old.draft.Since = noon(1)
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return insertRecord(t.Context(), tx, old) }); err != nil {
			t.Fatal(err)
		}
		if err := r.Prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := r.current(t, Terms).Title.In(i18n.English); got != "Terms" {
			t.Errorf("edition 1 is now %q", got)
		}
		if got := r.current(t, Privacy).Title.In(i18n.English); got != "Personal data policy" {
			t.Errorf("the policy is %q", got)
		}
	})
}

func TestPublish(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		d := draft()
		d.Reviewed = true
		ctx := httpx.WithInfo(t.Context(), httpx.Info{RequestID: "request-1"})
		got, err := r.Publish(ctx, operator, Terms, d)
		if err != nil {
			t.Fatal(err)
		}
		want := Edition{
			Kind: Terms, Version: 2, Title: i18n.M("Соглашение", "Terms"), Since: noon(21), Author: "operator-1", Reviewed: true, Created: noon(21),
		}
		compareText := cmp.AllowUnexported(i18n.Text{})
		if diff := cmp.Diff(want, got, compareText); diff != "" {
			t.Error(diff)
		}
		now := r.current(t, Terms)
		if diff := cmp.Diff(want, now.Edition, compareText); diff != "" {
			t.Error(diff)
		}
		if text := now.Text.In(i18n.Russian); text != "## 1. О\u00a0чём\n\nТекст для\u00a0Фонд «Кластер», ОГРН\u00a01027700000000." {
			t.Errorf("%q", text)
		}
		if first, err := r.at(t, Terms, 1); err != nil || first.Title.In(i18n.English) != "Terms of use" {
			t.Errorf("edition 1 is %q, %v", first.Title.In(i18n.English), err)
		}
		if journal := entries(t, db); journal != "operator-1 legal.published /terms?edition=2 request-1" {
			t.Errorf("journal: %s", journal)
		}
		if d := r.current(t, Consent); d.Version != 1 {
			t.Errorf("the consent is edition %d", d.Version)
		}
	})
}

func entries(t *testing.T, db *sqldb.DB) string {
	t.Helper()
	var list []string
	if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = sqldb.List(t.Context(), q, func(row sqldb.Row) (string, error) {
			var who, action, subject, request string
			err := row.Scan(&who, &action, &subject, &request)
			return fmt.Sprint(who, " ", action, " ", subject, " ", request), err
		}, "SELECT actor, action, subject, request FROM audit_entry ORDER BY id")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, "\n")
}

func TestPublishForADayToCome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		d := draft()
		d.Since = d.Since.AddDate(0, 0, 3)
		r.publish(t, Terms, d)
		if got := r.current(t, Terms).Version; got != 1 {
			t.Errorf("edition %d is in force three days early", got)
		}
		if d, err := r.at(t, Terms, 2); err != nil || d.Title.In(i18n.English) != "Terms" {
			t.Errorf("the coming edition cannot be read: %v", err)
		}
		r.clock.Advance(d.Since.Sub(r.clock.Now()) - time.Microsecond)
		if got := r.current(t, Terms).Version; got != 1 {
			t.Errorf("edition %d is in force a microsecond early", got)
		}
		r.clock.Advance(time.Microsecond)
		if got := r.current(t, Terms).Version; got != 2 {
			t.Errorf("edition %d is in force at midnight in Moscow", got)
		}
	})
}

// An edition to come that was a mistake is overtaken by another one and never comes into force.
func TestOvertake(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		mistake := draft()
		mistake.Since = mistake.Since.AddDate(0, 0, 3)
		r.publish(t, Terms, mistake)
		cure := draft()
		cure.TitleEn, cure.Base = "Cure", 2
		r.publish(t, Terms, cure)
		for range 2 {
			if got := r.current(t, Terms).Version; got != 3 {
				t.Errorf("edition %d is in force", got)
			}
			r.clock.Advance(5 * 24 * time.Hour)
		}
		want := []State{InForce, Overtaken, Former}
		if diff := cmp.Diff(want, States(r.editions(t, Terms), r.clock.Now())); diff != "" {
			t.Error(diff)
		}
	})
}

func TestPublishRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		bad := draft()
		bad.TextRu = "без разделов"
		for name, c := range map[string]struct {
			by    actor.Actor
			draft Draft
			want  error
			kind  fault.Kind
		}{
			"a guest":          {actor.Actor{}, draft(), actor.ErrRole, fault.Forbidden},
			"a person":         {actor.Actor{Person: "p"}, draft(), actor.ErrRole, fault.Forbidden},
			"an auditor":       {actor.Actor{Person: "p", Staff: []actor.Role{actor.Auditor, actor.Expert, actor.Board}}, draft(), actor.ErrRole, fault.Forbidden},
			"a bad draft":      {operator, bad, nil, fault.Invalid},
			"a base to come":   {operator, func() Draft { d := draft(); d.Base = 2; return d }(), ErrChanged, fault.Conflict},
			"no base":          {operator, func() Draft { d := draft(); d.Base = 0; return d }(), ErrChanged, fault.Conflict},
			"nothing changed":  {operator, func() Draft { d := defaults()[Terms]; d.Base = 1; return d }(), ErrSame, fault.Invalid},
			"only the day did": {operator, func() Draft { d := defaults()[Terms]; d.Base, d.Since = 1, d.Since.AddDate(0, 0, 9); return d }(), ErrSame, fault.Invalid},
		} {
			_, err := r.Publish(t.Context(), c.by, Terms, c.draft)
			if fault.KindOf(err) != c.kind || c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := len(r.editions(t, Terms)); n != 1 {
			t.Errorf("%d editions after refusals", n)
		}
		if journal := entries(t, db); journal != "" {
			t.Errorf("journal: %s", journal)
		}
		if _, err := r.at(t, Terms, 2); !errors.Is(err, ErrNoEdition) {
			t.Errorf("edition 2: %v", err)
		}
	})
}

// Two operators who began from the same edition: one publishes, the other is told.
func TestPublishAtTheSameTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		const writers = 6
		errs := make([]error, writers)
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				d := draft()
				d.TitleEn = fmt.Sprint("Terms ", i)
				_, errs[i] = r.Publish(t.Context(), operator, Terms, d)
			})
		}
		wg.Wait()
		published := 0
		for _, err := range errs {
			switch {
			case err == nil:
				published++
			case !errors.Is(err, ErrChanged):
				t.Error(err)
			}
		}
		if published != 1 || len(r.editions(t, Terms)) != 2 {
			t.Errorf("%d published, %d editions", published, len(r.editions(t, Terms)))
		}
		if n := strings.Count(entries(t, db), "legal.published"); n != 1 {
			t.Errorf("%d entries in the journal", n)
		}
	})
}

// Nodes that start together write edition 1 once.
func TestPrepareAtTheSameTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		r := newRoom(db)
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = r.Prepare(t.Context()) })
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
	})
}

func TestReady(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		bare := New(Deps{DB: db, Clock: clock.NewManual(noon(21)), Site: site(), People: names{}})
		ready, text := bare.Ready(t.Context())
		for _, part := range []string{"Пользовательское соглашение", "Файлы куки", "почтовый адрес"} {
			if ready || !strings.Contains(text.In(i18n.Russian), part) {
				t.Errorf("%t %s", ready, text.In(i18n.Russian))
			}
		}
		r := newRoom(db)
		for _, k := range Kinds() {
			if ready, _ := r.Ready(t.Context()); ready {
				t.Errorf("ready before %s was checked", k)
			}
			d := defaults()[k]
			d.Base, d.Reviewed = 1, true
			r.publish(t, k, d)
		}
		if ready, text := r.Ready(t.Context()); !ready {
			t.Error(text.In(i18n.English))
		}
		if ready, text := bare.Ready(t.Context()); ready || strings.Contains(text.In(i18n.English), "lawyer") {
			t.Errorf("%t %s", ready, text.In(i18n.English))
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if ready, text := r.Ready(t.Context()); ready || text.IsZero() {
			t.Error("ready without a database")
		}
	})
}
