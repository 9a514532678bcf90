package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Load inserts many rows in one transaction: COPY on PostgreSQL, INSERT of many rows on SQLite. next returns the values
// of one row in the order of columns, and false at the end. Load returns the number of rows.
//
// The names of the table and the columns are the program's own and are not quoted.
func (db *DB) Load(ctx context.Context, table string, columns []string, next func() ([]any, bool, error)) (int64, error) {
	if db.engine == Postgres {
		return db.copy(ctx, table, columns, next)
	}
	var n int64
	err := db.Update(ctx, func(tx *Tx) error {
		var err error
		n, err = insertMany(ctx, tx, table, columns, next)
		return err
	})
	return n, err
}

// UpdateLoading is [DB.Update] for a transaction that loads many rows beside what else it does: in it [Tx.Load] is a COPY on
// PostgreSQL. It runs f again as Update does, so f must load from what it still has.
func (db *DB) UpdateLoading(ctx context.Context, f func(*Tx) error) error {
	if db.engine == SQLite {
		return db.Update(ctx, f)
	}
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	defer conn.Close() //nolint:errcheck // the connection goes back to the pool
	return retried(ctx, func() error { return db.updateOn(ctx, conn.BeginTx, conn, f) })
}

// Loading prepares for many transactions of [DB.UpdateLoading] after one another, until release is called. On SQLite the
// writer keeps the pages of the indexes in memory, into which rows fall in no order, and its log goes into the file in
// larger pieces: with the usual 2 MB every row of a large table is a page that is read and written. What is committed is
// as safe as ever.
func (db *DB) Loading(ctx context.Context) (release func() error, err error) {
	if db.engine != SQLite {
		return func() error { return nil }, nil
	}
	set := func(ctx context.Context, pragmas ...string) error {
		conn, err := db.write.Conn(ctx)
		if err != nil {
			return fmt.Errorf("take a connection: %w", err)
		}
		defer conn.Close() //nolint:errcheck // the connection goes back to the pool
		for _, p := range pragmas {
			if _, err := conn.ExecContext(ctx, "PRAGMA "+p); err != nil {
				return fmt.Errorf("set %s: %w", p, err)
			}
		}
		return nil
	}
	release = func() error {
		return set(context.WithoutCancel(ctx), "cache_size = -2000", "wal_autocheckpoint = 1000", "wal_checkpoint(PASSIVE)", "shrink_memory")
	}
	// Negative is KiB. The log is counted in pages of 4 KiB.
	if err := set(ctx, "cache_size = -131072", "wal_autocheckpoint = 16384"); err != nil {
		return nil, errors.Join(err, release())
	}
	return release, nil
}

// Load inserts rows in the transaction, by COPY when it is one of [DB.UpdateLoading] on PostgreSQL, else by INSERT of many
// rows. The names of the table and the columns are the program's own and are not quoted.
func (tx *Tx) Load(ctx context.Context, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	if tx.conn == nil {
		i := 0
		_, err := insertMany(ctx, tx, table, columns, func() ([]any, bool, error) {
			if i == len(rows) {
				return nil, false, nil
			}
			i++
			return rows[i-1], true, nil
		})
		return err
	}
	err := tx.conn.Raw(func(c any) error {
		_, err := c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return err
	})
	if err != nil {
		return fmt.Errorf("load %s: %w", table, translate(err))
	}
	return nil
}

func (db *DB) copy(ctx context.Context, table string, columns []string, next func() ([]any, bool, error)) (int64, error) {
	conn, err := db.write.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close() //nolint:errcheck // the connection goes back to the pool
	var (
		n      int64
		source error // PostgreSQL repeats only its text
	)
	err = conn.Raw(func(c any) error {
		rows := pgx.CopyFromFunc(func() ([]any, error) {
			row, more, err := next()
			if err != nil || !more {
				source = err
				return nil, err
			}
			return row, nil
		})
		n, err = c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, rows)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("load %s: %w", table, errors.Join(source, translate(err)))
	}
	return n, nil
}

// batch keeps one INSERT below SQLite's bound of 32,766 parameters and its statement short enough to parse quickly.
const batch = 4000

func insertMany(ctx context.Context, tx *Tx, table string, columns []string, next func() ([]any, bool, error)) (n int64, err error) {
	rows := max(1, batch/len(columns))
	var (
		args = make([]any, 0, rows*len(columns))
		full *sql.Stmt // of a whole batch, prepared when there is one
	)
	defer func() {
		if full != nil {
			err = errors.Join(err, full.Close())
		}
	}()
	for {
		row, more, err := next()
		if err != nil {
			return 0, err
		}
		if !more {
			break
		}
		args = append(args, row...)
		if len(args) < rows*len(columns) {
			continue
		}
		if full == nil {
			if full, err = tx.tx.PrepareContext(ctx, insertStatement(tx, table, columns, rows)); err != nil {
				return 0, fmt.Errorf("load %s: %w", table, translate(err))
			}
		}
		if _, err := full.ExecContext(ctx, args...); err != nil {
			return 0, fmt.Errorf("load %s: %w", table, translate(err))
		}
		n, args = n+int64(rows), args[:0]
	}
	if len(args) == 0 {
		return n, nil
	}
	k, err := tx.Exec(ctx, insertStatement(tx, table, columns, len(args)/len(columns)), args...)
	if err != nil {
		return 0, fmt.Errorf("load %s: %w", table, err)
	}
	return n + k, nil
}

// insertStatement writes an INSERT of many rows. To SQLite $1 is a name, which it looks for among all names so far: of four
// thousand parameters that takes a hundred times as long as the insertion. A bare ? has no name.
func insertStatement(tx *Tx, table string, columns []string, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES ")
	for i, p := 0, 1; i < rows; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('(')
		for j := range columns {
			if j > 0 {
				b.WriteByte(',')
			}
			if tx.lite {
				b.WriteByte('?')
				continue
			}
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(p))
			p++
		}
		b.WriteByte(')')
	}
	return b.String()
}
