package staff

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// takeTurn locks the one row that every change of roles touches. On PostgreSQL a transaction that waited for it begins
// anew, and so sees what the one before it did.
func takeTurn(ctx context.Context, tx *sqldb.Tx) error {
	_, err := tx.Exec(ctx, `UPDATE staff_turn SET taken = taken + 1 WHERE one = 1`)
	return err
}

func rolesOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]actor.Role, error) {
	roles, err := sqldb.List(ctx, q, func(r sqldb.Row) (role actor.Role, err error) { return role, r.Scan(&role) },
		`SELECT role FROM staff_role WHERE person = $1 AND ended_at IS NULL`, string(p))
	slices.SortFunc(roles, func(a, b actor.Role) int { return slices.Index(actor.Roles(), a) - slices.Index(actor.Roles(), b) })
	return roles, err
}

const roleColumns = `id, person, role, given_by, confirmed_by, given_at, ended_by, end_confirmed_by, ended_at`

func scanRole(row sqldb.Row) (h Holding, err error) {
	var ended sql.NullTime
	err = row.Scan(&h.ID, &h.Person, &h.Role, &h.By, &h.Confirmed, &h.Since, &h.EndedBy, &h.EndConfirmedBy, &ended)
	h.Ended = ended.Time
	return h, err
}

func heldRoles(ctx context.Context, q sqldb.Querier) (Roster, error) {
	return sqldb.List(ctx, q, scanRole, `SELECT `+roleColumns+` FROM staff_role WHERE ended_at IS NULL ORDER BY given_at, id`)
}

// rolesEver lists the roles that a person holds and held, the latest first.
func rolesEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Holding, error) {
	return sqldb.List(ctx, q, scanRole, `SELECT `+roleColumns+` FROM staff_role WHERE person = $1 ORDER BY given_at DESC, id DESC`, string(p))
}

func insertRole(ctx context.Context, tx *sqldb.Tx, h Holding) error {
	_, err := tx.Exec(ctx, `INSERT INTO staff_role (id, person, role, given_by, confirmed_by, given_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		h.ID, string(h.Person), string(h.Role), string(h.By), string(h.Confirmed), h.Since)
	return err
}

func endRole(ctx context.Context, tx *sqldb.Tx, p Proposal, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE staff_role SET ended_by = $3, end_confirmed_by = $4, ended_at = $5
		WHERE person = $1 AND role = $2 AND ended_at IS NULL`, string(p.Person), string(p.Role), string(p.By), string(p.Decider), at)
	return err
}

// everStaff lists who has or had a role.
func everStaff(ctx context.Context, q sqldb.Querier) ([]actor.PersonID, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (p actor.PersonID, err error) { return p, r.Scan(&p) }, `SELECT DISTINCT person FROM staff_role`)
}
