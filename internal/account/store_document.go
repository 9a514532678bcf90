package account

import (
	"context"
	"database/sql"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const documentColumns = `id, person, kind, masked, sealed, file, file_name, file_type, scan, threat, reason, created_at`

// documentRow is a document as it is stored.
type documentRow struct {
	Document
	person actor.PersonID
	sealed string
}

func scanDocument(row sqldb.Row) (d documentRow, err error) {
	var (
		ref sql.Null[blob.Ref]
		c   Copy
	)
	err = row.Scan(&d.ID, &d.person, &d.Kind, &d.Masked, &d.sealed, &ref, &c.Name, &c.Type, &c.Verdict.State, &c.Verdict.Threat, &c.Verdict.Reason, &d.Created)
	if ref.Valid || c.Verdict.State == scan.Infected {
		c.Ref = ref.V
		d.Copy = &c
	}
	return d, err
}

func insertDocument(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, d Document, sealed string) error {
	c := Copy{}
	if d.Copy != nil {
		c = *d.Copy
	}
	_, err := tx.Exec(ctx, `INSERT INTO account_document (id, person, kind, masked, sealed, file, file_name, file_type, scan, threat, reason, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		d.ID, string(p), string(d.Kind), d.Masked, sealed, c.Ref, c.Name, c.Type, string(c.Verdict.State), c.Verdict.Threat, string(c.Verdict.Reason), d.Created)
	return err
}

func documentsOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]documentRow, error) {
	return sqldb.List(ctx, q, scanDocument, `SELECT `+documentColumns+` FROM account_document WHERE person = $1 ORDER BY id DESC`, string(p))
}

func documentByID(ctx context.Context, q sqldb.Querier, id string) (documentRow, error) {
	return scanDocument(q.QueryRow(ctx, `SELECT `+documentColumns+` FROM account_document WHERE id = $1`, id))
}

func deleteDocument(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, id string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM account_document WHERE id = $1 AND person = $2`, id, string(p))
	return n == 1, err
}

// setVerdict stores what the scanner said, and lets an infected file go.
func setVerdict(ctx context.Context, tx *sqldb.Tx, d documentRow, v scan.Verdict) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE account_document SET scan = $2, threat = $3, reason = $4, file = CASE WHEN $2 = 'infected' THEN NULL ELSE file END
		WHERE id = $1 AND scan = 'pending'`, d.ID, string(v.State), v.Threat, string(v.Reason))
	return n == 1, err
}

func fileNamed(ctx context.Context, q sqldb.Querier, ref blob.Ref) (named bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_document WHERE file = $1)`, ref).Scan(&named)
	return named, err
}
