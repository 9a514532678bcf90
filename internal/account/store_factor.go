package account

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// secondNeeded reports whether a password alone lets the person half in only: they have an application with codes or a
// security key, or want their passkey to be asked for, too.
func secondNeeded(ctx context.Context, q sqldb.Querier, p actor.PersonID) (needed bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_totp WHERE person = $1 AND confirmed)
		OR EXISTS (SELECT 1 FROM account_passkey k WHERE k.person = $1 AND (NOT k.alone
			OR EXISTS (SELECT 1 FROM account_factor f WHERE f.person = $1 AND f.strict)))`, string(p)).Scan(&needed)
	return needed, err
}
