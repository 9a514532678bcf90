package staff

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func forgetConflicts(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE staff_conflict SET reason = '' WHERE subject = $1`, string(p))
	return err
}

// forgetAddress takes an address out of invitations and proposals. What was still open by it is over.
func forgetAddress(ctx context.Context, tx *sqldb.Tx, key string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM staff_proposal WHERE email_key = $1 AND state = 'open'`, key); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE staff_proposal SET email = '', email_key = '' WHERE email_key = $1`, key); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE staff_invitation SET withdrawn_at = CASE WHEN used_at IS NULL THEN COALESCE(withdrawn_at, created_at) ELSE withdrawn_at END,
		email = '', email_key = '' WHERE email_key = $1`, key)
	return err
}
