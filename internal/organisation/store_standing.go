package organisation

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const roleColumns = `s.basis, s.until, g.role, g.until, g.confirm_by
	FROM organisation_cabinet c
	LEFT JOIN organisation_signer s ON s.organisation = c.id AND s.person = $1 AND s.ended_at IS NULL
	LEFT JOIN organisation_grant g ON g.organisation = c.id AND g.person = $1 AND g.state = 'active'`

// part is what a row says of a person's role in a cabinet.
type part struct {
	basis, role            sql.NullString
	signs, trusted, before sql.NullTime // until when
}

func (r part) at(now time.Time) Role {
	var role Role
	if r.basis.Valid && (!r.signs.Valid || now.Before(r.signs.Time)) {
		role = Signer
		if Basis(r.basis.String) == ByPower {
			role = Employee
		}
	}
	if r.role.Valid {
		g := Grant{State: Active, Role: Role(r.role.String), Until: r.trusted.Time, ConfirmBy: r.before.Time}
		role = stronger(role, g.RoleAt(now))
	}
	return role
}

// columns are where the columns of a cabinet and of a role go.
func (r *part) columns(c *Cabinet) []any {
	return []any{
		&c.ID, &c.OGRN, &c.INN, &c.KPP, &c.Name, &c.Email, &c.Phone, &c.OpenedBy, &c.Opened, &c.Signature,
		&r.basis, &r.signs, &r.role, &r.trusted, &r.before,
	}
}

func scanStanding(now time.Time) func(sqldb.Row) (Standing, error) {
	return func(row sqldb.Row) (st Standing, err error) {
		var r part
		err = row.Scan(r.columns(&st.Cabinet)...)
		st.Role = r.at(now)
		return st, err
	}
}

func scanProfile(now time.Time) func(sqldb.Row) (Profile, error) {
	return func(row sqldb.Row) (p Profile, err error) {
		var r part
		var recent null
		err = row.Scan(append(r.columns(&p.Cabinet), &recent)...)
		p.Role, p.Recent = r.at(now), recent.Time
		return p, err
	}
}

func standing(ctx context.Context, q sqldb.Querier, p actor.PersonID, ogrn string, now time.Time) (Standing, error) {
	return scanStanding(now)(q.QueryRow(ctx, `SELECT `+cabinetColumns+`, `+roleColumns+` WHERE c.ogrn = $2`, string(p), ogrn))
}

// profiles lists the cabinets in which a person has, or had until lately, a role.
func profiles(ctx context.Context, q sqldb.Querier, p actor.PersonID, now time.Time, limit int) ([]Profile, error) {
	return sqldb.List(ctx, q, scanProfile(now), `SELECT `+cabinetColumns+`, s.basis, s.until, g.role, g.until, g.confirm_by, r.at
		FROM (SELECT organisation FROM organisation_signer WHERE person = $1 AND ended_at IS NULL
			UNION SELECT organisation FROM organisation_grant WHERE person = $1 AND state = 'active') mine
		JOIN organisation_cabinet c ON c.id = mine.organisation
		LEFT JOIN organisation_signer s ON s.organisation = c.id AND s.person = $1 AND s.ended_at IS NULL
		LEFT JOIN organisation_grant g ON g.organisation = c.id AND g.person = $1 AND g.state = 'active'
		LEFT JOIN organisation_recent r ON r.organisation = c.id AND r.person = $1
		ORDER BY CASE WHEN r.at IS NULL THEN 1 ELSE 0 END, r.at DESC, c.name, c.id LIMIT $2`, string(p), limit)
}
