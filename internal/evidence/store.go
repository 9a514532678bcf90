package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func insertLeaf(ctx context.Context, tx *sqldb.Tx, l Leaf, salt Salt) error {
	if _, err := tx.Exec(ctx, `INSERT INTO evidence_leaf (id, kind, subject, commitment, created_at) VALUES ($1, $2, $3, $4, $5)`,
		l.ID, string(l.Kind), l.Subject, l.Commitment[:], l.Created); err != nil {
		return fmt.Errorf("keep the leaf: %w", err)
	}
	if _, err := tx.Exec(ctx, `INSERT INTO evidence_salt (leaf, salt) VALUES ($1, $2)`, l.ID, salt[:]); err != nil {
		return fmt.Errorf("keep the salt: %w", err)
	}
	return nil
}

func insertReceipt(ctx context.Context, tx *sqldb.Tx, r Receipt) error {
	sum := r.Certificate.SHA256()
	if _, err := tx.Exec(ctx, `INSERT INTO evidence_receipt (id, kind, matter, number, subject, leaf, seal, sealed, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		r.ID, string(r.Kind), r.Matter, r.Number, r.Subject, r.Leaf.ID, hexOf(sum[:]), r.Sealed, r.Created); err != nil {
		return fmt.Errorf("keep the receipt: %w", err)
	}
	return nil
}

// receiptRow is a receipt as it is kept, with its leaf. Statement and Certificate are not read yet.
type receiptRow struct {
	Receipt
	seal string // SHA-256 of the certificate
	salt []byte // nil when it was deleted
}

const receiptQuery = `SELECT r.id, r.kind, r.matter, r.number, r.subject, r.seal, r.sealed, r.created_at,
	l.id, l.kind, l.subject, l.commitment, COALESCE(l.seq, 0), l.created_at, s.salt
	FROM evidence_receipt r JOIN evidence_leaf l ON l.id = r.leaf LEFT JOIN evidence_salt s ON s.leaf = l.id `

func scanReceipt(row sqldb.Row) (r receiptRow, err error) {
	var commitment []byte
	if err := row.Scan(&r.ID, &r.Kind, &r.Matter, &r.Number, &r.Subject, &r.seal, &r.Sealed, &r.Created,
		&r.Leaf.ID, &r.Leaf.Kind, &r.Leaf.Subject, &commitment, &r.Leaf.Number, &r.Leaf.Created, &r.salt); err != nil {
		return r, err
	}
	if len(commitment) != len(Commitment{}) {
		return r, fmt.Errorf("leaf %s has a commitment of %d bytes: %w", r.Leaf.ID, len(commitment), ErrDamaged)
	}
	r.Leaf.Commitment = Commitment(commitment)
	return r, nil
}

func selectReceipt(ctx context.Context, q sqldb.Querier, id string) (receiptRow, error) {
	return scanReceipt(q.QueryRow(ctx, receiptQuery+`WHERE r.id = $1`, id))
}

func receiptsOf(ctx context.Context, q sqldb.Querier, subject, before string, limit int) ([]receiptRow, error) {
	return sqldb.List(ctx, q, scanReceipt, receiptQuery+`WHERE r.subject = $1 AND ($2 = '' OR r.id < $3) ORDER BY r.id DESC LIMIT $4`, subject, before, before, limit)
}

func receiptsOfMatter(ctx context.Context, q sqldb.Querier, matter string) ([]receiptRow, error) {
	return sqldb.List(ctx, q, scanReceipt, receiptQuery+`WHERE r.matter = $1 ORDER BY r.id`, matter)
}

func selectSalt(ctx context.Context, q sqldb.Querier, leaf string) (salt []byte, err error) {
	return salt, q.QueryRow(ctx, `SELECT salt FROM evidence_salt WHERE leaf = $1`, leaf).Scan(&salt)
}

// deleteSalts is the only statement of the room that takes anything away.
func deleteSalts(ctx context.Context, tx *sqldb.Tx, subject string) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM evidence_salt WHERE leaf IN (SELECT id FROM evidence_leaf WHERE subject = $1)`, subject)
}

// insertSeal notes a certificate of the seal; fresh says that it was not there.
func insertSeal(ctx context.Context, tx *sqldb.Tx, c *cert.Certificate, at time.Time) (fresh bool, err error) {
	sum := c.SHA256()
	n, err := tx.Exec(ctx, `INSERT INTO evidence_seal (sha256, certificate, since) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING`, hexOf(sum[:]), c.Raw, at)
	return n == 1, err
}

func selectSeals(ctx context.Context, q sqldb.Querier) ([][]byte, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (raw []byte, err error) { return raw, r.Scan(&raw) }, `SELECT certificate FROM evidence_seal ORDER BY since, sha256`)
}

// keptOf lists receipts for the copy of a person's data.
func keptOf(ctx context.Context, q sqldb.Querier, subject string) ([]Kept, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (k Kept, err error) { return k, r.Scan(&k.ID, &k.Kind, &k.Number, &k.Issued) },
		`SELECT id, kind, number, created_at FROM evidence_receipt WHERE subject = $1 ORDER BY id`, subject)
}
