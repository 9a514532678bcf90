package evidence

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// ErrNoReceipt says that there is no such receipt.
var ErrNoReceipt = fault.New(fault.NotFound, i18n.M("Такой квитанции нет. Проверьте адрес.", "There is no such receipt. Check the address."))

// ErrDamaged says that what is kept is not what was issued. It is for the log: the edge shows an error of the program.
var ErrDamaged = errors.New("the receipt is not as it was issued")

// Receipt returns a receipt, or [ErrNoReceipt]. Its seal is verified, and that the row and the leaf are those that it speaks of;
// anything else is [ErrDamaged].
func (s *Service) Receipt(ctx context.Context, q sqldb.Querier, receipt string) (Receipt, error) {
	row, err := selectReceipt(ctx, q, receipt)
	if errors.Is(err, sqldb.ErrNoRows) {
		return Receipt{}, ErrNoReceipt
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("read the receipt %s: %w", receipt, err)
	}
	return row.verified()
}

// Of returns the receipts of an organisation or a person, the latest first: at most limit of them, issued before the one with the id
// before, "" for the latest of all.
func (s *Service) Of(ctx context.Context, q sqldb.Querier, subject, before string, limit int) ([]Receipt, error) {
	rows, err := receiptsOf(ctx, q, subject, before, limit)
	return verified(rows, err)
}

// OfMatter returns the receipts of a case in the order in which they were issued.
func (s *Service) OfMatter(ctx context.Context, q sqldb.Querier, matter string) ([]Receipt, error) {
	rows, err := receiptsOfMatter(ctx, q, matter)
	return verified(rows, err)
}

func verified(rows []receiptRow, err error) ([]Receipt, error) {
	if err != nil {
		return nil, fmt.Errorf("list receipts: %w", err)
	}
	list := make([]Receipt, len(rows))
	for i, row := range rows {
		if list[i], err = row.verified(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// verified opens a receipt and compares it with its row and its leaf.
func (row receiptRow) verified() (Receipt, error) {
	r := row.Receipt
	damaged := func(err error) (Receipt, error) {
		return Receipt{}, fmt.Errorf("receipt %s: %w: %w", r.ID, ErrDamaged, err)
	}
	st, seal, err := Open(r.Sealed)
	if err != nil {
		return damaged(err)
	}
	if sum := seal.SHA256(); hexOf(sum[:]) != row.seal {
		return damaged(errors.New("it bears the seal of another certificate"))
	}
	if st.ID != r.ID || st.Kind != r.Kind || st.Number != r.Number || st.Leaf == nil || st.Leaf.ID != r.Leaf.ID ||
		st.Leaf.Commitment != hexOf(r.Leaf.Commitment[:]) || r.Leaf.Kind != r.Kind || r.Leaf.Subject != r.Subject {
		return damaged(errors.New("it is another one"))
	}
	if row.salt != nil {
		payload, err := st.Payload()
		if err != nil {
			return damaged(err)
		}
		if len(row.salt) != len(Salt{}) || Commit(r.Leaf.Kind, Salt(row.salt), payload) != r.Leaf.Commitment {
			return damaged(errors.New("its leaf commits to something else"))
		}
	}
	r.Statement, r.Certificate = st, seal
	return r, nil
}

// Salt returns the salt of a leaf, with which its commitment can be opened; it goes into the record of the case. It is
// [ErrNoReceipt] when there is no such leaf, or when its salt was deleted.
func (s *Service) Salt(ctx context.Context, q sqldb.Querier, leaf string) (Salt, error) {
	salt, err := selectSalt(ctx, q, leaf)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Salt{}, ErrNoReceipt
	case err != nil:
		return Salt{}, fmt.Errorf("read the salt of leaf %s: %w", leaf, err)
	case len(salt) != len(Salt{}):
		return Salt{}, fmt.Errorf("the salt of leaf %s has %d bytes: %w", leaf, len(salt), ErrDamaged)
	}
	return Salt(salt), nil
}
