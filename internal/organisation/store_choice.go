package organisation

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func noteUse(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, id actor.OrganisationID, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_use (person, organisation, at) VALUES ($1, $2, $3)
		ON CONFLICT (person, organisation) DO UPDATE SET at = excluded.at`, string(p), string(id), at)
	return err
}

func putChoice(ctx context.Context, tx *sqldb.Tx, a actor.Actor, chosen actor.OrganisationID, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_choice (session, person, organisation, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (session) DO UPDATE SET organisation = excluded.organisation, at = excluded.at`, a.Session, string(a.Person), string(chosen), at)
	return err
}

func choiceOf(ctx context.Context, q sqldb.Querier, session string, after time.Time) (chosen actor.OrganisationID, err error) {
	err = q.QueryRow(ctx, `SELECT organisation FROM organisation_choice WHERE session = $1 AND at > $2`, session, after).Scan(&chosen)
	return chosen, err
}

// useLogin notes that a signed login was used; first is false when it was before.
func useLogin(ctx context.Context, tx *sqldb.Tx, login string, at time.Time) (first bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO organisation_login (login, at) VALUES ($1, $2) ON CONFLICT (login) DO NOTHING`, login, at)
	return n == 1, err
}

func loginUsed(ctx context.Context, q sqldb.Querier, login string) (used bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM organisation_login WHERE login = $1)`, login).Scan(&used)
	return used, err
}
