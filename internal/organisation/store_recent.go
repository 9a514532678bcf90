package organisation

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Recent says when a person last chose to act for an organisation.
type Recent struct {
	Organisation actor.OrganisationID
	At           time.Time
}

func scanRecent(row sqldb.Row) (r Recent, err error) { return r, row.Scan(&r.Organisation, &r.At) }

func recentOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Recent, error) {
	return sqldb.List(ctx, q, scanRecent, `SELECT organisation, at FROM organisation_recent WHERE person = $1 ORDER BY at DESC, organisation`, string(p))
}

func touchRecent(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, id actor.OrganisationID, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_recent (person, organisation, at) VALUES ($1, $2, $3)
		ON CONFLICT (person, organisation) DO UPDATE SET at = excluded.at`, string(p), string(id), at)
	return err
}

// forgetRecent forgets choices that are so old that they help nobody.
func forgetRecent(ctx context.Context, tx *sqldb.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM organisation_recent WHERE at < $1`, before)
	return err
}

// waiting is how many things of a kind wait in a cabinet.
type waiting struct {
	organisation actor.OrganisationID
	kind         string
	n            int
}

// The kinds of what waits.
const (
	waitsConfirm     = "confirm"     // trusted persons to be confirmed by a new head
	waitsCertificate = "certificate" // certificates that end soon, or have ended
)

func scanWaiting(row sqldb.Row) (w waiting, err error) {
	return w, row.Scan(&w.organisation, &w.kind, &w.n)
}

// waitingIn counts what waits in the cabinets of a person; soon is until when an end is near.
func waitingIn(ctx context.Context, q sqldb.Querier, p actor.PersonID, now, soon time.Time) ([]waiting, error) {
	return sqldb.List(ctx, q, scanWaiting, `WITH mine AS (SELECT organisation FROM organisation_signer WHERE person = $1 AND ended_at IS NULL
			UNION SELECT organisation FROM organisation_grant WHERE person = $1 AND state = 'active')
		SELECT g.organisation, 'confirm', COUNT(*) FROM mine JOIN organisation_grant g ON g.organisation = mine.organisation
			WHERE g.state IN ('invited', 'active') AND g.confirm_by > $2 AND g.until > $2 GROUP BY g.organisation
		UNION ALL SELECT c.organisation, 'certificate', COUNT(*) FROM mine JOIN organisation_certificate c ON c.organisation = mine.organisation
			WHERE c.removed_at IS NULL AND c.not_after < $3 GROUP BY c.organisation`, string(p), now, soon)
}
