package signature

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// latestLogin returns the sign-in that was signed last in a browser; [sqldb.ErrNoRows] when none was.
func latestLogin(ctx context.Context, q sqldb.Querier, c Caller, after time.Time) (Request, error) {
	return scanRequest(q.QueryRow(ctx, `SELECT `+requestColumns+` FROM signature_request
		WHERE browser_hash = $1 AND person IN ('', $2) AND challenge <> '' AND signed_at > $3 ORDER BY signed_at DESC, id DESC LIMIT 1`,
		c.Browser.Hash(), string(c.Person), after))
}
