// Package migration brings a database to the schema of the program.
//
// There is one set of .sql files for both engines, in the form of goose. What differs is two types, written as macros in
// square brackets, so that they cannot meet a brace of SQL or JSON:
//
//	payload    [[.JSON]] NOT NULL,   TEXT       JSONB
//	created_at [[.Time]] NOT NULL,   TIMESTAMP  TIMESTAMPTZ
//
// Migrations only go forward and are only added. Each must be safe while the program of the version before still runs
// beside it: add first, fill, remove in a later version.
package migration

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing/fstest"
	"text/template"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

type macros struct{ JSON, Time string }

// Render returns the files in the engine's own SQL.
func Render(engine sqldb.Engine, files fs.FS) (fs.FS, error) {
	types := macros{JSON: "TEXT", Time: "TIMESTAMP"}
	if engine == sqldb.Postgres {
		types = macros{JSON: "JSONB", Time: "TIMESTAMPTZ"}
	}
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	out := fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read migration %s: %w", name, err)
		}
		t, err := template.New(name).Delims("[[", "]]").Option("missingkey=error").Parse(string(text))
		if err != nil {
			return nil, fmt.Errorf("read migration %s: %w", name, err)
		}
		var b bytes.Buffer
		if err := t.Execute(&b, types); err != nil {
			return nil, fmt.Errorf("render migration %s: %w", name, err)
		}
		out[name] = &fstest.MapFile{Data: b.Bytes()}
	}
	return out, nil
}

// Up applies the migrations that the database has not seen and returns their number. On PostgreSQL an advisory lock lets
// one node at a time do it.
func Up(ctx context.Context, db *sqldb.DB, files fs.FS) (int, error) {
	p, err := provider(db, files)
	if err != nil {
		return 0, err
	}
	done, err := p.Up(ctx)
	if err != nil {
		return len(done), fmt.Errorf("migrate: %w", err)
	}
	return len(done), nil
}

// Pending reports whether the database lacks a migration of the program.
func Pending(ctx context.Context, db *sqldb.DB, files fs.FS) (bool, error) {
	p, err := provider(db, files)
	if err != nil {
		return false, err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("look for migrations: %w", err)
	}
	return pending, nil
}

func provider(db *sqldb.DB, files fs.FS) (*goose.Provider, error) {
	rendered, err := Render(db.Engine(), files)
	if err != nil {
		return nil, err
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if db.Engine() == sqldb.Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return nil, fmt.Errorf("prepare the migration lock: %w", err)
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(dialect, db.Writer(), rendered, options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return p, nil
}

// Names returns the names of the migrations without their ending, in order.
func Names(files fs.FS) ([]string, error) {
	names, err := fs.Glob(files, "*.sql")
	for i := range names {
		names[i] = strings.TrimSuffix(names[i], ".sql")
	}
	return names, err
}
