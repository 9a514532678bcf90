package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
)

func exec(t *testing.T, db *sqldb.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec(t.Context(), s)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func count(t *testing.T, db *sqldb.DB, query string, args ...any) (n int64) {
	t.Helper()
	err := db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), query, args...).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUpdateIsAllOrNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY)")
		stop := errors.New("stop")
		err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			if _, err := tx.Exec(t.Context(), "INSERT INTO thing VALUES ($1)", 1); err != nil {
				return err
			}
			return stop
		})
		if !errors.Is(err, stop) {
			t.Errorf("error %v, want the closure's own", err)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM thing"); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
	})
}

func TestConflictIsTheSameOnBothEngines(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT UNIQUE)", "INSERT INTO thing VALUES (1, 'a')")
		for _, s := range []string{"INSERT INTO thing VALUES (1, 'b')", "INSERT INTO thing VALUES (2, 'a')"} {
			err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
				_, err := tx.Exec(t.Context(), s)
				return err
			})
			if !errors.Is(err, sqldb.ErrConflict) {
				t.Errorf("%s: %v, want ErrConflict", s, err)
			}
		}
	})
}

func TestTimesComeBackInUTCWithMicroseconds(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		column := map[sqldb.Engine]string{sqldb.SQLite: "TIMESTAMP", sqldb.Postgres: "TIMESTAMPTZ"}[db.Engine()]
		exec(t, db, "CREATE TABLE moment (at "+column+")")
		moscow := time.FixedZone("MSK", 3*3600)
		moments := []time.Time{
			time.Date(2026, 11, 21, 3, 4, 5, 0, moscow),
			time.Date(2026, 11, 21, 3, 4, 5, 500_000_000, moscow),
			time.Date(2026, 11, 21, 3, 4, 5, 550_000_000, moscow),
			time.Date(2026, 11, 21, 3, 4, 5, 550_001_000, moscow),
			time.Date(2026, 11, 21, 3, 4, 6, 0, moscow),
		}
		for i := range moments {
			at := moments[len(moments)-1-i]
			if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
				_, err := tx.Exec(t.Context(), "INSERT INTO moment VALUES ($1)", at)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		var got []time.Time
		if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
			got, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (at time.Time, err error) {
				return at, r.Scan(&at)
			}, "SELECT at FROM moment ORDER BY at")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for i, at := range got {
			if !at.Equal(moments[i]) || at.Location() != time.UTC {
				t.Errorf("moment %d: %v, want %v", i, at, moments[i].UTC())
			}
		}
		if n := count(t, db, "SELECT COUNT(*) FROM moment WHERE at <= $1", moments[2]); n != 3 {
			t.Errorf("%d moments up to the third, want 3", n)
		}
	})
}

func TestAReaderSeesOneState(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY)")
		err := db.View(t.Context(), func(q sqldb.Querier) error {
			var before, after int
			if err := q.QueryRow(t.Context(), "SELECT COUNT(*) FROM thing").Scan(&before); err != nil {
				return err
			}
			exec(t, db, "INSERT INTO thing VALUES (1)")
			if err := q.QueryRow(t.Context(), "SELECT COUNT(*) FROM thing").Scan(&after); err != nil {
				return err
			}
			if before != after {
				t.Errorf("the state moved from %d to %d rows under the reader", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestAReaderCannotWrite(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY)")
		err := db.View(t.Context(), func(q sqldb.Querier) error {
			_, err := q.(*sqldb.Tx).Exec(t.Context(), "INSERT INTO thing VALUES (1)")
			return err
		})
		if err == nil {
			t.Error("a View wrote")
		}
	})
}

// Each writer adds one to a counter that it has read. A lost update would show in the sum.
func TestConcurrentUpdatesLoseNothing(t *testing.T) {
	const writers, rounds = 8, 25
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE counter (n BIGINT)", "INSERT INTO counter VALUES (0)")
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for range rounds {
					if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return increment(t.Context(), tx) }); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		if n := count(t, db, "SELECT n FROM counter"); n != writers*rounds {
			t.Errorf("counter %d, want %d", n, writers*rounds)
		}
	})
}

