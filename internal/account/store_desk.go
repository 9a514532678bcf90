package account

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func putDeskCode(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, mac string, expires time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_desk_code (person, mac, expires_at) VALUES ($1, $2, $3)
		ON CONFLICT (person) DO UPDATE SET mac = excluded.mac, expires_at = excluded.expires_at`, string(p), mac, expires)
	return err
}

// useDeskCode returns whose code it is, once.
func useDeskCode(ctx context.Context, tx *sqldb.Tx, mac string, now time.Time) (p actor.PersonID, err error) {
	err = tx.QueryRow(ctx, `DELETE FROM account_desk_code WHERE mac = $1 AND expires_at > $2 RETURNING person`, mac, now).Scan(&p)
	return p, err
}

func deleteOldDeskCodes(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_desk_code WHERE expires_at < $1`, before)
}

func deleteOldVisits(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_desk_visit WHERE opened_at < $1`, before)
}

func insertVisit(ctx context.Context, tx *sqldb.Tx, v deskVisit) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_desk_visit (id, operator, person, matter, opened_at) VALUES ($1, $2, $3, $4, $5)`,
		v.id, string(v.operator), string(v.person), v.matter, v.opened)
	return err
}

func visitByID(ctx context.Context, q sqldb.Querier, id string) (v deskVisit, err error) {
	err = q.QueryRow(ctx, `SELECT id, operator, person, matter, opened_at FROM account_desk_visit WHERE id = $1`, id).
		Scan(&v.id, &v.operator, &v.person, &v.matter, &v.opened)
	return v, err
}

func visitedSince(ctx context.Context, q sqldb.Querier, operator actor.PersonID, matter string, since time.Time) (visited bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_desk_visit WHERE operator = $1 AND matter = $2 AND opened_at > $3)`,
		string(operator), matter, since).Scan(&visited)
	return visited, err
}

func insertProof(ctx context.Context, tx *sqldb.Tx, p seenDocument) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_proof (id, person, kind, masked, number_mac, seen_by, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		p.id, string(p.person), string(p.kind), p.masked, p.mac, string(p.seenBy), p.seen)
	return err
}

// proofElsewhere returns for whom else the same document vouched.
func proofElsewhere(ctx context.Context, q sqldb.Querier, p seenDocument) (other actor.PersonID, err error) {
	err = q.QueryRow(ctx, `SELECT person FROM account_proof WHERE number_mac = $1 AND person <> $2 ORDER BY id LIMIT 1`, p.mac, string(p.person)).Scan(&other)
	return other, err
}
