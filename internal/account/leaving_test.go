package account_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// tables lists the tables of this room that name a person, with the column.
func (h *house) tables(t testing.TB) (list [][2]string) {
	t.Helper()
	query := map[sqldb.Engine]string{
		sqldb.SQLite: `SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
			WHERE m.type = 'table' AND m.name LIKE 'account%' AND c.name IN ('person', 'holder') ORDER BY 1`,
		sqldb.Postgres: `SELECT table_name, column_name FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name LIKE 'account%' AND column_name IN ('person', 'holder') ORDER BY 1`,
	}[h.db.Engine()]
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (p [2]string, err error) { return p, r.Scan(&p[0], &p[1]) }, query)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// kept are the tables in which a person who is gone is still named, by the id alone, each with its reason.
var kept = map[string]string{
	"account_level.person":         "the history of the level: by whose word",
	"account_consent.person":       "what was agreed to, for three years",
	"account_proof.person":         "that an operator saw a document, without its number",
	"account_identity_case.person": "what the staff decided, without the data",
	"account_identity_case.holder": "the same",
	"account_desk_visit.person":    "when an operator looked",
}

// never are the tables of which the copy says nothing, because they only open something and are gone within a day.
var never = map[string]string{
	"account_registration": "the registration of the account itself: the profile has it",
	"account_ask":          "codes of a recovery", "account_pending": "half sign-ins", "account_ceremony": "questions to security keys",
	"account_qr": "sign-ins by QR code under way", "account_errand": "ways to another site and back",
	"account_alarm": "links of letters", "account_factor": "what security keys know the person by", "account_desk_code": "codes of the desk",
}

// Every table that names a person is in the copy, or stands in the list of this test with the reason why not; and every one
// is emptied when the account is deleted, or stands in the other list.
func TestNoTableIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		tables := h.tables(t)
		if len(tables) < 15 {
			t.Fatalf("only %d tables were found", len(tables))
		}
		for _, c := range tables {
			table, column := c[0], c[1]
			if !account.Copies(table) && never[table] == "" {
				t.Errorf("%s is in no copy: add it to ownQueries, or to the list of this test with the reason", table)
			}
			if !account.Erases(table, column) && kept[table+"."+column] == "" {
				t.Errorf("%s.%s outlives the account: add it to erasures, or to the list of this test with the reason", table, column)
			}
		}
	})
}

