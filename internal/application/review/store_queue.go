package review

import (
	"context"
	"database/sql"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// cut is a slice of the queue with its days and the person who asks. Days are compared as texts, which for YYYY-MM-DD is right.
type cut struct {
	Slice

	who    actor.PersonID
	today  string
	soon   string // the last day that is soon
	offset int
}

// of are the parameters of the condition below.
func (c cut) of() []any {
	return []any{c.Service, string(c.Whose), string(c.who), string(c.Left), c.today, c.soon, c.Words}
}

// inCut asks the row of the desk alone: what waits is counted and found in one index (application_review_queue).
const inCut = ` WHERE ($1 = '' OR r.service = $1)
		AND ($2 = '' OR $2 = 'mine' AND r.reviewer = $3 OR $2 = 'nobody' AND r.reviewer = '' OR $2 = 'seconding' AND r.step = 'second'
			OR $2 = 'applicant' AND r.state = 'asked'
			OR $2 = 'prepared' AND r.step = 'sign' AND EXISTS (SELECT 1 FROM application_decision AS d
				WHERE d.application = r.application AND d.formed_by = $3 AND d.signed_at IS NULL AND d.voided_at IS NULL))
		AND ($4 = '' OR $4 = 'late' AND r.due_on < $5 OR $4 = 'soon' AND r.due_on >= $5 AND r.due_on <= $6 OR $4 = 'ample' AND r.due_on > $6)
		AND ($7 = '' OR r.folded LIKE '%' || $7 || '%')`

// MostDone bounds how many decided applications are counted and paged through, the latest first. Others are found by words.
const MostDone = 1_000

const (
	waiters    = ` FROM application_review AS r` + inCut + ` AND r.state IN ('review', 'asked')`
	decided    = ` FROM application_case AS c JOIN application_review AS r ON r.application = c.id` + inCut + ` AND c.state IN ('granted', 'refused')`
	countWaits = `SELECT SUM(CASE WHEN r.clean THEN 0 ELSE 1 END), SUM(CASE WHEN r.clean THEN 1 ELSE 0 END)` + waiters
	// countPlain counts without filters, which the index does by itself.
	countPlain = `SELECT CAST(SUM(CASE WHEN clean THEN 0 ELSE n END) AS BIGINT), CAST(SUM(CASE WHEN clean THEN n ELSE 0 END) AS BIGINT) FROM (SELECT clean, COUNT(*) AS n
	FROM application_review WHERE state IN ('review', 'asked') GROUP BY clean) AS sides`
	countDone = `SELECT COUNT(*) FROM (SELECT 1` + decided + ` LIMIT $8) AS found`
	// countAll asks nothing that stands beside the application, so that an index answers it.
	countAll = `SELECT COUNT(*) FROM (SELECT 1 FROM application_case AS c WHERE c.state IN ('granted', 'refused') LIMIT $1) AS found`
)

// countSides counts each side of a cut.
func countSides(ctx context.Context, q sqldb.Querier, c cut) (map[Side]int, error) {
	var check, clean sql.NullInt64
	var err error
	if c.filtered() {
		err = q.QueryRow(ctx, countWaits, c.of()...).Scan(&check, &clean)
	} else {
		err = q.QueryRow(ctx, countPlain).Scan(&check, &clean)
	}
	if err != nil {
		return nil, err
	}
	counts := map[Side]int{Check: int(check.Int64), Clean: int(clean.Int64)}
	if c.filtered() && c.Side != Done {
		return counts, nil // all that was ever decided would be looked at for a number beside a tab
	}
	counts[Done], err = countDecided(ctx, q, c)
	return counts, err
}

func countDecided(ctx context.Context, q sqldb.Querier, c cut) (n int, err error) {
	if c.filtered() {
		err = q.QueryRow(ctx, countDone, append(c.of(), MostDone)...).Scan(&n)
	} else {
		err = q.QueryRow(ctx, countAll, MostDone).Scan(&n)
	}
	return n, err
}

func scanRow(row sqldb.Row) (r Row, err error) {
	var sent sql.NullTime
	var due, step string
	err = row.Scan(&r.ID, &r.Service, &r.Version, &r.Number, &r.State, &sent, &due, &r.Step, &step, &r.Clean, &r.Name, &r.INN, &r.Reviewer)
	r.Sent, r.Due, r.StepDue = sent.Time, dayOf(due), dayOf(step)
	return r, err
}

const (
	rowColumns = `SELECT c.id, c.service, c.version, c.number, c.state, c.sent_at, c.due_on, r.step, r.step_due, r.clean, r.name, r.inn, r.reviewer`
	byTerm     = ` ORDER BY r.due_on, r.application LIMIT $8 OFFSET $9) AS page
		JOIN application_case AS c ON c.id = page.application JOIN application_review AS r ON r.application = page.application ORDER BY c.due_on, c.id`
	selectClean = rowColumns + ` FROM (SELECT r.application` + waiters + ` AND r.clean = TRUE` + byTerm
	selectCheck = rowColumns + ` FROM (SELECT r.application` + waiters + ` AND r.clean = FALSE` + byTerm
	selectDone  = rowColumns + decided + ` ORDER BY c.decided_at DESC, c.id LIMIT $8 OFFSET $9`
)

// listQueue lists a page of a side: what waits by the end of its term, what was decided by the day, the latest first.
func listQueue(ctx context.Context, q sqldb.Querier, c cut) ([]Row, error) {
	parameters := append(c.of(), shelfLength, c.offset)
	switch c.Side {
	case Done:
		return sqldb.List(ctx, q, scanRow, selectDone, parameters...)
	case Clean:
		return sqldb.List(ctx, q, scanRow, selectClean, parameters...)
	case Check:
	}
	return sqldb.List(ctx, q, scanRow, selectCheck, parameters...)
}
