// Package installation knows what a database is for: a trial, in which nothing has legal force, or a real installation
// (T8). It is written once by whichever command makes the database and is never changed.
package installation

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Errors of [Open].
var (
	ErrTrial = errors.New("this database is a trial installation: start with --demo, or name another database for the real one")
	ErrReal  = errors.New("this database is a real installation: start without --demo, or name another database for the trial")
)

// Installation is what the database says of itself.
type Installation struct {
	ID    string // tells installations apart; no secret
	Trial bool
	New   bool // it was made just now
}

// Open marks a new database as trial or real, and refuses one that is marked otherwise.
func Open(ctx context.Context, db *sqldb.DB, clock clock.Clock, trial bool) (Installation, error) {
	in, err := Read(ctx, db)
	if errors.Is(err, sqldb.ErrNoRows) {
		in, err = mark(ctx, db, clock, trial)
	}
	switch {
	case err != nil:
		return Installation{}, fmt.Errorf("read what installation this is: %w", err)
	case in.Trial && !trial:
		return Installation{}, ErrTrial
	case !in.Trial && trial:
		return Installation{}, ErrReal
	}
	return in, nil
}

// Read returns the mark of a database, [sqldb.ErrNoRows] when it has none yet.
func Read(ctx context.Context, db *sqldb.DB) (in Installation, err error) {
	var kind string
	err = db.View(ctx, func(q sqldb.Querier) error {
		return q.QueryRow(ctx, `SELECT id, kind FROM installation WHERE one = 1`).Scan(&in.ID, &kind)
	})
	in.Trial = kind == "trial"
	return in, err
}

// mark writes the mark unless another node was quicker, and returns the one that stands.
func mark(ctx context.Context, db *sqldb.DB, clock clock.Clock, trial bool) (Installation, error) {
	kind := "real"
	if trial {
		kind = "trial"
	}
	var wrote int64
	err := db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		wrote, err = tx.Exec(ctx, `INSERT INTO installation (one, kind, id, created_at) VALUES (1, $1, $2, $3) ON CONFLICT (one) DO NOTHING`,
			kind, id.New(), clock.Now())
		return err
	})
	if err != nil {
		return Installation{}, err
	}
	in, err := Read(ctx, db)
	in.New = wrote > 0
	return in, err
}
