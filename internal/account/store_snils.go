package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const checkColumns = `id, person, surname, given, patronymic, snils, birth, sex, state, ticket, asked, silent, created_at, next_at, decided_at`

func scanCheck(row sqldb.Row) (c snilsCheck, err error) {
	var decided sql.NullTime
	i := &c.identity
	err = row.Scan(&c.id, &c.person, &i.Name.Surname, &i.Name.Given, &i.Name.Patronymic, &i.SNILS, &i.Birth, &i.Sex,
		&c.state, &c.ticket, &c.asked, &c.silent, &c.created, &c.next, &decided)
	c.decided = decided.Time
	return c, err
}

func insertCheck(ctx context.Context, tx *sqldb.Tx, c snilsCheck) error {
	i := c.identity
	_, err := tx.Exec(ctx, `INSERT INTO account_snils_check (id, person, surname, given, patronymic, snils, birth, sex, state, created_at, next_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.id, string(c.person), i.Name.Surname, i.Name.Given, i.Name.Patronymic, string(i.SNILS), string(i.Birth), string(i.Sex),
		string(c.state), c.created, c.next)
	return err
}

func checkByID(ctx context.Context, q sqldb.Querier, id string) (snilsCheck, error) {
	return scanCheck(q.QueryRow(ctx, `SELECT `+checkColumns+` FROM account_snils_check WHERE id = $1`, id))
}

func lastCheck(ctx context.Context, q sqldb.Querier, p actor.PersonID) (snilsCheck, error) {
	return scanCheck(q.QueryRow(ctx, `SELECT `+checkColumns+` FROM account_snils_check WHERE person = $1 ORDER BY id DESC LIMIT 1`, string(p)))
}

func dueChecks(ctx context.Context, q sqldb.Querier, now time.Time, limit int) ([]string, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM account_snils_check WHERE state = 'pending' AND next_at <= $1 ORDER BY next_at LIMIT $2`, now, limit)
}

func putOff(ctx context.Context, tx *sqldb.Tx, id string, next time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_snils_check SET next_at = $2 WHERE id = $1 AND state = 'pending'`, id, next)
	return err
}

// updateCheck stores a try, unless the check is over or somebody has made another try since c was read.
func updateCheck(ctx context.Context, tx *sqldb.Tx, c snilsCheck, decided time.Time) (stored bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_snils_check SET state = $2, ticket = $3, asked = asked + 1, silent = $4, next_at = $5, decided_at = $6
		WHERE id = $1 AND state = 'pending' AND asked = $7`,
		c.id, string(c.state), c.ticket, c.silent, c.next, sql.NullTime{Time: decided, Valid: !decided.IsZero()}, c.asked)
	return n == 1, err
}

// settleReviewed ends a check that a person of the foundation has decided.
func settleReviewed(ctx context.Context, tx *sqldb.Tx, id string, state checkState, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_snils_check SET state = $2, decided_at = $3 WHERE id = $1 AND state = 'review'`, id, string(state), at)
	return err
}

// withdrawChecks ends the checks of a person whom somebody else has vouched for.
func withdrawChecks(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, but string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_snils_check SET state = 'withdrawn', decided_at = $3 WHERE person = $1 AND id <> $2 AND state = 'pending'`,
		string(p), but, at)
	return err
}
