package app_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// job is a job of a room, by its name alone.
type job struct{ name string }

func (j job) Kind() string { return j.name }

// awaitNone waits until a query counts nothing.
func awaitNone(t *testing.T, r *apptest.Running, query string) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for count(t, r.DB, query) > 0 {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("rows remain: %s", query)
		}
	}
}

// What was sent to an address that a person had weeks ago is in their copy and goes with their account; what was sent
// there after they gave it up is somebody else's, and stays.
func TestMessagesToAFormerAddressFollowThePerson(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		var who string
		if err := r.DB.View(t.Context(), func(q sqldb.Querier) error {
			return q.QueryRow(t.Context(), `SELECT id FROM account_person WHERE email = 'anna@klaster.example'`).Scan(&who)
		}); err != nil {
			t.Fatal(err)
		}
		now, day := r.Clock.Now(), 24*time.Hour
		for i, changed := range []time.Duration{30 * day, 120 * day} {
			link := strings.Repeat(string(rune('a'+i)), 64)
			execute(t, r, `INSERT INTO account_undo (id, secret_hash, person, kind, before, created_at, expires_at) VALUES ($1, $2, $3, 'email', $4, $5, $6)`,
				"01a00000-0000-7000-8000-00000000000"+string(rune('0'+i)), link, who, "old"+string(rune('0'+i))+"@klaster.example", now.Add(-changed), now.Add(-changed+7*day))
		}
		for topic, sent := range map[string]time.Duration{"theirs": 40 * day, "change": 30 * day, "another": 10 * day} {
			execute(t, r, `INSERT INTO notification_message (id, channel, recipient, topic, lang, subject, text, html, state, created_at, expires_at)
				VALUES ($1, 'mail', 'old0@klaster.example', $1, 'ru', '', '', '', 'sent', $2, $2)`, topic, now.Add(-sent))
		}
		if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error { return r.Jobs.Insert(t.Context(), tx, job{"account.sweep"}) }); err != nil {
			t.Fatal(err)
		}
		awaitNone(t, r, `SELECT COUNT(*) FROM account_undo WHERE before = 'old1@klaster.example'`)

		a := actor.Actor{Person: actor.PersonID(who)}
		if err := r.Account.AskCopy(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		awaitNone(t, r, `SELECT COUNT(*) FROM account_copy WHERE ready_at IS NULL`)
		list, err := r.Account.Copies(t.Context(), a.Person)
		if err != nil {
			t.Fatal(err)
		}
		parts, err := r.Account.Fetch(t.Context(), a, list[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range parts {
			if part.Name != "messages" {
				continue
			}
			text, err := json.Marshal(part.Data)
			if err != nil {
				t.Fatal(err)
			}
			for topic, want := range map[string]bool{"theirs": true, "change": true, "another": false} {
				if got := strings.Contains(string(text), `"`+topic+`"`); got != want {
					t.Errorf("the copy has the message %q: %v, want %v", topic, got, want)
				}
			}
		}

		if err := r.Account.AskDeletion(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		awaitNone(t, r, `SELECT COUNT(*) FROM account_person WHERE email = 'anna@klaster.example'`)
		if n := count(t, r.DB, `SELECT COUNT(*) FROM notification_message WHERE topic IN ('theirs', 'change')`); n != 0 {
			t.Errorf("%d messages outlive the person", n)
		}
		if n := count(t, r.DB, `SELECT COUNT(*) FROM notification_message WHERE topic = 'another'`); n != 1 {
			t.Error("the message to whoever has the address now is gone")
		}
	}, func(c *app.Config) { c.Account.DeletionDelay = time.Millisecond })
}
