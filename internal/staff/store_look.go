package staff

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertLook(ctx context.Context, tx *sqldb.Tx, l Look) error {
	_, err := tx.Exec(ctx, `INSERT INTO staff_view (id, viewer, subject, page, what_ru, what_en, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		l.ID, string(l.Viewer), string(l.Subject), l.page, l.What.In(i18n.Russian), l.What.In(i18n.English), l.At)
	return err
}

// lookFilter narrows a list of looks; empty fields narrow nothing.
type lookFilter struct {
	viewer, subject actor.PersonID
	before          string // id of the last look of the page before
	limit           int
}

// looks lists looks, the latest first.
func looks(ctx context.Context, q sqldb.Querier, f lookFilter) ([]Look, error) {
	return sqldb.List(ctx, q, scanLook, `SELECT id, viewer, subject, page, what_ru, what_en, at FROM staff_view
		WHERE ($1 = '' OR viewer = $1) AND ($2 = '' OR subject = $2) AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4`,
		string(f.viewer), string(f.subject), f.before, f.limit)
}

func scanLook(row sqldb.Row) (l Look, err error) {
	var ru, en string
	err = row.Scan(&l.ID, &l.Viewer, &l.Subject, &l.page, &ru, &en, &l.At)
	l.What = i18n.Raw(ru, en)
	return l, err
}

func lookedSince(ctx context.Context, q sqldb.Querier, viewer, subject actor.PersonID, page string, since time.Time) (looked bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM staff_view WHERE viewer = $1 AND subject = $2 AND page = $3 AND at > $4)`,
		string(viewer), string(subject), page, since).Scan(&looked)
	return looked, err
}
