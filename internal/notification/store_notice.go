package notification

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// allNotices is a limit that none is.
const allNotices = math.MaxInt32

func scanNotice(row sqldb.Row) (n Notice, err error) {
	var titleRU, titleEN, textRU, textEN string
	var read sql.NullTime
	err = row.Scan(&n.ID, &n.Topic, &titleRU, &titleEN, &textRU, &textEN, &n.Path, &n.Created, &read)
	n.Title, n.Text, n.Read = i18n.Raw(titleRU, titleEN), i18n.Raw(textRU, textEN), read.Time
	return n, err
}

func insertNotice(ctx context.Context, tx *sqldb.Tx, to actor.PersonID, n Notice) error {
	_, err := tx.Exec(ctx, `INSERT INTO notification_notice (id, person, topic, title_ru, title_en, text_ru, text_en, path, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		n.ID, string(to), n.Topic, n.Title.In(i18n.Russian), n.Title.In(i18n.English), n.Text.In(i18n.Russian), n.Text.In(i18n.English), n.Path, n.Created)
	return err
}

func selectNotices(ctx context.Context, q sqldb.Querier, p actor.PersonID, unread bool, before string, limit int) ([]Notice, error) {
	return sqldb.List(ctx, q, scanNotice, `SELECT id, topic, title_ru, title_en, text_ru, text_en, path, created_at, read_at FROM notification_notice
		WHERE person = $1 AND ($2 = FALSE OR read_at IS NULL) AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4`, string(p), unread, before, limit)
}

func countUnread(ctx context.Context, q sqldb.Querier, p actor.PersonID, most int) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM (SELECT 1 FROM notification_notice WHERE person = $1 AND read_at IS NULL LIMIT $2) AS unread`, string(p), most).Scan(&n)
	return n, err
}

func readNotice(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, notice string, now time.Time) (path string, err error) {
	err = tx.QueryRow(ctx, `UPDATE notification_notice SET read_at = COALESCE(read_at, $3) WHERE id = $1 AND person = $2 RETURNING path`,
		notice, string(p), now).Scan(&path)
	if errors.Is(err, sqldb.ErrNoRows) {
		err = ErrNoNotice
	}
	return path, err
}

func readNotices(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE notification_notice SET read_at = $2 WHERE person = $1 AND read_at IS NULL`, string(p), now)
	return err
}

func deleteNoticesOf(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `DELETE FROM notification_notice WHERE person = $1`, string(p))
	return err
}

func deleteNotices(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM notification_notice WHERE created_at < $1`, before)
}
