package application

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// insertSubscription keeps a subscription; fresh is false when there was one.
func insertSubscription(ctx context.Context, tx *sqldb.Tx, o actor.OrganisationID, p actor.PersonID, at time.Time) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO application_subscription (organisation, person, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, string(o), string(p), at)
	if err != nil {
		return false, fmt.Errorf("keep a subscription: %w", err)
	}
	return n == 1, nil
}

// deleteSubscription ends a subscription; gone is false when there was none.
func deleteSubscription(ctx context.Context, tx *sqldb.Tx, o actor.OrganisationID, p actor.PersonID) (gone bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM application_subscription WHERE organisation = $1 AND person = $2`, string(o), string(p))
	if err != nil {
		return false, fmt.Errorf("end a subscription: %w", err)
	}
	return n == 1, nil
}

// isSubscribed reports whether a person is subscribed to letters about the applications of an organisation.
func isSubscribed(ctx context.Context, q sqldb.Querier, o actor.OrganisationID, p actor.PersonID) (found bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM application_subscription WHERE organisation = $1 AND person = $2)`, string(o), string(p)).Scan(&found)
	if err != nil {
		return false, fmt.Errorf("look for a subscription: %w", err)
	}
	return found, nil
}

// subscribersOf lists who asked for letters about the applications of an organisation, whether or not they may see them now.
func subscribersOf(ctx context.Context, q sqldb.Querier, o actor.OrganisationID) ([]actor.PersonID, error) {
	list, err := sqldb.List(ctx, q, func(row sqldb.Row) (p actor.PersonID, err error) { return p, row.Scan(&p) },
		`SELECT person FROM application_subscription WHERE organisation = $1 ORDER BY person`, string(o))
	if err != nil {
		return nil, fmt.Errorf("list who is subscribed: %w", err)
	}
	return list, nil
}
