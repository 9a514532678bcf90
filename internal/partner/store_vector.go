package partner

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// waiting is a row of partner_vector_wait.
type waiting struct {
	Sum, Subject string
	Tries        int
}

func scanWaiting(r sqldb.Row) (w waiting, err error) {
	return w, r.Scan(&w.Sum, &w.Subject, &w.Tries)
}

// insertWaiting has a text of a subject wait for its vector; false when it does already.
func insertWaiting(ctx context.Context, tx *sqldb.Tx, model string, w waiting, due time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO partner_vector_wait (model, sum, subject, tries, due_at) VALUES ($1, $2, $3, 0, $4) ON CONFLICT DO NOTHING`,
		model, w.Sum, w.Subject, due)
	return n > 0, err
}

func dueWaiting(ctx context.Context, q sqldb.Querier, model string, now time.Time, most int) ([]waiting, error) {
	return sqldb.List(ctx, q, scanWaiting, `SELECT sum, subject, tries FROM partner_vector_wait WHERE model = $1 AND due_at <= $2
		ORDER BY due_at, sum, subject LIMIT $3`, model, now, most)
}

// postponeWaiting has a text, whomever it is about, wait until a time, after so many further tries.
func postponeWaiting(ctx context.Context, tx *sqldb.Tx, model, sum string, tries int, due time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE partner_vector_wait SET tries = tries + $3, due_at = $4 WHERE model = $1 AND sum = $2`, model, sum, tries, due)
	return err
}

// deleteWaiting ends the waiting of a text and returns whom it is about.
func deleteWaiting(ctx context.Context, tx *sqldb.Tx, model, sum string) ([]string, error) {
	return sqldb.List(ctx, tx, func(r sqldb.Row) (key string, err error) { return key, r.Scan(&key) },
		`DELETE FROM partner_vector_wait WHERE model = $1 AND sum = $2 RETURNING subject`, model, sum)
}

func deleteWaitingOf(ctx context.Context, tx *sqldb.Tx, model, sum, subject string) error {
	_, err := tx.Exec(ctx, `DELETE FROM partner_vector_wait WHERE model = $1 AND sum = $2 AND subject = $3`, model, sum, subject)
	return err
}

// countWaiting counts texts that wait for a vector.
func countWaiting(ctx context.Context, q sqldb.Querier, model string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT count(DISTINCT sum) FROM partner_vector_wait WHERE model = $1`, model).Scan(&n)
	return n, err
}

func countVectors(ctx context.Context, q sqldb.Querier, model string) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT count(*) FROM partner_vector WHERE model = $1`, model).Scan(&n)
	return n, err
}

func insertVector(ctx context.Context, tx *sqldb.Tx, model, sum string, vector []byte) error {
	_, err := tx.Exec(ctx, `INSERT INTO partner_vector (model, sum, vector) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, model, sum, vector)
	return err
}

// vectorOf is the vector of a text; nil when it has none.
func vectorOf(ctx context.Context, q sqldb.Querier, model, sum string) (vector []byte, err error) {
	err = q.QueryRow(ctx, `SELECT vector FROM partner_vector WHERE model = $1 AND sum = $2`, model, sum).Scan(&vector)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return vector, err
}

// storedVector is a row of partner_vector.
type storedVector struct {
	Sum    string
	Vector []byte
}

func allVectors(ctx context.Context, q sqldb.Querier, model string) ([]storedVector, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (v storedVector, err error) { return v, r.Scan(&v.Sum, &v.Vector) },
		`SELECT sum, vector FROM partner_vector WHERE model = $1`, model)
}

func vectorSums(ctx context.Context, q sqldb.Querier, model string) ([]string, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (sum string, err error) { return sum, r.Scan(&sum) }, `SELECT sum FROM partner_vector WHERE model = $1`, model)
}

func deleteVector(ctx context.Context, tx *sqldb.Tx, model, sum string) error {
	_, err := tx.Exec(ctx, `DELETE FROM partner_vector WHERE model = $1 AND sum = $2`, model, sum)
	return err
}

// deleteOtherModels deletes what was made or waits for other models.
func deleteOtherModels(ctx context.Context, tx *sqldb.Tx, model string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM partner_vector WHERE model <> $1`, model); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM partner_vector_wait WHERE model <> $1`, model)
	return err
}
