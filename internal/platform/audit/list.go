package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Filter says which entries to list. An empty field does not narrow.
type Filter struct {
	Subject string
	Actor   string
	Action  string // one action, or with a full stop at its end all that begin so: "account."
	Before  string // id of the last entry of the page before
	Limit   int    // 50 when 0
}

// actionIs is the condition for an action, or for all that begin so.
func actionIs(action string, prefix bool) string {
	if prefix {
		return fmt.Sprintf("substr(action, 1, %d) = ?", len([]rune(action)))
	}
	return "action = ?"
}

// List returns entries, the latest first, with those that have no number yet. With actions it returns those alone, each an
// action or a key of a [Dictionary].
func List(ctx context.Context, q sqldb.Querier, f Filter, actions ...string) ([]Line, error) {
	var (
		where []string
		args  []any
	)
	narrow := func(condition string, value any) {
		args = append(args, value)
		where = append(where, strings.ReplaceAll(condition, "?", fmt.Sprintf("$%d", len(args))))
	}
	if f.Subject != "" {
		narrow("subject = ?", f.Subject)
	}
	if f.Actor != "" {
		narrow("actor = ?", f.Actor)
	}
	if f.Action != "" {
		narrow(actionIs(f.Action, strings.HasSuffix(f.Action, ".")), f.Action)
	}
	var either []string
	for _, a := range actions {
		args = append(args, a)
		either = append(either, strings.ReplaceAll(actionIs(a, family(a)), "?", fmt.Sprintf("$%d", len(args))))
	}
	if len(either) > 0 {
		where = append(where, "("+strings.Join(either, " OR ")+")")
	}
	if f.Before != "" {
		narrow("id < ?", f.Before)
	}
	if f.Limit <= 0 {
		f.Limit = 50
	}
	query := "SELECT " + columns + " FROM audit_entry"
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	args = append(args, f.Limit)
	lines, err := sqldb.List(ctx, q, scan, query+fmt.Sprintf(" ORDER BY id DESC LIMIT $%d", len(args)), args...)
	if err != nil {
		return nil, fmt.Errorf("list the journal: %w", err)
	}
	return lines, nil
}

// Latest returns when the latest entry was made, zero when there is none.
func Latest(ctx context.Context, q sqldb.Querier) (at time.Time, err error) {
	err = q.QueryRow(ctx, `SELECT at FROM audit_entry ORDER BY id DESC LIMIT 1`).Scan(&at)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return time.Time{}, fmt.Errorf("look at the latest entry of the journal: %w", err)
	}
	return at, nil
}
