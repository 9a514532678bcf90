package sqldb_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
)

// A single query sees what was committed before it, also through a statement that was prepared before the table changed.
func TestSingleSeesWhatIsCommitted(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec := func(query string, args ...any) {
			t.Helper()
			if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { _, err := tx.Exec(t.Context(), query, args...); return err }); err != nil {
				t.Fatal(err)
			}
		}
		count := func() (n int) {
			t.Helper()
			if err := db.Single().QueryRow(t.Context(), `SELECT COUNT(*) FROM single WHERE name <> $1`, "x").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		exec(`CREATE TABLE single (name TEXT)`)
		for want := range 3 {
			if got := count(); got != want {
				t.Errorf("%d rows, want %d", got, want)
			}
			exec(`INSERT INTO single VALUES ($1)`, "a")
		}
		exec(`ALTER TABLE single ADD COLUMN more TEXT`)
		if got := count(); got != 3 {
			t.Errorf("%d rows after the table changed", got)
		}
		var wg sync.WaitGroup
		for range 16 {
			wg.Go(func() {
				list, err := sqldb.List(t.Context(), db.Single(), func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, `SELECT name FROM single ORDER BY name`)
				if err != nil || strings.Join(list, "") != "aaa" {
					t.Errorf("%v, %v", list, err)
				}
			})
		}
		wg.Wait()
		var name string
		if err := db.Single().QueryRow(t.Context(), `SELECT name FROM single WHERE name = $1`, "nobody").Scan(&name); !errors.Is(err, sqldb.ErrNoRows) {
			t.Errorf("no row: %v", err)
		}
		if err := db.Single().QueryRow(t.Context(), `SELECT name FROM no_such_table`).Scan(&name); err == nil {
			t.Error("a query that cannot be prepared gave a row")
		}
		if _, err := db.Single().Query(t.Context(), `SELECT name FROM no_such_table`); err == nil { //nolint:rowserrcheck,sqlclosecheck // there are none
			t.Error("a query that cannot be prepared gave rows")
		}
	})
}
