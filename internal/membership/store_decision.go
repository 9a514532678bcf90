package membership

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertFormed(ctx context.Context, tx *sqldb.Tx, f formed) error {
	_, err := tx.Exec(ctx, `INSERT INTO membership_decision (id, organisation, kind, reason, note, event, document, formed_by, formed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, f.ID, f.Organisation, f.Kind, f.Reason, f.Note, f.Event, f.Document, f.By, f.Formed)
	return err
}

// formedByID is a decision that waits for its signature.
func formedByID(ctx context.Context, q sqldb.Querier, id string) (f formed, err error) {
	return f, q.QueryRow(ctx, `SELECT id, organisation, kind, reason, note, event, document, formed_by, formed_at FROM membership_decision
		WHERE id = $1 AND signature = ''`, id).Scan(&f.ID, &f.Organisation, &f.Kind, &f.Reason, &f.Note, &f.Event, &f.Document, &f.By, &f.Formed)
}

func unsigned(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) ([]string, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM membership_decision WHERE organisation = $1 AND signature = '' ORDER BY id`, organisation)
}

// deleteFormed takes away what was never signed.
func deleteFormed(ctx context.Context, tx *sqldb.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM membership_decision WHERE id = $1 AND signature = ''`, id)
	return err
}

func signFormed(ctx context.Context, tx *sqldb.Tx, id, signature string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE membership_decision SET signature = $1, signed_at = $2 WHERE id = $3`, signature, at, id)
	return err
}
