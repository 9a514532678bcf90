package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/evidence/canonical"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Service keeps leaves and receipts.
type Service struct {
	db    *sqldb.DB
	clock clock.Clock
	trial bool
	site  string
	seal  seal
}

// sealTime is how long a sealer may take: the transaction waits for it.
const sealTime = 5 * time.Second

// Issue writes the leaf and the sealed receipt of what a transaction does. Without a seal it is [ErrNoSeal], and the transaction must
// not go on. Each call makes another receipt: a transaction calls it once for each thing that happened.
func (s *Service) Issue(ctx context.Context, tx *sqldb.Tx, in ReceiptInput) (Receipt, error) {
	r, err := s.issue(ctx, tx, in)
	if err != nil {
		return Receipt{}, fmt.Errorf("issue a receipt %s for %s: %w", in.Kind, in.Number, err)
	}
	return r, nil
}

func (s *Service) issue(ctx context.Context, tx *sqldb.Tx, in ReceiptInput) (Receipt, error) {
	if err := in.check(); err != nil {
		return Receipt{}, err
	}
	now := s.clock.Now()
	sealer, err := s.seal.at(now)
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{
		ID: id.New(), Kind: in.Kind, Matter: in.Matter, Number: in.Number, Subject: in.Subject.ID, Created: now, Certificate: sealer.Certificate(),
		Leaf: Leaf{ID: id.New(), Kind: in.Kind, Subject: in.Subject.ID, Created: now},
	}
	r.Statement = s.statement(r.ID, in, now)
	payload, err := r.Statement.Payload()
	if err != nil {
		return Receipt{}, err
	}
	salt := newSalt()
	r.Leaf.Commitment = Commit(in.Kind, salt, payload)
	r.Statement.Leaf = &StatedLeaf{r.Leaf.ID, hexOf(r.Leaf.Commitment[:])}
	content, err := canonical.Marshal(r.Statement)
	if err != nil {
		return Receipt{}, err
	}
	if r.Sealed, err = sealed(ctx, sealer, content, now); err != nil {
		return Receipt{}, err
	}
	if err := insertLeaf(ctx, tx, r.Leaf, salt); err != nil {
		return Receipt{}, err
	}
	return r, insertReceipt(ctx, tx, r)
}
