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
