package notification

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const columns = `id, channel, recipient, topic, lang, subject, text, html, state, attempts, failure, created_at, expires_at, done_at`

func scan(row sqldb.Row) (m Message, err error) {
	var (
		lang string
		done sql.NullTime
	)
	err = row.Scan(&m.ID, &m.Channel, &m.Recipient, &m.Topic, &lang, &m.Subject, &m.Text, &m.HTML, &m.State, &m.Attempts, &m.Failure,
		&m.Created, &m.Expires, &done)
	m.Lang, _ = i18n.Parse(lang)
	m.Done = done.Time
	return m, err
}

func insertMessage(ctx context.Context, tx *sqldb.Tx, m Message) error {
	_, err := tx.Exec(ctx, `INSERT INTO notification_message (id, channel, recipient, topic, lang, subject, text, html, state, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		m.ID, string(m.Channel), m.Recipient, m.Topic, m.Lang.Code(), m.Subject, m.Text, m.HTML, string(m.State), m.Created, m.Expires)
	return err
}

func selectMessage(ctx context.Context, q sqldb.Querier, id string) (Message, error) {
	return scan(q.QueryRow(ctx, `SELECT `+columns+` FROM notification_message WHERE id = $1`, id))
}

func selectMessages(ctx context.Context, q sqldb.Querier, state State, before string, limit int) ([]Message, error) {
	return sqldb.List(ctx, q, scan, `SELECT `+columns+` FROM notification_message
		WHERE ($1 = '' OR state = $1) AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`, string(state), before, limit)
}

func countMessages(ctx context.Context, q sqldb.Querier) (map[State]int64, error) {
	type count struct {
		state State
		n     int64
	}
	list, err := sqldb.List(ctx, q, func(r sqldb.Row) (c count, err error) { return c, r.Scan(&c.state, &c.n) },
		`SELECT state, COUNT(*) FROM notification_message GROUP BY state`)
	counts := map[State]int64{}
	for _, c := range list {
		counts[c.state] = c.n
	}
	return counts, err
}

func settleMessage(ctx context.Context, tx *sqldb.Tx, id string, state State, failure string, at time.Time, forget bool) error {
	_, err := tx.Exec(ctx, `UPDATE notification_message SET state = $2, failure = $3, done_at = $4, attempts = attempts + 1 WHERE id = $1`,
		id, string(state), failure, at)
	if err != nil {
		return err
	}
	if _, err = tx.Exec(ctx, `DELETE FROM notification_message WHERE id = $1 AND forget`, id); err != nil || !forget {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE notification_message SET subject = '', text = '', html = '' WHERE id = $1`, id)
	return err
}

func noteFailure(ctx context.Context, tx *sqldb.Tx, id, failure string) error {
	_, err := tx.Exec(ctx, `UPDATE notification_message SET failure = $2, attempts = attempts + 1 WHERE id = $1 AND state = 'waiting'`, id, failure)
	return err
}

// expireMessages ends the messages that still wait although their life was over before a moment.
func expireMessages(ctx context.Context, tx *sqldb.Tx, before, now time.Time, forget bool) (int64, error) {
	erase := ""
	if forget {
		erase = ", subject = '', text = '', html = ''"
	}
	return tx.Exec(ctx, `UPDATE notification_message SET state = 'expired', done_at = $2`+erase+` WHERE state = 'waiting' AND expires_at < $1`, before, now)
}

func healthOf(ctx context.Context, q sqldb.Querier, c Channel, now time.Time) (h Health, err error) {
	var sent, oldest sql.NullTime
	err = q.QueryRow(ctx, `SELECT done_at FROM notification_message WHERE channel = $1 AND state = 'sent' ORDER BY id DESC LIMIT 1`, string(c)).Scan(&sent)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return h, err
	}
	err = q.QueryRow(ctx, `SELECT created_at, failure FROM notification_message WHERE channel = $1 AND state = 'waiting' AND expires_at > $2
		ORDER BY id LIMIT 1`, string(c), now).Scan(&oldest, &h.Failure)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return h, err
	}
	h.Sent, h.Oldest = sent.Time, oldest.Time
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM notification_message WHERE channel = $1 AND state = 'failed' AND done_at > $2`, string(c), now.Add(-24*time.Hour)).Scan(&h.Failed)
	return h, err
}

func messagesTo(ctx context.Context, q sqldb.Querier, to Recipient) ([]Told, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (t Told, err error) {
		return t, r.Scan(&t.At, &t.Channel, &t.Recipient, &t.Topic, &t.State)
	},
		`SELECT created_at, channel, recipient, topic, state FROM notification_message WHERE recipient = $1 AND created_at <= $2 ORDER BY id DESC`, to.Address, to.end())
}

func forgetMessagesTo(ctx context.Context, tx *sqldb.Tx, to Recipient) error {
	if _, err := tx.Exec(ctx, `DELETE FROM notification_message WHERE recipient = $1 AND created_at <= $2 AND state <> 'waiting'`, to.Address, to.end()); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE notification_message SET forget = TRUE WHERE recipient = $1 AND created_at <= $2`, to.Address, to.end())
	return err
}

func deleteMessages(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM notification_message WHERE (created_at < $1 OR forget) AND state <> 'waiting'`, before)
}
