package legal

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// record is an edition as it is kept: the texts as they were typed, with placeholders. Its draft has no base.
type record struct {
	kind    Kind
	version int
	draft   Draft
	author  actor.PersonID
	created time.Time
}

func (r record) edition() Edition {
	return Edition{
		Kind: r.kind, Version: r.version, Title: i18n.M(r.draft.TitleRu, r.draft.TitleEn), Since: r.draft.Since.UTC(),
		Author: r.author, Reviewed: r.draft.Reviewed, Created: r.created.UTC(),
	}
}

const (
	headColumns = "kind, version, title_ru, title_en, since, author, reviewed, created_at"
	allColumns  = headColumns + ", text_ru, text_en"
)

const insert = "INSERT INTO legal_document (" + allColumns + ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"

func (r record) values() []any {
	d := r.draft
	return []any{string(r.kind), r.version, d.TitleRu, d.TitleEn, d.Since.UTC(), string(r.author), d.Reviewed, r.created.UTC(), d.TextRu, d.TextEn}
}

func insertRecord(ctx context.Context, tx *sqldb.Tx, r record) error {
	_, err := tx.Exec(ctx, insert, r.values()...)
	return err
}

// keepRecord writes an edition unless its number is taken.
func keepRecord(ctx context.Context, tx *sqldb.Tx, r record) error {
	_, err := tx.Exec(ctx, insert+" ON CONFLICT (kind, version) DO NOTHING", r.values()...)
	return err
}

// recordAt reads one edition with its texts.
func recordAt(ctx context.Context, q sqldb.Querier, k Kind, version int) (record, error) {
	return scanRecord(q.QueryRow(ctx, "SELECT "+allColumns+" FROM legal_document WHERE kind = $1 AND version = $2", string(k), version))
}

// recordInForce reads the edition in force at a moment with its texts: of those whose moment has come, the latest.
func recordInForce(ctx context.Context, q sqldb.Querier, k Kind, at time.Time) (record, error) {
	return scanRecord(q.QueryRow(ctx, "SELECT "+allColumns+` FROM legal_document
		WHERE kind = $1 AND since <= $2 ORDER BY version DESC LIMIT 1`, string(k), at.UTC()))
}

// latestRecord reads the edition that was published last, in force or not, with its texts.
func latestRecord(ctx context.Context, q sqldb.Querier, k Kind) (record, error) {
	return scanRecord(q.QueryRow(ctx, "SELECT "+allColumns+` FROM legal_document
		WHERE kind = $1 ORDER BY version DESC LIMIT 1`, string(k)))
}

// editionsOf lists the editions of a document, the latest first.
func editionsOf(ctx context.Context, q sqldb.Querier, k Kind) ([]Edition, error) {
	return sqldb.List(ctx, q, func(row sqldb.Row) (Edition, error) {
		var r record
		err := row.Scan(r.head()...)
		return r.edition(), err
	}, "SELECT "+headColumns+" FROM legal_document WHERE kind = $1 ORDER BY version DESC", string(k))
}

func (r *record) head() []any {
	return []any{&r.kind, &r.version, &r.draft.TitleRu, &r.draft.TitleEn, &r.draft.Since, &r.author, &r.draft.Reviewed, &r.created}
}

func scanRecord(row sqldb.Row) (r record, err error) {
	err = row.Scan(append(r.head(), &r.draft.TextRu, &r.draft.TextEn)...)
	return r, err
}
