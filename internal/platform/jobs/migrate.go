package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"

	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/rivermigrate"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// migrationLock is the advisory lock under which one node at a time makes River's tables.
const migrationLock = 0x6b6c61_6a6f6273 // "kla" "jobs"

// Migrate makes or updates the tables of River. It is quick when there is nothing to do.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	d := newDriver(db, newPilot())
	m, err := rivermigrate.New[*sql.Tx](d, &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	all := m.AllVersions()
	version, err := riverVersion(ctx, db, d)
	if err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	if version == all[len(all)-1].Version {
		return nil
	}
	unlock, err := lockMigration(ctx, db)
	if err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	_, err = m.Migrate(ctx, rivermigrate.DirectionUp, nil)
	if err := errors.Join(err, unlock()); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}

// riverVersion returns the version of River's tables, 0 when there are none.
func riverVersion(ctx context.Context, db *sqldb.DB, d *driver) (version int, err error) {
	there, err := d.GetExecutor().TableExists(ctx, &riverdriver.TableExistsParams{Table: "river_migration"})
	if err != nil || !there {
		return 0, err
	}
	err = db.View(ctx, func(q sqldb.Querier) error {
		return q.QueryRow(ctx, "SELECT COALESCE(MAX(version), 0) FROM river_migration").Scan(&version)
	})
	return version, err
}

// lockMigration keeps other nodes waiting. SQLite has one process.
func lockMigration(ctx context.Context, db *sqldb.DB) (unlock func() error, err error) {
	if db.Engine() == sqldb.SQLite {
		return func() error { return nil }, nil
	}
	conn, err := db.Writer().Conn(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.ExecContext(ctx, "SELECT pg_advisory_lock($1)", int64(migrationLock)); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(migrationLock))
		return errors.Join(err, conn.Close())
	}, nil
}
