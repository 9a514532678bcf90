package partner

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const savedColumns = `id, person, name, question, letters, due_at, created_at, seen_at, seen_for, seen_known, told_at, told_for, told_known`

func scanSaved(r sqldb.Row) (s Saved, err error) {
	var question, seen, told string
	var due sql.NullTime
	err = r.Scan(&s.ID, &s.Person, &s.Name, &question, &s.Letters, &due, &s.Created, &s.Seen.At, &s.Seen.For, &seen, &s.Told.At, &s.Told.For, &told)
	if err != nil {
		return s, err
	}
	s.Due = due.Time
	values, err := url.ParseQuery(question)
	if err != nil {
		return s, fmt.Errorf("read the question of saved need %s: %w", s.ID, err)
	}
	s.Question = questionOf(values)
	if s.Seen.Known, err = decodeKnown(seen); err != nil {
		return s, err
	}
	s.Told.Known, err = decodeKnown(told)
	return s, err
}

func dueOf(s Saved) sql.NullTime { return sql.NullTime{Time: s.Due, Valid: !s.Due.IsZero()} }

// insertSaved keeps a need in a place of its person; false when the place was taken at the same moment.
func insertSaved(ctx context.Context, tx *sqldb.Tx, s Saved, place int) (bool, error) {
	n, err := tx.Exec(ctx, `INSERT INTO partner_saved (`+savedColumns+`, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		ON CONFLICT DO NOTHING`,
		s.ID, string(s.Person), s.Name, s.Question.query().Encode(), string(s.Letters), dueOf(s), s.Created,
		s.Seen.At, string(s.Seen.For), s.Seen.Known.encode(), s.Told.At, string(s.Told.For), s.Told.Known.encode(), place)
	return n == 1, err
}

func savedPlaces(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]int, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT place FROM partner_saved WHERE person = $1`, string(p))
}

func savedOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Saved, error) {
	return sqldb.List(ctx, q, scanSaved, `SELECT `+savedColumns+` FROM partner_saved WHERE person = $1 ORDER BY id DESC`, string(p))
}

// savedByID is a need of a person; [ErrNoSaved] when it is somebody else's or nobody's.
func savedByID(ctx context.Context, q sqldb.Querier, p actor.PersonID, id string) (Saved, error) {
	s, err := scanSaved(q.QueryRow(ctx, `SELECT `+savedColumns+` FROM partner_saved WHERE person = $1 AND id = $2`, string(p), id))
	if errors.Is(err, sqldb.ErrNoRows) {
		return Saved{}, ErrNoSaved
	}
	return s, err
}

// updateSaved writes the name, the letters and what a letter has told.
func updateSaved(ctx context.Context, tx *sqldb.Tx, s Saved) error {
	_, err := tx.Exec(ctx, `UPDATE partner_saved SET name = $2, letters = $3, due_at = $4, told_at = $5, told_for = $6, told_known = $7 WHERE id = $1`,
		s.ID, s.Name, string(s.Letters), dueOf(s), s.Told.At, string(s.Told.For), s.Told.Known.encode())
	return err
}

func updateSeen(ctx context.Context, tx *sqldb.Tx, id string, seen Baseline) error {
	_, err := tx.Exec(ctx, `UPDATE partner_saved SET seen_at = $2, seen_for = $3, seen_known = $4 WHERE id = $1`, id, seen.At, string(seen.For), seen.Known.encode())
	return err
}

func deleteSaved(ctx context.Context, tx *sqldb.Tx, id string) error {
	_, err := tx.Exec(ctx, `DELETE FROM partner_saved WHERE id = $1`, id)
	return err
}

func deleteSavedOf(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `DELETE FROM partner_saved WHERE person = $1`, string(p))
	return err
}

// endLetters ends the letters of a person and returns about how many needs there were any.
func endLetters(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) (int64, error) {
	return tx.Exec(ctx, `UPDATE partner_saved SET letters = 'off', due_at = NULL WHERE person = $1 AND letters <> 'off'`, string(p))
}

// duePeople are those about whose needs it is time to look for news.
func duePeople(ctx context.Context, q sqldb.Querier, now time.Time, after actor.PersonID, most int) ([]actor.PersonID, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (p actor.PersonID, err error) { return p, r.Scan(&p) },
		`SELECT DISTINCT person FROM partner_saved WHERE due_at <= $1 AND person > $2 ORDER BY person LIMIT $3`, now, string(after), most)
}

func dueSaved(ctx context.Context, q sqldb.Querier, p actor.PersonID, now time.Time) ([]Saved, error) {
	return sqldb.List(ctx, q, scanSaved, `SELECT `+savedColumns+` FROM partner_saved WHERE person = $1 AND due_at <= $2 ORDER BY id`, string(p), now)
}
