package fact

import (
	"context"
	"database/sql"

	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const statementColumns = `id, kind, state, value, source, reference, as_of, fetched_at, valid_until, author, reason, evidence, evidence_name, evidence_type, evidence_seal`

func scanStatement(s sqldb.Row) (f Fact, err error) {
	var (
		value []byte
		ref   sql.Null[blob.Ref]
	)
	err = s.Scan(&f.ID, &f.Kind, &f.State, &value, &f.Source, &f.Record, &f.AsOf, &f.Fetched, &f.ValidUntil, &f.Author, &f.Reason, &ref, &f.Evidence.Name, &f.Evidence.Type, &f.Evidence.Seal)
	f.Value, f.Evidence.Ref = value, ref.V
	return f, err
}

// statementsOf returns what was stated of a subject and not taken back. A statement about an ОГРН is none about another one
// with the same ИНН, of whom
// the ИНН alone is known everything that was stated of it.
func statementsOf(ctx context.Context, q sqldb.Querier, s Subject) ([]Fact, error) {
	if s.INN == "" && s.OGRN != "" { // of one whom no register at hand has: a provider may have told both numbers
		inn, err := statedINN(ctx, q, s.OGRN)
		if err != nil {
			return nil, err
		}
		s.INN = inn
	}
	return sqldb.List(ctx, q, scanStatement, `SELECT `+statementColumns+` FROM fact_statement f WHERE inn = $1 AND ($2 = '' OR ogrn = $2 OR ogrn = '')
		AND NOT EXISTS (SELECT 1 FROM fact_statement r WHERE r.inn = f.inn AND r.revokes = f.id) AND revokes = '' ORDER BY id DESC`, s.INN, s.OGRN)
}

func statedINN(ctx context.Context, q sqldb.Querier, ogrn string) (inn string, err error) {
	return inn, q.QueryRow(ctx, `SELECT COALESCE((SELECT inn FROM fact_statement WHERE ogrn = $1 ORDER BY id DESC LIMIT 1), '')`, ogrn).Scan(&inn)
}

func statementByID(ctx context.Context, q sqldb.Querier, id string) (f Fact, s Subject, err error) {
	err = q.QueryRow(ctx, `SELECT inn, ogrn FROM fact_statement WHERE id = $1 AND revokes = ''`, id).Scan(&s.INN, &s.OGRN)
	if err != nil {
		return Fact{}, Subject{}, err
	}
	f, err = scanStatement(q.QueryRow(ctx, `SELECT `+statementColumns+` FROM fact_statement WHERE id = $1`, id))
	return f, s, err
}

func insertStatement(ctx context.Context, tx *sqldb.Tx, s Subject, f Fact, revokes string) error {
	_, err := tx.Exec(ctx, `INSERT INTO fact_statement (id, inn, ogrn, kind, state, value, source, reference, as_of, fetched_at, valid_until, author, reason, evidence, evidence_name, evidence_type, evidence_seal, revokes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		f.ID, s.INN, s.OGRN, string(f.Kind), string(f.State), string(f.Value), string(f.Source), f.Record, f.AsOf, f.Fetched, f.ValidUntil, string(f.Author), f.Reason,
		f.Evidence.Ref, f.Evidence.Name, f.Evidence.Type, f.Evidence.Seal, revokes)
	return err
}

func evidenceNamed(ctx context.Context, q sqldb.Querier, ref blob.Ref) (named bool, err error) {
	return named, q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM fact_statement WHERE evidence = $1)
		OR EXISTS (SELECT 1 FROM fact_extract WHERE file = $1 OR signature = $1)`, ref).Scan(&named)
}
