package partner

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertChange(ctx context.Context, tx *sqldb.Tx, id, subject string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO partner_change (id, subject, at) VALUES ($1, $2, $3)`, id, subject, at)
	return err
}

func changesSince(ctx context.Context, q sqldb.Querier, since time.Time, most int) ([]change, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c change, err error) { return c, r.Scan(&c.ID, &c.Subject, &c.At) },
		`SELECT id, subject, at FROM partner_change WHERE at > $1 AND subject <> '`+anchor+`' ORDER BY at, id LIMIT $2`, since, most)
}

func hasChange(ctx context.Context, q sqldb.Querier, id string) (bool, error) {
	n := 0
	err := q.QueryRow(ctx, `SELECT count(*) FROM partner_change WHERE id = $1`, id).Scan(&n)
	return n > 0, err
}

func deleteChanges(ctx context.Context, tx *sqldb.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM partner_change WHERE at < $1`, before)
	return err
}
