package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertErrand(ctx context.Context, tx *sqldb.Tx, e errand, browser string) error {
	person := sql.NullString{String: string(e.person), Valid: e.person != ""}
	_, err := tx.Exec(ctx, `INSERT INTO account_errand (id, browser_hash, provider, person, session, next, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		e.id, browser, e.provider, person, e.session, e.next, e.created, e.expires)
	return err
}

func errandByBrowser(ctx context.Context, q sqldb.Querier, hash string) (e errand, err error) {
	var (
		person, identity sql.NullString
		answered, ended  sql.NullTime
	)
	err = q.QueryRow(ctx, `SELECT id, provider, person, session, next, identity, created_at, expires_at, answered_at, ended_at FROM account_errand WHERE browser_hash = $1`, hash).
		Scan(&e.id, &e.provider, &person, &e.session, &e.next, &identity, &e.created, &e.expires, &answered, &ended)
	if err != nil {
		return e, err
	}
	e.person, e.answered, e.ended = actor.PersonID(person.String), answered.Valid, ended.Valid
	if identity.Valid {
		if err := json.Unmarshal([]byte(identity.String), &e.identity); err != nil {
			return e, fmt.Errorf("read the identity: %w", err)
		}
	}
	return e, nil
}

// answerErrand reports whether nobody has come back from it before.
func answerErrand(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE account_errand SET answered_at = $2 WHERE id = $1 AND answered_at IS NULL`, id, at)
	return n == 1, err
}

func keepErrand(ctx context.Context, tx *sqldb.Tx, id string, who connector.Identity, until time.Time) error {
	identity, err := json.Marshal(who)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE account_errand SET identity = $2, expires_at = $3 WHERE id = $1`, id, string(identity), until)
	return err
}

// endErrand also forgets whom it has found.
func endErrand(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_errand SET ended_at = $2, identity = NULL WHERE id = $1`, id, at)
	return err
}

func deleteOldErrands(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_errand WHERE expires_at < $1`, before)
}

func insertLink(ctx context.Context, tx *sqldb.Tx, l Link, subject string, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_link (provider, subject, person, linked_at) VALUES ($1, $2, $3, $4)`, l.Provider, subject, string(p), l.Linked)
	return err
}

// useLink returns who is linked. It writes the row, so that unlinking and this transaction follow one another.
func useLink(ctx context.Context, tx *sqldb.Tx, provider, subject string, at time.Time) (p actor.PersonID, err error) {
	err = tx.QueryRow(ctx, `UPDATE account_link SET used_at = $3 WHERE provider = $1 AND subject = $2 RETURNING person`, provider, subject, at).Scan(&p)
	return p, err
}

func linkedPerson(ctx context.Context, q sqldb.Querier, provider, subject string) (p actor.PersonID, err error) {
	err = q.QueryRow(ctx, `SELECT person FROM account_link WHERE provider = $1 AND subject = $2`, provider, subject).Scan(&p)
	return p, err
}

func linksOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Link, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (l Link, err error) {
		var used sql.NullTime
		err = r.Scan(&l.Provider, &l.Linked, &used)
		l.Used = used.Time
		return l, err
	}, `SELECT provider, linked_at, used_at FROM account_link WHERE person = $1 ORDER BY provider`, string(p))
}

func deleteLink(ctx context.Context, tx *sqldb.Tx, provider string, p actor.PersonID) (was bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM account_link WHERE provider = $1 AND person = $2`, provider, string(p))
	return n == 1, err
}
