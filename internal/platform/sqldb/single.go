package sqldb

import (
	"context"
	"database/sql"
)

// Single reads outside any transaction: each query sees what is committed when it runs, and two of them may see two
// states. It is for the one question that every request asks, such as whose session a cookie is: without a transaction
// around it that is one exchange with the server instead of three, and on SQLite the statement is parsed once a connection
// and not with every query. Nothing is remembered of the answers, so what one node changes the next request on any node
// sees.
func (db *DB) Single() Querier { return single{db} }

type single struct{ db *DB }

func (s single) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if stmt := s.db.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // it is kept for the next query
		return stmt.QueryContext(ctx, args...)
	}
	return s.db.read.QueryContext(ctx, query, args...)
}

func (s single) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	if stmt := s.db.prepared(ctx, query); stmt != nil { //nolint:sqlclosecheck // it is kept for the next query
		return stmt.QueryRowContext(ctx, args...)
	}
	return s.db.read.QueryRowContext(ctx, query, args...)
}

// prepared returns the statement of a query on SQLite. It is nil when the query cannot be prepared, whose error the caller
// then meets by running it, and on PostgreSQL, whose driver keeps the statements of each connection itself.
func (db *DB) prepared(ctx context.Context, query string) *sql.Stmt {
	if db.engine != SQLite {
		return nil
	}
	if stmt, ok := db.statements.Load(query); ok {
		return stmt.(*sql.Stmt)
	}
	fresh, err := db.read.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil
	}
	kept, there := db.statements.LoadOrStore(query, fresh)
	if there {
		_ = fresh.Close() //nolint:sqlclosecheck // another goroutine was quicker; the other statement stays
	}
	return kept.(*sql.Stmt)
}
