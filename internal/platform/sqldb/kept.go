package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	"modernc.org/sqlite"
)

// SQLite parses a statement each time it is asked, which takes longer than most answers. So each of its connections keeps the statements that it
// has parsed: whoever asks in the same words again, within a transaction or without, finds them ready. The engine itself parses
// one anew when a table has changed.
const (
	mostKept    = 256  // of a connection
	longestKept = 4096 // bytes: longer ones are made for one occasion
)

// openKeeping opens a pool of such connections.
func openKeeping(dsn string) *sql.DB { return sql.OpenDB(keeping{dsn}) }

type keeping struct{ dsn string }

func (k keeping) Driver() driver.Driver { return &sqlite.Driver{} }

func (k keeping) Connect(context.Context) (driver.Conn, error) {
	c, err := k.Driver().Open(k.dsn)
	if err != nil {
		return nil, err
	}
	return &keeper{lite: c.(lite), kept: map[string]*kept{}}, nil
}

// lite is what a connection of the driver can do.
type lite interface {
	driver.Conn
	driver.ConnPrepareContext
	driver.ConnBeginTx
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// keeper is a connection that keeps statements. Package sql never calls two of its methods at a time, nor those of its rows.
type keeper struct {
	lite

	kept map[string]*kept
	uses int
}

// kept is a statement. While it is busy, somebody is still reading what it returned.
type kept struct {
	query string
	stmt  statement
	busy  bool
	used  int
}

type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// take returns the statement of a query for use; nil when the query goes the plain way.
func (k *keeper) take(ctx context.Context, query string) *kept {
	one := k.kept[query]
	if one == nil {
		if one = k.keep(ctx, query); one == nil {
			return nil
		}
	}
	if one.busy {
		return nil
	}
	k.uses++
	one.busy, one.used = true, k.uses
	return one
}

func (k *keeper) keep(ctx context.Context, query string) *kept {
	if len(query) > longestKept || !asks(query) {
		return nil
	}
	if len(k.kept) >= mostKept {
		k.makeRoom()
	}
	s, err := k.PrepareContext(ctx, query)
	if err != nil {
		return nil // the plain way meets the error
	}
	one := &kept{query: query, stmt: s.(statement)}
	k.kept[query] = one
	return one
}

// makeRoom forgets the statement that was used longest ago.
func (k *keeper) makeRoom() {
	var oldest *kept
	for _, one := range k.kept {
		if !one.busy && (oldest == nil || one.used < oldest.used) {
			oldest = one
		}
	}
	if oldest != nil {
		k.forget(oldest)
	}
}

func (k *keeper) forget(one *kept) {
	delete(k.kept, one.query)
	_ = one.stmt.Close() // what it did was told; its end has nothing to add
}

// asks reports whether a query is one statement that reads or changes rows.
func asks(query string) bool {
	verb, _, _ := strings.Cut(strings.TrimSpace(query), " ")
	switch verb {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "WITH":
		return !strings.Contains(query, ";")
	}
	return false
}

// ExecContext implements [driver.ExecerContext].
func (k *keeper) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	one := k.take(ctx, query)
	if one == nil {
		return k.lite.ExecContext(ctx, query, args)
	}
	r, err := one.stmt.ExecContext(ctx, args)
	k.giveBack(one, err)
	return r, err
}

// QueryContext implements [driver.QueryerContext].
func (k *keeper) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	one := k.take(ctx, query)
	if one == nil {
		return k.lite.QueryContext(ctx, query, args)
	}
	r, err := one.stmt.QueryContext(ctx, args)
	if err != nil {
		k.giveBack(one, err)
		return nil, err
	}
	return &keptRows{r, k, one}, nil
}

// giveBack takes a statement back. One that failed is not used again.
func (k *keeper) giveBack(one *kept, err error) {
	if one.busy = false; err != nil {
		k.forget(one)
	}
}

// Close closes the statements with the connection.
func (k *keeper) Close() error {
	for _, one := range k.kept {
		k.forget(one)
	}
	return k.lite.Close()
}

// keptRows are rows that give their statement back.
type keptRows struct {
	driver.Rows

	of  *keeper
	one *kept
}

// Close implements [driver.Rows].
func (r *keptRows) Close() error {
	err := r.Rows.Close()
	if r.one != nil {
		r.of.giveBack(r.one, err)
		r.one = nil
	}
	return err
}
