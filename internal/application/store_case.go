package application

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const caseColumns = `id, service, version, organisation, person, state, revision, number, created_at, changed_at, sent_at, sent_by, due_on, decided_at, follows, inn, period`

func scanCase(row sqldb.Row) (a Application, err error) {
	var sent, decided sql.NullTime
	var due string
	err = row.Scan(&a.ID, &a.Service, &a.Version, &a.Applicant.Organisation, &a.Applicant.Person, &a.State, &a.Revision, &a.Number,
		&a.Created, &a.Changed, &sent, &a.SentBy, &due, &decided, &a.Follows, &a.Applicant.Prepared, &a.Period)
	a.Sent, a.Decided, a.Due = sent.Time, decided.Time, dayOf(due)
	return a, err
}

func insertCase(ctx context.Context, tx *sqldb.Tx, a Application) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_case (id, service, version, organisation, person, applicant, state, pending, created_at, changed_at, follows, inn, period)
		VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8, $8, $9, $10, $11)`,
		string(a.ID), a.Service, a.Version, string(a.Applicant.Organisation), string(a.Applicant.Person), a.Applicant.key(), string(a.State), a.Created, string(a.Follows), a.Applicant.Prepared, a.Period)
	return err
}

func selectCase(ctx context.Context, q sqldb.Querier, id actor.CaseID) (Application, error) {
	return scanCase(q.QueryRow(ctx, `SELECT `+caseColumns+` FROM application_case WHERE id = $1`, string(id)))
}

// pendingCase is the one of an applicant that is not decided, withdrawn or dropped.
func pendingCase(ctx context.Context, q sqldb.Querier, service string, a Applicant, period string) (Application, error) {
	return scanCase(q.QueryRow(ctx, `SELECT `+caseColumns+` FROM application_case WHERE service = $1 AND applicant = $2 AND period = $3 AND pending`, service, a.key(), period))
}

// casesOf lists the applications of an applicant, the latest first, but those that were dropped.
func casesOf(ctx context.Context, q sqldb.Querier, a Applicant) ([]Application, error) {
	return sqldb.List(ctx, q, scanCase, `SELECT `+caseColumns+` FROM application_case WHERE applicant = $1 AND state <> 'dropped' ORDER BY id DESC LIMIT 500`, a.key())
}

// holdCase reads an application so that no other transaction changes it meanwhile.
func holdCase(ctx context.Context, tx *sqldb.Tx, id actor.CaseID) (Application, error) {
	return scanCase(tx.QueryRow(ctx, `UPDATE application_case SET state = state WHERE id = $1 RETURNING `+caseColumns, string(id)))
}

// pendingCases lists the applications of an applicant that are under way, the latest first.
func pendingCases(ctx context.Context, q sqldb.Querier, a Applicant) ([]Application, error) {
	return sqldb.List(ctx, q, scanCase, `SELECT `+caseColumns+` FROM application_case WHERE applicant = $1 AND pending ORDER BY id DESC`, a.key())
}

// preparedCases lists the drafts that a person has for an organisation without an account.
func preparedCases(ctx context.Context, q sqldb.Querier, person actor.PersonID, inn string) ([]Application, error) {
	return pendingCases(ctx, q, Applicant{Person: person, Prepared: inn})
}

// adoptCase gives a draft to an organisation that has none for the same service.
func adoptCase(ctx context.Context, tx *sqldb.Tx, id actor.CaseID, a Applicant) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE application_case SET organisation = $2, applicant = $3, inn = '' WHERE id = $1
		AND NOT EXISTS (SELECT 1 FROM application_case AS other WHERE other.service = application_case.service AND other.applicant = $3 AND other.period = application_case.period AND other.pending)`,
		string(id), string(a.Organisation), a.key())
	return n == 1, err
}

func setVersion(ctx context.Context, tx *sqldb.Tx, id actor.CaseID, version int) error {
	_, err := tx.Exec(ctx, `UPDATE application_case SET version = $2 WHERE id = $1`, string(id), version)
	return err
}

func setRevision(ctx context.Context, tx *sqldb.Tx, id actor.CaseID, revision int, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_case SET revision = $2, changed_at = $3 WHERE id = $1`, string(id), revision, now)
	return err
}

func setState(ctx context.Context, tx *sqldb.Tx, id actor.CaseID, state State, pending bool, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_case SET state = $2, pending = $3, changed_at = $4 WHERE id = $1`, string(id), string(state), pending, now)
	if err != nil || !state.Sent() {
		return err
	}
	return repeatOnDesk(ctx, tx, id)
}

