package staff_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// house is the room with what it needs: a real database, a town of people and a letter box that live in it.
type house struct {
	*staff.Module
	town
	db    *sqldb.DB
	clock *clock.Manual
	queue *jobs.Queue

	proof time.Duration // how long ago whoever acts has proved who they are
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) { f(t, newHouse(t, db)) })
}

func newHouse(t testing.TB, db *sqldb.DB) *house {
	t.Helper()
	clk := clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	reg := jobs.NewRegistry()
	jobs.Handle(reg, func(context.Context, *sqldb.Tx, failing) error {
		return jobs.Cancel(errors.New("the relay is away: dial tcp mail.cluster.example:587: connect:connection_refused_by_the_other_side"))
	})
	h := &house{db: db, clock: clk, queue: jobstest.New(t, db, reg), town: town{db}}
	h.Module = staff.New(staff.Deps{
		DB: db, Clock: clk, Limits: limit.New(db, clk, []byte("a key of thirty-two bytes for it")), Letters: box{}, People: h.town, Jobs: h.queue, BaseURL: "https://cluster.example",
		Log: slog.New(slog.DiscardHandler),
		Sections: []staff.Section{{
			Key: "messages", Group: staff.Work, Label: i18n.M("Сообщения", "Messages"), About: i18n.M("Письма.", "Letters."),
			URL: "/admin/messages", Icon: "mail", Roles: []actor.Role{actor.Operator, actor.Auditor, actor.Owner},
		}},
		Checks: []staff.Check{{
			Key: "mail", Title: i18n.M("Почта", "Mail"),
			Run: func(context.Context) staff.Result {
				return staff.Result{State: staff.Ready, Text: i18n.M("Работает.", "Works.")}
			},
		}},
	})
	h.Workers(reg)
	h.exec(t, `CREATE TABLE town (id TEXT PRIMARY KEY, name TEXT, email TEXT, locked BOOLEAN, created INTEGER, recovered BOOLEAN NOT NULL DEFAULT FALSE)`)
	h.exec(t, `CREATE TABLE letter (n INTEGER PRIMARY KEY, recipient TEXT, body TEXT)`)
	return h
}

// failing is a job that always fails for good.
type failing struct{}

func (failing) Kind() string { return "test.failing" }

func (h *house) exec(t testing.TB, statement string, args ...any) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), statement, args...)
		return err
	}); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func (h *house) count(t testing.TB, query string, args ...any) (n int64) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), query, args...).Scan(&n)
	}); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// town is who has an account. It keeps to the database, so that what a transaction takes back is taken back here, too.
type town struct{ db *sqldb.DB }

func (town) Address(s string) (address, key string, ok bool) {
	return s, strings.ToLower(s), strings.Count(s, "@") == 1 && !strings.HasPrefix(s, "@")
}

func scanHuman(row sqldb.Row) (h staff.Human, err error) {
	var created int64
	err = row.Scan(&h.ID, &h.Name, &h.Email, &h.Locked, &created)
	h.EmailKey, h.Greeting = strings.ToLower(h.Email), h.Name
	h.Level, h.Sessions, h.Phone = actor.Standard, 2, "+7 916 123-45-67"
	h.Created = time.Unix(created, 0).UTC()
	return h, err
}

func (town) Search(ctx context.Context, q sqldb.Querier, part, page string) (list []staff.Human, next string, err error) {
	const perPage = 2
	list, err = sqldb.List(ctx, q, scanHuman, `SELECT id, name, email, locked, created FROM town
		WHERE (id = $1 OR email LIKE '%' || $1 || '%' OR name LIKE '%' || $1 || '%') AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT 3`, part, page)
	if len(list) > perPage {
		list, next = list[:perPage], string(list[perPage-1].ID)
	}
	return list, next, err
}

var errNobody = fault.New(fault.NotFound, i18n.M("Такого человека нет.", "There is no such person."))

func (town) Human(ctx context.Context, q sqldb.Querier, p actor.PersonID) (staff.Human, error) {
	h, err := scanHuman(q.QueryRow(ctx, `SELECT id, name, email, locked, created FROM town WHERE id = $1`, string(p)))
	if errors.Is(err, sql.ErrNoRows) {
		return h, errNobody
	}
	return h, err
}

