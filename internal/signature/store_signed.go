package signature

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// signedRow is a signature as it is kept.
type signedRow struct {
	id, request string
	purpose     Purpose
	person      actor.PersonID
	message     blob.Ref
	facts       blob.Ref
	report      json.RawMessage
	certificate string
	policy      string
	list        string
	at          time.Time
}

const signedColumns = `id, request, purpose, person, message, facts, report, certificate, policy, trust_list, at`

func insertSigned(ctx context.Context, tx *sqldb.Tx, r signedRow) error {
	_, err := tx.Exec(ctx, `INSERT INTO signature_signed (`+signedColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		r.id, r.request, string(r.purpose), string(r.person), r.message, r.facts, string(r.report), r.certificate, r.policy, r.list, r.at)
	return err
}

func scanSigned(row sqldb.Row) (r signedRow, err error) {
	var report string
	err = row.Scan(&r.id, &r.request, &r.purpose, &r.person, &r.message, &r.facts, &report, &r.certificate, &r.policy, &r.list, &r.at)
	r.report = json.RawMessage(report)
	return r, err
}

func selectSigned(ctx context.Context, q sqldb.Querier, request string) (signedRow, error) {
	return scanSigned(q.QueryRow(ctx, `SELECT `+signedColumns+` FROM signature_signed WHERE request = $1`, request))
}

func signedBy(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]signedRow, error) {
	return sqldb.List(ctx, q, scanSigned, `SELECT `+signedColumns+` FROM signature_signed WHERE person = $1 ORDER BY id`, string(p))
}

// signedByID finds a signature by its id or by that of its request.
func signedByID(ctx context.Context, q sqldb.Querier, id string) (signedRow, error) {
	return scanSigned(q.QueryRow(ctx, `SELECT `+signedColumns+` FROM signature_signed WHERE id = $1 OR request = $1`, id))
}

func keepMaterial(ctx context.Context, tx *sqldb.Tx, sum, kind string, file blob.Ref) error {
	_, err := tx.Exec(ctx, `INSERT INTO signature_material (sha256, kind, file) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING`, sum, kind, file)
	return err
}

func materialFile(ctx context.Context, q sqldb.Querier, sum string) (file blob.Ref, err error) {
	return file, q.QueryRow(ctx, `SELECT file FROM signature_material WHERE sha256 = $1`, sum).Scan(&file)
}

// namesFile reports whether a row of the room names a file.
func namesFile(ctx context.Context, q sqldb.Querier, ref blob.Ref) (named bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM signature_request WHERE document = $1)
		OR EXISTS (SELECT 1 FROM signature_signed WHERE message = $1) OR EXISTS (SELECT 1 FROM signature_signed WHERE facts = $1)
		OR EXISTS (SELECT 1 FROM signature_material WHERE file = $1) OR EXISTS (SELECT 1 FROM signature_list WHERE file = $1)
		OR EXISTS (SELECT 1 FROM signature_evidence WHERE file = $1) OR EXISTS (SELECT 1 FROM signature_raised WHERE message = $1)`, ref).Scan(&named)
	return named, err
}

// listRow is a version of the list of accredited authorities.
type listRow struct {
	sum         string
	number      int
	dated       time.Time
	file        blob.Ref
	authorities int
	signer      string
	by          string
	at          time.Time
}

const listColumns = `sha256, number, dated, file, authorities, signer, imported_by, imported_at`

func scanList(row sqldb.Row) (r listRow, err error) {
	return r, row.Scan(&r.sum, &r.number, &r.dated, &r.file, &r.authorities, &r.signer, &r.by, &r.at)
}

func insertList(ctx context.Context, tx *sqldb.Tx, r listRow) (fresh bool, err error) {
	n, err := tx.Exec(ctx, `INSERT INTO signature_list (`+listColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (sha256) DO NOTHING`,
		r.sum, r.number, r.dated, r.file, r.authorities, r.signer, r.by, r.at)
	return n == 1, err
}

// listFor returns the version in force at a time: the newest of then, else the earliest there is.
func listFor(ctx context.Context, q sqldb.Querier, at time.Time) (listRow, error) {
	r, err := scanList(q.QueryRow(ctx, `SELECT `+listColumns+` FROM signature_list WHERE dated <= $1 ORDER BY dated DESC, number DESC, sha256 LIMIT 1`, at))
	if errors.Is(err, sqldb.ErrNoRows) {
		r, err = scanList(q.QueryRow(ctx, `SELECT `+listColumns+` FROM signature_list ORDER BY dated, number, sha256 LIMIT 1`))
	}
	return r, err
}

func evidenceFile(ctx context.Context, q sqldb.Querier, key string, now time.Time) (file blob.Ref, err error) {
	return file, q.QueryRow(ctx, `SELECT file FROM signature_evidence WHERE key = $1 AND until > $2`, key, now).Scan(&file)
}

func keepEvidence(ctx context.Context, tx *sqldb.Tx, key string, file blob.Ref, at, until time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO signature_evidence (key, file, fetched_at, until) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key) DO UPDATE SET file = excluded.file, fetched_at = excluded.fetched_at, until = excluded.until`, key, file, at, until)
	return err
}

func deleteOldEvidence(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM signature_evidence WHERE until < $1`, before)
}

func deleteOldReports(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM signature_workplace WHERE created_at < $1`, before)
}

func insertReport(ctx context.Context, tx *sqldb.Tx, number string, report []byte, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO signature_workplace (number, report, created_at) VALUES ($1, $2, $3)`, number, string(report), at)
	return err
}

func selectReport(ctx context.Context, q sqldb.Querier, number string) (report string, at time.Time, err error) {
	err = q.QueryRow(ctx, `SELECT report, created_at FROM signature_workplace WHERE number = $1`, number).Scan(&report, &at)
	return report, at, err
}
