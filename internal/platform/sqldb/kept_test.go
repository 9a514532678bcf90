package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
)

// Statements that are used again say what they would if they were new: one within the rows of itself, after a failure, after a change of the
// table, and when there are more of them than are kept.
func TestStatementsAreUsedAgain(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		ctx := t.Context()
		update := func(f func(tx *sqldb.Tx) error) error { return db.Update(ctx, f) }
		exec := func(query string, args ...any) error {
			return update(func(tx *sqldb.Tx) error { _, err := tx.Exec(ctx, query, args...); return err })
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(exec(`CREATE TABLE kept (n INTEGER PRIMARY KEY, name TEXT NOT NULL)`))
		const insert = `INSERT INTO kept (n, name) VALUES ($1, $2)`
		for n := range 5 {
			must(exec(insert, n, fmt.Sprint("name ", n)))
		}
		if err := exec(insert, 3, "again"); !errors.Is(err, sqldb.ErrConflict) {
			t.Errorf("the same number twice: %v", err)
		}
		must(exec(insert, 5, "name 5"))
		const from = `SELECT n FROM kept WHERE n >= $1 ORDER BY n`
		must(db.View(ctx, func(q sqldb.Querier) error {
			outer, err := q.Query(ctx, from, 3)
			if err != nil {
				return err
			}
			defer outer.Close()
			var got []int
			for outer.Next() {
				var n, inner int
				if err := errors.Join(outer.Scan(&n), nested(ctx, q, db, from, n, &inner)); err != nil {
					return err
				}
				got = append(got, n, inner)
			}
			if fmt.Sprint(got) != "[3 3 4 4 5 5]" {
				t.Errorf("rows within rows: %v", got)
			}
			return outer.Err()
		}))
		must(exec(`ALTER TABLE kept ADD COLUMN more TEXT NOT NULL DEFAULT 'x'`))
		must(exec(insert, 6, "name 6"))
		for i := range 600 {
			var n int
			if err := db.Single().QueryRow(ctx, fmt.Sprintf(`SELECT COUNT(*) FROM kept WHERE n >= $1 AND n <> %d`, 100+i), 2).Scan(&n); err != nil || n != 5 {
				t.Fatalf("statement %d: %d, %v", i, n, err)
			}
		}
		canceled, cancel := context.WithCancel(ctx)
		cancel()
		var n int
		if err := db.Single().QueryRow(canceled, from, 0).Scan(&n); err == nil {
			t.Error("a query that nobody waits for answers")
		}
		if err := db.Single().QueryRow(ctx, from, 1).Scan(&n); err != nil || n != 1 {
			t.Errorf("after it: %d, %v", n, err)
		}
	})
}

// nested asks the same question while its rows are read: on SQLite on the same connection, on PostgreSQL, which allows one
// at a time, on another.
func nested(ctx context.Context, q sqldb.Querier, db *sqldb.DB, query string, from int, into *int) error {
	if db.Engine() == sqldb.Postgres {
		q = db.Single()
	}
	return q.QueryRow(ctx, query, from).Scan(into)
}
