package partner

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func addClick(ctx context.Context, tx *sqldb.Tx, c Click) error {
	_, err := tx.Exec(ctx, `INSERT INTO partner_click (day, asked, role, region, position, subject, passage, matched, through, clicks)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)
		ON CONFLICT (day, asked, role, region, position, passage) DO UPDATE SET clicks = partner_click.clicks + 1`,
		c.Day, c.Asked, c.Role, c.Region, c.Position, c.Subject, c.Passage, c.Matched, c.Through)
	return err
}

// clicksOf lists the clicks of a day.
func clicksOf(ctx context.Context, q sqldb.Querier, day string) ([]Click, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c Click, err error) {
		return c, r.Scan(&c.Day, &c.Asked, &c.Role, &c.Region, &c.Position, &c.Subject, &c.Passage, &c.Matched, &c.Through, &c.Clicks)
	}, `SELECT day, asked, role, region, position, subject, passage, matched, through, clicks FROM partner_click
		WHERE day = $1 ORDER BY asked, role, region, position, passage`, day)
}

func clickDays(ctx context.Context, q sqldb.Querier) ([]string, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (day string, err error) { return day, r.Scan(&day) }, `SELECT DISTINCT day FROM partner_click ORDER BY day`)
}

func deleteClicks(ctx context.Context, tx *sqldb.Tx, before string) error {
	_, err := tx.Exec(ctx, `DELETE FROM partner_click WHERE day < $1`, before)
	return err
}
