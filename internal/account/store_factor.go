package account

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// secondWanted reports whether the person wants more than a password to be asked for: they have an application with codes
// or a security key, or want their passkey to be asked for, too. keys tells whether they have any key at all.
func secondWanted(ctx context.Context, q sqldb.Querier, p actor.PersonID) (wanted, keys bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_totp WHERE person = $1 AND confirmed)
		OR EXISTS (SELECT 1 FROM account_passkey k WHERE k.person = $1 AND (NOT k.alone
			OR EXISTS (SELECT 1 FROM account_factor f WHERE f.person = $1 AND f.strict))),
		EXISTS (SELECT 1 FROM account_passkey WHERE person = $1)`, string(p)).Scan(&wanted, &keys)
	return wanted, keys, err
}

// passwordSince returns since when the password is the one it is; zero when none works.
func passwordSince(ctx context.Context, q sqldb.Querier, p actor.PersonID) (time.Time, error) {
	var (
		hash    string
		created time.Time
		since   sql.NullTime
	)
	err := q.QueryRow(ctx, `SELECT password, created_at, password_at FROM account_person WHERE id = $1`, string(p)).Scan(&hash, &created, &since)
	switch {
	case err != nil || hash == "":
		return time.Time{}, err
	case since.Valid:
		return since.Time, nil
	}
	return created, nil
}

func strictOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (strict bool, err error) {
	err = q.QueryRow(ctx, `SELECT strict FROM account_factor WHERE person = $1`, string(p)).Scan(&strict)
	if errors.Is(err, sqldb.ErrNoRows) {
		return false, nil
	}
	return strict, err
}

func setStrict(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, strict bool) error {
	_, err := tx.Exec(ctx, `UPDATE account_factor SET strict = $2 WHERE person = $1`, string(p), strict)
	return err
}

// handleOf returns by what keys know the person, and fresh when they know none yet.
func handleOf(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, fresh string) (handle string, err error) {
	if _, err := tx.Exec(ctx, `INSERT INTO account_factor (person, handle) VALUES ($1, $2) ON CONFLICT (person) DO NOTHING`, string(p), fresh); err != nil {
		return "", err
	}
	err = tx.QueryRow(ctx, `SELECT handle FROM account_factor WHERE person = $1`, string(p)).Scan(&handle)
	return handle, err
}

func knownHandle(ctx context.Context, q sqldb.Querier, p actor.PersonID) (handle string, err error) {
	err = q.QueryRow(ctx, `SELECT handle FROM account_factor WHERE person = $1`, string(p)).Scan(&handle)
	return handle, err
}

func personByHandle(ctx context.Context, q sqldb.Querier, handle string) (p actor.PersonID, err error) {
	err = q.QueryRow(ctx, `SELECT person FROM account_factor WHERE handle = $1`, handle).Scan(&p)
	return p, err
}