func increment(ctx context.Context, tx *sqldb.Tx) error {
	var n int64
	if err := tx.QueryRow(ctx, "SELECT n FROM counter").Scan(&n); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, "UPDATE counter SET n = $1", n+1)
	return err
}

// Write skew is what REPEATABLE READ allows: two transactions each read that the other's doctor is on duty and send
// their own home. The documented cure is a lock on a row that both touch.
func TestALockedRowPreventsWriteSkew(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db,
			"CREATE TABLE ward (id BIGINT PRIMARY KEY, changes BIGINT NOT NULL)", "INSERT INTO ward VALUES (1, 0)",
			"CREATE TABLE doctor (id BIGINT PRIMARY KEY, on_duty BOOLEAN NOT NULL)",
			"INSERT INTO doctor VALUES (1, TRUE), (2, TRUE)")
		errLast := errors.New("the last doctor stays")
		leave := func(doctor int) error {
			return db.Update(t.Context(), func(tx *sqldb.Tx) error {
				if _, err := tx.Exec(t.Context(), "UPDATE ward SET changes = changes + 1 WHERE id = 1"); err != nil {
					return err
				}
				var on int
				if err := tx.QueryRow(t.Context(), "SELECT COUNT(*) FROM doctor WHERE on_duty").Scan(&on); err != nil {
					return err
				}
				if on < 2 {
					return errLast
				}
				_, err := tx.Exec(t.Context(), "UPDATE doctor SET on_duty = FALSE WHERE id = $1", doctor)
				return err
			})
		}
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			wg.Go(func() { errs[i] = leave(i + 1) })
		}
		wg.Wait()
		if n := count(t, db, "SELECT COUNT(*) FROM doctor WHERE on_duty"); n != 1 {
			t.Errorf("%d doctors on duty, want 1 (%v)", n, errs)
		}
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("errors %v, want exactly one refusal", errs)
		}
	})
}

func TestLoad(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT)")
		const rows = 4321 // more than one statement, and a short last one
		i := 0
		next := func() ([]any, bool, error) {
			if i == rows {
				return nil, false, nil
			}
			i++
			return []any{i, fmt.Sprintf("№ %d", i)}, true, nil
		}
		n, err := db.Load(t.Context(), "thing", []string{"id", "name"}, next)
		if err != nil || n != rows {
			t.Fatalf("%d rows, %v", n, err)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM thing WHERE name = '№ 4321'"); n != 1 {
			t.Error("the last row is missing")
		}
		i = rows - 1
		if _, err := db.Load(t.Context(), "thing", []string{"id", "name"}, next); !errors.Is(err, sqldb.ErrConflict) {
			t.Errorf("a second load of the same row: %v, want ErrConflict", err)
		}
	})
}

func TestALoadThatFailsLeavesNothing(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY)")
		broken, i := errors.New("broken file"), 0
		_, err := db.Load(t.Context(), "thing", []string{"id"}, func() ([]any, bool, error) {
			if i++; i > 5000 {
				return nil, false, broken
			}
			return []any{i}, true, nil
		})
		if !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM thing"); n != 0 {
			t.Errorf("%d rows stayed", n)
		}
	})
}

func TestListReturnsRowsInOrder(t *testing.T) {
	sqldbtest.Each(t, func(t *testing.T, db *sqldb.DB) {
		exec(t, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY)", "INSERT INTO thing VALUES (2), (1), (3)")
		var got []int
		if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
			got, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (n int, err error) { return n, r.Scan(&n) }, "SELECT id FROM thing ORDER BY id")
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]int{1, 2, 3}, got); diff != "" {
			t.Error(diff)
		}
	})
}
