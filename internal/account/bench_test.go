package account_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
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

// BenchmarkAuthenticate is finding out who is behind a request's cookie while ten thousand sessions live.
func BenchmarkAuthenticate(b *testing.B) {
	benchEach(b, func(b *testing.B, h *house) {
		in := h.person(b)
		for i := range 10_000 {
			h.crowd(b, i)
		}
		r := httptest.NewRequest(http.MethodGet, "/desk", nil)
		r.AddCookie(&http.Cookie{Name: "klaster-session", Value: string(in.Session)})
		b.ReportAllocs()
		for b.Loop() {
			if _, ok, err := h.Authenticate(httptest.NewRecorder(), r); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
	})
}

// crowd adds a person with a living session. Many are added by one transaction.
func (h *house) crowd(b *testing.B, i int) {
	b.Helper()
	if i%1000 != 0 {
		return
	}
	err := h.db.Update(b.Context(), func(tx *sqldb.Tx) error {
		for n := i; n < i+1000; n++ {
			person, now := id.New(), h.clock.Now()
			if _, err := tx.Exec(b.Context(), `INSERT INTO account_person (id, surname, given, patronymic, name_key, email, email_key, password, level, lang, created_at)
				VALUES ($1, 'Смирнова', 'Анна', '', '', $2, $2, '', 1, 'ru', $3)`, person, fmt.Sprintf("p%d@example.org", n), now); err != nil {
				return err
			}
			if _, err := tx.Exec(b.Context(), `INSERT INTO account_session (id, secret_hash, person, device, browser, address, created_at, seen_at, confirmed_at, expires_at)
				VALUES ($1, $2, $3, '', 'Firefox, Linux', '192.0.2.0/24', $4, $4, $4, $5)`, id.New(), id.NewSecret().Hash(), person, now, now.Add(12*time.Hour)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}
