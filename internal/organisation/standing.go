package organisation

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Standing is what a person is to an organisation at a moment.
type Standing struct {
	Cabinet Cabinet
	Role    Role
}

// Acting returns for which organisation a person acts by the ОГРН in a path, and as what; [ErrNoCabinet] when there is no such
// cabinet or the person has no role in it. It is one query, because every request of a cabinet asks it.
func (s *Service) Acting(ctx context.Context, p actor.PersonID, ogrn string) (Standing, error) {
	st, err := standing(ctx, s.db.Single(), p, ogrn, s.clock.Now())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Standing{}, ErrNoCabinet
	case err != nil:
		return Standing{}, fmt.Errorf("read the rights: %w", err)
	case st.Role == "":
		return Standing{}, ErrNoCabinet
	}
	return st, nil
}

// Rights returns what a person may do for an organisation now, in the caller's transaction.
func (s *Service) Rights(ctx context.Context, q sqldb.Querier, p actor.PersonID, id actor.OrganisationID) ([]actor.Right, error) {
	role, err := s.RoleOf(ctx, q, p, id)
	return role.Rights(), err
}

// RoleOf returns what a person is to an organisation now, "" when nothing.
func (s *Service) RoleOf(ctx context.Context, q sqldb.Querier, p actor.PersonID, id actor.OrganisationID) (Role, error) {
	c, err := cabinetByID(ctx, q, id)
	if err != nil {
		return "", fmt.Errorf("read the cabinet: %w", none(err, ErrNoCabinet))
	}
	st, err := standing(ctx, q, p, c.OGRN, s.clock.Now())
	return st.Role, err
}

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

func scanStanding(now time.Time) func(sqldb.Row) (Standing, error) {
	return func(row sqldb.Row) (st Standing, err error) {
		var r part
		c := &st.Cabinet
		err = row.Scan(&c.ID, &c.OGRN, &c.INN, &c.KPP, &c.Name, &c.Email, &c.Phone, &c.OpenedBy, &c.Opened, &c.Signature,
			&r.basis, &r.signs, &r.role, &r.trusted, &r.before)
		st.Role = r.at(now)
		return st, err
	}
}

func standing(ctx context.Context, q sqldb.Querier, p actor.PersonID, ogrn string, now time.Time) (Standing, error) {
	return scanStanding(now)(q.QueryRow(ctx, `SELECT `+cabinetColumns+`, `+roleColumns+` WHERE c.ogrn = $2`, string(p), ogrn))
}

// Profile is an organisation that a person may choose in «Сменить профиль».
type Profile struct {
	Standing
	Used time.Time // zero: never
}

// Profiles lists the organisations in which a person has a role, the last used first.
func (s *Service) Profiles(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Profile, error) {
	now := s.clock.Now()
	list, err := sqldb.List(ctx, q, func(row sqldb.Row) (profile Profile, err error) {
		var (
			r    part
			used null
		)
		c := &profile.Cabinet
		err = row.Scan(&c.ID, &c.OGRN, &c.INN, &c.KPP, &c.Name, &c.Email, &c.Phone, &c.OpenedBy, &c.Opened, &c.Signature,
			&r.basis, &r.signs, &r.role, &r.trusted, &r.before, &used)
		profile.Role, profile.Used = r.at(now), used.Time
		return profile, err
	}, `SELECT `+cabinetColumns+`, s.basis, s.until, g.role, g.until, g.confirm_by, u.at
		FROM (SELECT organisation FROM organisation_signer WHERE person = $1 AND ended_at IS NULL
			UNION SELECT organisation FROM organisation_grant WHERE person = $1 AND state = 'active') mine
		JOIN organisation_cabinet c ON c.id = mine.organisation
		LEFT JOIN organisation_signer s ON s.organisation = c.id AND s.person = $1 AND s.ended_at IS NULL
		LEFT JOIN organisation_grant g ON g.organisation = c.id AND g.person = $1 AND g.state = 'active'
		LEFT JOIN organisation_use u ON u.organisation = c.id AND u.person = $1
		ORDER BY COALESCE(u.at, c.opened_at) DESC, c.name LIMIT 1000`, string(p))
	if err != nil {
		return nil, fmt.Errorf("list the profiles: %w", err)
	}
	kept := list[:0]
	for _, profile := range list {
		if profile.Role != "" {
			kept = append(kept, profile)
		}
	}
	return kept, nil
}
