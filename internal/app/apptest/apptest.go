// Package apptest starts the whole program for tests, in the process of the test, on a database of its own.
package apptest

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"regexp"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/legal"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/obs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// Running is a program that serves.
type Running struct {
	*app.App
	URL string
}

// Option changes the settings of a program.
type Option func(*app.Config)

// Real starts a real installation instead of a trial one.
func Real() Option { return func(c *app.Config) { c.Demo = false } }

// Each starts the program on each database engine.
func Each(t *testing.T, f func(t *testing.T, r *Running), options ...Option) {
	t.Helper()
	EachAt(t, clock.System{}, f, options...)
}

// EachAt is [Each] by a clock of the test.
func EachAt(t *testing.T, c clock.Clock, f func(t *testing.T, r *Running), options ...Option) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); f(t, StartAt(t, c, storetest.SQLite(t), options...)) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); f(t, StartAt(t, c, storetest.Postgres(t), options...)) })
}

// Config returns the settings of a trial installation on a database, on a free port.
func Config(tb testing.TB, database string) app.Config {
	tb.Helper()
	l := listen(tb)
	defer l.Close() //nolint:errcheck // it is closed so that another process can listen there
	return app.Config{
		Store: app.Store{Demo: true, Bare: true, Data: tb.TempDir(), URL: database},
		HTTP:  httpx.Config{Addr: l.Addr().String(), Drain: time.Minute},
		Site: app.SiteConfig{
			Name: "Инновационный кластер", NameEn: "Innovation Cluster", Operator: "Фонд", OperatorEn: "Foundation",
			Phone: "+7 495 000-00-00", Email: "support@example.ru",
		},
		Log:          obs.Config{Level: "info", Format: "text"},
		Mail:         mail.Config{From: "Klaster <noreply@localhost>", Port: 587, TLS: "starttls", Timeout: 5 * time.Second},
		Account:      account.Config{Passwords: "city", SessionIdle: 30 * time.Minute, SessionLife: 12 * time.Hour},
		Organisation: organisation.Config{RegisterAge: 5 * 24 * time.Hour},
		Legal:        legal.Config{Address: "101000, Москва, Учебная улица, 1"},
	}
}

// listen takes a port of this machine that nobody uses now.
func listen(tb testing.TB) net.Listener {
	tb.Helper()
	l, err := (&net.ListenConfig{}).Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// Start serves on a database until the test ends.
func Start(tb testing.TB, database string, options ...Option) *Running {
	tb.Helper()
	return StartAt(tb, clock.System{}, database, options...)
}

// StartAt serves on a database until the test ends, by a clock of the test.
func StartAt(tb testing.TB, c clock.Clock, database string, options ...Option) *Running {
	tb.Helper()
	config := Config(tb, database)
	l := listen(tb) // held from now on, so that no other program takes the port
	config.HTTP.Addr = l.Addr().String()
	for _, o := range options {
		o(&config)
	}
	a, err := app.Open(context.Background(), config, slog.New(slog.DiscardHandler), c)
	if err != nil {
		tb.Fatal(errors.Join(err, l.Close()))
	}
	ctx, stop := context.WithCancel(context.Background())
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, l, func(addr net.Addr) { ready <- addr }) }()
	tb.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			tb.Errorf("the program ended with: %v", err)
		}
		if err := a.Close(); err != nil {
			tb.Error(err)
		}
	})
	select {
	case <-ready:
	case err := <-ended:
		ended <- nil
		tb.Fatalf("the program did not start: %v", err)
	}
	return &Running{a, a.Site.BaseURL}
}

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// Code waits for the latest message to somebody that is newer than the first n and returns the code in it.
func (r *Running) Code(tb testing.TB, recipient string, n int) string {
	tb.Helper()
	return sixDigits.FindString(r.Message(tb, recipient, n))
}

// Message waits until more than n messages have gone to somebody and returns the text of the latest one.
func (r *Running) Message(tb testing.TB, recipient string, n int) string {
	tb.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		texts := r.messages(tb, recipient)
		if len(texts) > n {
			return texts[len(texts)-1]
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			tb.Fatalf("%d messages to %s after three minutes, want more than %d", len(texts), recipient, n)
		}
	}
}

// readable is the state besides sent in which a message has its text: a real installation without a relay sends nothing,
// and its messages wait.
func (r *Running) readable() string {
	if r.Site.Trial {
		return "sent"
	}
	return "waiting"
}

func (r *Running) messages(tb testing.TB, recipient string) (texts []string) {
	tb.Helper()
	ctx := context.Background()
	err := r.DB.View(ctx, func(q sqldb.Querier) (err error) {
		texts, err = sqldb.List(ctx, q, func(row sqldb.Row) (s string, err error) { return s, row.Scan(&s) },
			`SELECT text FROM notification_message WHERE recipient = $1 AND (state = 'sent' OR state = $2) ORDER BY id`, recipient, r.readable())
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return texts
}
