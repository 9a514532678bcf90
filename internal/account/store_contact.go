package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

func setEmail(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, e Email) error {
	_, err := tx.Exec(ctx, `UPDATE account_person SET email = $2, email_key = $3 WHERE id = $1`, string(p), string(e), e.Key())
	return err
}

func setPhone(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, n ruid.Phone) error {
	_, err := tx.Exec(ctx, `UPDATE account_person SET phone = $2 WHERE id = $1`, string(p), sql.NullString{String: string(n), Valid: n != ""})
	return err
}

// putChange stores a new contact in place of the one of its kind that waits.
func putChange(ctx context.Context, tx *sqldb.Tx, c Change, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_change (id, secret_hash, person, kind, target, decoy, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (person, kind) DO UPDATE SET id = excluded.id, secret_hash = excluded.secret_hash, target = excluded.target,
			decoy = excluded.decoy, created_at = excluded.created_at, expires_at = excluded.expires_at`,
		c.ID, c.secret, string(c.person), string(c.Kind), c.Target, c.decoy, at, c.Expires)
	return err
}

const changeColumns = `id, secret_hash, person, kind, target, decoy, expires_at`

func scanChange(r sqldb.Row) (c Change, err error) {
	return c, r.Scan(&c.ID, &c.secret, &c.person, &c.Kind, &c.Target, &c.decoy, &c.Expires)
}

func selectChange(ctx context.Context, q sqldb.Querier, p actor.PersonID, kind Contact) (Change, error) {
	return scanChange(q.QueryRow(ctx, `SELECT `+changeColumns+` FROM account_change WHERE person = $1 AND kind = $2`, string(p), string(kind)))
}

func selectChangeByLink(ctx context.Context, q sqldb.Querier, hash string) (Change, error) {
	return scanChange(q.QueryRow(ctx, `SELECT `+changeColumns+` FROM account_change WHERE secret_hash = $1`, hash))
}

func setChangeLink(ctx context.Context, tx *sqldb.Tx, id, hash string) error {
	_, err := tx.Exec(ctx, `UPDATE account_change SET secret_hash = $2 WHERE id = $1`, id, hash)
	return err
}

func deleteChange(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, kind Contact) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_change WHERE person = $1 AND kind = $2`, string(p), string(kind))
	return err
}

func deleteChangesOf(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_change WHERE person = $1`, string(p))
	return err
}

func deleteOldChanges(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_change WHERE expires_at < $1`, before)
}

func insertUndo(ctx context.Context, tx *sqldb.Tx, u Undo, hash string) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_undo (id, secret_hash, person, kind, before, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		u.ID, hash, string(u.person), string(u.Kind), u.Before, u.created, u.Expires)
	return err
}

const undoColumns = `id, person, kind, before, created_at, expires_at, used_at`

func scanUndo(r sqldb.Row) (u Undo, err error) {
	var used sql.NullTime
	err = r.Scan(&u.ID, &u.person, &u.Kind, &u.Before, &u.created, &u.Expires, &used)
	u.used = used.Valid
	return u, err
}

func selectUndo(ctx context.Context, q sqldb.Querier, hash string) (Undo, error) {
	return scanUndo(q.QueryRow(ctx, `SELECT `+undoColumns+` FROM account_undo WHERE secret_hash = $1`, hash))
}

// undosSince lists a change and those after it that were not taken back, the latest first.
func undosSince(ctx context.Context, q sqldb.Querier, p actor.PersonID, id string) ([]Undo, error) {
	return sqldb.List(ctx, q, scanUndo, `SELECT `+undoColumns+` FROM account_undo
		WHERE person = $1 AND id >= $2 AND (used_at IS NULL OR id = $2) ORDER BY id DESC`, string(p), id)
}

func useUndo(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) (used bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_undo SET used_at = $2 WHERE id = $1 AND used_at IS NULL`, id, at)
	return n == 1, err
}

func useLaterUndos(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_undo SET used_at = $3 WHERE person = $1 AND id > $2 AND used_at IS NULL`, string(p), id, at)
	return err
}

func deleteOldUndos(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_undo WHERE expires_at < $1`, before)
}

// factorsSince reports whether a second factor or a passkey was added after a moment.
func factorsSince(ctx context.Context, q sqldb.Querier, p actor.PersonID, at time.Time) (added bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_passkey WHERE person = $1 AND created_at >= $2)
		OR EXISTS (SELECT 1 FROM account_totp WHERE person = $1 AND confirmed AND created_at >= $2)`, string(p), at).Scan(&added)
	return added, err
}
