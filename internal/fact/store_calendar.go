package fact

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

func latestCalendar(ctx context.Context, q sqldb.Querier) (text string, err error) {
	return text, q.QueryRow(ctx, `SELECT text FROM fact_calendar ORDER BY version DESC LIMIT 1`).Scan(&text)
}

func storeCalendar(ctx context.Context, tx *sqldb.Tx, c workdays.Calendar, i Import) error {
	text, err := c.MarshalText()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO fact_calendar (version, name, text, import, created_at)
		VALUES ((SELECT COALESCE(MAX(version), 0) + 1 FROM fact_calendar), $1, $2, $3, $4)`, c.Version(), string(text), i.ID, i.Beat)
	return err
}
