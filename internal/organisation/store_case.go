package organisation

import (
	"context"
	"encoding/json"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const caseColumns = `id, person, ogrn, inn, login, ground, details, state, created_at, decided_by, decided_at, reason`

func scanCase(row sqldb.Row) (c Case, err error) {
	var (
		text    string
		decided null
	)
	if err := row.Scan(&c.ID, &c.Person, &c.OGRN, &c.INN, &c.Login, &c.Ground, &text, &c.State, &c.Created, &c.By, &decided, &c.Reason); err != nil {
		return c, err
	}
	c.Decided = decided.Time
	return c, json.Unmarshal([]byte(text), &c.details)
}

func insertCase(ctx context.Context, tx *sqldb.Tx, c Case) error {
	text, err := json.Marshal(c.details)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO organisation_case (id, person, ogrn, inn, login, ground, details, state, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, string(c.Person), c.OGRN, c.INN, c.Login, string(c.Ground), string(text), string(c.State), c.Created)
	return err
}

func openCase(ctx context.Context, q sqldb.Querier, who actor.PersonID, ogrn, inn string) (Case, error) {
	return scanCase(q.QueryRow(ctx, `SELECT `+caseColumns+` FROM organisation_case WHERE person = $1 AND ogrn = $2 AND inn = $3 AND state = 'open'`,
		string(who), ogrn, inn))
}

func caseByID(ctx context.Context, q sqldb.Querier, id string) (Case, error) {
	return scanCase(q.QueryRow(ctx, `SELECT `+caseColumns+` FROM organisation_case WHERE id = $1`, id))
}

func casesEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Case, error) {
	return sqldb.List(ctx, q, scanCase, `SELECT `+caseColumns+` FROM organisation_case WHERE person = $1 ORDER BY id`, string(p))
}

func decideCase(ctx context.Context, tx *sqldb.Tx, c Case) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE organisation_case SET state = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = $1 AND state = 'open'`,
		c.ID, string(c.State), string(c.By), c.Decided, c.Reason)
	return n == 1, err
}

func openCases(ctx context.Context, q sqldb.Querier) ([]Case, error) {
	return sqldb.List(ctx, q, scanCase, `SELECT `+caseColumns+` FROM organisation_case WHERE state = 'open' ORDER BY id LIMIT 200`)
}
