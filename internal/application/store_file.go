package application

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const attachmentColumns = `id, application, file, sha256, scan, threat, reason`

func scanAttachment(row sqldb.Row) (a attachment, err error) {
	err = row.Scan(&a.ID, &a.Application, &a.Ref, &a.SHA256, &a.Verdict.State, &a.Verdict.Threat, &a.Verdict.Reason)
	return a, err
}

func insertAttachment(ctx context.Context, tx *sqldb.Tx, a attachment, author actor.PersonID, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_file (`+attachmentColumns+`, author, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.ID, string(a.Application), a.Ref, a.SHA256, string(a.Verdict.State), a.Verdict.Threat, string(a.Verdict.Reason), string(author), now)
	return err
}

// attachmentOf is the latest row of an application for a file, which says what the scanner thinks of it.
func attachmentOf(ctx context.Context, q sqldb.Querier, application actor.CaseID, ref string) (attachment, error) {
	return scanAttachment(q.QueryRow(ctx, `SELECT `+attachmentColumns+` FROM application_file
		WHERE application = $1 AND file = $2 ORDER BY id DESC LIMIT 1`, string(application), ref))
}

// attachmentsOf lists the files of an application.
func attachmentsOf(ctx context.Context, q sqldb.Querier, application actor.CaseID) ([]attachment, error) {
	return sqldb.List(ctx, q, scanAttachment, `SELECT `+attachmentColumns+` FROM application_file WHERE application = $1 ORDER BY id`, string(application))
}

func attachmentByID(ctx context.Context, q sqldb.Querier, id string) (attachment, error) {
	return scanAttachment(q.QueryRow(ctx, `SELECT `+attachmentColumns+` FROM application_file WHERE id = $1`, id))
}

func attachmentAuthor(ctx context.Context, q sqldb.Querier, id string) (p actor.PersonID, err error) {
	err = q.QueryRow(ctx, `SELECT author FROM application_file WHERE id = $1`, id).Scan(&p)
	return p, err
}

// judgeAttachment stores what the scanner said.
func judgeAttachment(ctx context.Context, tx *sqldb.Tx, id string, v scan.Verdict) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE application_file SET scan = $2, threat = $3, reason = $4 WHERE id = $1 AND scan = 'pending'`,
		id, string(v.State), v.Threat, string(v.Reason))
	return n == 1, err
}
