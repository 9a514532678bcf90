package application

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

const wholeEdition = `service, version, state = 'published', source, digest, first_day, last_day, state = 'draft' AND author = '` + BuiltIn + `',
	(SELECT COUNT(*) FROM application_case WHERE application_case.service = application_service.service AND application_case.version = application_service.version)`

func scanWhole(row sqldb.Row) (e Edition, err error) {
	var first, last string
	if err := row.Scan(&e.Service, &e.Version, &e.Published, &e.Source, &e.Digest, &first, &last, &e.Brought, &e.Cases); err != nil {
		return Edition{}, err
	}
	e.First, e.Last = dayOf(first), dayOf(last)
	return e, nil
}

func allEditions(ctx context.Context, q sqldb.Querier) ([]Edition, error) {
	return sqldb.List(ctx, q, scanWhole, `SELECT `+wholeEdition+` FROM application_service ORDER BY service, version DESC LIMIT 1000`)
}

func oneEdition(ctx context.Context, q sqldb.Querier, service string, version int) (Edition, error) {
	return scanWhole(q.QueryRow(ctx, `SELECT `+wholeEdition+` FROM application_service WHERE service = $1 AND version = $2`, service, version))
}

func latestEdition(ctx context.Context, q sqldb.Querier, service string) (Edition, error) {
	return scanWhole(q.QueryRow(ctx, `SELECT `+wholeEdition+` FROM application_service WHERE service = $1 ORDER BY version DESC LIMIT 1`, service))
}

// editionsOf lists the versions of a service, the latest first.
func editionsOf(ctx context.Context, q sqldb.Querier, service string) ([]Edition, error) {
	return sqldb.List(ctx, q, scanWhole, `SELECT `+wholeEdition+` FROM application_service WHERE service = $1 ORDER BY version DESC`, service)
}

func insertDraft(ctx context.Context, tx *sqldb.Tx, e Edition, author string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_service (service, version, state, digest, source, first_day, last_day, author, changed_at)
		VALUES ($1, $2, 'draft', $3, $4, $5, $6, $7, $8)`,
		e.Service, e.Version, e.Digest, e.Source, ofDay(e.First), ofDay(e.Last), author, now)
	return err
}

// updateDraft keeps a source; changed is false when somebody has changed the draft since.
func updateDraft(ctx context.Context, tx *sqldb.Tx, e Edition, drawn, author string, now time.Time) (changed bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE application_service SET source = $3, digest = $4, first_day = $5, last_day = $6, author = $7, changed_at = $8
		WHERE service = $1 AND version = $2 AND state = 'draft' AND digest = $9`,
		e.Service, e.Version, e.Source, e.Digest, ofDay(e.First), ofDay(e.Last), author, now, drawn)
	return n == 1, err
}

func publishDraft(ctx context.Context, tx *sqldb.Tx, e Edition, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_service SET state = 'published', source = $3, digest = $4, first_day = $5, last_day = $6, changed_at = $7
		WHERE service = $1 AND version = $2 AND state = 'draft'`,
		e.Service, e.Version, e.Source, e.Digest, ofDay(e.First), ofDay(e.Last), now)
	return err
}

// endEditions ends the versions before one on a day, unless they end before it.
func endEditions(ctx context.Context, tx *sqldb.Tx, e Edition, last workdays.Date) error {
	_, err := tx.Exec(ctx, `UPDATE application_service SET last_day = $3 WHERE service = $1 AND version < $2 AND state = 'published' AND (last_day = '' OR last_day > $3)`,
		e.Service, e.Version, ofDay(last))
	return err
}

// noteAuthor keeps that somebody has written a draft.
func noteAuthor(ctx context.Context, tx *sqldb.Tx, e Edition, person string) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_service_author (service, version, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, e.Service, e.Version, person)
	return err
}

// wrote reports whether somebody has written the draft of a version.
func wrote(ctx context.Context, q sqldb.Querier, e Edition, person string) (yes bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM application_service_author WHERE service = $1 AND version = $2 AND person = $3)`, e.Service, e.Version, person).Scan(&yes)
	return yes, err
}

func deleteDraft(ctx context.Context, tx *sqldb.Tx, service string, version int) error {
	if _, err := tx.Exec(ctx, `DELETE FROM application_service_author WHERE service = $1 AND version = $2`, service, version); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM application_service WHERE service = $1 AND version = $2 AND state = 'draft'`, service, version)
	return err
}
