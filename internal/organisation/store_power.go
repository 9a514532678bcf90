package organisation

import (
	"context"
	"encoding/json"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const powerColumns = `id, person, number, sha256, file, signature, parents, signed, inn, ogrn, principal, agent, issued, until, state, signer, added_at, ended_at, ended_by`

func scanPower(row sqldb.Row) (p Power, err error) {
	var (
		file, signature, parents, signed string
		ended                            null
	)
	err = row.Scan(&p.ID, &p.Person, &p.Number, &p.SHA256, &file, &signature, &parents, &signed, &p.INN, &p.OGRN, &p.Principal, &p.Agent, &p.Issued,
		&p.Until, &p.State, &p.Signer, &p.Added, &ended, &p.EndedBy)
	if err != nil {
		return p, err
	}
	p.Ended = ended.Time
	if file == "" { // the account was deleted, and the files with it
		return p, nil
	}
	if p.files.Document, err = blob.ParseRef(file); err != nil {
		return p, err
	}
	if p.files.Signature, err = blob.ParseRef(signature); err != nil {
		return p, err
	}
	if err := json.Unmarshal([]byte(parents), &p.parents); err != nil {
		return p, err
	}
	return p, json.Unmarshal([]byte(signed), &p.signed)
}

// insertPower keeps a power; first is false when the person has one of that number already.
func insertPower(ctx context.Context, tx *sqldb.Tx, p Power) (first bool, err error) {
	parents, err := json.Marshal(p.parents)
	if err != nil {
		return false, err
	}
	signed, err := json.Marshal(p.signed)
	if err != nil {
		return false, err
	}
	n, err := tx.Exec(ctx, `INSERT INTO organisation_power (id, person, number, sha256, file, signature, parents, signed, inn, ogrn, principal, agent, issued, until, state, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (person, number) WHERE ended_at IS NULL DO NOTHING`,
		p.ID, string(p.Person), string(p.Number), p.SHA256, p.files.Document.String(), p.files.Signature.String(), string(parents), string(signed), p.INN, p.OGRN,
		p.Principal, p.Agent, p.Issued, p.Until, string(p.State), p.Added)
	return n == 1, err
}

func setPowerState(ctx context.Context, tx *sqldb.Tx, id string, state PowerState, signer string) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_power SET state = $2, signer = $3 WHERE id = $1 AND ended_at IS NULL`, id, string(state), signer)
	return err
}

func endPowerRow(ctx context.Context, tx *sqldb.Tx, id string, state PowerState, by actor.PersonID, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE organisation_power SET state = $2, ended_by = $3, ended_at = $4 WHERE id = $1 AND ended_at IS NULL`,
		id, string(state), string(by), at)
	return n == 1, err
}

// endPowerOf ends the power from which somebody's right to sign followed, if it did from one.
func endPowerOf(ctx context.Context, tx *sqldb.Tx, signer string, state PowerState, by actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_power SET state = $2, ended_by = $3, ended_at = $4 WHERE signer = $1 AND ended_at IS NULL`,
		signer, string(state), string(by), at)
	return err
}

func standingPower(ctx context.Context, q sqldb.Querier, id string) (Power, error) {
	return scanPower(q.QueryRow(ctx, `SELECT `+powerColumns+` FROM organisation_power WHERE id = $1 AND ended_at IS NULL`, id))
}

func activePower(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, who actor.PersonID) (Power, error) {
	return scanPower(q.QueryRow(ctx, `SELECT `+powerColumns+` FROM organisation_power
		WHERE person = $2 AND state = 'active' AND ogrn = (SELECT ogrn FROM organisation_cabinet WHERE id = $1)`, string(id), string(who)))
}

func activePowers(ctx context.Context, q sqldb.Querier) ([]Power, error) {
	return sqldb.List(ctx, q, scanPower, `SELECT `+powerColumns+` FROM organisation_power WHERE state = 'active' ORDER BY id`)
}

func powersOf(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]Power, error) {
	return sqldb.List(ctx, q, scanPower, `SELECT `+powerColumns+` FROM organisation_power WHERE person = $1 ORDER BY id DESC LIMIT 200`, string(who))
}

// powersFrom lists the powers that an organisation gave, as far as they were brought here.
func powersFrom(ctx context.Context, q sqldb.Querier, ogrn string) ([]Power, error) {
	return sqldb.List(ctx, q, scanPower, `SELECT `+powerColumns+` FROM organisation_power WHERE ogrn = $1 ORDER BY id DESC LIMIT 500`, ogrn)
}

func overPowers(ctx context.Context, q sqldb.Querier, now time.Time) ([]Power, error) {
	return sqldb.List(ctx, q, scanPower, `SELECT `+powerColumns+` FROM organisation_power WHERE ended_at IS NULL AND until <= $1 ORDER BY id LIMIT 500`, now)
}

func powerWithdrawn(ctx context.Context, q sqldb.Querier, ogrn string, n mchd.Number) (found bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM organisation_power WHERE ogrn = $1 AND number = $2 AND state = 'withdrawn')`, ogrn, string(n)).Scan(&found)
	return found, err
}

func insertVerdict(ctx context.Context, tx *sqldb.Tx, v PowerVerdict) error {
	checks, err := json.Marshal(v.Checks)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO organisation_power_verdict (id, power, stage, result, registry, checks, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		v.ID, v.Power, string(v.Stage), string(v.Result), v.Registry, string(checks), v.At)
	return err
}

func verdictsOf(ctx context.Context, q sqldb.Querier, power string) ([]PowerVerdict, error) {
	return sqldb.List(ctx, q, func(row sqldb.Row) (v PowerVerdict, err error) {
		var checks string
		if err := row.Scan(&v.ID, &v.Power, &v.Stage, &v.Result, &v.Registry, &checks, &v.At); err != nil {
			return v, err
		}
		return v, json.Unmarshal([]byte(checks), &v.Checks)
	}, `SELECT id, power, stage, result, registry, checks, at FROM organisation_power_verdict WHERE power = $1 ORDER BY id`, power)
}

func withdrawCase(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, ogrn string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_case SET state = 'withdrawn', decided_at = $3 WHERE person = $1 AND ogrn = $2 AND state = 'open'`,
		string(who), ogrn, at)
	return err
}

// powerFile reports whether a power of attorney is kept in a file.
func powerFile(ctx context.Context, q sqldb.Querier, ref blob.Ref) (named bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM organisation_power WHERE file = $1 OR signature = $1 OR parents LIKE '%' || $1 || '%')`, ref.String()).Scan(&named)
	return named, err
}

// NamesFile reports whether the room names a file, for the sweep of files that nobody names.
func (s *Service) NamesFile(ctx context.Context, ref blob.Ref) (named bool, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		named, err = powerFile(ctx, q, ref)
		return err
	})
	return named, err
}
