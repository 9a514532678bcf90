package audit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insert(ctx context.Context, tx *sqldb.Tx, id string, at time.Time, e Entry) error {
	_, err := tx.Exec(ctx, `INSERT INTO audit_entry (id, at, actor, action, subject, request, address, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, id, at, e.Actor, e.Action, e.Subject, e.Request, e.Address, e.Detail)
	return err
}

const columns = "id, at, actor, action, subject, request, address, detail, COALESCE(seq, 0), COALESCE(hash, '')"

func scan(r sqldb.Row) (l Line, err error) {
	return l, r.Scan(&l.ID, &l.At, &l.Actor, &l.Action, &l.Subject, &l.Request, &l.Address, &l.Detail, &l.Seq, &l.Hash)
}

// waiting reports whether an entry has no number yet.
func waiting(ctx context.Context, q sqldb.Querier) (yes bool, err error) {
	return yes, q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM audit_entry WHERE seq IS NULL)").Scan(&yes)
}

// unnumbered returns the first entries without a number, in the order in which they were begun.
func unnumbered(ctx context.Context, q sqldb.Querier, limit int) ([]Line, error) {
	return sqldb.List(ctx, q, scan, "SELECT "+columns+" FROM audit_entry WHERE seq IS NULL ORDER BY id LIMIT $1", limit)
}

// numbered returns the entries that follow a number.
func numbered(ctx context.Context, q sqldb.Querier, after int64, limit int) ([]Line, error) {
	return sqldb.List(ctx, q, scan, "SELECT "+columns+" FROM audit_entry WHERE seq > $1 ORDER BY seq LIMIT $2", after, limit)
}

// setNumbers gives each line the number and hash that stand in it.
func setNumbers(ctx context.Context, tx *sqldb.Tx, lines []Line) error {
	var values strings.Builder
	args := make([]any, 0, 3*len(lines))
	for i, l := range lines {
		if i > 0 {
			values.WriteString(", ")
		}
		fmt.Fprintf(&values, "(CAST($%d AS TEXT), CAST($%d AS BIGINT), CAST($%d AS TEXT))", 3*i+1, 3*i+2, 3*i+3)
		args = append(args, l.ID, l.Seq, l.Hash)
	}
	n, err := tx.Exec(ctx, `WITH given (id, seq, hash) AS (VALUES `+values.String()+`)
		UPDATE audit_entry SET seq = given.seq, hash = given.hash FROM given WHERE audit_entry.id = given.id AND audit_entry.seq IS NULL`, args...)
	if err == nil && n != int64(len(lines)) {
		err = fmt.Errorf("%d entries were numbered instead of %d", n, len(lines))
	}
	return err
}

// head returns where the chain ends.
func head(ctx context.Context, q sqldb.Querier) (m Mark, err error) {
	return m, q.QueryRow(ctx, "SELECT seq, hash FROM audit_head WHERE one = 1").Scan(&m.Seq, &m.Hash)
}

// lockHead returns where the chain ends and keeps other sequencers waiting until the transaction ends.
func lockHead(ctx context.Context, tx *sqldb.Tx) (m Mark, err error) {
	return m, tx.QueryRow(ctx, "UPDATE audit_head SET seq = seq WHERE one = 1 RETURNING seq, hash").Scan(&m.Seq, &m.Hash)
}

func setHead(ctx context.Context, tx *sqldb.Tx, m Mark) error {
	_, err := tx.Exec(ctx, "UPDATE audit_head SET seq = $1, hash = $2 WHERE one = 1", m.Seq, m.Hash)
	return err
}

// strays reports whether there are entries with numbers that the sequencer does not give.
func strays(ctx context.Context, q sqldb.Querier) (yes bool, err error) {
	return yes, q.QueryRow(ctx, "SELECT EXISTS (SELECT 1 FROM audit_entry WHERE seq < 1)").Scan(&yes)
}

// hashOf returns the hash that stands in the entry of a number, empty when there is none.
func hashOf(ctx context.Context, q sqldb.Querier, seq int64) (string, error) {
	var hash sql.NullString
	err := q.QueryRow(ctx, "SELECT hash FROM audit_entry WHERE seq = $1", seq).Scan(&hash)
	if errors.Is(err, sqldb.ErrNoRows) {
		return "", nil
	}
	return hash.String, err
}

func scanTally(r sqldb.Row) (t Tally, err error) {
	return t, r.Scan(&t.Actor, &t.Action, &t.N)
}

// tallies counts what happened to a subject, by who did what.
func tallies(ctx context.Context, q sqldb.Querier, subject string, since time.Time) ([]Tally, error) {
	return sqldb.List(ctx, q, scanTally, `SELECT actor, action, COUNT(*) FROM audit_entry WHERE subject = $1 AND at >= $2
		GROUP BY actor, action ORDER BY actor, action`, subject, since)
}
