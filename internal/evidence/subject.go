package evidence

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Kept is a receipt as the person's copy of data has it.
type Kept struct {
	ID     string    `json:"id"`
	Kind   Kind      `json:"kind"`
	Number string    `json:"number"`
	Issued time.Time `json:"issued"`
}

// KeptOf lists the receipts of a person.
func (s *Service) KeptOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Kept, error) {
	return keptOf(ctx, q, string(p))
}

// Forget deletes the salts of the leaves of a person: the bond between them and the log. Why no more, the package comment says.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if _, err := deleteSalts(ctx, tx, string(p)); err != nil {
		return fmt.Errorf("delete the salts of a person: %w", err)
	}
	return nil
}

// actionSeal is written to the journal when a certificate of the seal is used for the first time.
const actionSeal = "evidence.seal"

// Deeds says in plain words what each action of this room is that stands in the journal.
func Deeds() audit.Dictionary {
	return audit.Dictionary{
		actionSeal: {Topic: audit.AboutWork, Text: i18n.M("Начал действовать сертификат печати фонда", "A certificate of the foundation’s seal came into use")},
	}
}
