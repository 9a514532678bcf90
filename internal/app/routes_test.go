package app_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// forAnyone are the routes that a guest may use. Whoever adds one adds it here, too, after thinking about it.
var forAnyone = []string{
	"GET /healthz", "GET /readyz", "POST /prefs", "GET /{$}", "GET /contacts", "GET /dev/components", "GET /dev/snils", "GET /dev/smev",
	"GET /services", "GET /profiles/{ogrn}", "GET /api/v1/offers", "GET /members", "GET /members/{ogrn}", "GET /members/{ogrn}/certificate", "GET /members/{ogrn}/badge", "GET /members/benefits", "GET /open/members/{kind}",
	"GET /partners", "GET /partners/similar/{key}", "POST /api/v1/partners/search", "POST /partners/clicked", "GET /partners/letters/{token}", "POST /partners/letters/{token}", "GET /join", "POST /join", "GET /join/sample", "GET /services/{service}", "GET /schema/{service}/{file}", "GET /terms", "GET /consent", "GET /privacy", "GET /accessibility", "GET /cookies",
	"GET /register", "POST /register", "GET /register/email", "POST /register/email", "POST /register/email/resend",
	"GET /register/link/{secret}", "POST /register/link/{secret}", "GET /register/phone", "POST /register/phone",
	"POST /register/phone/resend", "POST /register/phone/skip", "GET /register/done",
	"GET /login", "POST /login", "POST /logout",
	"GET /login/qr", "POST /login/qr", "GET /login/qr/state", "POST /login/qr/enter",
	"POST /login/via/{provider}", "GET /login/via/{provider}", "GET /login/via/{provider}/back", "POST /login/via/{provider}/back", "GET /login/unknown",
	"GET /dev/identity/authorize", "POST /dev/identity/authorize",
	"GET /recover", "POST /recover", "GET /recover/sent", "GET /recover/login", "POST /recover/login", "GET /recover/{secret}", "POST /recover/{secret}",
	"GET /recover/channel", "POST /recover/channel", "GET /recover/code", "POST /recover/code", "POST /recover/code/resend",
	"GET /undo/{secret}", "POST /undo/{secret}",
	"POST /login/passkey/options", "POST /login/passkey", "GET /login/second", "POST /login/second/app", "POST /login/second/reserve",
	"POST /login/second/options", "POST /login/second/key", "POST /login/second/cancel",
	"GET /login/alarm/done", "GET /login/alarm/{secret}", "POST /login/alarm/{secret}",
	"GET /dev/mail", "GET /dev/mail/{id}", "GET /dev/mail/{id}/html", "GET /staff/invitation/{secret}",
	"GET /organisations/link/{secret}", "GET /sign/{id}", "POST /sign/{id}", "GET /sign/{id}/file", "GET /sign/{id}/signature", "GET /signature/script/{name}",
	"GET /sign/check", "POST /sign/check", "GET /sign/where", "GET /trial/signature", "POST /trial/signature",
	"GET /demo", "POST /demo",
	"GET /trial/signer", "GET /trial/signer/page.js", "GET /trial/signer/key.js", "GET /trial/signer/worker.js", "GET /trial/signer/signer.wasm",
}

// Every route declares who may use it, a guest gets nowhere else, and no page of the administration is for anybody
// without a role.
func TestRoutesDeclareWhoMayUseThem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		guest, person := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(person, demo.People()[0].Email)
		for _, route := range r.Router.Routes() {
			name := route.Policy.Name()
			if (name == "anyone") != slices.Contains(forAnyone, route.Pattern) {
				t.Errorf("%s is for %q: the list of this test says otherwise", route.Pattern, name)
			}
			if strings.Contains(route.Pattern, " /admin") && !strings.HasPrefix(name, "staff: ") {
				t.Errorf("%s is for %q", route.Pattern, name)
			}
			method, path, _ := strings.Cut(route.Pattern, " ")
			if method != http.MethodGet || name == "anyone" {
				continue
			}
			guest.Open(filled(path)).WantStatus(http.StatusOK)
			if !strings.HasPrefix(guest.URL(), "/login?next=") {
				t.Errorf("a guest at %s got to %s", path, guest.URL())
			}
			if strings.HasPrefix(name, "staff: ") {
				person.Open(filled(path)).WantStatus(http.StatusForbidden)
			}
		}
	})
}

func enter(v *htmlcheck.Visitor, email string) {
	v.Open("/login").Fill("Почта, телефон или СНИЛС", email).Fill("Пароль", demo.Password).Press("Войти").WantURL("/desk")
}

// filled puts something in place of the parts of a pattern that vary.
func filled(pattern string) string {
	return strings.NewReplacer(
		"{$}", "", "{secret}", string(id.NewSecret()), "{id}", id.New(), "{conflict}", id.New(), "{kind}", "terms", "{code}", "7k2m4q8xpr", "{provider}", "trial",
		"{ogrn}", demo.Organisations()[0].OGRN, "{key}", demo.Organisations()[0].OGRN,
	).Replace(pattern)
}

