package fact

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

var loadColumns = []string{
	"register", "source", "record", "version", "inn", "kpp", "region", "kind", "status", "name", "name_key", "as_of", "shown_on", "fetched_at", "import",
	"standing", "gone", "hash", "body",
}

const recordColumns = `register, source, record, version, inn, kpp, region, kind, status, name, name_key, as_of, shown_on, fetched_at, import, standing, gone, hash, body`

func (r *row) values() []any {
	return []any{
		string(r.Register), string(r.Source), r.Record, r.Version, r.INN, r.KPP, r.Region, r.Kind, r.Status, r.Name, r.NameKey, r.AsOf, r.ShownOn,
		r.Fetched, r.Import, r.Standing, r.Gone, r.Hash, r.Body,
	}
}

func scanRow(s sqldb.Row) (r row, err error) {
	err = s.Scan(&r.Register, &r.Source, &r.Record, &r.Version, &r.INN, &r.KPP, &r.Region, &r.Kind, &r.Status, &r.Name, &r.NameKey, &r.AsOf, &r.ShownOn,
		&r.Fetched, &r.Import, &r.Standing, &r.Gone, &r.Hash, &r.Body)
	return r, err
}

func loadRecords(ctx context.Context, tx *sqldb.Tx, rows []*row) error {
	values, mentions := make([][]any, len(rows)), [][]any(nil)
	for i, r := range rows {
		values[i] = r.values()
		for _, inn := range r.mentions {
			mentions = append(mentions, []any{inn, string(r.Register), string(r.Source), r.Record, r.Version})
		}
	}
	if err := tx.Load(ctx, "fact_record", loadColumns, values); err != nil {
		return err
	}
	return tx.Load(ctx, "fact_mention", []string{"inn", "register", "source", "record", "version"}, mentions)
}

func loadSeen(ctx context.Context, tx *sqldb.Tx, importID string, records []string) error {
	values := make([][]any, len(records))
	for i, r := range records {
		values[i] = []any{importID, r}
	}
	return tx.Load(ctx, "fact_seen", []string{"import", "record"}, values)
}

// head is the latest version of a record, without its content.
type head struct {
	record        string
	version       int
	shownOn       string
	standing      bool
	gone          bool
	hash          []byte
	lastStanding  int // the latest version that stands; 0 when none does
	standingOn    string
	standingGone  bool
	waitingBefore bool
}

// group is how many keys one statement asks for. Lists are filled up to it, so that the engines see one statement.
const group = 400

// heads returns the latest versions of the records.
func heads(ctx context.Context, q sqldb.Querier, register Register, source Source, records []string) (map[string]head, error) {
	found := make(map[string]head, len(records))
	for some := range slices.Chunk(records, group) {
		list, err := sqldb.List(ctx, q, func(s sqldb.Row) (h head, err error) {
			return h, s.Scan(&h.record, &h.version, &h.shownOn, &h.standing, &h.gone, &h.hash)
		}, `SELECT record, version, shown_on, standing, gone, hash FROM fact_record WHERE register = $1 AND source = $2 AND record IN (`+places(3)+`) ORDER BY record, version`,
			keyed(some, string(register), string(source))...)
		if err != nil {
			return nil, err
		}
		for _, h := range list {
			before := found[h.record]
			h.lastStanding, h.standingOn, h.standingGone = before.lastStanding, before.standingOn, before.standingGone
			h.waitingBefore = before.waitingBefore || !h.standing
			if h.standing {
				h.lastStanding, h.standingOn, h.standingGone = h.version, h.shownOn, h.gone
			}
			found[h.record] = h
		}
	}
	return found, nil
}

// places are the placeholders of a list of [group] keys, from $first.
func places(first int) string {
	var b strings.Builder
	for i := range group {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('$')
		b.WriteString(strconv.Itoa(first + i))
	}
	return b.String()
}

// keyed puts keys after other arguments, the last key again and again up to [group].
func keyed(keys []string, before ...any) []any {
	args := make([]any, 0, len(before)+group)
	args = append(args, before...)
	for i := range group {
		args = append(args, keys[min(i, len(keys)-1)])
	}
	return args
}

