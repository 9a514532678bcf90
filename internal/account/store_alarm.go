package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertAlarm(ctx context.Context, tx *sqldb.Tx, x alarm, hash string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_alarm (id, secret_hash, person, session, since, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		x.id, hash, string(x.person), x.session, x.since, at, x.expires)
	return err
}

func selectAlarm(ctx context.Context, q sqldb.Querier, hash string) (x alarm, err error) {
	var used sql.NullTime
	err = q.QueryRow(ctx, `SELECT id, person, session, since, expires_at, used_at FROM account_alarm WHERE secret_hash = $1`, hash).
		Scan(&x.id, &x.person, &x.session, &x.since, &x.expires, &used)
	x.used = used.Valid
	return x, err
}

// useAlarms uses up a link and those of the same session: one answer is enough. It reports false when it was used before.
func useAlarms(ctx context.Context, tx *sqldb.Tx, x alarm, at time.Time) (first bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_alarm SET used_at = $2 WHERE id = $1 AND used_at IS NULL`, x.id, at)
	if err != nil || n != 1 {
		return false, err
	}
	_, err = tx.Exec(ctx, `UPDATE account_alarm SET used_at = $3 WHERE person = $1 AND session = $2 AND used_at IS NULL`, string(x.person), x.session, at)
	return true, err
}

func deleteOldAlarms(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_alarm WHERE expires_at < $1`, before)
}

// firstUndoSince returns the first change of a contact since a moment that can be taken back.
func firstUndoSince(ctx context.Context, q sqldb.Querier, p actor.PersonID, since time.Time) (Undo, error) {
	return scanUndo(q.QueryRow(ctx, `SELECT `+undoColumns+` FROM account_undo
		WHERE person = $1 AND created_at >= $2 AND used_at IS NULL ORDER BY id LIMIT 1`, string(p), since))
}
