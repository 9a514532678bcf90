package membership

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

const warningColumns = `id, organisation, opened_at, answer_by, reason, note, basis, receipt, answer, answered_by, answered_at`

func scanWarning(row sqldb.Row) (w warning, err error) {
	var day, basis string
	var at sql.NullTime
	if err := row.Scan(&w.ID, &w.Organisation, &w.Opened, &day, &w.Reason, &w.Note, &basis, &w.Receipt, &w.Answer, &w.AnsweredBy, &at); err != nil {
		return warning{}, err
	}
	w.Answered = at.Time
	if w.AnswerBy, err = workdays.ParseDate(day); err != nil {
		return warning{}, err
	}
	return w, json.Unmarshal([]byte(basis), &w.Basis)
}

func insertWarning(ctx context.Context, tx *sqldb.Tx, w warning) error {
	basis, err := json.Marshal(w.Basis)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO membership_warning (id, organisation, opened_at, answer_by, reason, note, basis, receipt) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		w.ID, w.Organisation, w.Opened, w.AnswerBy.String(), w.Reason, w.Note, string(basis), w.Receipt)
	return err
}

func openWarning(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) (warning, error) {
	return scanWarning(q.QueryRow(ctx, `SELECT `+warningColumns+` FROM membership_warning WHERE organisation = $1 AND closed_at IS NULL`, organisation))
}

// openWarnings are those that an official looks at, the oldest first.
func openWarnings(ctx context.Context, q sqldb.Querier, n int) ([]warning, error) {
	return sqldb.List(ctx, q, scanWarning, `SELECT `+warningColumns+` FROM membership_warning WHERE closed_at IS NULL ORDER BY id LIMIT $1`, n)
}

func storeAnswer(ctx context.Context, tx *sqldb.Tx, w warning) error {
	_, err := tx.Exec(ctx, `UPDATE membership_warning SET answer = $1, answered_by = $2, answered_at = $3 WHERE id = $4`, w.Answer, w.AnsweredBy, w.Answered, w.ID)
	return err
}

func closeWarning(ctx context.Context, tx *sqldb.Tx, organisation actor.OrganisationID, outcome string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE membership_warning SET closed_at = $1, outcome = $2 WHERE organisation = $3 AND closed_at IS NULL`, now, outcome, organisation)
	return err
}
