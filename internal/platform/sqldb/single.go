package sqldb

import (
	"context"
	"database/sql"
)

// Single reads outside any transaction: each query sees what is committed when it runs, and two of them may see two
// states. It is for the one question that every request asks, such as whose session a cookie is: without a transaction
// around it that is one exchange with the server instead of three. Nothing is remembered of the answers, so what one node changes the
// next request on any node sees.
func (db *DB) Single() Querier { return single{db} }

type single struct{ db *DB }

func (s single) Query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return s.db.read.QueryContext(ctx, query, args...)
}

func (s single) QueryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return s.db.read.QueryRowContext(ctx, query, args...)
}
