package application

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const paperColumns = `id, application, revision, xml, pdf, sha256, streebog256, given, formed_by, formed_at`

func scanPaper(row sqldb.Row) (p Paper, err error) {
	var given string
	if err := row.Scan(&p.ID, &p.Application, &p.Revision, &p.XML, &p.PDF, &p.SHA256, &p.Streebog256, &given, &p.FormedBy, &p.Formed); err != nil {
		return Paper{}, err
	}
	p.Given, err = readGiven(given)
	return p, err
}

func insertPaper(ctx context.Context, tx *sqldb.Tx, p Paper) error {
	given, err := givenJSON(p.Given)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO application_paper (`+paperColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.ID, string(p.Application), p.Revision, p.XML, p.PDF, p.SHA256, p.Streebog256, given, string(p.FormedBy), p.Formed)
	return err
}

// paperOf is the document of an application that is not void, nil if there is none.
func paperOf(ctx context.Context, q sqldb.Querier, application actor.CaseID) (*Paper, error) {
	p, err := scanPaper(q.QueryRow(ctx, `SELECT `+paperColumns+` FROM application_paper WHERE application = $1 AND voided_at IS NULL`, string(application)))
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil, nil //nolint:nilnil // no document is no error
	case err != nil:
		return nil, err
	}
	return &p, nil
}

// paperByID is a document that is not void.
func paperByID(ctx context.Context, q sqldb.Querier, paper string) (Paper, error) {
	return scanPaper(q.QueryRow(ctx, `SELECT `+paperColumns+` FROM application_paper WHERE id = $1 AND voided_at IS NULL`, paper))
}

func endPaper(ctx context.Context, tx *sqldb.Tx, paper string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE application_paper SET voided_at = $2 WHERE id = $1`, paper, now)
	return err
}

// namesFile reports whether a document or a draft names a file.
func namesFile(ctx context.Context, q sqldb.Querier, ref blob.Ref) (named bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM application_paper WHERE xml = $1 OR pdf = $1)
		OR EXISTS (SELECT 1 FROM application_file WHERE file = $1) OR EXISTS (SELECT 1 FROM application_decision WHERE xml = $1 OR pdf = $1)
		OR EXISTS (SELECT 1 FROM application_batch WHERE xml = $1)`, ref).Scan(&named)
	return named, err
}

// TookPart reports whether somebody filled an application in, formed its document or was asked to sign it.
func TookPart(ctx context.Context, q sqldb.Querier, application actor.CaseID, who actor.PersonID) (part bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM application_answer WHERE application = $1 AND author = $2)
		OR EXISTS (SELECT 1 FROM application_paper LEFT JOIN application_signing ON application_signing.paper = application_paper.id
			WHERE application = $1 AND (formed_by = $2 OR application_signing.person = $2))`, string(application), string(who)).Scan(&part)
	return part, err
}

// Request is somebody who was asked to sign a document, or has signed it.
type Request struct {
	ID        string
	Paper     string
	Person    actor.PersonID
	Send      bool // to be sent as soon as it is signed
	Asked     time.Time
	AskedBy   actor.PersonID
	Signature string // of the room of signatures; "" while it is not signed
	Signer    string // whom the certificate names
	Signed    time.Time
	Returned  time.Time
	Comment   string
}

// Waiting reports whether the person has neither signed nor returned it.
func (g Request) Waiting() bool { return g.Signed.IsZero() && g.Returned.IsZero() }

const signingColumns = `id, paper, person, send, asked_at, asked_by, signature, signer, signed_at, returned_at, comment`

func scanSigning(row sqldb.Row) (g Request, err error) {
	var signed, returned sql.NullTime
	err = row.Scan(&g.ID, &g.Paper, &g.Person, &g.Send, &g.Asked, &g.AskedBy, &g.Signature, &g.Signer, &signed, &returned, &g.Comment)
	g.Signed, g.Returned = signed.Time, returned.Time
	return g, err
}

// askSigning notes that somebody is asked to sign, again if they had returned it.
func askSigning(ctx context.Context, tx *sqldb.Tx, g Request) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_signing (id, paper, person, send, asked_at, asked_by) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (paper, person) DO UPDATE SET send = excluded.send, asked_at = excluded.asked_at, asked_by = excluded.asked_by, returned_at = NULL, comment = ''`,
		g.ID, g.Paper, string(g.Person), g.Send, g.Asked, string(g.AskedBy))
	return err
}

func signingsOf(ctx context.Context, q sqldb.Querier, paper string) ([]Request, error) {
	return sqldb.List(ctx, q, scanSigning, `SELECT `+signingColumns+` FROM application_signing WHERE paper = $1 ORDER BY id`, paper)
}

func signingOf(ctx context.Context, q sqldb.Querier, paper string, p actor.PersonID) (Request, error) {
	return scanSigning(q.QueryRow(ctx, `SELECT `+signingColumns+` FROM application_signing WHERE paper = $1 AND person = $2`, paper, string(p)))
}

func signSigning(ctx context.Context, tx *sqldb.Tx, g Request) error {
	_, err := tx.Exec(ctx, `UPDATE application_signing SET signature = $2, signer = $3, signed_at = $4, returned_at = NULL, comment = '' WHERE id = $1`,
		g.ID, g.Signature, g.Signer, g.Signed)
	return err
}

func returnSigning(ctx context.Context, tx *sqldb.Tx, g Request) error {
	_, err := tx.Exec(ctx, `UPDATE application_signing SET returned_at = $2, comment = $3 WHERE id = $1`, g.ID, g.Returned, g.Comment)
	return err
}
