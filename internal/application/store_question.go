package application

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

const questionColumns = `id, application, field, text, asked_by, asked_at, due_on, remind_on, answer, answered_by, answered_at, ended_at`

func scanQuestion(row sqldb.Row) (q Question, err error) {
	var answered, ended sql.NullTime
	var due, repeat string
	err = row.Scan(&q.ID, &q.Application, &q.Field, &q.Text, &q.AskedBy, &q.Asked, &due, &repeat, &q.Answer, &q.AnsweredBy, &answered, &ended)
	q.Due, q.Remind, q.Answered, q.Ended = dayOf(due), dayOf(repeat), answered.Time, ended.Time
	return q, err
}

func insertQuestion(ctx context.Context, tx *sqldb.Tx, q Question) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_question (id, application, field, text, asked_by, asked_at, due_on, remind_on) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		q.ID, string(q.Application), q.Field, q.Text, string(q.AskedBy), q.Asked, ofDay(q.Due), ofDay(q.Remind))
	return err
}

// QuestionsOf lists the questions about an application, the first first.
func QuestionsOf(ctx context.Context, q sqldb.Querier, application actor.CaseID) ([]Question, error) {
	return sqldb.List(ctx, q, scanQuestion, `SELECT `+questionColumns+` FROM application_question WHERE application = $1 ORDER BY id LIMIT 500`, string(application))
}

func answerQuestion(ctx context.Context, tx *sqldb.Tx, id, answer string, by actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_question SET answer = $2, answered_by = $3, answered_at = $4 WHERE id = $1`, id, answer, string(by), at)
	return err
}

// endQuestions closes what was not answered when an application is decided.
func endQuestions(ctx context.Context, tx *sqldb.Tx, application actor.CaseID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_question SET ended_at = $2 WHERE application = $1 AND answered_at IS NULL AND ended_at IS NULL`, string(application), at)
	return err
}

func questionsToRepeat(ctx context.Context, q sqldb.Querier, on workdays.Date) ([]Question, error) {
	return sqldb.List(ctx, q, scanQuestion, `SELECT `+questionColumns+` FROM application_question
		WHERE answered_at IS NULL AND ended_at IS NULL AND reminded_at IS NULL AND remind_on <= $1 ORDER BY id LIMIT 200`, ofDay(on))
}

func repeatedQuestion(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_question SET reminded_at = $2 WHERE id = $1`, id, at)
	return err
}

// setReview brings an application back to review with a term.
func setReview(ctx context.Context, tx *sqldb.Tx, a Application, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_case SET state = $2, pending = TRUE, due_on = $3, changed_at = $4 WHERE id = $1`, string(a.ID), string(a.State), ofDay(a.Due), at)
	if err != nil {
		return err
	}
	return repeatOnDesk(ctx, tx, a.ID)
}

func insertComplaint(ctx context.Context, tx *sqldb.Tx, c Complaint) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_complaint (id, application, decision, text, person, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.ID, string(c.Application), c.Decision, c.Text, string(c.Person), c.At)
	return err
}

// ComplaintsOf lists the complaints about decisions on an application, the last first.
func ComplaintsOf(ctx context.Context, q sqldb.Querier, application actor.CaseID) ([]Complaint, error) {
	return sqldb.List(ctx, q, func(row sqldb.Row) (c Complaint, err error) {
		err = row.Scan(&c.ID, &c.Application, &c.Decision, &c.Text, &c.Person, &c.At)
		return c, err
	}, `SELECT id, application, decision, text, person, at FROM application_complaint WHERE application = $1 ORDER BY id DESC LIMIT 50`, string(application))
}
