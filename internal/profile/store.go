package profile

import (
	"context"
	"database/sql"
	"encoding/json"
	"reflect"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

const itemColumns = `id, subject, inn, kind, audience, content, outside, created_at, changed_at, changed_by`

func scanItem(row sqldb.Row) (i Item, err error) {
	var content string
	var outside, by sql.NullString
	if err := row.Scan(&i.ID, &i.Subject, &i.INN, &i.Kind, &i.Audience, &content, &outside, &i.Created, &i.Changed, &by); err != nil {
		return Item{}, err
	}
	i.Outside, i.By = outside.String, actor.PersonID(by.String)
	return i, json.Unmarshal([]byte(content), &i.Content)
}

// same reports whether two items say the same to the same readers.
func (i *Item) same(other Item) bool {
	return i.Kind == other.Kind && i.Audience == other.Audience && i.Subject == other.Subject && i.INN == other.INN && reflect.DeepEqual(i.Content, other.Content)
}

func itemByID(ctx context.Context, q sqldb.Querier, item string) (Item, error) {
	return scanItem(q.QueryRow(ctx, `SELECT `+itemColumns+` FROM profile_item WHERE id = $1`, item))
}

func itemByOutside(ctx context.Context, q sqldb.Querier, outside string) (Item, error) {
	return scanItem(q.QueryRow(ctx, `SELECT `+itemColumns+` FROM profile_item WHERE outside = $1`, outside))
}

// itemsOf are the items of a subject, the oldest first.
func itemsOf(ctx context.Context, q sqldb.Querier, subject string) ([]Item, error) {
	return sqldb.List(ctx, q, scanItem, `SELECT `+itemColumns+` FROM profile_item WHERE subject = $1 ORDER BY id`, subject)
}

// itemsAfter are the items of all subjects in the order of subjects, a page after an item.
func itemsAfter(ctx context.Context, q sqldb.Querier, subject, item string, n int) ([]Item, error) {
	return sqldb.List(ctx, q, scanItem, `SELECT `+itemColumns+` FROM profile_item WHERE subject > $1 OR subject = $1 AND id > $2
		ORDER BY subject, id LIMIT $3`, subject, item, n)
}

const whereOpenDeals = ` FROM profile_item WHERE kind IN ('offer', 'need') AND audience = '' AND ended = 0 AND ($1 = '' OR kind = $1) AND ($2 = '' OR id < $2)`

// openDeals are offers and needs for everybody that have not ended, the latest first, before an item. Those of one subject are looked up by it:
// whoever asks for somebody that has none must not have the whole table read.
func openDeals(ctx context.Context, q sqldb.Querier, f Filter, n int) ([]Item, error) {
	if f.Subject == "" {
		return sqldb.List(ctx, q, scanItem, `SELECT `+itemColumns+whereOpenDeals+` ORDER BY id DESC LIMIT $3`, f.Kind, f.Before, n)
	}
	return sqldb.List(ctx, q, scanItem, `SELECT `+itemColumns+whereOpenDeals+` AND subject = $4 ORDER BY id DESC LIMIT $3`, f.Kind, f.Before, n, f.Subject)
}

func countItems(ctx context.Context, q sqldb.Querier, subject string, k Kind) (n int, err error) {
	return n, q.QueryRow(ctx, `SELECT count(*) FROM profile_item WHERE subject = $1 AND kind = $2`, subject, k).Scan(&n)
}

// putItem writes an item. Whether it has ended, [markEnded] says anew.
func putItem(ctx context.Context, tx *sqldb.Tx, i Item) error {
	content, err := json.Marshal(i.Content)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO profile_item (id, subject, inn, kind, audience, content, last_day, ended, outside, created_at, changed_at, changed_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11)
		ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, inn = excluded.inn, kind = excluded.kind, audience = excluded.audience,
			content = excluded.content, last_day = excluded.last_day, ended = 0, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
		i.ID, i.Subject, i.INN, i.Kind, i.Audience, string(content), dayOrNull(i.Until), textOrNull(i.Outside), i.Created, i.Changed, textOrNull(string(i.By)))
	return err
}

func dayOrNull(d workdays.Date) any {
	if d.IsZero() {
		return nil
	}
	return d.String()
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func deleteItem(ctx context.Context, tx *sqldb.Tx, item string) error {
	_, err := tx.Exec(ctx, `DELETE FROM profile_item WHERE id = $1`, item)
	return err
}

// overOn are items whose last day was before a day and that are not marked as ended yet.
func overOn(ctx context.Context, q sqldb.Querier, today workdays.Date, n int) ([]Item, error) {
	return sqldb.List(ctx, q, scanItem, `SELECT `+itemColumns+` FROM profile_item WHERE last_day < $1 AND ended = 0 ORDER BY last_day LIMIT $2`, today.String(), n)
}

func markEnded(ctx context.Context, tx *sqldb.Tx, item string) error {
	_, err := tx.Exec(ctx, `UPDATE profile_item SET ended = 1 WHERE id = $1`, item)
	return err
}

// Event is one change of a profile.
type Event struct {
	ID      string         `json:"id"`
	Subject string         `json:"organisation"`
	Item    string         `json:"item"`
	Kind    Kind           `json:"kind"`
	Deed    Deed           `json:"deed"`
	Title   string         `json:"title"`
	Before  *Content       `json:"-"` // what it said before; nil of what was added
	At      time.Time      `json:"at"`
	By      actor.PersonID `json:"-"` // "" once that person is forgotten
}

func insertEvent(ctx context.Context, tx *sqldb.Tx, e Event) error {
	before := []byte("")
	if e.Before != nil {
		var err error
		if before, err = json.Marshal(e.Before); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `INSERT INTO profile_event (id, subject, item, kind, deed, title, before_content, at, person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		e.ID, e.Subject, e.Item, e.Kind, e.Deed, e.Title, textOrNull(string(before)), e.At, textOrNull(string(e.By)))
	return err
}

const eventColumns = `id, subject, item, kind, deed, title, before_content, at, person`

func scanEvent(row sqldb.Row) (e Event, err error) {
	var before, by sql.NullString
	if err := row.Scan(&e.ID, &e.Subject, &e.Item, &e.Kind, &e.Deed, &e.Title, &before, &e.At, &by); err != nil {
		return Event{}, err
	}
	e.By = actor.PersonID(by.String)
	if !before.Valid {
		return e, nil
	}
	e.Before = &Content{}
	return e, json.Unmarshal([]byte(before.String), e.Before)
}

// eventsOf is the history of a profile, the latest first.
func eventsOf(ctx context.Context, q sqldb.Querier, subject string, n int) ([]Event, error) {
	return sqldb.List(ctx, q, scanEvent, `SELECT `+eventColumns+` FROM profile_event WHERE subject = $1 ORDER BY id DESC LIMIT $2`, subject, n)
}

// eventsBy are what a person has done with profiles, the oldest first.
func eventsBy(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Event, error) {
	return sqldb.List(ctx, q, scanEvent, `SELECT `+eventColumns+` FROM profile_event WHERE person = $1 ORDER BY id`, p)
}

func forgetPerson(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if _, err := tx.Exec(ctx, `UPDATE profile_event SET person = NULL WHERE person = $1`, p); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE profile_item SET changed_by = NULL WHERE changed_by = $1`, p)
	return err
}
