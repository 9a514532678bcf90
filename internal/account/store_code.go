package account

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func codeOf(ctx context.Context, q sqldb.Querier, owner string, p purpose) (c code, err error) {
	err = q.QueryRow(ctx, `SELECT mac, tries, sent_at, expires_at FROM account_code WHERE owner = $1 AND purpose = $2`, owner, string(p)).
		Scan(&c.mac, &c.tries, &c.sent, &c.expires)
	return c, err
}

func putCode(ctx context.Context, tx *sqldb.Tx, owner string, p purpose, c code) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_code (owner, purpose, mac, tries, sent_at, expires_at) VALUES ($1, $2, $3, 0, $4, $5)
		ON CONFLICT (owner, purpose) DO UPDATE SET mac = excluded.mac, tries = 0, sent_at = excluded.sent_at, expires_at = excluded.expires_at`,
		owner, string(p), c.mac, c.sent, c.expires)
	return err
}

func countTry(ctx context.Context, tx *sqldb.Tx, owner string, p purpose) error {
	_, err := tx.Exec(ctx, `UPDATE account_code SET tries = tries + 1 WHERE owner = $1 AND purpose = $2`, owner, string(p))
	return err
}

func dropCode(ctx context.Context, tx *sqldb.Tx, owner string, p purpose) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_code WHERE owner = $1 AND purpose = $2`, owner, string(p))
	return err
}

func deleteOldCodes(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_code WHERE expires_at < $1`, before)
}
