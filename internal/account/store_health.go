package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// registerTimes returns when the register last answered one of the latest questions, and since when the oldest question
// waits. It orders instead of asking for MAX and MIN, since the engines give back the time of a row, and not of a sum.
func registerTimes(ctx context.Context, q sqldb.Querier) (answered, oldest time.Time, err error) {
	answered, err = momentOf(q.QueryRow(ctx, `SELECT decided_at FROM (SELECT state, decided_at FROM account_snils_check ORDER BY id DESC LIMIT 1000) late
		WHERE state IN ('confirmed', 'mismatch', 'failed', 'review') AND decided_at IS NOT NULL ORDER BY decided_at DESC LIMIT 1`))
	if err != nil {
		return answered, oldest, err
	}
	oldest, err = momentOf(q.QueryRow(ctx, `SELECT created_at FROM account_snils_check WHERE state = 'pending' ORDER BY created_at LIMIT 1`))
	return answered, oldest, err
}

// momentOf reads a time; zero when there is no row.
func momentOf(r sqldb.Row) (time.Time, error) {
	var at sql.NullTime
	if err := r.Scan(&at); err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return time.Time{}, err
	}
	return at.Time, nil
}

func countPending(ctx context.Context, q sqldb.Querier) (waiting, silent int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*), COUNT(CASE WHEN silent THEN 1 END) FROM account_snils_check WHERE state = 'pending'`).Scan(&waiting, &silent)
	return waiting, silent, err
}

func latestSealedDocument(ctx context.Context, q sqldb.Querier) (id, owner, sealed string, err error) {
	err = q.QueryRow(ctx, `SELECT id, person, sealed FROM account_document ORDER BY id DESC LIMIT 1`).Scan(&id, &owner, &sealed)
	return id, owner, sealed, err
}

func latestSecret(ctx context.Context, q sqldb.Querier) (owner, secret string, err error) {
	err = q.QueryRow(ctx, `SELECT person, secret FROM account_totp ORDER BY created_at DESC LIMIT 1`).Scan(&owner, &secret)
	return owner, secret, err
}

// someFiles returns the first and the latest file, or nothing.
func someFiles(ctx context.Context, q sqldb.Querier) ([]blob.Ref, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (ref blob.Ref, err error) { return ref, r.Scan(&ref) },
		`SELECT file FROM account_document WHERE id IN (
			(SELECT MIN(id) FROM account_document WHERE file IS NOT NULL), (SELECT MAX(id) FROM account_document WHERE file IS NOT NULL))`)
}
