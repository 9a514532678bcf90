package fact

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// extractRow is an extract as it is stored.
type extractRow struct {
	id          string
	register    Register
	record      string
	asOf        string
	name        string
	file        blob.Ref
	signature   blob.Ref
	hash        string
	certificate string
	operator    string
	at          time.Time
}

func insertExtract(ctx context.Context, tx *sqldb.Tx, e extractRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO fact_extract (id, register, record, as_of, name, file, signature, file_hash, certificate, operator, taken_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		e.id, string(e.register), e.record, e.asOf, e.name, e.file, e.signature, e.hash, e.certificate, e.operator, e.at)
	return err
}
