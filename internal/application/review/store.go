package review

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// desked is what the desk holds of an application.
type desked struct {
	clean     bool
	snapshot  string
	reviewer  actor.PersonID
	step      Step
	stepDue   workdays.Date
	name, inn string // of the applicant when it was sent
}

func insertReview(ctx context.Context, tx *sqldb.Tx, app actor.CaseID, d desked, folded string) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_review (application, clean, snapshot, step, name, inn, folded) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		string(app), d.clean, d.snapshot, string(d.step), d.name, d.inn, folded)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE application_review SET service = (SELECT c.service FROM application_case AS c WHERE c.id = $1),
		state = (SELECT c.state FROM application_case AS c WHERE c.id = $1), due_on = (SELECT c.due_on FROM application_case AS c WHERE c.id = $1)
		WHERE application = $1`, string(app))
	return err
}

func reviewOf(ctx context.Context, q sqldb.Querier, app actor.CaseID) (d desked, err error) {
	var due string
	err = q.QueryRow(ctx, `SELECT clean, snapshot, reviewer, step, step_due, name, inn FROM application_review WHERE application = $1`, string(app)).
		Scan(&d.clean, &d.snapshot, &d.reviewer, &d.step, &due, &d.name, &d.inn)
	d.stepDue = dayOf(due)
	return d, err
}

func setReviewer(ctx context.Context, tx *sqldb.Tx, app actor.CaseID, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE application_review SET reviewer = $2 WHERE application = $1`, string(app), string(p))
	return err
}

func setStep(ctx context.Context, tx *sqldb.Tx, app actor.CaseID, step Step, due workdays.Date) error {
	_, err := tx.Exec(ctx, `UPDATE application_review SET step = $2, step_due = $3 WHERE application = $1`, string(app), string(step), ofDay(due))
	return err
}

func visit(ctx context.Context, tx *sqldb.Tx, app actor.CaseID, p actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_visit (application, person, at) VALUES ($1, $2, $3)
		ON CONFLICT (application, person) DO UPDATE SET at = excluded.at`, string(app), string(p), at)
	return err
}

func visited(ctx context.Context, q sqldb.Querier, app actor.CaseID, p actor.PersonID, since time.Time) (open bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM application_visit WHERE application = $1 AND person = $2 AND at > $3)`,
		string(app), string(p), since).Scan(&open)
	return open, err
}

// reopen takes a complaint in: nobody has it, it needs a look, and its term begins anew.
func reopen(ctx context.Context, tx *sqldb.Tx, app actor.CaseID) error {
	_, err := tx.Exec(ctx, `UPDATE application_review SET reviewer = '', clean = FALSE, escalated = 0 WHERE application = $1`, string(app))
	return err
}

// ending is an application whose term is looked at.
type ending struct {
	id        actor.CaseID
	service   string
	version   int
	number    string
	due       workdays.Date
	reviewer  actor.PersonID
	escalated int
}

// waiting lists all that waits for a decision and was not told of twice.
func waiting(ctx context.Context, q sqldb.Querier) ([]ending, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (e ending, err error) {
		var due string
		err = r.Scan(&e.id, &e.service, &e.version, &e.number, &due, &e.reviewer, &e.escalated)
		e.due = dayOf(due)
		return e, err
	}, `SELECT c.id, c.service, c.version, c.number, c.due_on, r.reviewer, r.escalated FROM application_case AS c JOIN application_review AS r ON r.application = c.id
		WHERE c.state IN ('review', 'asked') AND r.escalated < 2 ORDER BY c.due_on, c.id LIMIT 5000`)
}

func setEscalated(ctx context.Context, tx *sqldb.Tx, app actor.CaseID, level int) error {
	_, err := tx.Exec(ctx, `UPDATE application_review SET escalated = $2 WHERE application = $1`, string(app), level)
	return err
}

// dayOf is a day that is kept as a text, and ofDay the text; no day is "".
func dayOf(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		return workdays.Date{}
	}
	return d
}

func ofDay(d workdays.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
