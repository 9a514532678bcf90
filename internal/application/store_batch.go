package application

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Batch is a group of applications that an official decides by one signature.
type Batch struct {
	ID      string
	Person  actor.PersonID
	Created time.Time
	XML     blob.Ref // the list of the decisions' hash codes; zero until it was formed
	SHA256  string   // of the list, in hex
	Formed  time.Time
	Signed  time.Time
}

// InsertBatch keeps a group and its applications.
func InsertBatch(ctx context.Context, tx *sqldb.Tx, b Batch, list []actor.CaseID) error {
	if _, err := tx.Exec(ctx, `INSERT INTO application_batch (id, person, created_at) VALUES ($1, $2, $3)`, b.ID, string(b.Person), b.Created); err != nil {
		return err
	}
	for _, one := range list {
		if _, err := tx.Exec(ctx, `INSERT INTO application_batch_case (batch, application) VALUES ($1, $2)`, b.ID, string(one)); err != nil {
			return err
		}
	}
	return nil
}

func scanBatch(row sqldb.Row) (b Batch, err error) {
	var formed, signed sql.NullTime
	err = row.Scan(&b.ID, &b.Person, &b.Created, &b.XML, &b.SHA256, &formed, &signed)
	b.Formed, b.Signed = formed.Time, signed.Time
	return b, err
}

const batchColumns = `id, person, created_at, xml, sha256, formed_at, signed_at`

// BatchByID is a group.
func BatchByID(ctx context.Context, q sqldb.Querier, id string) (Batch, error) {
	return scanBatch(q.QueryRow(ctx, `SELECT `+batchColumns+` FROM application_batch WHERE id = $1`, id))
}

// HoldBatch is BatchByID for a change.
func HoldBatch(ctx context.Context, tx *sqldb.Tx, id string) (Batch, error) {
	return scanBatch(tx.QueryRow(ctx, `UPDATE application_batch SET person = person WHERE id = $1 RETURNING `+batchColumns, id))
}

// BatchCases lists the applications of a group, those whose term ends first first.
func BatchCases(ctx context.Context, q sqldb.Querier, id string) ([]actor.CaseID, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (one actor.CaseID, err error) { err = r.Scan(&one); return one, err },
		`SELECT application FROM application_batch_case JOIN application_case ON application_case.id = application WHERE batch = $1 ORDER BY due_on, application`, id)
}

// FormBatch keeps the list that is to be signed.
func FormBatch(ctx context.Context, tx *sqldb.Tx, b Batch) error {
	_, err := tx.Exec(ctx, `UPDATE application_batch SET xml = $2, sha256 = $3, formed_at = $4 WHERE id = $1`, b.ID, b.XML, b.SHA256, b.Formed)
	return err
}

// SignBatch notes that the list was signed.
func SignBatch(ctx context.Context, tx *sqldb.Tx, id, signature string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_batch SET signature = $2, signed_at = $3 WHERE id = $1`, id, signature, at)
	return err
}

// BatchDecisions lists the decisions of a group that wait for its signature.
func BatchDecisions(ctx context.Context, q sqldb.Querier, id string) ([]Decision, error) {
	return sqldb.List(ctx, q, scanDecision, `SELECT `+decisionColumns+` FROM application_decision
		WHERE batch = $1 AND signed_at IS NULL AND voided_at IS NULL ORDER BY id`, id)
}

// VoidBatch ends the decisions of a group that wait for its signature: it is formed anew.
func VoidBatch(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_decision SET voided_at = $2 WHERE batch = $1 AND signed_at IS NULL AND voided_at IS NULL`, id, at)
	return err
}
