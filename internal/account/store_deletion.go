package account

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// formerContacts lists contacts that a person had until they changed them, and wanted until the wish is over.
func formerContacts(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]formerContact, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c formerContact, err error) { return c, r.Scan(&c.kind, &c.target, &c.until) },
		`SELECT kind, before, created_at FROM account_undo WHERE person = $1 AND before <> ''`, string(p))
}

// wantedContacts lists contacts that wait for their proof.
func wantedContacts(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]formerContact, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c formerContact, err error) { return c, r.Scan(&c.kind, &c.target, &c.until) },
		`SELECT kind, target, expires_at FROM account_change WHERE person = $1 AND NOT decoy`, string(p))
}

// insertDeletion stores a wish; fresh is false when there is one already.
func insertDeletion(ctx context.Context, tx *sqldb.Tx, d Deletion) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO account_deletion (person, asked_at, due_at) VALUES ($1, $2, $3) ON CONFLICT (person) DO NOTHING`,
		string(d.person), d.Asked, d.Due)
	return n == 1, err
}

func deleteDeletion(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) (gone bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM account_deletion WHERE person = $1`, string(p))
	return n == 1, err
}

const deletionColumns = `person, asked_at, due_at`

func scanDeletion(r sqldb.Row) (d Deletion, err error) { return d, r.Scan(&d.person, &d.Asked, &d.Due) }

func selectDeletion(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Deletion, error) {
	return scanDeletion(q.QueryRow(ctx, `SELECT `+deletionColumns+` FROM account_deletion WHERE person = $1`, string(p)))
}

func postponeDeletion(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, due time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_deletion SET due_at = $2 WHERE person = $1`, string(p), due)
	return err
}

func setReminded(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_deletion SET reminded_at = $2 WHERE person = $1`, string(p), at)
	return err
}

func dueDeletions(ctx context.Context, q sqldb.Querier, now time.Time) ([]Deletion, error) {
	return sqldb.List(ctx, q, scanDeletion, `SELECT `+deletionColumns+` FROM account_deletion WHERE due_at <= $1 ORDER BY due_at LIMIT 1000`, now)
}

func nearDeletions(ctx context.Context, q sqldb.Querier, now, until time.Time) ([]Deletion, error) {
	return sqldb.List(ctx, q, scanDeletion, `SELECT `+deletionColumns+` FROM account_deletion
		WHERE due_at > $1 AND due_at <= $2 AND reminded_at IS NULL ORDER BY due_at LIMIT 1000`, now, until)
}

func deleteOldConsents(ctx context.Context, tx *sqldb.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_consent WHERE person IN (SELECT id FROM account_person WHERE erased_at < $1)`, before)
	if err != nil {
		return fmt.Errorf("forget the consents of people who are gone: %w", err)
	}
	return nil
}

// erasures take out of the tables of this room what tells who a person was, in an order in which nothing refers to what is
// gone. What is not named stays: the history of the level, and the consents for their time. A test sees that no table is
// forgotten.
var erasures = []string{
	`DELETE FROM account_code WHERE owner IN (SELECT id FROM account_change WHERE person = $1)
		OR owner IN (SELECT id FROM account_ask WHERE person = $1) OR owner IN (SELECT id FROM account_registration WHERE person = $1)`,
	`DELETE FROM account_change WHERE person = $1`,
	`DELETE FROM account_undo WHERE person = $1`,
	`DELETE FROM account_ask WHERE person = $1`,
	`DELETE FROM account_recovery WHERE person = $1`,
	`DELETE FROM account_registration WHERE person = $1`,
	`DELETE FROM account_copy WHERE person = $1`,
	`DELETE FROM account_deletion WHERE person = $1`,
	`DELETE FROM account_pending WHERE person = $1`,
	`DELETE FROM account_alarm WHERE person = $1`,
	`DELETE FROM account_ceremony WHERE person = $1`,
	`DELETE FROM account_qr WHERE person = $1`,
	`DELETE FROM account_errand WHERE person = $1`,
	`DELETE FROM account_link WHERE person = $1`,
	`DELETE FROM account_reserve WHERE person = $1`,
	`DELETE FROM account_totp WHERE person = $1`,
	`DELETE FROM account_passkey WHERE person = $1`,
	`DELETE FROM account_factor WHERE person = $1`,
	`DELETE FROM account_session WHERE person = $1`,
	`DELETE FROM account_device WHERE person = $1`,
	`DELETE FROM account_desk_code WHERE person = $1`,
	`DELETE FROM account_snils_check WHERE person = $1`,
	`DELETE FROM account_document WHERE person = $1`,
	`UPDATE account_proof SET masked = '', number_mac = '' WHERE person = $1`,
	`UPDATE account_identity_case SET surname = '', given = '', patronymic = '', snils = '', birth = '', sex = '', note = '' WHERE person = $1`,
	`UPDATE account_identity_case SET note = '' WHERE holder = $1`,
}

// eraseOwn runs them. The person's row stays for the journal, with an e-mail that nobody can have, so that the real one is
// free again.
func eraseOwn(ctx context.Context, tx *sqldb.Tx, p Person, at time.Time) error {
	for _, statement := range erasures {
		if _, err := tx.Exec(ctx, statement, string(p.ID)); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM account_registration WHERE email_key = $1`, p.Email.Key()); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM account_ask WHERE login = $1 OR login = $2`, string(p.Email), string(p.Phone)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE account_person SET surname = '', given = '', patronymic = '', name_key = '', email = '', email_key = 'erased:' || id,
		phone = NULL, password = '', identified_at = NULL, snils = NULL, birth = '', sex = '', erased_at = $2 WHERE id = $1`, string(p.ID), at)
	return err
}
