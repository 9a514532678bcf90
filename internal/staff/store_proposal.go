package staff

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const proposalColumns = `id, act, role, person, email, email_key, lang, proposed_by, proposed_at, state, decided_by`

func scanProposal(row sqldb.Row) (p Proposal, err error) {
	var lang string
	err = row.Scan(&p.ID, &p.Act, &p.Role, &p.Person, &p.Email, &p.EmailKey, &lang, &p.By, &p.At, &p.State, &p.Decider)
	p.Lang, _ = i18n.Parse(lang)
	return p, err
}

func insertProposal(ctx context.Context, tx *sqldb.Tx, p Proposal) error {
	_, err := tx.Exec(ctx, `INSERT INTO staff_proposal (id, act, role, person, email, email_key, lang, proposed_by, proposed_at, state)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		p.ID, string(p.Act), string(p.Role), string(p.Person), p.Email, p.EmailKey, p.Lang.Code(), string(p.By), p.At, string(p.State))
	return err
}

func selectProposal(ctx context.Context, q sqldb.Querier, id string) (Proposal, error) {
	return scanProposal(q.QueryRow(ctx, `SELECT `+proposalColumns+` FROM staff_proposal WHERE id = $1`, id))
}

func openProposals(ctx context.Context, q sqldb.Querier) ([]Proposal, error) {
	return sqldb.List(ctx, q, scanProposal, `SELECT `+proposalColumns+` FROM staff_proposal WHERE state = 'open' ORDER BY id`)
}

func countOpenProposals(ctx context.Context, q sqldb.Querier) (n int, err error) {
	err = q.QueryRow(ctx, `SELECT COUNT(*) FROM staff_proposal WHERE state = 'open'`).Scan(&n)
	return n, err
}

func settleProposal(ctx context.Context, tx *sqldb.Tx, p Proposal, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE staff_proposal SET state = $2, decided_by = $3, decided_at = $4 WHERE id = $1 AND state = 'open'`,
		p.ID, string(p.State), string(p.Decider), at)
	return err
}

// withdrawAllOf withdraws the open proposals and the unused invitations of a person who is no owner any more.
func withdrawAllOf(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE staff_proposal SET state = 'withdrawn', decided_at = $2 WHERE proposed_by = $1 AND state = 'open'`, string(p), at)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE staff_invitation SET withdrawn_at = $2
		WHERE invited_by = $1 AND used_at IS NULL AND withdrawn_at IS NULL`, string(p), at)
	return err
}

// forgetProposals deletes what was decided before a moment: who got which role stands with the roles and in the journal.
func forgetProposals(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM staff_proposal WHERE state <> 'open' AND decided_at < $1`, before)
}
