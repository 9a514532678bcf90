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
