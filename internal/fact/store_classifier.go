package fact

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// latestClass returns the version of a code that holds, and where its file came from.
func latestClass(ctx context.Context, q sqldb.Querier, register Register, code string) (r row, origin string, err error) {
	r, err = scanRow(q.QueryRow(ctx, `SELECT `+recordColumns+` FROM fact_record WHERE record = $1 AND register = $2 AND source = 'dump' ORDER BY version DESC LIMIT 1`,
		code, string(register)))
	if err != nil {
		return row{}, "", err
	}
	return r, origin, q.QueryRow(ctx, `SELECT COALESCE((SELECT origin FROM fact_import WHERE id = $1), '')`, r.Import).Scan(&origin)
}

// latestClasses returns the version of each code of a classifier that holds. The first condition is that of an index.
func latestClasses(ctx context.Context, q sqldb.Querier, register Register) ([]row, error) {
	return sqldb.List(ctx, q, scanRow, `SELECT `+recordColumns+` FROM fact_record WHERE register IN ('okved', 'okpd2') AND register = $1 AND source = 'dump'
		AND NOT EXISTS (SELECT 1 FROM fact_record AS later WHERE later.record = fact_record.record AND later.register = fact_record.register
			AND later.source = fact_record.source AND later.version > fact_record.version) ORDER BY record`, string(register))
}
