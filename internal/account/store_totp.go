package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func selectTOTP(ctx context.Context, q sqldb.Querier, p actor.PersonID, confirmed bool) (row totpRow, err error) {
	var used sql.NullTime
	err = q.QueryRow(ctx, `SELECT secret, last_step, created_at, used_at FROM account_totp WHERE person = $1 AND confirmed = $2`, string(p), confirmed).
		Scan(&row.secret, &row.lastStep, &row.created, &used)
	row.used = used.Time
	return row, err
}

// putSetup stores a secret that waits for its first code, in place of one that did.
func putSetup(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, sealed string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_totp (person, confirmed, secret, last_step, created_at) VALUES ($1, FALSE, $2, 0, $3)
		ON CONFLICT (person, confirmed) DO UPDATE SET secret = excluded.secret, last_step = 0, created_at = excluded.created_at, used_at = NULL`,
		string(p), sealed, at)
	return err
}

// useStep uses a period up; it reports false when it, or a later one, was used before.
func useStep(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, confirmed bool, step int64, at time.Time) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_totp SET last_step = $3, used_at = $4 WHERE person = $1 AND confirmed = $2 AND last_step < $3`,
		string(p), confirmed, step, at)
	return n == 1, err
}

// confirmTOTP puts the secret that was being set up in place of the one that works.
func confirmTOTP(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, at time.Time) error {
	if _, err := deleteTOTP(ctx, tx, p, true); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE account_totp SET confirmed = TRUE, created_at = $2 WHERE person = $1 AND NOT confirmed`, string(p), at)
	return err
}

func deleteTOTP(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, confirmed bool) (gone bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM account_totp WHERE person = $1 AND confirmed = $2`, string(p), confirmed)
	return n == 1, err
}

// deleteTOTPSince takes away what somebody else may have set up.
func deleteTOTPSince(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, since time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_totp WHERE person = $1 AND created_at >= $2`, string(p), since)
	return err
}

// deleteOldSetups forgets secrets that never got their first code.
func deleteOldSetups(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_totp WHERE NOT confirmed AND created_at < $1`, before)
}
