package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/installation"
)

type migrateCmd struct {
	app.Store `embed:""`
}

// Run brings the schema up to date. A new database becomes a trial with --demo and a real installation without (T8).
func (c *migrateCmd) Run(ctx context.Context, s *streams) error {
	db, err := app.OpenDatabase(ctx, c.Store)
	if err != nil {
		return err
	}
	_, err = installation.Open(ctx, db, clock.System{}, c.Demo)
	if err == nil {
		_, err = fmt.Fprintln(s.out, "The database is up to date.")
	}
	return errors.Join(err, db.Close())
}
