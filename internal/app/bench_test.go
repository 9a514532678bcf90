package app_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkPage is a whole request without the network: middleware, session, queries, rendering, compression.
func BenchmarkPage(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(engine, func(b *testing.B) {
			a, err := app.Open(b.Context(), apptest.Config(b, database(b)), slog.New(slog.DiscardHandler), clock.System{})
			if err != nil {
				b.Fatal(err)
			}
			defer a.Close()
			in, err := a.Account.SignIn(b.Context(), demo.People()[0].Email, demo.Password, account.Browser{})
			if err != nil {
				b.Fatal(err)
			}
			for _, path := range []string{"/", "/desk", "/profile/security"} {
				b.Run(strings.Trim("start"+strings.ReplaceAll(path, "/", "_"), "_"), func(b *testing.B) {
					r := httptest.NewRequest(http.MethodGet, path, nil)
					r.Header.Set("Accept-Encoding", "gzip")
					if path != "/" {
						r.AddCookie(&http.Cookie{Name: "klaster-session", Value: string(in.Session)})
					}
					b.ReportAllocs()
					for b.Loop() {
						w := httptest.NewRecorder()
						a.Handler().ServeHTTP(w, r)
						if w.Code != http.StatusOK {
							b.Fatal(w.Code)
						}
					}
				})
			}
		})
	}
}

// BenchmarkStart is the time from opening an existing database until the program takes requests, in this process.
func BenchmarkStart(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(engine, func(b *testing.B) {
			config := apptest.Config(b, database(b))
			start(b, config)
			for b.Loop() {
				start(b, config)
			}
		})
	}
}

func start(b *testing.B, config app.Config) {
	a, err := app.Open(b.Context(), config, slog.New(slog.DiscardHandler), clock.System{})
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- a.Run(ctx, func(_ net.Addr) { close(ready) }) }()
	<-ready
	b.StopTimer()
	stop()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
	if err := a.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}
