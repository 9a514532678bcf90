package jobs_test

import (
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/riverqueue/river/rivertype"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// The test binary is also the second process of the tests that need one.
func TestMain(m *testing.M) {
	if url := os.Getenv("KLASTER_TEST_NODE"); url != "" {
		node(url)
		return
	}
	os.Exit(m.Run())
}

// row is a job as River keeps it.
type row = rivertype.JobRow

// number is the job of most tests: its effect is a row in the table effect.
type number struct{ N int }

func (number) Kind() string { return "test.number" }

func write(ctx context.Context, tx *sqldb.Tx, n int) error {
	_, err := tx.Exec(ctx, "INSERT INTO effect (n) VALUES ($1)", n)
	return err
}

func prepare(tb testing.TB, db *sqldb.DB) {
	tb.Helper()
	do(tb, db, "CREATE TABLE effect (n BIGINT, process BIGINT NOT NULL DEFAULT 0)")
}

func do(tb testing.TB, db *sqldb.DB, statement string, args ...any) {
	tb.Helper()
	if err := db.Update(context.Background(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(context.Background(), statement, args...)
		return err
	}); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
}

// effects returns what the jobs wrote, in order.
func effects(tb testing.TB, db *sqldb.DB) []int {
	tb.Helper()
	list := query(tb, db, func(r sqldb.Row) (n int, err error) { return n, r.Scan(&n) }, "SELECT n FROM effect ORDER BY n")
	return slices.Clip(list)
}

func query[T any](tb testing.TB, db *sqldb.DB, scan func(sqldb.Row) (T, error), statement string, args ...any) (list []T) {
	tb.Helper()
	if err := db.View(context.Background(), func(q sqldb.Querier) (err error) {
		list, err = sqldb.List(context.Background(), q, scan, statement, args...)
		return err
	}); err != nil {
		tb.Fatalf("%s: %v", statement, err)
	}
	return list
}

func count(tb testing.TB, db *sqldb.DB, statement string, args ...any) int {
	tb.Helper()
	return query(tb, db, func(r sqldb.Row) (n int, err error) { return n, r.Scan(&n) }, statement, args...)[0]
}

func insert(tb testing.TB, db *sqldb.DB, q *jobs.Queue, args jobs.Args, options ...jobs.InsertOption) {
	tb.Helper()
	ctx := context.Background()
	if err := db.Update(ctx, func(tx *sqldb.Tx) error { return q.Insert(ctx, tx, args, options...) }); err != nil {
		tb.Error(err)
	}
}

// eventually waits until the condition holds and fails the test after half a minute.
func eventually(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	deadline := time.After(3 * time.Minute)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			tb.Fatalf("after half a minute still not: %s", what)
		}
	}
}

// receive takes the next value and fails the test after half a minute.
func receive[T any](tb testing.TB, what string, c <-chan T) T {
	tb.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(3 * time.Minute):
		tb.Fatalf("after half a minute still not: %s", what)
		panic("unreachable")
	}
}

// torture returns the full count in `make torture`, and half of the usual one under -short.
func torture(usual, full int) int {
	switch {
	case os.Getenv("KLASTER_TORTURE") != "":
		return full
	case testing.Short():
		return usual / 2
	}
	return usual
}
