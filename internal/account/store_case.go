package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const caseColumns = `id, kind, person, holder, source, reference, level, surname, given, patronymic, snils, birth, sex,
	state, note, created_at, proposed_by, decided_by, decided_at`

func scanCase(row sqldb.Row) (c identityCase, err error) {
	var (
		holder  sql.NullString
		decided sql.NullTime
	)
	i := &c.vouch.Identity
	err = row.Scan(&c.id, &c.kind, &c.person, &holder, &c.vouch.Source, &c.vouch.Reference, &c.to,
		&i.Name.Surname, &i.Name.Given, &i.Name.Patronymic, &i.SNILS, &i.Birth, &i.Sex,
		&c.state, &c.note, &c.created, &c.proposedBy, &c.decidedBy, &decided)
	c.holder, c.decided = actor.PersonID(holder.String), decided.Time
	return c, err
}

func insertCase(ctx context.Context, tx *sqldb.Tx, c identityCase) error {
	i := c.vouch.Identity
	_, err := tx.Exec(ctx, `INSERT INTO account_identity_case
		(id, kind, person, holder, source, reference, level, surname, given, patronymic, snils, birth, sex, state, note, created_at, proposed_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		c.id, string(c.kind), string(c.person), sql.NullString{String: string(c.holder), Valid: c.holder != ""}, string(c.vouch.Source), c.vouch.Reference,
		int(c.to), i.Name.Surname, i.Name.Given, i.Name.Patronymic, string(i.SNILS), string(i.Birth), string(i.Sex), string(c.state), c.note, c.created,
		string(c.proposedBy))
	return err
}

// caseIsOpen reports whether the same question about the same person waits already.
func caseIsOpen(ctx context.Context, q sqldb.Querier, c identityCase) (open bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_identity_case
		WHERE person = $1 AND kind = $2 AND source = $3 AND snils = $4 AND state IN ('open', 'proposed'))`,
		string(c.person), string(c.kind), string(c.vouch.Source), string(c.vouch.Identity.SNILS)).Scan(&open)
	return open, err
}

// caseWaits reports whether a case about the person waits for a decision.
func caseWaits(ctx context.Context, q sqldb.Querier, p actor.PersonID) (waits bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_identity_case WHERE person = $1 AND state IN ('open', 'proposed'))`, string(p)).Scan(&waits)
	return waits, err
}

func selectCase(ctx context.Context, q sqldb.Querier, id string) (identityCase, error) {
	return scanCase(q.QueryRow(ctx, `SELECT `+caseColumns+` FROM account_identity_case WHERE id = $1`, id))
}

func waitingCases(ctx context.Context, q sqldb.Querier) ([]identityCase, error) {
	return sqldb.List(ctx, q, scanCase, `SELECT `+caseColumns+` FROM account_identity_case WHERE state IN ('open', 'proposed') ORDER BY id LIMIT 500`)
}

// updateCase stores a decision, unless the case is over or was decided alike meanwhile.
func updateCase(ctx context.Context, tx *sqldb.Tx, c identityCase, at time.Time) (stored bool, err error) {
	decided := sql.NullTime{Time: at, Valid: c.state == caseApplied || c.state == caseRefused}
	proposed := sql.NullTime{Time: at, Valid: c.state == caseProposed}
	n, err := tx.Exec(ctx, `UPDATE account_identity_case
		SET state = $2, note = $3, proposed_by = $4, proposed_at = COALESCE($5, proposed_at), decided_by = $6, decided_at = $7
		WHERE id = $1 AND state IN ('open', 'proposed') AND state <> $2`,
		c.id, string(c.state), c.note, string(c.proposedBy), proposed, string(c.decidedBy), decided)
	return n == 1, err
}
