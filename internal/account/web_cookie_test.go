package account_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// Whatever a browser sends as cookies, it is a guest or, with the secret of a living session alone, its person. A cookie
// that opens nothing is dropped.
func FuzzCookies(f *testing.F) {
	h := newHouse(f, sqldbtest.Open(f, storetest.SQLite(f)))
	in := h.person(f)
	secret := string(in.Session)
	for _, s := range []string{
		"klaster-session=" + secret, "klaster-session=" + secret + "x", "klaster-session=", "klaster-session", "__Host-klaster-session=" + secret,
		"klaster-session=\"" + secret + "\"", "klaster-device=" + string(in.Device), "klaster-session=a; klaster-session=" + secret,
		"klaster-session=" + strings.ToLower(secret), "klaster-session=%00; klaster-qr=%ff", strings.Repeat("a=b; ", 1000), "klaster-session=" + strings.Repeat("A", 4096),
		"klaster-pending=" + secret, "klaster-session=' OR 1=1 --", " klaster-session = " + secret + " ", ";;;=", "klaster-session=" + secret[:42],
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, header string) {
		r := httptest.NewRequest(http.MethodGet, "/desk", nil)
		r.Header.Set("Cookie", header)
		w := httptest.NewRecorder()
		who, ok, err := h.Authenticate(w, r)
		if err != nil {
			t.Fatalf("%q: %v", header, err)
		}
		if ok && (who.Actor.Person != in.Person.ID || !strings.Contains(header, secret)) {
			t.Fatalf("%q opens the session of %s", header, who.Actor.Person)
		}
		for _, c := range w.Result().Cookies() {
			if c.MaxAge >= 0 || !c.HttpOnly {
				t.Errorf("%q: the answer sets %v", header, c)
			}
		}
	})
}

// What stands in the database is no cookie: neither an id nor a hash opens anything.
func TestNothingStoredOpensASession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		var stored []string
		if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
			for _, column := range []string{"id", "secret_hash", "person", "device"} {
				list, err := sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, "SELECT "+column+" FROM account_session")
				if err != nil {
					return err
				}
				stored = append(stored, list...)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for _, value := range stored {
			r := httptest.NewRequest(http.MethodGet, "/desk", nil)
			r.AddCookie(&http.Cookie{Name: "klaster-session", Value: value})
			if _, ok, err := h.Authenticate(httptest.NewRecorder(), r); ok || err != nil {
				t.Errorf("%q opens a session: %v", value, err)
			}
		}
	})
}
