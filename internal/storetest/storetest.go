// Package storetest gives a test a database of each engine with the whole schema in it. The schema is made once a test
// binary and copied for each test.
package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/migration"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/schema"
)

// Each runs f on a migrated database of each engine.
func Each(t *testing.T, f func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); f(t, sqldbtest.Open(t, SQLite(t))) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); f(t, sqldbtest.Open(t, Postgres(t))) })
}

// SQLite returns the path of a migrated SQLite database.
func SQLite(tb testing.TB) string {
	tb.Helper()
	image, err := sqliteImage()
	if err != nil {
		tb.Fatal(err)
	}
	path := sqldbtest.SQLite(tb)
	if err := os.WriteFile(path, image, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// Postgres returns the URL of a migrated PostgreSQL database.
func Postgres(tb testing.TB) string {
	tb.Helper()
	return sqldbtest.Postgres(tb, postgresTemplate(tb, sqldbtest.Server(tb)))
}

var sqliteImage = sync.OnceValues(func() (image []byte, err error) {
	dir, err := os.MkdirTemp("", "klaster-schema-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a leftover in the temporary folder harms nobody
	path := filepath.Join(dir, "schema.db")
	if err := migrate(path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

var template struct {
	sync.Mutex
	name string
}

// postgresTemplate makes the template database once. tools/with-postgres throws the server away; on a lasting server the
// template stays until somebody drops it, which its name invites.
func postgresTemplate(tb testing.TB, server string) string {
	tb.Helper()
	template.Lock()
	defer template.Unlock()
	if template.name != "" {
		return template.name
	}
	name := "klaster_template_" + rand.Text()
	sqldbtest.Admin(tb, server, fmt.Sprintf("CREATE DATABASE %q TEMPLATE template0", name))
	u, err := url.Parse(server)
	if err != nil {
		tb.Fatal(err)
	}
	u.Path = "/" + name
	if err := migrate(u.String()); err != nil {
		tb.Fatal(err)
	}
	template.name = name
	return name
}

func migrate(url string) error {
	ctx := context.Background()
	db, err := sqldb.Open(ctx, url)
	if err != nil {
		return err
	}
	if _, err := migration.Up(ctx, db, schema.Files()); err != nil {
		return err
	}
	if err := jobs.Migrate(ctx, db); err != nil {
		return err
	}
	return db.Close()
}
