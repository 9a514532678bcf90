package account_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func benchEach(b *testing.B, f func(b *testing.B, h *house)) {
	b.Run("sqlite", func(b *testing.B) { f(b, newHouse(b, sqldbtest.Open(b, storetest.SQLite(b)))) })
	b.Run("postgres", func(b *testing.B) { f(b, newHouse(b, sqldbtest.Open(b, storetest.Postgres(b)))) })
}

// BenchmarkSignIn is signing in by password without the cost of argon2, which BenchmarkHash of package password shows.
func BenchmarkSignIn(b *testing.B) {
	benchEach(b, func(b *testing.B, h *house) {
		in := h.person(b)
		browser := account.Browser{Name: "Firefox, Linux", Device: in.Device}
		for b.Loop() {
			h.clock.Advance(time.Minute) // the budget of an address is for people, not for benchmarks
			if _, err := h.SignIn(b.Context(), string(address), password, browser); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAuthenticate is finding out who is behind a request's cookie.
func BenchmarkAuthenticate(b *testing.B) {
	benchEach(b, func(b *testing.B, h *house) {
		in := h.person(b)
		r := httptest.NewRequest(http.MethodGet, "/desk", nil)
		r.AddCookie(&http.Cookie{Name: "klaster-session", Value: string(in.Session)})
		for b.Loop() {
			if _, ok, err := h.Authenticate(httptest.NewRecorder(), r); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
	})
}
