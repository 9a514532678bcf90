package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const qrColumns = `id, browser, network, next, tries, person, session, proof, far, number_mac, created_at, expires_at, approved_at, ended_at, ended_why`

func scanQR(row sqldb.Row) (q QR, err error) {
	var (
		person          sql.NullString
		approved, ended sql.NullTime
	)
	err = row.Scan(&q.ID, &q.Browser, &q.Network, &q.Next, &q.tries, &person, &q.session, &q.proof, &q.far, &q.number, &q.Created, &q.Expires, &approved, &ended, &q.ended)
	q.person, q.approved = actor.PersonID(person.String), approved.Valid
	return q, err
}

func insertQR(ctx context.Context, tx *sqldb.Tx, q QR, browser, code string) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_qr (id, browser_hash, code_mac, number_mac, browser, network, next, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, q.ID, browser, code, q.number, q.Browser, q.Network, q.Next, q.Created, q.Expires)
	return err
}

func qrByBrowser(ctx context.Context, q sqldb.Querier, hash string) (QR, error) {
	return scanQR(q.QueryRow(ctx, `SELECT `+qrColumns+` FROM account_qr WHERE browser_hash = $1`, hash))
}

func qrByCode(ctx context.Context, q sqldb.Querier, mac string) (QR, error) {
	return scanQR(q.QueryRow(ctx, `SELECT `+qrColumns+` FROM account_qr WHERE code_mac = $1`, mac))
}

// takeQR reports whether the code was still nobody's.
func takeQR(ctx context.Context, tx *sqldb.Tx, id string, p actor.PersonID, session string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE account_qr SET person = $2, session = $3 WHERE id = $1 AND person IS NULL AND ended_at IS NULL`, id, string(p), session)
	return n == 1, err
}

func approveQR(ctx context.Context, tx *sqldb.Tx, id string, by qrProof, far bool, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE account_qr SET approved_at = $2, proof = $3, far = $4 WHERE id = $1 AND approved_at IS NULL AND ended_at IS NULL`, id, at, string(by), far)
	return n == 1, err
}

func countQRTry(ctx context.Context, tx *sqldb.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE account_qr SET tries = tries + 1 WHERE id = $1`, id)
	return err
}

// endQR reports whether it went on until now.
func endQR(ctx context.Context, tx *sqldb.Tx, id string, at time.Time, why QRState) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE account_qr SET ended_at = $2, ended_why = $3 WHERE id = $1 AND ended_at IS NULL`, id, at, string(why))
	return n == 1, err
}

func deleteOldQRs(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_qr WHERE expires_at < $1`, before)
}

// holdSession returns when the person of a living session last proved who they are. It writes the row, so that a
// transaction that ends the session and this one follow one another on both engines.
func holdSession(ctx context.Context, tx *sqldb.Tx, id string, now, idle time.Time) (confirmed time.Time, err error) {
	err = tx.QueryRow(ctx, `UPDATE account_session SET seen_at = seen_at
		WHERE id = $1 AND ended_at IS NULL AND expires_at > $2 AND seen_at > $3 RETURNING confirmed_at`, id, now, idle).Scan(&confirmed)
	return confirmed, err
}

func setConfirmed(ctx context.Context, tx *sqldb.Tx, secretHash string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET confirmed_at = $2 WHERE secret_hash = $1`, secretHash, at)
	return err
}
