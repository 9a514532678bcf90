package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/migration"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/schema"
)

// OpenDatabase opens the database of the settings and brings its schema up to date.
func OpenDatabase(ctx context.Context, s Store) (*sqldb.DB, error) {
	url, err := s.DatabaseURL()
	if err != nil {
		return nil, err
	}
	db, err := sqldb.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	if err := Migrate(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Migrate brings the schema of the rooms and of the job queue up to date. It is quick when there is nothing to do.
func Migrate(ctx context.Context, db *sqldb.DB) error {
	if _, err := migration.Up(ctx, db, schema.Files()); err != nil {
		return err
	}
	if err := jobs.Migrate(ctx, db); err != nil {
		return fmt.Errorf("migrate the job queue: %w", err)
	}
	return nil
}
