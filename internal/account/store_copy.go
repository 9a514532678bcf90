package account

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertCopy(ctx context.Context, tx *sqldb.Tx, c DataCopy) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_copy (id, person, asked_at, expires_at) VALUES ($1, $2, $3, $4)`, c.ID, string(c.person), c.Asked, c.Expires)
	return err
}

const copyColumns = `id, person, asked_at, ready_at, fetched_at, expires_at`

func readCopy(r sqldb.Row) (c DataCopy, err error) {
	var ready, fetched sql.NullTime
	err = r.Scan(&c.ID, &c.person, &c.Asked, &ready, &fetched, &c.Expires)
	c.Ready, c.Fetched = ready.Time, fetched.Time
	return c, err
}

func selectCopy(ctx context.Context, q sqldb.Querier, id string) (DataCopy, error) {
	return readCopy(q.QueryRow(ctx, `SELECT `+copyColumns+` FROM account_copy WHERE id = $1`, id))
}

func copiesOf(ctx context.Context, q sqldb.Querier, p actor.PersonID, now time.Time) ([]DataCopy, error) {
	return sqldb.List(ctx, q, readCopy, `SELECT `+copyColumns+` FROM account_copy WHERE person = $1 AND expires_at > $2 ORDER BY id DESC`, string(p), now)
}

func setCopyReady(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_copy SET ready_at = $2 WHERE id = $1`, id, at)
	return err
}

func setCopyFetched(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_copy SET fetched_at = $2 WHERE id = $1`, id, at)
	return err
}

func deleteOldCopies(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_copy WHERE expires_at < $1`, before)
}

// ownQueries are what this room stores about a person, part by part, but for what only opens something: hashes, codes and
// links, and for what lies sealed, see [Service.documentPart]. A test sees that no table is left out.
var ownQueries = []struct{ part, query string }{
	{"profile", `SELECT id, surname, given, patronymic, email, phone, snils, birth, sex, identified_at, level, lang, locked_at, created_at, password_at
		FROM account_person WHERE id = $1`},
	{"consents", `SELECT document, version, given_at, address FROM account_consent WHERE person = $1 ORDER BY given_at`},
	{"levels", `SELECT from_level, to_level, source, reference, at FROM account_level WHERE person = $1 ORDER BY id`},
	{"snils-checks", `SELECT surname, given, patronymic, snils, birth, sex, state, created_at, decided_at FROM account_snils_check WHERE person = $1 ORDER BY id`},
	{"identity-cases", `SELECT kind, source, reference, surname, given, patronymic, snils, birth, sex, state, created_at, decided_at
		FROM account_identity_case WHERE person = $1 ORDER BY id`},
	{"documents-seen", `SELECT kind, masked, seen_at FROM account_proof WHERE person = $1 ORDER BY id`},
	{"desk-visits", `SELECT opened_at FROM account_desk_visit WHERE person = $1 ORDER BY opened_at`},
	{"sessions", `SELECT browser, address, method, created_at, seen_at, confirmed_at, expires_at, ended_at, ended_why FROM account_session WHERE person = $1 ORDER BY id`},
	{"browsers", `SELECT browser, created_at, seen_at FROM account_device WHERE person = $1 ORDER BY id`},
	{"passkeys", `SELECT name, alone, created_at, used_at FROM account_passkey WHERE person = $1 ORDER BY id`},
	{"code-applications", `SELECT confirmed, created_at, used_at FROM account_totp WHERE person = $1 ORDER BY created_at`},
	{"reserve-codes", `SELECT created_at, used_at FROM account_reserve WHERE person = $1 ORDER BY created_at`},
	{"other-sites", `SELECT provider, subject, linked_at, used_at FROM account_link WHERE person = $1 ORDER BY linked_at`},
	{"recoveries", `SELECT created_at, expires_at, used_at FROM account_recovery WHERE person = $1 ORDER BY id`},
	{"new-contacts", `SELECT kind, target, created_at, expires_at FROM account_change WHERE person = $1 ORDER BY kind`},
	{"former-contacts", `SELECT kind, before, created_at, expires_at, used_at FROM account_undo WHERE person = $1 ORDER BY id`},
	{"copies", `SELECT asked_at, ready_at, fetched_at, expires_at FROM account_copy WHERE person = $1 ORDER BY id`},
	{"deletion", `SELECT asked_at, due_at FROM account_deletion WHERE person = $1`},
}

// ownParts reads them. A part without rows is there and empty, so that a reader sees that nothing is stored.
func ownParts(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Part, error) {
	var parts []Part
	for _, own := range ownQueries {
		rows, err := maps(ctx, q, own.query, string(p))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", own.part, err)
		}
		parts = append(parts, Part{Name: own.part, Data: rows})
	}
	return parts, nil
}

// maps reads rows by the names of their columns.
func maps(ctx context.Context, q sqldb.Querier, query string, args ...any) ([]map[string]any, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err below tells what went wrong
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	list := []map[string]any{}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		row := make(map[string]any, len(columns))
		for i, name := range columns {
			if raw, ok := values[i].([]byte); ok {
				values[i] = string(raw)
			}
			row[name] = values[i]
		}
		list = append(list, row)
	}
	return list, rows.Err()
}
