package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertReserve(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, mac, batch string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_reserve (person, mac, batch, created_at) VALUES ($1, $2, $3, $4)`, string(p), mac, batch, at)
	return err
}

// reserveOf returns the person's set, the zero value when there is none.
func reserveOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (r Reserve, err error) {
	err = q.QueryRow(ctx, `SELECT batch, created_at FROM account_reserve WHERE person = $1 LIMIT 1`, string(p)).Scan(&r.Batch, &r.Created)
	if errors.Is(err, sqldb.ErrNoRows) {
		return Reserve{}, nil
	}
	if err != nil {
		return Reserve{}, err
	}
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM account_reserve WHERE person = $1 AND used_at IS NULL`, string(p)).Scan(&r.Left)
	return r, err
}

// useReserve uses a code up; it reports false when there is no such code or it was used before.
func useReserve(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, mac string, at time.Time) (used bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_reserve SET used_at = $3 WHERE person = $1 AND mac = $2 AND used_at IS NULL`, string(p), mac, sql.NullTime{Time: at, Valid: true})
	return n == 1, err
}

func deleteReserve(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_reserve WHERE person = $1`, string(p))
	return err
}

// deleteReserveSince takes away a set that somebody else may have made.
func deleteReserveSince(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, since time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_reserve WHERE person = $1 AND created_at >= $2`, string(p), since)
	return err
}