// repeatOnDesk writes state and term of an application where the desk has it, so that the queue is asked of one table.
func repeatOnDesk(ctx context.Context, tx *sqldb.Tx, id actor.CaseID) error {
	_, err := tx.Exec(ctx, `UPDATE application_review SET state = (SELECT c.state FROM application_case AS c WHERE c.id = $1),
		due_on = (SELECT c.due_on FROM application_case AS c WHERE c.id = $1) WHERE application = $1`, string(id))
	return err
}

// Saved is the latest answer to a question.
type Saved struct {
	Question string
	Answer   form.Answer
	Revision int
	Author   actor.PersonID
	At       time.Time
}

func scanSaved(row sqldb.Row) (v Saved, err error) {
	var body string
	if err := row.Scan(&v.Question, &body, &v.Revision, &v.Author, &v.At); err != nil {
		return Saved{}, err
	}
	if err := json.Unmarshal([]byte(body), &v.Answer); err != nil {
		return Saved{}, fmt.Errorf("read the answer to %s: %w", v.Question, err)
	}
	return v, nil
}

func insertAnswer(ctx context.Context, tx *sqldb.Tx, id actor.CaseID, v Saved) error {
	body, err := json.Marshal(v.Answer)
	if err != nil {
		return fmt.Errorf("write the answer to %s: %w", v.Question, err)
	}
	_, err = tx.Exec(ctx, `INSERT INTO application_answer (application, question, revision, body, author, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		string(id), v.Question, v.Revision, string(body), string(v.Author), v.At)
	return err
}

// answersAt lists the answers as they were at a revision.
func answersAt(ctx context.Context, q sqldb.Querier, id actor.CaseID, revision int) (map[string]Saved, error) {
	list, err := sqldb.List(ctx, q, scanSaved, `SELECT question, body, revision, author, at FROM application_answer AS a
		WHERE application = $1 AND revision = (SELECT MAX(revision) FROM application_answer AS b
			WHERE b.application = a.application AND b.question = a.question AND b.revision <= $2)`, string(id), revision)
	if err != nil {
		return nil, fmt.Errorf("read answers: %w", err)
	}
	saved := make(map[string]Saved, len(list))
	for _, v := range list {
		saved[v.Question] = v
	}
	return saved, nil
}

// history lists all that was ever saved, the latest first.
func history(ctx context.Context, q sqldb.Querier, id actor.CaseID) ([]Saved, error) {
	return sqldb.List(ctx, q, scanSaved, `SELECT question, body, revision, author, at FROM application_answer
		WHERE application = $1 ORDER BY revision DESC, question LIMIT 500`, string(id))
}

// Event is something that has happened to an application.
type Event struct {
	ID     string
	Kind   EventKind
	Person actor.PersonID // "" where the clock or the foundation did it
	At     time.Time
	About  string
	Open   bool // the applicant sees it
}

func scanEvent(row sqldb.Row) (e Event, err error) {
	err = row.Scan(&e.ID, &e.Kind, &e.Person, &e.At, &e.About, &e.Open)
	return e, err
}

func insertEvent(ctx context.Context, tx *sqldb.Tx, application actor.CaseID, e Event) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_event (id, application, kind, person, at, about, open) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.ID, string(application), string(e.Kind), string(e.Person), e.At, e.About, e.Open)
	return err
}

// events lists what has happened, the first first.
func events(ctx context.Context, q sqldb.Querier, application actor.CaseID) ([]Event, error) {
	return sqldb.List(ctx, q, scanEvent, `SELECT id, kind, person, at, about, open FROM application_event WHERE application = $1 ORDER BY id LIMIT 1000`, string(application))
}

// deleteContent deletes what was typed into a draft and the documents that were formed of it. What was sent is never deleted so.
func deleteContent(ctx context.Context, tx *sqldb.Tx, application actor.CaseID) error {
	for _, remove := range []func() (int64, error){
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_signing WHERE paper IN (SELECT id FROM application_paper WHERE application = $1)`, string(application))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_paper WHERE application = $1`, string(application))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_file WHERE application = $1`, string(application))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM application_answer WHERE application = $1`, string(application))
		},
	} {
		if _, err := remove(); err != nil {
			return err
		}
	}
	return nil
}

// sendCase marks an application as sent.
func sendCase(ctx context.Context, tx *sqldb.Tx, a Application) error {
	_, err := tx.Exec(ctx, `UPDATE application_case SET state = $2, number = $3, sent_at = $4, sent_by = $5, due_on = $6, changed_at = $4 WHERE id = $1`,
		string(a.ID), string(a.State), a.Number, a.Sent, string(a.SentBy), ofDay(a.Due))
	if err != nil {
		return err
	}
	return repeatOnDesk(ctx, tx, a.ID)
}
