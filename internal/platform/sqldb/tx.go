package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrConflict reports a violated unique constraint, on either engine.
var ErrConflict = errors.New("sqldb: the record exists already")

// ErrNoRows reports that a query for one row found none.
var ErrNoRows = sql.ErrNoRows

// Querier reads. A [*Tx] is one, too.
type Querier interface {
	Query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) *sql.Row
}

// Tx is a transaction that may write. [DB.Update] ends it; a closure cannot.
type Tx struct {
	tx   *sql.Tx
	conn *sql.Conn // the connection of a transaction that loads by COPY, else nil
	lite bool      // on SQLite
}

// SQL lends the transaction to a library that takes one: the job queue.
func (tx *Tx) SQL() *sql.Tx { return tx.tx }

// Query runs a query that returns rows. The caller closes them.
func (tx *Tx) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.tx.QueryContext(ctx, query, args...)
}

// QueryRow runs a query for one row; Scan gives [ErrNoRows] when there is none.
func (tx *Tx) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return tx.tx.QueryRowContext(ctx, query, args...)
}

// Exec runs a statement and returns how many rows it touched.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	res, err := tx.tx.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, translate(err)
	}
	return res.RowsAffected()
}

// View runs f on one state of the database.
func (db *DB) View(ctx context.Context, f func(Querier) error) error {
	tx, err := db.read.BeginTx(ctx, db.options(true))
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // a reading transaction has nothing to lose
	return f(&Tx{tx: tx, lite: db.engine == SQLite})
}

// Update runs f in a transaction and commits it when f returns nil. It may run f again when PostgreSQL could not put the
// transaction beside the others, so f must touch nothing but tx and what it sets anew each time.
func (db *DB) Update(ctx context.Context, f func(*Tx) error) error {
	return retried(ctx, func() error { return db.updateOn(ctx, db.write.BeginTx, nil, f) })
}

// retried runs a transaction until PostgreSQL takes it.
func retried(ctx context.Context, once func() error) error {
	const tries = 20
	for try := 1; ; try++ {
		err := once()
		if !refused(err) || try == tries {
			return translate(err)
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

type beginTx func(context.Context, *sql.TxOptions) (*sql.Tx, error)

func (db *DB) updateOn(ctx context.Context, begin beginTx, conn *sql.Conn, f func(*Tx) error) error {
	tx, err := begin(ctx, db.options(false))
	if err != nil {
		return fmt.Errorf("begin to write: %w", err)
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it has nothing to do, before it the first error counts
	if err := f(&Tx{tx, conn, db.engine == SQLite}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// options: SQLite's transactions are serializable and its driver takes no other wish.
func (db *DB) options(readOnly bool) *sql.TxOptions {
	if db.engine == SQLite {
		return nil
	}
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: readOnly}
}

// refused reports a serialization failure or a deadlock of PostgreSQL (SQLSTATE 40001, 40P01): the same transaction may
// pass when it runs again.
func refused(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// pause waits a random time that grows with the number of tries, at most 160 ms.
func pause(ctx context.Context, try int) error {
	t := time.NewTimer(time.Duration(1+rand.IntN(5<<min(try, 5))) * time.Millisecond)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func translate(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "23505" {
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) && (lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY) {
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return err
}

// Row is what a scanning function reads: one row of a result.
type Row interface{ Scan(dest ...any) error }

// List runs a query and reads each row by scan.
func List[T any](ctx context.Context, q Querier, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() //nolint:errcheck // Err below tells what went wrong
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}