func registerIsEmpty(ctx context.Context, q sqldb.Querier, register Register, source Source) (empty bool, err error) {
	err = q.QueryRow(ctx, `SELECT NOT EXISTS (SELECT 1 FROM fact_record WHERE register = $1 AND source = $2)`, string(register), string(source)).Scan(&empty)
	return empty, err
}

// setShown notes that the register showed these versions again on a later day.
func setShown(ctx context.Context, tx *sqldb.Tx, register Register, source Source, version int, on string, records []string) error {
	for some := range slices.Chunk(records, group) {
		_, err := tx.Exec(ctx, `UPDATE fact_record SET shown_on = $4 WHERE register = $1 AND source = $2 AND version = $3 AND record IN (`+places(5)+`)`,
			keyed(some, string(register), string(source), version, on)...)
		if err != nil {
			return err
		}
	}
	return nil
}

func rowOf(ctx context.Context, q sqldb.Querier, register Register, source Source, record string, version int) (row, error) {
	return scanRow(q.QueryRow(ctx, `SELECT `+recordColumns+` FROM fact_record WHERE record = $1 AND register = $2 AND source = $3 AND version = $4`,
		record, string(register), string(source), version))
}

// confirmedColumn is what [confirmedOn] tells, beside each row: asking for both at once saves a look-up its second question.
const confirmedColumn = `, (SELECT i.as_of FROM fact_import i WHERE i.register = fact_record.register AND i.state = 'done'
	AND EXISTS (SELECT 1 FROM fact_import f WHERE f.register = fact_record.register AND f.scope = 'full' AND f.state = 'done') ORDER BY i.as_of DESC LIMIT 1)`

func scanConfirmed(s sqldb.Row) (r row, err error) {
	var on sql.NullString
	err = s.Scan(&r.Register, &r.Source, &r.Record, &r.Version, &r.INN, &r.KPP, &r.Region, &r.Kind, &r.Status, &r.Name, &r.NameKey, &r.AsOf, &r.ShownOn,
		&r.Fetched, &r.Import, &r.Standing, &r.Gone, &r.Hash, &r.Body, &on)
	r.confirmed = on.String
	return r, err
}

func rowsByINN(ctx context.Context, q sqldb.Querier, inn string) ([]row, error) {
	return sqldb.List(ctx, q, scanConfirmed, `SELECT `+recordColumns+confirmedColumn+` FROM fact_record WHERE inn = $1 AND inn <> '' ORDER BY record, register, source, version`, inn)
}

func rowsByRecord(ctx context.Context, q sqldb.Querier, record string) ([]row, error) {
	return sqldb.List(ctx, q, scanConfirmed, `SELECT `+recordColumns+confirmedColumn+` FROM fact_record WHERE record = $1 ORDER BY record, register, source, version`, record)
}

// rowsThatMention returns the latest versions of records that name an ИНН beside their own.
func rowsThatMention(ctx context.Context, q sqldb.Querier, inn string) ([]row, error) {
	return sqldb.List(ctx, q, scanRow, `SELECT `+recordColumns+` FROM fact_record
		WHERE (record, register, source, version) IN (SELECT record, register, source, version FROM fact_mention WHERE inn = $1) ORDER BY record, register, source, version`, inn)
}

// unseen returns records of a full set's register that stand and were not shown, at most limit, after the given one.
func unseen(ctx context.Context, q sqldb.Querier, register Register, source Source, importID, after string, limit int) ([]string, error) {
	return sqldb.List(ctx, q, func(s sqldb.Row) (record string, err error) { return record, s.Scan(&record) },
		`SELECT DISTINCT r.record FROM fact_record r WHERE r.register = $1 AND r.source = $2 AND r.record > $3
			AND NOT EXISTS (SELECT 1 FROM fact_seen s WHERE s.import = $4 AND s.record = r.record) ORDER BY r.record LIMIT $5`,
		string(register), string(source), after, importID, limit)
}

func setStanding(ctx context.Context, tx *sqldb.Tx, c Change) error {
	_, err := tx.Exec(ctx, `UPDATE fact_record SET standing = TRUE WHERE record = $1 AND register = $2 AND source = $3 AND version = $4`,
		c.Record, string(c.Register), string(c.Source), c.Version)
	return err
}