// T24: no GET changes state. A person with every role, who heads an organisation as well, opens every page; not a byte of any table is
// different after.
func TestT24_NoGETChangesState(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		owner := htmlcheck.NewVisitorAt(t, r.URL)
		enter(owner, "owner@klaster.example")
		o := demo.Organisations()[0]
		heads(t, r, "owner@klaster.example", o.Name, o.OGRN, o.INN)
		settle(t, r)
		before := state(t, r.DB)
		inside := 0
		for _, route := range r.Router.Routes() {
			if method, path, _ := strings.Cut(route.Pattern, " "); method == http.MethodGet {
				owner.Open(filled(path))
				if strings.Contains(path, "{ogrn}") && owner.Status() == http.StatusOK {
					inside++
				}
				owner.Open("/en" + filled(path))
			}
		}
		if inside < 7 {
			t.Errorf("only %d pages of the cabinet were seen", inside)
		}
		settle(t, r)
		for table, sum := range state(t, r.DB) {
			if before[table] != sum {
				t.Errorf("the pages changed the table %s", table)
			}
		}
	})
}

// signing are the pages that sign.
var signing = []string{"GET /trial/signer", "GET /sign/{id}", "POST /sign/{id}", "GET /sign/check", "GET /trial/signature", "POST /trial/signature"}

// T24: only the pages that sign may load the scripts of the plug-ins' extensions and run WebAssembly, besides them the worker
// of the software key, which may load nothing.
func TestT24_OnlyPagesThatSignHaveTheWiderPolicy(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	owner := htmlcheck.NewVisitorAt(t, r.URL)
	enter(owner, "owner@klaster.example")
	seen := 0
	for _, route := range r.Router.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		want := slices.Contains(signing, route.Pattern)
		if route.Signing != want {
			t.Errorf("%s: Signing is %t", route.Pattern, route.Signing)
		}
		if want {
			seen++
		}
		if method != http.MethodGet {
			continue
		}
		policy, worker := owner.Open(filled(path)).ResponseHeader().Get("Content-Security-Policy"), path == "/trial/signer/worker.js"
		if policy == "" || strings.Contains(policy, "wasm-unsafe-eval") != (want || worker) || strings.Contains(policy, "'unsafe-eval'") {
			t.Errorf("%s: %q", route.Pattern, policy)
		}
		if strings.Contains(policy, "chrome-extension://iifchhfnnmpdbibifmljnfjhpififfog") != want {
			t.Errorf("%s: %q", route.Pattern, policy)
		}
	}
	if seen != len(signing) {
		t.Errorf("%d pages that sign were seen", seen)
	}
}

// T16: a real installation has no software key: not a page of the trial signer is there.
func TestT16_ARealInstallationHasNoTrialSigner(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), apptest.Real())
	guest := htmlcheck.NewVisitorAt(t, r.URL)
	for _, path := range []string{"/trial/signer", "/trial/signer/page.js", "/trial/signer/key.js", "/trial/signer/worker.js", "/trial/signer/signer.wasm"} {
		guest.Open(path).WantStatus(http.StatusNotFound)
		guest.Open("/en" + path).WantStatus(http.StatusNotFound)
	}
	for _, route := range r.Router.Routes() {
		if strings.Contains(route.Pattern, "/trial/") {
			t.Errorf("%s is in a real installation", route.Pattern)
		}
	}
}

// settle waits until the journal of what happened before is numbered, which is no doing of the page.
func settle(t *testing.T, r *apptest.Running) {
	t.Helper()
	for count(t, r.DB, "SELECT COUNT(*) FROM audit_entry WHERE seq IS NULL") > 0 || count(t, r.DB, "SELECT COUNT(*) FROM notification_message WHERE state = 'waiting'") > 0 {
		if t.Context().Err() != nil {
			t.Fatal("the journal is never numbered")
		}
	}
}

func count(t *testing.T, db *sqldb.DB, query string) (n int) {
	t.Helper()
	if err := db.View(t.Context(), func(q sqldb.Querier) error { return q.QueryRow(t.Context(), query).Scan(&n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

var tables = map[sqldb.Engine]string{
	sqldb.SQLite:   `SELECT name FROM sqlite_schema WHERE type = 'table'`,
	sqldb.Postgres: `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
}

// state returns a hash of the content of each table of ours.
func state(t *testing.T, db *sqldb.DB) map[string]string {
	t.Helper()
	sums := map[string]string{}
	err := db.View(t.Context(), func(q sqldb.Querier) error {
		names, err := sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, tables[db.Engine()])
		if err != nil {
			return err
		}
		for _, name := range names {
			if strings.HasPrefix(name, "river") || strings.HasPrefix(name, "goose") || strings.HasPrefix(name, "sqlite") || strings.HasPrefix(name, "job_") {
				continue
			}
			if sums[name], err = content(t, q, name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(sums) < 10 {
		t.Fatalf("only %d tables were looked at", len(sums))
	}
	return sums
}

func content(t *testing.T, q sqldb.Querier, table string) (string, error) {
	query := "SELECT * FROM " + table
	if table == "partner_change" {
		query += " WHERE subject <> '.'" // a node writes those by itself, for its file, some time after it has started
	}
	rows, err := q.Query(t.Context(), query)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return "", err
	}
	var lines []string
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			return "", err
		}
		var line strings.Builder
		for _, v := range values {
			fmt.Fprintf(&line, "%v|", *v.(*any))
		}
		lines = append(lines, line.String())
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:]), rows.Err()
}
