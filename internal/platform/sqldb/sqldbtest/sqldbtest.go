// Package sqldbtest runs a test on each database engine: on SQLite always, on PostgreSQL when KLASTER_TEST_POSTGRES names
// a server that lets the test create databases. In CI (CI=true) a missing server is a failure.
package sqldbtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Each runs f on an empty database of each engine.
func Each(t *testing.T, f func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { f(t, Open(t, SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { f(t, Open(t, Postgres(t, "template0"))) })
}

// Open opens the database that url names and closes it when the test ends.
func Open(tb testing.TB, url string) *sqldb.DB {
	tb.Helper()
	db, err := sqldb.Open(context.Background(), url)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	return db
}

// SQLite returns the path of a database file that does not exist yet.
func SQLite(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "klaster.db")
}

// Server returns the URL of the PostgreSQL server, or ends the test when there is none.
func Server(tb testing.TB) string {
	tb.Helper()
	server := os.Getenv("KLASTER_TEST_POSTGRES")
	if server == "" && os.Getenv("CI") == "true" {
		tb.Fatal("KLASTER_TEST_POSTGRES is not set: run the tests through tools/with-postgres")
	}
	if server == "" {
		tb.Skip("KLASTER_TEST_POSTGRES is not set: run the tests through tools/with-postgres")
	}
	return server
}

// Postgres creates a database as a copy of another one, drops it when the test ends, and returns its URL.
func Postgres(tb testing.TB, template string) string {
	tb.Helper()
	server := Server(tb)
	name := "klaster_test_" + rand.Text()
	Admin(tb, server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", quote(name), quote(template)))
	tb.Cleanup(func() { Admin(tb, server, fmt.Sprintf("DROP DATABASE %s WITH (FORCE)", quote(name))) })
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Admin runs one statement on the server outside any transaction.
func Admin(tb testing.TB, server, statement string) {
	tb.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() {
		if err := conn.Close(ctx); err != nil {
			tb.Error(err)
		}
	}()
	if _, err := conn.Exec(ctx, statement); err != nil {
		tb.Fatal(err)
	}
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
