package application

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// answersSince are the applications that were sent and not withdrawn.
func answersSince(ctx context.Context, q sqldb.Querier, service string, since time.Time) ([]answeredCase, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (a answeredCase, err error) {
		var due string
		err = r.Scan(&a.sent, &due, &a.decided)
		a.due = dayOf(due)
		return a, err
	}, `SELECT sent_at, due_on, decided_at FROM application_case
		WHERE service = $1 AND sent_at >= $2 AND state IN ('review', 'asked', 'granted', 'refused') ORDER BY sent_at DESC LIMIT $3`, service, since, mostPaced)
}
