package organisation

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertLink(ctx context.Context, tx *sqldb.Tx, l Link, hash, mac, end string) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_link (id, secret, person, name, snils_mac, snils_end, inn, title, role, months, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		l.ID, hash, string(l.Person), l.Name, mac, end, string(l.INN), l.Title, string(l.Role), l.Months, l.Created, l.Expires)
	return err
}

const linkColumns = `id, person, name, inn, title, role, months, created_at, expires_at, used_at`

func scanLink(row sqldb.Row) (l Link, err error) {
	var used null
	err = row.Scan(&l.ID, &l.Person, &l.Name, &l.INN, &l.Title, &l.Role, &l.Months, &l.Created, &l.Expires, &used)
	l.Used = used.Time
	return l, err
}

func linkBySecret(ctx context.Context, q sqldb.Querier, hash string) (Link, error) {
	return scanLink(q.QueryRow(ctx, `SELECT `+linkColumns+` FROM organisation_link WHERE secret = $1`, hash))
}

func linksEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Link, error) {
	return sqldb.List(ctx, q, scanLink, `SELECT `+linkColumns+` FROM organisation_link WHERE person = $1 ORDER BY id`, string(p))
}

// useLink takes a link for a grant, once, and returns whose it was; [sqldb.ErrNoRows] when it is used or over.
func useLink(ctx context.Context, tx *sqldb.Tx, id, grant string, at time.Time) (p actor.PersonID, err error) {
	err = tx.QueryRow(ctx, `UPDATE organisation_link SET used_at = $3, used_for = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $3 RETURNING person`,
		id, grant, at).Scan(&p)
	return p, err
}
