package account

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// holderOf returns who has a confirmed СНИЛС.
func holderOf(ctx context.Context, q sqldb.Querier, n ruid.SNILS) (p actor.PersonID, err error) {
	err = q.QueryRow(ctx, `SELECT id FROM account_person WHERE snils = $1 AND identified_at IS NOT NULL`, string(n)).Scan(&p)
	return p, err
}

// setIdentity stores confirmed data and the level. Of two accounts that get one СНИЛС at the same moment the index
// account_person_snils lets one through; the other gets [sqldb.ErrConflict].
func setIdentity(ctx context.Context, tx *sqldb.Tx, p Person, i Identity, to actor.Level, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_person
		SET surname = $2, given = $3, patronymic = $4, name_key = $5, snils = $6, birth = $7, sex = $8, level = $9, identified_at = $10 WHERE id = $1`,
		string(p.ID), i.Name.Surname, i.Name.Given, i.Name.Patronymic, fold(i.Name.Full()), string(i.SNILS), string(i.Birth), string(i.Sex), int(to), at)
	return err
}

// setStated stores what a person says of themselves. It touches nobody whose data are confirmed.
func setStated(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, i Identity) (stored bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_person
		SET surname = $2, given = $3, patronymic = $4, name_key = $5, snils = NULLIF($6, ''), birth = $7, sex = $8 WHERE id = $1 AND identified_at IS NULL`,
		string(p), i.Name.Surname, i.Name.Given, i.Name.Patronymic, fold(i.Name.Full()), string(i.SNILS), string(i.Birth), string(i.Sex))
	return n == 1, err
}

func clearIdentity(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE account_person SET snils = NULL, identified_at = NULL, level = $2 WHERE id = $1`, string(p), int(actor.Simplified))
	return err
}

func setLevel(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, to actor.Level) error {
	_, err := tx.Exec(ctx, `UPDATE account_person SET level = $2 WHERE id = $1`, string(p), int(to))
	return err
}

func insertLevelChange(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, c LevelChange) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_level (id, person, from_level, to_level, source, reference, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		c.ID, string(p), int(c.From), int(c.To), string(c.Source), c.Reference, c.At)
	return err
}

func levelChanges(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]LevelChange, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c LevelChange, err error) {
		return c, r.Scan(&c.ID, &c.From, &c.To, &c.Source, &c.Reference, &c.At)
	}, `SELECT id, from_level, to_level, source, reference, at FROM account_level WHERE person = $1 ORDER BY id`, string(p))
}