// askedParts asks for a copy and fetches what goes into it.
func (h *house) askedParts(t testing.TB, a actor.Actor) []account.Part {
	t.Helper()
	if err := h.AskCopy(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	h.box.settle(t)
	list, err := h.Copies(t.Context(), a.Person)
	if err != nil || len(list) == 0 || list[0].Ready.IsZero() {
		t.Fatalf("%+v, %v", list, err)
	}
	parts, err := h.Fetch(t.Context(), a, list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

func (h *house) fetch(t testing.TB, a actor.Actor) map[string]string {
	t.Helper()
	packed, err := h.Pack(t.Context(), h.askedParts(t, a), h.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := packed.Write(t.Context(), &file); err != nil {
		t.Fatal(err)
	}
	if size, err := packed.Size(); err != nil || size != int64(file.Len()) {
		t.Errorf("the size was said to be %d, it is %d, %v", size, file.Len(), err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
		if strings.HasSuffix(f.Name, ".json") && !json.Valid(text) {
			t.Errorf("%s is no JSON:\n%s", f.Name, text)
		}
	}
	return files
}

func TestAPersonGetsACopy(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		other := h.another(t, "boris@example.org")
		a := h.inSession(t)
		files := h.fetch(t, a)
		for name, want := range map[string]string{
			"profile.json": string(address), "consents.json": "terms", "sessions.json": "Chrome, Windows", "journal.json": "Вход по паролю",
			"neighbours.json": string(a.Person), "README.txt": "Копия данных", "passkeys.json": "[]",
		} {
			if !strings.Contains(files[name], want) {
				t.Errorf("%s lacks %q:\n%s", name, want, files[name])
			}
		}
		for name, text := range files {
			if strings.Contains(text, "boris@example.org") || strings.Contains(text, string(other.Person)) || strings.Contains(text, "$argon2") {
				t.Errorf("%s has what is not theirs or a secret:\n%s", name, text)
			}
		}
		if text := h.box.text(t, string(address)); !strings.Contains(text, "Копия ваших данных готова") {
			t.Errorf("the letter:\n%s", text)
		}
		list, err := h.Copies(t.Context(), a.Person)
		if err != nil || list[0].Fetched.IsZero() {
			t.Errorf("%+v, %v", list, err)
		}
		if _, err := h.Fetch(t.Context(), other, list[0].ID); !errors.Is(err, account.ErrNoCopy) {
			t.Errorf("somebody else: %v", err)
		}
		h.clock.Advance(account.CopyLife)
		if _, err := h.Fetch(t.Context(), a, list[0].ID); !errors.Is(err, account.ErrNoCopy) {
			t.Errorf("after a week: %v", err)
		}
	})
}

// due brings the time of a deletion and works what is due.
func (h *house) due(t testing.TB) {
	t.Helper()
	h.clock.Advance(account.DeletionDelay)
	jobstest.DrainAt(t, h.queue, time.Now().Add(365*24*time.Hour))
}

// dump is all text that the database holds.
func (h *house) dump(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	names := map[sqldb.Engine]string{
		sqldb.SQLite:   `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
		sqldb.Postgres: `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
	}[h.db.Engine()]
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		tables, err := sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, names)
		if err != nil {
			return err
		}
		for _, table := range tables {
			rows, err := account.Maps(t.Context(), q, "SELECT * FROM "+table)
			if err != nil {
				return err
			}
			text, err := json.Marshal(rows)
			if err != nil {
				return err
			}
			b.WriteString(table + ": " + string(text) + "\n")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// After a deletion nothing in the whole database tells who the person was, the address is free, and what the law keeps is
// there.
func TestADeletedAccountLeavesNoTrace(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		h.change(t, a, account.ContactEmail, string(newEmail))
		h.ask(t, account.WishPassword, byPhone(mobile))
		h.box.settle(t)
		if err := h.AskCopy(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		h.box.settle(t)
		if err := h.AskDeletion(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if err := h.AskDeletion(t.Context(), a); err != nil { // a second press
			t.Fatal(err)
		}
		if text := h.box.text(t, string(newEmail)); !strings.Contains(text, "21 декабря 2026") || !strings.Contains(text, "Учётная запись будет удалена") {
			t.Errorf("the letter:\n%s", text)
		}
		entries := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE subject = $1`, string(a.Person))
		h.clock.Advance(account.DeletionDelay - time.Second)
		jobstest.DrainAt(t, h.queue, time.Now().Add(365*24*time.Hour))
		if h.stored(t, a.Person).Email != newEmail {
			t.Fatal("the account went before its time")
		}
		h.clock.Advance(time.Second)
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.box.settle(t)
		text := h.dump(t)
		for _, trace := range []string{string(address), string(newEmail), string(mobile), string(ownSNILS), "Смирнова", "смирнова", "Анна", "Chrome, Windows"} {
			for line := range strings.Lines(text) {
				if strings.Contains(line, trace) {
					t.Errorf("%q is left in %.200s", trace, line)
				}
			}
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE subject = $1`, string(a.Person)); n <= entries {
			t.Errorf("%d entries of the journal, there were %d", n, entries)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM account_consent WHERE person = $1`, string(a.Person)); n != 2 {
			t.Errorf("%d consents are kept, want 2", n)
		}
		if len(h.near.forgotten) == 0 || !slices.Contains(h.near.forgotten[len(h.near.forgotten)-1].Emails, newEmail) {
			t.Errorf("the other rooms were told %+v", h.near.forgotten)
		}
		if text := h.box.text(t, string(newEmail)); !strings.Contains(text, "Учётная запись удалена") {
			t.Errorf("the last letter:\n%s", text)
		}
		if _, err := h.SignIn(t.Context(), string(newEmail), password, account.Browser{}); !errors.Is(err, account.ErrCredentials) {
			t.Errorf("sign-in: %v", err)
		}
		h.another(t, newEmail) // the address is free
		h.clock.Advance(3*365*24*time.Hour + time.Hour)
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM account_consent WHERE person = $1`, string(a.Person)); n != 0 {
			t.Errorf("%d consents are kept after three years", n)
		}
	})
}

func TestADeletionIsCalledOff(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		if err := h.AskDeletion(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if list, err := h.Sessions(t.Context(), a.Person); err != nil || len(list) != 1 {
			t.Errorf("other sessions live on: %+v, %v", list, err)
		}
		h.clock.Advance(account.DeletionDelay - 2*24*time.Hour)
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if text := h.box.text(t, string(address)); !strings.Contains(text, "Скоро удалим") {
			t.Errorf("the reminder:\n%s", text)
		}
		sent := h.box.count()
		if err := h.Sweep(t.Context()); err != nil || h.box.count() != sent {
			t.Errorf("it reminds twice, %v", err)
		}
		if err := h.CallDeletionOff(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		h.due(t)
		if h.stored(t, a.Person).Email != address {
			t.Error("the account is gone")
		}
		if _, err := h.DeletionOf(t.Context(), a.Person); !errors.Is(err, account.ErrNoDeletion) {
			t.Error(err)
		}
	})
}

// Whoever works for the foundation is not deleted: neither when asking, nor when the role came later.
func TestAStaffRoleKeepsTheAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		h.near.staff = []actor.PersonID{a.Person}
		if err := h.AskDeletion(t.Context(), a); !errors.Is(err, account.ErrHoldsRole) {
			t.Errorf("with a role: %v", err)
		}
		h.near.staff = nil
		if err := h.AskDeletion(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		h.near.staff = []actor.PersonID{a.Person}
		h.due(t)
		if h.stored(t, a.Person).Email != address {
			t.Error("a member of the staff was deleted")
		}
		h.near.staff = nil
		h.clock.Advance(25 * time.Hour)
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		h.box.settle(t)
		if n := h.count(t, `SELECT COUNT(*) FROM account_person WHERE id = $1 AND erased_at IS NOT NULL`, string(a.Person)); n != 1 {
			t.Error("the account was not deleted after the role ended")
		}
	})
}
