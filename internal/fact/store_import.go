package fact

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const importColumns = `id, register, scope, file_name, file_hash, file_size, origin, pinned, operator, state, reason, expected, at_part, at_record, parts,
	was_read, stored, unchanged, broken, held, unknown_codes, faults, as_of, started_at, beat_at, ended_at`

func scanImport(s sqldb.Row) (i Import, err error) {
	var (
		codes, faults []byte
		ended         sql.NullTime
	)
	err = s.Scan(&i.ID, &i.Register, &i.Scope, &i.File, &i.Hash, &i.Size, &i.Origin, &i.Pinned, &i.Operator, &i.State, &i.Reason, &i.Expected, &i.at.part, &i.at.record, &i.parts,
		&i.Read, &i.Stored, &i.Unchanged, &i.Broken, &i.Held, &codes, &faults, &i.AsOf, &i.Started, &i.Beat, &ended)
	if err != nil {
		return Import{}, err
	}
	i.Ended = ended.Time
	if err := json.Unmarshal(codes, &i.UnknownCodes); err != nil {
		return Import{}, err
	}
	return i, json.Unmarshal(faults, &i.Faults)
}

func notes(i Import) (codes, faults string, err error) {
	if i.UnknownCodes == nil {
		i.UnknownCodes = map[string]int64{}
	}
	if i.Faults == nil {
		i.Faults = []Fault{}
	}
	c, err := json.Marshal(i.UnknownCodes)
	if err != nil {
		return "", "", err
	}
	f, err := json.Marshal(i.Faults)
	return string(c), string(f), err
}

func insertImport(ctx context.Context, tx *sqldb.Tx, i Import) error {
	_, err := tx.Exec(ctx, `INSERT INTO fact_import (id, register, scope, file_name, file_hash, file_size, origin, pinned, operator, state, expected, parts, unknown_codes, faults, started_at, beat_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'running', $10, $11, '{}', '[]', $12, $12)`,
		i.ID, string(i.Register), string(i.Scope), i.File, i.Hash, i.Size, i.Origin, i.Pinned, i.Operator, i.Expected, i.parts, i.Started)
	return err
}

// moveImport writes how far a running import has come. false: it does not run any more.
func moveImport(ctx context.Context, tx *sqldb.Tx, i Import, now time.Time) (bool, error) {
	codes, faults, err := notes(i)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `UPDATE fact_import SET at_part = $2, at_record = $3, was_read = $4, stored = $5, unchanged = $6, broken = $7, held = $8, unknown_codes = $9, faults = $10,
		as_of = $11, beat_at = $12 WHERE id = $1 AND state = 'running'`,
		i.ID, i.at.part, i.at.record, i.Read, i.Stored, i.Unchanged, i.Broken, i.Held, codes, faults, i.AsOf, now)
	return n == 1, err
}

func endImport(ctx context.Context, tx *sqldb.Tx, id string, state ImportState, reason string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE fact_import SET state = $2, reason = $3, beat_at = $4, ended_at = $4 WHERE id = $1 AND state = 'running'`, id, string(state), reason, now)
	return err
}

// stopOthers ends imports that their process left behind, but for one.
func stopOthers(ctx context.Context, tx *sqldb.Tx, but string, now time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE fact_import SET state = 'stopped', ended_at = $2 WHERE state = 'running' AND id <> $1`, but, now)
	return err
}

// importOf returns the latest import of a file that ran or runs.
func importOf(ctx context.Context, q sqldb.Querier, register Register, scope Scope, hash string) (Import, error) {
	return scanImport(q.QueryRow(ctx, `SELECT `+importColumns+` FROM fact_import WHERE register = $1 AND scope = $2 AND file_hash = $3 AND state IN ('running', 'done')
		ORDER BY id DESC LIMIT 1`, string(register), string(scope), hash))
}

// lastFull returns how many records the last full set had, 0 when there was none.
func lastFull(ctx context.Context, q sqldb.Querier, register Register) (n int64, err error) {
	return n, q.QueryRow(ctx, `SELECT COALESCE((SELECT was_read FROM fact_import WHERE register = $1 AND scope = 'full' AND state = 'done' ORDER BY id DESC LIMIT 1), 0)`,
		string(register)).Scan(&n)
}

func listImports(ctx context.Context, q sqldb.Querier, before string, limit int) ([]Import, error) {
	return sqldb.List(ctx, q, scanImport, `SELECT `+importColumns+` FROM fact_import WHERE $1 = '' OR id < $1 ORDER BY id DESC LIMIT $2`, before, limit)
}

// confirmedOn returns the day up to which the imports of a register are known to be whole: that of the latest file, when a full
// set stands below the deltas; else nothing.
//
// The day is read as a column and not as the result of a function, of which SQLite's driver would make a moment.
func confirmedOn(ctx context.Context, q sqldb.Querier, register Register) (on string, err error) {
	err = q.QueryRow(ctx, `SELECT as_of FROM fact_import WHERE register = $1 AND state = 'done'
		AND EXISTS (SELECT 1 FROM fact_import WHERE register = $1 AND scope = 'full' AND state = 'done') ORDER BY as_of DESC LIMIT 1`, string(register)).Scan(&on)
	if errors.Is(err, sqldb.ErrNoRows) {
		return "", nil
	}
	return on, err
}

func clearSeen(ctx context.Context, tx *sqldb.Tx, importID string) error {
	_, err := tx.Exec(ctx, `DELETE FROM fact_seen WHERE import = $1 OR import NOT IN (SELECT id FROM fact_import WHERE state = 'running')`, importID)
	return err
}

func originOfFull(ctx context.Context, q sqldb.Querier, register Register) (origin string, err error) {
	return origin, q.QueryRow(ctx, `SELECT COALESCE((SELECT origin FROM fact_import WHERE register = $1 AND scope = 'full' AND state = 'done' ORDER BY id DESC LIMIT 1), '')`,
		string(register)).Scan(&origin)
}
