package organisation

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// endings lists what ends between two moments.
func endings(ctx context.Context, q sqldb.Querier, after, before time.Time) ([]ending, error) {
	return sqldb.List(ctx, q, func(row sqldb.Row) (e ending, err error) {
		return e, row.Scan(&e.kind, &e.id, &e.organisation, &e.person, &e.ends)
	}, `SELECT 'certificate', id, organisation, person, not_after FROM organisation_certificate WHERE removed_at IS NULL AND not_after > $1 AND not_after <= $2
		UNION ALL SELECT CASE basis WHEN 'power' THEN 'power' ELSE 'signer' END, id, organisation, person, until FROM organisation_signer WHERE ended_at IS NULL AND until > $1 AND until <= $2
		UNION ALL SELECT 'grant', id, organisation, person, until FROM organisation_grant WHERE state = 'active' AND until > $1 AND until <= $2
		ORDER BY 2 LIMIT 2000`, after, before)
}

// noteWarning notes that a warning was sent; first is false when it was before.
func noteWarning(ctx context.Context, tx *sqldb.Tx, subject string, days int, at time.Time) (first bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO organisation_warning (subject, days, at) VALUES ($1, $2, $3) ON CONFLICT (subject, days) DO NOTHING`, subject, days, at)
	return n == 1, err
}
