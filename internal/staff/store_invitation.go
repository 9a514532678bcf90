package staff

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const invitationColumns = `id, email, email_key, role, invited_by, confirmed_by, created_at, expires_at, used_by, used_at, withdrawn_at`

func scanInvitation(row sqldb.Row) (i Invitation, err error) {
	var used, withdrawn sql.NullTime
	err = row.Scan(&i.ID, &i.Email, &i.EmailKey, &i.Role, &i.By, &i.Confirmed, &i.Created, &i.Expires, &i.UsedBy, &used, &withdrawn)
	i.Used, i.Withdrawn = used.Time, withdrawn.Time
	return i, err
}

func insertInvitation(ctx context.Context, tx *sqldb.Tx, i Invitation, hash string) error {
	_, err := tx.Exec(ctx, `INSERT INTO staff_invitation (id, secret_hash, email, email_key, role, invited_by, confirmed_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		i.ID, hash, i.Email, i.EmailKey, string(i.Role), string(i.By), string(i.Confirmed), i.Created, i.Expires)
	return err
}

func selectInvitation(ctx context.Context, q sqldb.Querier, hash string) (Invitation, error) {
	return scanInvitation(q.QueryRow(ctx, `SELECT `+invitationColumns+` FROM staff_invitation WHERE secret_hash = $1`, hash))
}

func openInvitations(ctx context.Context, q sqldb.Querier, now time.Time) ([]Invitation, error) {
	return sqldb.List(ctx, q, scanInvitation, `SELECT `+invitationColumns+` FROM staff_invitation
		WHERE used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $1 ORDER BY id`, now)
}

func useInvitation(ctx context.Context, tx *sqldb.Tx, id string, by actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE staff_invitation SET used_by = $2, used_at = $3 WHERE id = $1 AND used_at IS NULL`, id, string(by), at)
	return err
}

func withdrawInvitation(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) (found bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE staff_invitation SET withdrawn_at = $2 WHERE id = $1 AND used_at IS NULL AND withdrawn_at IS NULL`, id, at)
	return n == 1, err
}

func withdrawInvitations(ctx context.Context, tx *sqldb.Tx, emailKey string, role actor.Role, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE staff_invitation SET withdrawn_at = $3
		WHERE email_key = $1 AND role = $2 AND used_at IS NULL AND withdrawn_at IS NULL`, emailKey, string(role), at)
	return err
}

// forgetInvitations deletes invitations that ended before a moment, with the addresses in them.
func forgetInvitations(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM staff_invitation WHERE expires_at < $1`, before)
}
