package account

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

func insertRegistration(ctx context.Context, tx *sqldb.Tx, r Registration) error {
	consents, err := json.Marshal(r.Consents)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO account_registration (id, secret_hash, link_hash, surname, given, patronymic, email, email_key, phone,
		password, lang, consents, decoy, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		r.ID, r.secret, r.link, r.Name.Surname, r.Name.Given, r.Name.Patronymic, string(r.Email), r.Email.Key(), string(r.Phone),
		r.password, r.Lang.Code(), string(consents), r.decoy, r.created, r.expires)
	return err
}

// selectRegistration reads by secret_hash or link_hash.
func selectRegistration(ctx context.Context, q sqldb.Querier, column, hash string) (r Registration, err error) {
	var (
		lang, phone, consents string
		emailAt, phoneAt      sql.NullTime
		person                sql.NullString
	)
	err = q.QueryRow(ctx, `SELECT id, secret_hash, link_hash, surname, given, patronymic, email, phone, password, lang, consents, decoy,
		email_confirmed_at, phone_confirmed_at, phone_refused, person, created_at, expires_at
		FROM account_registration WHERE `+column+` = $1`, hash).
		Scan(&r.ID, &r.secret, &r.link, &r.Name.Surname, &r.Name.Given, &r.Name.Patronymic, &r.Email, &phone, &r.password, &lang, &consents, &r.decoy,
			&emailAt, &phoneAt, &r.phoneRefused, &person, &r.created, &r.expires)
	if err != nil {
		return r, err
	}
	r.Phone = ruid.Phone(phone)
	r.Lang, _ = i18n.Parse(lang)
	r.emailConfirmed, r.phoneConfirmed = emailAt.Valid, phoneAt.Valid
	r.person = actor.PersonID(person.String)
	if err := json.Unmarshal([]byte(consents), &r.Consents); err != nil {
		return r, fmt.Errorf("read the consents: %w", err)
	}
	return r, nil
}

func setRegistrationLink(ctx context.Context, tx *sqldb.Tx, id, hash string) error {
	_, err := tx.Exec(ctx, `UPDATE account_registration SET link_hash = $2 WHERE id = $1`, id, hash)
	return err
}

func setEmailConfirmed(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_registration SET email_confirmed_at = $2 WHERE id = $1`, id, at)
	return err
}

func refusePhone(ctx context.Context, tx *sqldb.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE account_registration SET phone_refused = TRUE WHERE id = $1`, id)
	return err
}

// finishRegistration forgets what the person now holds: the row stays only to lead the browser to the last page.
func finishRegistration(ctx context.Context, tx *sqldb.Tx, id string, p actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_registration SET person = $2, password = '', email_confirmed_at = COALESCE(email_confirmed_at, $3)
		WHERE id = $1`, id, string(p), at)
	return err
}

func deleteOldRegistrations(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_registration WHERE expires_at < $1`, before)
}
