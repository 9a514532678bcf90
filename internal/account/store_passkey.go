package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func scanKey(row sqldb.Row) (k Passkey, err error) {
	var (
		record string
		used   sql.NullTime
	)
	if err := row.Scan(&k.ID, &k.person, &k.Alone, &k.Name, &record, &k.Created, &used); err != nil {
		return k, err
	}
	if err := json.Unmarshal([]byte(record), &k.record); err != nil {
		return k, fmt.Errorf("read the record of a key: %w", err)
	}
	k.Used, k.BackedUp = used.Time, k.record.Flags.BackupState
	return k, nil
}

func passkeysOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Passkey, error) {
	return sqldb.List(ctx, q, scanKey, `SELECT id, person, alone, name, record, created_at, used_at FROM account_passkey
		WHERE person = $1 ORDER BY id`, string(p))
}

// passkeyKnown reports whether the person has a key that verifies them by itself.
func passkeyKnown(ctx context.Context, q sqldb.Querier, p actor.PersonID) (known bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_passkey WHERE person = $1 AND alone)`, string(p)).Scan(&known)
	return known, err
}

func credentialKnown(ctx context.Context, q sqldb.Querier, credential string) (known bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_passkey WHERE credential = $1)`, credential).Scan(&known)
	return known, err
}

func insertPasskey(ctx context.Context, tx *sqldb.Tx, k Passkey) error {
	record, err := json.Marshal(k.record)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO account_passkey (id, person, credential, alone, name, record, sign_count, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		k.ID, string(k.person), encode(k.record.ID), k.Alone, k.Name, string(record), int64(k.record.Authenticator.SignCount), k.Created)
	return err
}

// touchPasskey writes down a use; it reports false when the key is gone or its counter has moved since it was read.
func touchPasskey(ctx context.Context, tx *sqldb.Tx, k Passkey, used webauthn.Credential, at time.Time) (kept bool, err error) {
	record, err := json.Marshal(used)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `UPDATE account_passkey SET record = $4, sign_count = $5, used_at = $6 WHERE id = $1 AND person = $2 AND sign_count = $3`,
		k.ID, string(k.person), int64(k.record.Authenticator.SignCount), string(record), int64(used.Authenticator.SignCount), at)
	return n == 1, err
}

func renamePasskey(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, key, name string) (renamed bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_passkey SET name = $3 WHERE person = $1 AND id = $2`, string(p), key, name)
	return n == 1, err
}

func deletePasskey(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, key string) (gone bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM account_passkey WHERE person = $1 AND id = $2`, string(p), key)
	return n == 1, err
}

// deletePasskeysSince takes away the keys that somebody else may have added.
func deletePasskeysSince(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, since time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_passkey WHERE person = $1 AND created_at >= $2`, string(p), since)
	return err
}

func insertCeremony(ctx context.Context, tx *sqldb.Tx, challenge, purpose, browser string, p actor.PersonID, data []byte, expires time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_ceremony (challenge, purpose, browser, person, data, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		challenge, purpose, browser, string(p), string(data), expires)
	return err
}

// takeCeremony returns what was asked and forgets it.
func takeCeremony(ctx context.Context, tx *sqldb.Tx, challenge, purpose, browser string, p actor.PersonID) (data []byte, expires time.Time, err error) {
	var text string
	err = tx.QueryRow(ctx, `DELETE FROM account_ceremony WHERE challenge = $1 AND purpose = $2 AND browser = $3 AND person = $4
		RETURNING data, expires_at`, challenge, purpose, browser, string(p)).Scan(&text, &expires)
	return []byte(text), expires, err
}

func deleteOldCeremonies(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_ceremony WHERE expires_at < $1`, before)
}
