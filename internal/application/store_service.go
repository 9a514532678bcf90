package application

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

const editionColumns = `service, version, state = 'published', digest, source, first_day, last_day`

func scanEdition(row sqldb.Row) (e edition, err error) {
	var first, last string
	if err := row.Scan(&e.Service, &e.Version, &e.Published, &e.Digest, &e.Source, &first, &last); err != nil {
		return edition{}, err
	}
	e.First, e.Last = dayOf(first), dayOf(last)
	return e, nil
}

// dayOf reads a day that was stored; "" and what is none are no day.
func dayOf(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		return workdays.Date{}
	}
	return d
}

// ofDay is a day as it is stored.
func ofDay(d workdays.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func insertEdition(ctx context.Context, tx *sqldb.Tx, f *form.Service, published bool, author string, now time.Time) error {
	state := "draft"
	if published {
		state = "published"
	}
	_, err := tx.Exec(ctx, `INSERT INTO application_service (service, version, state, digest, source, first_day, last_day, author, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		f.Key, f.Version, state, f.Digest(), string(f.Source()), ofDay(f.From), ofDay(f.Until), author, now)
	return err
}

func editionOf(ctx context.Context, q sqldb.Querier, service string, version int) (edition, error) {
	return scanEdition(q.QueryRow(ctx, `SELECT `+editionColumns+` FROM application_service WHERE service = $1 AND version = $2`, service, version))
}

// editionOn is the latest published version in force on a day. Days are compared as texts, which for YYYY-MM-DD is right.
func editionOn(ctx context.Context, q sqldb.Querier, service string, on workdays.Date) (edition, error) {
	return scanEdition(q.QueryRow(ctx, `SELECT `+editionColumns+` FROM application_service
		WHERE service = $1 AND state = 'published' AND first_day <= $2 AND (last_day = '' OR last_day >= $2)
		ORDER BY version DESC LIMIT 1`, service, on.String()))
}

// editionsOn lists the version in force of each service.
func editionsOn(ctx context.Context, q sqldb.Querier, on workdays.Date) ([]edition, error) {
	return sqldb.List(ctx, q, scanEdition, `SELECT `+editionColumns+` FROM application_service AS s
		WHERE state = 'published' AND first_day <= $1 AND (last_day = '' OR last_day >= $1)
			AND NOT EXISTS (SELECT 1 FROM application_service AS later WHERE later.service = s.service AND later.version > s.version
				AND later.state = 'published' AND later.first_day <= $1 AND (later.last_day = '' OR later.last_day >= $1))
		ORDER BY service`, on.String())
}
