package signature

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const requestColumns = `id, purpose, person, browser_hash, subject, title_ru, title_en, file_name, media_type, document, challenge,
	snils, inn, back, next, tries, created_at, expires_at, signed_at, ended_at`

func insertRequest(ctx context.Context, tx *sqldb.Tx, r Request) error {
	_, err := tx.Exec(ctx, `INSERT INTO signature_request (`+requestColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, NULL, NULL)`,
		r.ID, string(r.Purpose), string(r.Person), r.browser, r.Subject, r.Title.In(i18n.Russian), r.Title.In(i18n.English), r.Name, r.Media,
		r.Document, r.Challenge, string(r.Holder.SNILS), string(r.Holder.INN), r.Back, r.Next, r.tries, r.Created, r.Expires)
	return err
}

func scanRequest(row sqldb.Row) (r Request, err error) {
	var ru, en string
	var signed, ended sql.NullTime
	err = row.Scan(&r.ID, &r.Purpose, &r.Person, &r.browser, &r.Subject, &ru, &en, &r.Name, &r.Media, &r.Document, &r.Challenge,
		&r.Holder.SNILS, &r.Holder.INN, &r.Back, &r.Next, &r.tries, &r.Created, &r.Expires, &signed, &ended)
	r.Title, r.Signed, r.ended = i18n.Raw(ru, en), signed.Time, ended.Time
	return r, err
}

func selectRequest(ctx context.Context, q sqldb.Querier, id string) (Request, error) {
	return scanRequest(q.QueryRow(ctx, `SELECT `+requestColumns+` FROM signature_request WHERE id = $1`, id))
}

// claimRequest marks a request as signed and reports whether it was the first to do so, before its end.
func claimRequest(ctx context.Context, tx *sqldb.Tx, id string, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE signature_request SET signed_at = $2
		WHERE id = $1 AND signed_at IS NULL AND ended_at IS NULL AND expires_at > $2`, id, now)
	return n == 1, err
}

func countTry(ctx context.Context, tx *sqldb.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE signature_request SET tries = tries + 1 WHERE id = $1`, id)
	return err
}

func endRequest(ctx context.Context, tx *sqldb.Tx, id string, now time.Time) (int64, error) {
	return tx.Exec(ctx, `UPDATE signature_request SET ended_at = $2 WHERE id = $1 AND signed_at IS NULL AND ended_at IS NULL`, id, now)
}

func endRequests(ctx context.Context, tx *sqldb.Tx, p Purpose, subject string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE signature_request SET ended_at = $3 WHERE purpose = $1 AND subject = $2 AND signed_at IS NULL AND ended_at IS NULL`,
		string(p), subject, now)
	return err
}

// deleteOldRequests deletes what was never signed.
func deleteOldRequests(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM signature_request WHERE signed_at IS NULL AND expires_at < $1`, before)
}

// requestsOf lists what a person was asked to sign.
func requestsOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Request, error) {
	return sqldb.List(ctx, q, scanRequest, `SELECT `+requestColumns+` FROM signature_request WHERE person = $1 ORDER BY id`, string(p))
}

// unsignedOf lists the documents that a person was asked to sign, the first to end first.
func unsignedOf(ctx context.Context, q sqldb.Querier, p actor.PersonID, now time.Time) ([]Request, error) {
	return sqldb.List(ctx, q, scanRequest, `SELECT `+requestColumns+` FROM signature_request
		WHERE person = $1 AND signed_at IS NULL AND ended_at IS NULL AND expires_at > $2 AND challenge = '' AND tries < $3
		ORDER BY expires_at, id LIMIT 100`, string(p), now, maxTries)
}

// forgetRequests takes a person out of the room: what was not signed is deleted, and so are sign-ins; of what was signed
// the person's id goes, and the signature stays with the document.
func forgetRequests(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM signature_signed
		WHERE person = $1 AND request IN (SELECT id FROM signature_request WHERE challenge <> '')`, string(p)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM signature_request WHERE person = $1 AND (signed_at IS NULL OR challenge <> '')
		AND NOT EXISTS (SELECT 1 FROM signature_signed WHERE request = signature_request.id)`, string(p)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `UPDATE signature_signed SET person = '' WHERE person = $1`, string(p)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE signature_request SET person = '', snils = '', browser_hash = 'forgotten' WHERE person = $1`, string(p))
	return err
}
