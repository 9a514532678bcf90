package staff

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const conflictColumns = `id, person, subject, reason, marked_at`

func scanConflict(row sqldb.Row) (c Conflict, err error) {
	return c, row.Scan(&c.ID, &c.Person, &c.Subject, &c.Reason, &c.Marked)
}

func insertConflict(ctx context.Context, tx *sqldb.Tx, c Conflict) error {
	_, err := tx.Exec(ctx, `INSERT INTO staff_conflict (id, person, subject, reason, marked_at) VALUES ($1, $2, $3, $4, $5)`,
		c.ID, string(c.Person), c.Subject, c.Reason, c.Marked)
	return err
}

// selectConflict reads a mark that stands.
func selectConflict(ctx context.Context, q sqldb.Querier, id string) (Conflict, error) {
	return scanConflict(q.QueryRow(ctx, `SELECT `+conflictColumns+` FROM staff_conflict WHERE id = $1 AND lifted_at IS NULL`, id))
}

func conflictsOf(ctx context.Context, q sqldb.Querier, subject string) ([]Conflict, error) {
	return sqldb.List(ctx, q, scanConflict, `SELECT `+conflictColumns+` FROM staff_conflict WHERE subject = $1 AND lifted_at IS NULL ORDER BY id`, subject)
}

func conflictStands(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (stands bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM staff_conflict WHERE person = $1 AND subject = $2 AND lifted_at IS NULL)`,
		string(p), subject).Scan(&stands)
	return stands, err
}

func liftConflict(ctx context.Context, tx *sqldb.Tx, id string, by actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE staff_conflict SET lifted_by = $2, lifted_at = $3 WHERE id = $1 AND lifted_at IS NULL`, id, string(by), at)
	return err
}
