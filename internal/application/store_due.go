package application

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// firstDay is the first day of the first version of a service.
func firstDay(ctx context.Context, q sqldb.Querier, service string) (workdays.Date, error) {
	// Of a column, not of MIN: what an expression gives looks like a time to the driver of SQLite.
	var first string
	err := q.QueryRow(ctx, `SELECT first_day FROM application_service WHERE service = $1 AND state = 'published' ORDER BY first_day LIMIT 1`, service).Scan(&first)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return workdays.Date{}, fmt.Errorf("read when the service began: %w", err)
	}
	return dayOf(first), nil
}

// lastGranted is the latest application of an applicant that was accepted.
func lastGranted(ctx context.Context, q sqldb.Querier, service string, a Applicant) (Application, error) {
	return scanCase(q.QueryRow(ctx, `SELECT `+caseColumns+` FROM application_case WHERE applicant = $1 AND service = $2 AND state = 'granted'
		ORDER BY id DESC LIMIT 1`, a.key(), service))
}

// noteReminder keeps that an organisation is told; fresh is false when it was told before, or has filed.
func noteReminder(ctx context.Context, tx *sqldb.Tx, service string, o actor.OrganisationID, p form.Period, stage DutyState, now time.Time) (fresh bool, err error) {
	var filed bool
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM application_case WHERE applicant = $1 AND service = $2 AND period = $3 AND state IN ('review', 'asked', 'granted'))`,
		Applicant{Organisation: o}.key(), service, p.Key).Scan(&filed)
	if err != nil || filed {
		return false, err
	}
	n, err := tx.Exec(ctx, `INSERT INTO application_reminder (service, organisation, period, stage, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
		service, string(o), p.Key, string(stage), now)
	return n == 1, err
}
