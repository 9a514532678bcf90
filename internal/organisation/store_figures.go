package organisation

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// peopleEver lists whoever has signed or been trusted in a cabinet, now or before.
func peopleEver(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) ([]actor.PersonID, error) {
	return sqldb.List(ctx, q, func(row sqldb.Row) (p actor.PersonID, err error) { return p, row.Scan(&p) },
		`SELECT person FROM organisation_signer WHERE organisation = $1
		UNION SELECT person FROM organisation_grant WHERE organisation = $1 AND person <> '' ORDER BY person`, string(id))
}
