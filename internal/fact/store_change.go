package fact

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const changeColumns = `id, register, source, record, version, inn, ogrn, import, operator, lines, state, found_at, decided_by, decided_at, reason`

func scanChange(s sqldb.Row) (c Change, err error) {
	var (
		lines   []byte
		decided sql.NullTime
	)
	err = s.Scan(&c.ID, &c.Register, &c.Source, &c.Record, &c.Version, &c.Subject.INN, &c.Subject.OGRN, &c.Import, &c.Operator, &lines, &c.State, &c.Found, &c.By, &decided, &c.Reason)
	if err != nil {
		return Change{}, err
	}
	c.Decided = decided.Time
	return c, json.Unmarshal(lines, &c.Lines)
}

func insertChange(ctx context.Context, tx *sqldb.Tx, c Change) error {
	lines, err := json.Marshal(c.Lines)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO fact_change (id, register, source, record, version, inn, ogrn, import, operator, lines, state, found_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, string(c.Register), string(c.Source), c.Record, c.Version, c.Subject.INN, c.Subject.OGRN, c.Import, c.Operator, string(lines), string(c.State), c.Found)
	return err
}

// overtake ends the waiting of earlier versions of a record.
func overtake(ctx context.Context, tx *sqldb.Tx, register Register, source Source, record string, before int) error {
	_, err := tx.Exec(ctx, `UPDATE fact_change SET state = 'overtaken' WHERE record = $1 AND register = $2 AND source = $3 AND version < $4 AND state = 'waiting'`,
		record, string(register), string(source), before)
	return err
}

func changeByID(ctx context.Context, q sqldb.Querier, id string) (Change, error) {
	return scanChange(q.QueryRow(ctx, `SELECT `+changeColumns+` FROM fact_change WHERE id = $1`, id))
}

func waitingChanges(ctx context.Context, q sqldb.Querier) ([]Change, error) {
	return sqldb.List(ctx, q, scanChange, `SELECT `+changeColumns+` FROM fact_change WHERE state = 'waiting' ORDER BY id LIMIT 200`)
}

func countWaiting(ctx context.Context, q sqldb.Querier) (n int, err error) {
	return n, q.QueryRow(ctx, `SELECT COUNT(*) FROM fact_change WHERE state = 'waiting'`).Scan(&n)
}

func changesOf(ctx context.Context, q sqldb.Querier, s Subject) ([]Change, error) {
	return sqldb.List(ctx, q, scanChange, `SELECT `+changeColumns+` FROM fact_change WHERE ogrn = $1 ORDER BY id DESC LIMIT 50`, s.OGRN)
}

func stateOfChange(ctx context.Context, q sqldb.Querier, register Register, source Source, record string, version int) (state ChangeState, err error) {
	return state, q.QueryRow(ctx, `SELECT state FROM fact_change WHERE record = $1 AND register = $2 AND source = $3 AND version = $4 ORDER BY id LIMIT 1`,
		record, string(register), string(source), version).Scan(&state)
}

// decideChange ends the waiting of one change. false: it does not wait any more.
func decideChange(ctx context.Context, tx *sqldb.Tx, c Change, now time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE fact_change SET state = $2, decided_by = $3, decided_at = $4, reason = $5 WHERE id = $1 AND state = 'waiting'`,
		c.ID, string(c.State), string(c.By), now, c.Reason)
	return n == 1, err
}

func insertWatch(ctx context.Context, tx *sqldb.Tx, s Subject, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO fact_watch (inn, ogrn, since) VALUES ($1, $2, $3) ON CONFLICT (ogrn, inn) DO NOTHING`, s.INN, s.OGRN, now)
	return err
}

func deleteWatch(ctx context.Context, tx *sqldb.Tx, s Subject) error {
	_, err := tx.Exec(ctx, `DELETE FROM fact_watch WHERE inn = $1 AND ogrn = $2`, s.INN, s.OGRN)
	return err
}

func anybodyWatched(ctx context.Context, q sqldb.Querier) (yes bool, err error) {
	return yes, q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM fact_watch)`).Scan(&yes)
}

// watchedBy returns those of the known organisations that bear one of the numbers: ОГРН or ИНН.
func watchedBy(ctx context.Context, q sqldb.Querier, ogrn, inn []string) ([]Subject, error) {
	var found []Subject
	scan := func(s sqldb.Row) (k Subject, err error) { return k, s.Scan(&k.INN, &k.OGRN) }
	for column, keys := range map[string][]string{"ogrn": ogrn, "inn": inn} {
		for some := range slices.Chunk(keys, group) {
			list, err := sqldb.List(ctx, q, scan, `SELECT inn, ogrn FROM fact_watch WHERE `+column+` <> '' AND `+column+` IN (`+places(1)+`)`, keyed(some)...)
			if err != nil {
				return nil, err
			}
			found = append(found, list...)
		}
	}
	return found, nil
}
