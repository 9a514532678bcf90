package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
)

func TestOneHolderAtATime(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		release, ok, err := db.Exclusive(t.Context(), "import")
		if err != nil || !ok {
			t.Fatalf("the first: %t, %v", ok, err)
		}
		if _, ok, err := db.Exclusive(t.Context(), "import"); err != nil || ok {
			t.Errorf("a second holder beside the first: %t, %v", ok, err)
		}
		other, ok, err := db.Exclusive(t.Context(), "other")
		if err != nil || !ok {
			t.Fatalf("another name: %t, %v", ok, err)
		}
		if err := errors.Join(release(), other()); err != nil {
			t.Fatal(err)
		}
		release, ok, err = db.Exclusive(t.Context(), "import")
		if err != nil || !ok {
			t.Fatalf("after the release: %t, %v", ok, err)
		}
		if err := release(); err != nil {
			t.Error(err)
		}
	})
}

// What a transaction loads is there with the rest of it or not at all.
func TestLoadInATransactionIsAllOrNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY, body BYTEA NOT NULL)", "CREATE TABLE other (id BIGINT PRIMARY KEY)")
		var rows [][]any
		for i := range 5000 {
			rows = append(rows, []any{int64(i), fmt.Appendf(nil, "\x00%d", i)})
		}
		load := func(update func(context.Context, func(*sqldb.Tx) error) error, end error) error {
			return update(t.Context(), func(tx *sqldb.Tx) error {
				if _, err := tx.Exec(t.Context(), "DELETE FROM thing"); err != nil {
					return err
				}
				if err := tx.Load(t.Context(), "thing", []string{"id", "body"}, rows); err != nil {
					return err
				}
				if _, err := tx.Exec(t.Context(), "INSERT INTO other VALUES ($1) ON CONFLICT DO NOTHING", 1); err != nil {
					return err
				}
				return end
			})
		}
		stop := errors.New("stop")
		if err := load(db.UpdateLoading, stop); !errors.Is(err, stop) {
			t.Fatal(err)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM thing") + count(t, db, "SELECT COUNT(*) FROM other"); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
		for _, update := range []func(context.Context, func(*sqldb.Tx) error) error{db.UpdateLoading, db.Update} {
			if err := load(update, nil); err != nil {
				t.Fatal(err)
			}
			if n := count(t, db, "SELECT COUNT(*) FROM thing WHERE body <> ''"); n != 5000 {
				t.Errorf("%d rows", n)
			}
		}
	})
}
