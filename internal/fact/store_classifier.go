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

// latestClasses returns the version of each code of a classifier that holds. The condition of the inner question is that of an index: on both
// engines this took half as long as to ask of each row whether a later one exists.
func latestClasses(ctx context.Context, q sqldb.Querier, register Register) ([]row, error) {
	return sqldb.List(ctx, q, scanRow, `SELECT `+recordColumns+` FROM (SELECT record AS code, max(version) AS latest FROM fact_record
			WHERE register IN ('okved', 'okpd2') AND register = $1 AND source = 'dump' GROUP BY record) AS held
		JOIN fact_record ON record = code AND version = latest AND register = $1 AND source = 'dump' ORDER BY record`, string(register))
}
