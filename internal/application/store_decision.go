package application

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const decisionColumns = `id, application, number, positive, grounds, reason, xml, pdf, sha256, snapshot, formed_by, formed_at, second_needed, second,
	second_at, signature, signer, signed_at, receipt, supersedes, batch`

func scanDecision(row sqldb.Row) (d Decision, err error) {
	var grounds string
	var second, signed sql.NullTime
	if err := row.Scan(&d.ID, &d.Application, &d.Number, &d.Positive, &grounds, &d.Reason, &d.XML, &d.PDF, &d.SHA256, &d.Snapshot, &d.FormedBy, &d.Formed,
		&d.SecondNeeded, &d.Second, &second, &d.Signature, &d.Signer, &signed, &d.Receipt, &d.Supersedes, &d.Batch); err != nil {
		return Decision{}, err
	}
	d.SecondAt, d.Signed = second.Time, signed.Time
	if err := json.Unmarshal([]byte(grounds), &d.Grounds); err != nil {
		return Decision{}, fmt.Errorf("read the grounds of %s: %w", d.Number, err)
	}
	return d, nil
}

// PutDecision keeps a decision that was formed and waits for the official's signature, in place of one that waited before.
func PutDecision(ctx context.Context, tx *sqldb.Tx, d *Decision) error {
	grounds, err := json.Marshal(d.Grounds)
	if err != nil {
		return fmt.Errorf("write the grounds: %w", err)
	}
	if err := VoidDecision(ctx, tx, d.Application, d.Formed); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO application_decision (id, application, number, positive, grounds, reason, xml, pdf, sha256, snapshot, formed_by,
			formed_at, second_needed, supersedes, batch) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		d.ID, string(d.Application), d.Number, d.Positive, string(grounds), d.Reason, d.XML, d.PDF, d.SHA256, d.Snapshot, string(d.FormedBy), d.Formed,
		d.SecondNeeded, d.Supersedes, d.Batch)
	return err
}

// VoidDecision ends the decision on an application that waits for a signature, if there is one.
func VoidDecision(ctx context.Context, tx *sqldb.Tx, application actor.CaseID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_decision SET voided_at = $2 WHERE application = $1 AND signed_at IS NULL AND voided_at IS NULL`, string(application), at)
	return err
}

// WaitingDecision is the decision on an application that waits for a signature, nil if there is none.
func WaitingDecision(ctx context.Context, q sqldb.Querier, application actor.CaseID) (*Decision, error) {
	d, err := scanDecision(q.QueryRow(ctx, `SELECT `+decisionColumns+` FROM application_decision
		WHERE application = $1 AND signed_at IS NULL AND voided_at IS NULL`, string(application)))
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil, nil //nolint:nilnil // no decision is no error
	case err != nil:
		return nil, err
	}
	return &d, nil
}

// DecisionByID is a decision that is not void.
func DecisionByID(ctx context.Context, q sqldb.Querier, id string) (Decision, error) {
	return scanDecision(q.QueryRow(ctx, `SELECT `+decisionColumns+` FROM application_decision WHERE id = $1 AND voided_at IS NULL`, id))
}

// Decisions lists the decisions on an application that were signed, the last first: the first of them stands.
func Decisions(ctx context.Context, q sqldb.Querier, application actor.CaseID) ([]Decision, error) {
	return sqldb.List(ctx, q, scanDecision, `SELECT `+decisionColumns+` FROM application_decision
		WHERE application = $1 AND signed_at IS NOT NULL ORDER BY id DESC LIMIT 100`, string(application))
}

// SecondAsked reports whether a decision on an application was ever formed that a second official has to agree with.
func SecondAsked(ctx context.Context, q sqldb.Querier, application actor.CaseID) (asked bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM application_decision WHERE application = $1 AND second_needed)`, string(application)).Scan(&asked)
	return asked, err
}

func lastDecision(ctx context.Context, q sqldb.Querier, application actor.CaseID) (Decision, error) {
	return scanDecision(q.QueryRow(ctx, `SELECT `+decisionColumns+` FROM application_decision
		WHERE application = $1 AND signed_at IS NOT NULL ORDER BY id DESC LIMIT 1`, string(application)))
}

// AgreeDecision notes that a second official agrees with a decision.
func AgreeDecision(ctx context.Context, tx *sqldb.Tx, id string, second actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_decision SET second = $2, second_at = $3 WHERE id = $1`, id, string(second), at)
	return err
}

func signDecision(ctx context.Context, tx *sqldb.Tx, d *Decision) error {
	_, err := tx.Exec(ctx, `UPDATE application_decision SET signature = $2, signer = $3, signed_at = $4, receipt = $5 WHERE id = $1`,
		d.ID, d.Signature, d.Signer, d.Signed, d.Receipt)
	return err
}

// decideCase marks an application as decided.
func decideCase(ctx context.Context, tx *sqldb.Tx, a Application) error {
	_, err := tx.Exec(ctx, `UPDATE application_case SET state = $2, pending = FALSE, decided_at = $3, changed_at = $3 WHERE id = $1`, string(a.ID), string(a.State), a.Decided)
	if err != nil {
		return err
	}
	return repeatOnDesk(ctx, tx, a.ID)
}

func setFollows(ctx context.Context, tx *sqldb.Tx, id, follows actor.CaseID) error {
	_, err := tx.Exec(ctx, `UPDATE application_case SET follows = $2 WHERE id = $1`, string(id), string(follows))
	return err
}
