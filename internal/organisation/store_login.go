package organisation

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// useLogin notes that a signed login was used; first is false when it was before.
func useLogin(ctx context.Context, tx *sqldb.Tx, login string, at time.Time) (first bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO organisation_login (login, at) VALUES ($1, $2) ON CONFLICT (login) DO NOTHING`, login, at)
	return n == 1, err
}

func loginUsed(ctx context.Context, q sqldb.Querier, login string) (used bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM organisation_login WHERE login = $1)`, login).Scan(&used)
	return used, err
}
