package notification_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

func (r *room) tell(t *testing.T, to actor.PersonID, title string) {
	t.Helper()
	err := r.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		return r.Tell(t.Context(), tx, to, notification.Notice{Topic: "test", Title: i18n.Same(title), Path: "/org/1"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (r *room) unread(t *testing.T, p actor.PersonID) int {
	t.Helper()
	n, err := r.Unread(t.Context(), r.db.Single(), p)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func as(ctx context.Context, p actor.PersonID) context.Context {
	return actor.With(ctx, actor.Actor{Person: p})
}

// A notice is unread until its own person opens it or reads everything; nobody else can.
func TestNoticesAreReadByTheirPersonAlone(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		for _, title := range []string{"first", "second", "third"} {
			r.tell(t, "anna", title)
		}
		r.tell(t, "ilya", "of another")
		list, err := r.Notices(t.Context(), "anna", false, "", 10)
		if err != nil || len(list) != 3 || list[0].Title.In(i18n.Russian) != "third" {
			t.Fatalf("%+v, %v", list, err)
		}
		if _, err := r.Read(as(t.Context(), "ilya"), list[0].ID); !errors.Is(err, notification.ErrNoNotice) {
			t.Errorf("another person reads it: %v", err)
		}
		if path, err := r.Read(as(t.Context(), "anna"), list[0].ID); err != nil || path != "/org/1" {
			t.Errorf("it leads to %q, %v", path, err)
		}
		if n := r.unread(t, "anna"); n != 2 {
			t.Errorf("%d are unread", n)
		}
		if some, err := r.Notices(t.Context(), "anna", true, "", 10); err != nil || len(some) != 2 {
			t.Errorf("unread: %+v, %v", some, err)
		}
		if older, err := r.Notices(t.Context(), "anna", false, list[1].ID, 10); err != nil || len(older) != 1 || older[0].Title.In(i18n.Russian) != "first" {
			t.Errorf("before the second: %+v, %v", older, err)
		}
		if err := r.ReadAll(as(t.Context(), "anna")); err != nil || r.unread(t, "anna") != 0 || r.unread(t, "ilya") != 1 {
			t.Errorf("after reading all %d and %d are unread, %v", r.unread(t, "anna"), r.unread(t, "ilya"), err)
		}
	})
}

// Notices end with the account, and after a year; those of others stay.
func TestNoticesEnd(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.tell(t, "anna", "old")
		r.tell(t, "ilya", "old")
		r.clock.Advance(300 * 24 * time.Hour)
		r.tell(t, "ilya", "new")
		err := r.db.Update(t.Context(), func(tx *sqldb.Tx) error { return r.ForgetPerson(t.Context(), tx, "anna") })
		if err != nil || r.unread(t, "anna") != 0 || r.unread(t, "ilya") != 2 {
			t.Fatalf("%d and %d after one was forgotten, %v", r.unread(t, "anna"), r.unread(t, "ilya"), err)
		}
		r.clock.Advance(100 * 24 * time.Hour)
		r.queued(t, func(ctx context.Context, tx *sqldb.Tx, _ time.Duration) error {
			return r.queue.Insert(ctx, tx, notification.Sweep())
		}, 0)
		jobstest.Drain(t, r.queue)
		held, err := r.HeldAbout(t.Context(), r.db.Single(), "ilya")
		if err != nil || len(held) != 1 || held[0].Title != "new" {
			t.Errorf("after a year: %+v, %v", held, err)
		}
	})
}

// What opens something leaves no notice: codes, and addresses that are secrets.
func TestOnlyWhatOpensNothingStaysOnTheSite(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		button := func(path string) letter.Letter {
			return letter.Letter{Subject: i18n.Same("Тема"), Body: []letter.Block{
				letter.Paragraph(i18n.Same("Текст")), letter.Paragraph(i18n.Same("Ещё")), letter.Button{Label: i18n.Same("Открыть"), URL: path},
			}}
		}
		const site = "http://localhost:8080"
		for _, secret := range []letter.Letter{
			codeLetter(), button(site + "/register/link/secret"), button(site + "/organisations/link/secret"), button(site + "/recover/secret"),
			button(site + "/login/alarm/secret"), button("https://elsewhere.example/org/1"), button(site + "/en/undo/secret"),
		} {
			if n, ok := r.NoticeOf("test", secret); ok {
				t.Errorf("a notice stays: %+v", n)
			}
		}
		for _, page := range []string{site + "/org/1/applications/2", site + "/en/org/1/applications/2"} {
			n, ok := r.NoticeOf("test", button(page))
			if !ok || n.Path != "/org/1/applications/2" || n.Title.In(i18n.Russian) != "Тема" || n.Text.In(i18n.Russian) != "Текст" {
				t.Errorf("%s: %+v, %v", page, n, ok)
			}
		}
		if n, ok := r.NoticeOf("test", letter.Letter{Subject: i18n.Same("Тема")}); !ok || n.Path != "" {
			t.Errorf("without a button: %+v, %v", n, ok)
		}
	})
}
