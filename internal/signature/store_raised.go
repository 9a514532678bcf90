package signature

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// insertRaised keeps a signature at a new level; first is false when another job was before.
func insertRaised(ctx context.Context, tx *sqldb.Tx, r raised) (first bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO signature_raised (signed, step, level, message, at, until) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (signed, step) DO NOTHING`,
		r.signed, r.step, string(r.level), r.message, r.at, r.until)
	return n == 1, err
}

// lastRaised is a signature at its highest level.
func lastRaised(ctx context.Context, q sqldb.Querier, signed string) (r raised, err error) {
	err = q.QueryRow(ctx, `SELECT signed, step, level, message, at, until FROM signature_raised WHERE signed = $1 ORDER BY step DESC LIMIT 1`, signed).
		Scan(&r.signed, &r.step, &r.level, &r.message, &r.at, &r.until)
	return r, err
}

// firstRaised is when a signature was given its first time-stamp.
func firstRaised(ctx context.Context, q sqldb.Querier, signed string) (at time.Time, err error) {
	return at, q.QueryRow(ctx, `SELECT at FROM signature_raised WHERE signed = $1 AND step = 1`, signed).Scan(&at)
}

// endingSoon lists signatures whose last time-stamp proves nothing after a moment.
func endingSoon(ctx context.Context, q sqldb.Querier, before time.Time, most int) ([]string, error) {
	return sqldb.List(ctx, q, func(row sqldb.Row) (signed string, err error) { return signed, row.Scan(&signed) },
		`SELECT signed FROM signature_raised AS r WHERE level IN ('LTA', 'token') AND until < $1
			AND step = (SELECT MAX(step) FROM signature_raised AS l WHERE l.signed = r.signed) ORDER BY until, signed LIMIT $2`, before, most)
}

// insertOutcome keeps what the second asking has found; first is false when another job was before.
func insertOutcome(ctx context.Context, tx *sqldb.Tx, signed string, o Outcome, at time.Time) (first bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO signature_again (signed, outcome, at) VALUES ($1, $2, $3) ON CONFLICT (signed) DO NOTHING`, signed, string(o), at)
	return n == 1, err
}

func outcomeFor(ctx context.Context, q sqldb.Querier, signed string) (o Outcome, err error) {
	return o, q.QueryRow(ctx, `SELECT outcome FROM signature_again WHERE signed IN (SELECT id FROM signature_signed WHERE id = $1 OR request = $1)`, signed).Scan(&o)
}
