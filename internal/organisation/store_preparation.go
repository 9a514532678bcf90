package organisation

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func scanPreparation(row sqldb.Row) (p Preparation, err error) {
	err = row.Scan(&p.Person, &p.INN, &p.Details.KPP, &p.Details.Email, &p.Details.Phone, &p.Created, &p.Changed)
	return p, err
}

func preparation(ctx context.Context, q sqldb.Querier, who actor.PersonID, inn string) (Preparation, error) {
	return scanPreparation(q.QueryRow(ctx, `SELECT person, inn, kpp, email, phone, created_at, changed_at FROM organisation_preparation
		WHERE person = $1 AND inn = $2`, string(who), inn))
}

func preparations(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]Preparation, error) {
	return sqldb.List(ctx, q, scanPreparation, `SELECT person, inn, kpp, email, phone, created_at, changed_at FROM organisation_preparation
		WHERE person = $1 ORDER BY changed_at DESC`, string(who))
}

func putPreparation(ctx context.Context, tx *sqldb.Tx, p Preparation) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_preparation (person, inn, kpp, email, phone, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
		ON CONFLICT (person, inn) DO UPDATE SET kpp = excluded.kpp, email = excluded.email, phone = excluded.phone, changed_at = excluded.changed_at`,
		string(p.Person), string(p.INN), string(p.Details.KPP), p.Details.Email, string(p.Details.Phone), p.Changed)
	return err
}

func deletePreparation(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, inn string) error {
	_, err := tx.Exec(ctx, `DELETE FROM organisation_preparation WHERE person = $1 AND inn = $2`, string(who), inn)
	return err
}
