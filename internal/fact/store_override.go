package fact

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

const overrideColumns = `id, inn, ogrn, purpose, rule, was, outcome, print, reason, document, valid_until, state, given_by, given_at, decided_by, decided_at, ended_by, remark`

func scanOverride(s sqldb.Row) (o Override, err error) {
	var (
		was, outcome, until string
		second              sql.NullTime
	)
	err = s.Scan(&o.ID, &o.Subject.INN, &o.Subject.OGRN, &o.Purpose, &o.Rule, &was, &outcome, &o.Print, &o.Reason, &o.Document, &until, &o.State,
		&o.GivenBy, &o.Given, &o.SecondBy, &second, &o.EndedBy, &o.Remark)
	if err != nil {
		return Override{}, err
	}
	if err := o.From.UnmarshalText([]byte(was)); err != nil {
		return Override{}, err
	}
	if err := o.To.UnmarshalText([]byte(outcome)); err != nil {
		return Override{}, err
	}
	o.Second, o.Until, o.Decided, o.By = second.Time, dayOf(until), workdays.DateOf(o.Given), []string{string(o.GivenBy)}
	if o.SecondBy != "" {
		o.Decided, o.By = workdays.DateOf(o.Second), append(o.By, string(o.SecondBy))
	}
	return o, nil
}

func insertOverride(ctx context.Context, tx *sqldb.Tx, o Override) error {
	_, err := tx.Exec(ctx, `INSERT INTO fact_override (id, inn, ogrn, purpose, rule, was, outcome, print, reason, document, valid_until, state, given_by, given_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		o.ID, o.Subject.INN, o.Subject.OGRN, string(o.Purpose), o.Rule, o.From.String(), o.To.String(), o.Print, o.Reason, o.Document, o.Until.String(),
		string(o.State), string(o.GivenBy), o.Given)
	return err
}

// updateOverride moves a word from a state to the one that it bears. false: somebody else was quicker.
func updateOverride(ctx context.Context, tx *sqldb.Tx, o Override, from OverrideState, now time.Time) (bool, error) {
	ended := sql.NullTime{Time: now, Valid: o.EndedBy != ""}
	second := sql.NullTime{Time: o.Second, Valid: o.SecondBy != ""}
	n, err := tx.Exec(ctx, `UPDATE fact_override SET state = $2, decided_by = $3, decided_at = $4, ended_by = $5, ended_at = $6, remark = $7 WHERE id = $1 AND state = $8`,
		o.ID, string(o.State), string(o.SecondBy), second, string(o.EndedBy), ended, o.Remark, string(from))
	return n == 1, err
}

func overrideByID(ctx context.Context, q sqldb.Querier, id string) (Override, error) {
	return scanOverride(q.QueryRow(ctx, `SELECT `+overrideColumns+` FROM fact_override WHERE id = $1`, id))
}

func overridesOf(ctx context.Context, q sqldb.Querier, ogrn string) ([]Override, error) {
	return sqldb.List(ctx, q, scanOverride, `SELECT `+overrideColumns+` FROM fact_override WHERE ogrn = $1 AND ogrn <> '' ORDER BY id DESC LIMIT 100`, ogrn)
}

func waitingOverrides(ctx context.Context, q sqldb.Querier) ([]Override, error) {
	return sqldb.List(ctx, q, scanOverride, `SELECT `+overrideColumns+` FROM fact_override WHERE state = 'waiting' ORDER BY id LIMIT 200`)
}
