package fact

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const queryColumns = `id, source, inn, ogrn, ticket, state, reason, tries, silent, asked_by, asked_at, next_at, ended_at`

func scanQuery(s sqldb.Row) (q Query, err error) {
	var ended sql.NullTime
	err = s.Scan(&q.ID, &q.Source, &q.Subject.INN, &q.Subject.OGRN, &q.ticket, &q.State, &q.reason, &q.tries, &q.Silent, &q.By, &q.Asked, &q.Next, &ended)
	q.Ended = ended.Time
	return q, err
}

func insertQuery(ctx context.Context, tx *sqldb.Tx, q Query) error {
	_, err := tx.Exec(ctx, `INSERT INTO fact_query (id, source, inn, ogrn, state, asked_by, asked_at, next_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		q.ID, string(q.Source), q.Subject.INN, q.Subject.OGRN, string(q.State), q.By, q.Asked, q.Next)
	return err
}

func queryByID(ctx context.Context, q sqldb.Querier, id string) (Query, error) {
	return scanQuery(q.QueryRow(ctx, `SELECT `+queryColumns+` FROM fact_query WHERE id = $1`, id))
}

func queriesOf(ctx context.Context, q sqldb.Querier, s Subject) ([]Query, error) {
	return sqldb.List(ctx, q, scanQuery, `SELECT `+queryColumns+` FROM fact_query WHERE inn = $1 AND ($2 = '' OR ogrn = '' OR ogrn = $2) ORDER BY id DESC LIMIT 20`, s.INN, s.OGRN)
}

func dueQueries(ctx context.Context, q sqldb.Querier, now time.Time, limit int) ([]string, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM fact_query WHERE state = 'pending' AND next_at <= $1 ORDER BY next_at LIMIT $2`, now, limit)
}

func putOffQuery(ctx context.Context, tx *sqldb.Tx, id string, next time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE fact_query SET next_at = $2 WHERE id = $1 AND state = 'pending'`, id, next)
	return err
}

// updateQuery stores a try, unless the question is over or was tried since q was read.
func updateQuery(ctx context.Context, tx *sqldb.Tx, q Query) (stored bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE fact_query SET state = $2, ticket = $3, reason = $4, tries = tries + 1, silent = $5, next_at = $6, ended_at = $7
		WHERE id = $1 AND state = 'pending' AND tries = $8`,
		q.ID, string(q.State), q.ticket, q.reason, q.Silent, q.Next, sql.NullTime{Time: q.Ended, Valid: !q.Ended.IsZero()}, q.tries)
	return n == 1, err
}

func askedSince(ctx context.Context, q sqldb.Querier, source Source, s Subject, since time.Time) (yes bool, err error) {
	return yes, q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM fact_query WHERE source = $1 AND inn = $2 AND ogrn = $3 AND asked_at > $4)`,
		string(source), s.INN, s.OGRN, since).Scan(&yes)
}

func watchedAfter(ctx context.Context, q sqldb.Querier, after Subject, limit int) ([]Subject, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (s Subject, err error) { return s, r.Scan(&s.INN, &s.OGRN) },
		`SELECT inn, ogrn FROM fact_watch WHERE ogrn > $1 OR ogrn = $1 AND inn > $2 ORDER BY ogrn, inn LIMIT $3`, after.OGRN, after.INN, limit)
}