func (town) StartRecovery(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE town SET recovered = TRUE WHERE id = $1`, string(p))
	return err
}

func (town) SetLocked(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, locked bool) error {
	_, err := tx.Exec(ctx, `UPDATE town SET locked = $2 WHERE id = $1`, string(p), locked)
	return err
}

// person settles somebody in the town.
func (h *house) person(t testing.TB, name string) actor.PersonID {
	t.Helper()
	p := id.New()
	h.exec(t, `INSERT INTO town (id, name, email, locked, created) VALUES ($1, $2, $3, FALSE, $4)`, p, name, name+"@example.org", h.clock.Now().Unix())
	return actor.PersonID(p)
}

// box keeps the letters of transactions that were committed.
type box struct{}

func (box) Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, _ string, m letter.Letter, _ time.Duration) error {
	var text strings.Builder
	text.WriteString(m.Subject.In(l) + "\n" + m.Greeting.In(l) + "\n")
	for _, block := range m.Body {
		switch block := block.(type) {
		case letter.Paragraph:
			text.WriteString(i18n.Text(block).In(l))
		case letter.Note:
			text.WriteString(i18n.Text(block).In(l))
		case letter.Button:
			text.WriteString(block.URL)
		case letter.Facts:
			for _, f := range block {
				text.WriteString(f.Name.In(l) + ": " + f.Value.In(l) + "\n")
			}
		}
		text.WriteString("\n")
	}
	_, err := tx.Exec(ctx, `INSERT INTO letter (n, recipient, body) SELECT COALESCE(MAX(n), 0) + 1, $1, $2 FROM letter`, to, text.String())
	return err
}

// letters returns the letters to somebody, the latest last.
func (h *house) letters(t testing.TB, to string) (list []string) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) },
			`SELECT body FROM letter WHERE recipient = $1 ORDER BY n`, to)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for i := range list {
		list[i] = strings.ReplaceAll(list[i], "\u00a0", " ")
	}
	return list
}

var invitationLink = regexp.MustCompile(`/staff/invitation/([\w-]{43})`)

// invitation returns the secret in the latest invitation to an address.
func (h *house) invitation(t testing.TB, to string) id.Secret {
	t.Helper()
	for _, body := range slices.Backward(h.letters(t, to)) {
		if m := invitationLink.FindStringSubmatch(body); m != nil {
			return id.Secret(m[1])
		}
	}
	t.Fatalf("no invitation was sent to %s", to)
	return ""
}

// owners makes owners the way they come: the first by the console, the second by the first, others by two.
func (h *house) owners(t testing.TB, names ...string) []actor.PersonID {
	t.Helper()
	list := make([]actor.PersonID, len(names))
	for i, name := range names {
		list[i] = h.person(t, name)
		switch i {
		case 0:
			out := must(t)(h.Invite(t.Context(), name+"@example.org", actor.Owner, staff.Console))
			must(t)(h.Accept(t.Context(), out.Secret, list[0]))
		case 1:
			must(t)(h.Grant(t.Context(), list[1], actor.Owner, list[0]))
		default:
			h.agreed(t, list[i], actor.Owner, list[0], list[1])
		}
	}
	return list
}

// agreed gives a role by two owners.
func (h *house) agreed(t testing.TB, p actor.PersonID, role actor.Role, first, second actor.PersonID) {
	t.Helper()
	out := must(t)(h.Grant(t.Context(), p, role, first))
	must(t)(h.Confirm(t.Context(), out.Proposal, second))
}

func must(t testing.TB) func(staff.Outcome, error) staff.Outcome {
	return func(out staff.Outcome, err error) staff.Outcome {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

func (h *house) rolesOf(t testing.TB, p actor.PersonID) (roles []actor.Role) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		roles, err = h.Roles(t.Context(), q, p)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return roles
}

func (h *house) wantRoles(t testing.TB, p actor.PersonID, want ...actor.Role) {
	t.Helper()
	if diff := cmp.Diff(want, h.rolesOf(t, p)); diff != "" {
		t.Errorf("the roles of %s differ (-want +got):\n%s", p, diff)
	}
}

// visitor walks the pages as a person, in Russian.
func (h *house) visitor(t *testing.T, p actor.PersonID) *htmlcheck.Visitor {
	t.Helper()
	return htmlcheck.NewVisitor(t, h.handler(t)).Header(personHeader, string(p))
}

const personHeader = "X-Test-Person"

// personOf is who sends a request: a visitor says it in a header, a browser in a cookie.
func personOf(r *http.Request) actor.PersonID {
	if c, err := r.Cookie("person"); err == nil {
		return actor.PersonID(c.Value)
	}
	return actor.PersonID(r.Header.Get(personHeader))
}

// handler is the edge as the application builds it, but for the session: the person stands in a header.
func (h *house) handler(t testing.TB) http.Handler {
	t.Helper()
	router := httpx.NewRouter(fail, func(*http.Request, string, int, time.Duration) {})
	h.Routes(router)
	session := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx := r.Context()
			view := &web.View{Site: &web.Site{Name: i18n.M("Инновационный кластер", "Innovation Cluster"), BaseURL: "https://cluster.example"}, Lang: i18n.From(ctx), Path: r.URL.Path, Query: r.URL.RawQuery}
			if p := personOf(r); p != "" {
				a := actor.Actor{Person: p, Level: actor.Standard, Session: "s", Confirmed: h.clock.Now().Add(-h.proof)}
				if err := h.db.View(ctx, func(q sqldb.Querier) (err error) {
					a.Staff, err = h.Roles(ctx, q, p)
					return err
				}); err != nil {
					fail(w, r, err)
					return
				}
				ctx = actor.With(ctx, a)
				menu, err := h.Menu(ctx, a)
				if err != nil {
					fail(w, r, err)
					return
				}
				view.Menu, view.Viewer = menu, &web.Viewer{Name: "Анна Воскресенская", Staff: len(a.Staff) > 0}
			}
			next.ServeHTTP(w, r.WithContext(web.WithView(ctx, view)))
		})
	}
	return httpx.Chain(router, httpx.Language, session)
}

func fail(w http.ResponseWriter, r *http.Request, err error) {
	status := httpx.Status(err)
	if status == http.StatusInternalServerError {
		w.Header().Set("X-Test-Error", fmt.Sprintf("%.500s", strings.ReplaceAll(err.Error(), "\n", " ")))
	}
	var no *fault.Fault
	errors.As(err, &no)
	if err := web.Render(w, r, status, web.ErrorPage(status, "", no)); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}
