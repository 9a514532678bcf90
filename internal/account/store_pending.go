package account

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertPending(ctx context.Context, tx *sqldb.Tx, half pending, hash string) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_pending (id, secret_hash, person, method, device, tries, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, 0, $6, $7)`, half.id, hash, string(half.person), half.method, half.device, half.created, half.expires)
	return err
}

func selectPending(ctx context.Context, q sqldb.Querier, hash string) (half pending, err error) {
	err = q.QueryRow(ctx, `SELECT id, person, method, device, tries, created_at, expires_at FROM account_pending WHERE secret_hash = $1`, hash).
		Scan(&half.id, &half.person, &half.method, &half.device, &half.tries, &half.created, &half.expires)
	return half, err
}

// takeTry counts a try; it reports false when another one was counted or half a sign-in ended in the meantime.
func takeTry(ctx context.Context, tx *sqldb.Tx, id string, tries int) (taken bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_pending SET tries = tries + 1 WHERE id = $1 AND tries = $2`, id, tries)
	return n == 1, err
}

func deletePending(ctx context.Context, tx *sqldb.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_pending WHERE id = $1`, id)
	return err
}

// deletePendingsOf ends every half sign-in of a person: the password has changed, or somebody else knows it.
func deletePendingsOf(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_pending WHERE person = $1`, string(p))
	return err
}

func deleteOldPendings(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_pending WHERE expires_at < $1`, before)
}
