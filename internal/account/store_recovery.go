package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertRecovery(ctx context.Context, tx *sqldb.Tx, r recovery, hash string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_recovery (id, secret_hash, person, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		r.id, hash, string(r.person), at, r.expires)
	return err
}

func selectRecovery(ctx context.Context, q sqldb.Querier, hash string) (r recovery, err error) {
	var used sql.NullTime
	err = q.QueryRow(ctx, `SELECT id, person, expires_at, used_at FROM account_recovery WHERE secret_hash = $1`, hash).
		Scan(&r.id, &r.person, &r.expires, &used)
	r.used = used.Valid
	return r, err
}

// useRecoveries uses up every link of the person: one new password is enough.
func useRecoveries(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_recovery SET used_at = $2 WHERE person = $1 AND used_at IS NULL`, string(p), at)
	return err
}

func deleteOldRecoveries(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_recovery WHERE expires_at < $1`, before)
}
