package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// Preparation is what somebody has filled in before the signature arrives. Only they see it.
type Preparation struct {
	Person  actor.PersonID
	INN     ruid.INN
	Details Details
	Created time.Time
	Changed time.Time
}

// maxPreparations bounds how many cabinets one person prepares.
const maxPreparations = 20

// ErrPreparations says that the person prepares too many cabinets at once.
var ErrPreparations = fault.New(fault.Conflict, i18n.M(
	"Можно готовить не больше 20 кабинетов сразу. Удалите те, что больше не нужны.",
	"You can prepare at most 20 organisation accounts at once. Delete those that you no longer need."))

// Prepare keeps what somebody has filled in for the cabinet of an ИНН.
func (s *Service) Prepare(ctx context.Context, inn ruid.INN, d Details) error {
	p := Preparation{Person: actor.From(ctx).Person, INN: inn, Details: d, Created: s.clock.Now(), Changed: s.clock.Now()}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		list, err := preparations(ctx, tx, p.Person)
		if err != nil {
			return err
		}
		if len(list) >= maxPreparations && !prepares(list, inn) {
			return ErrPreparations
		}
		return putPreparation(ctx, tx, p)
	})
	if err != nil {
		return fmt.Errorf("prepare a cabinet: %w", err)
	}
	return nil
}

func prepares(list []Preparation, inn ruid.INN) bool {
	for _, p := range list {
		if p.INN == inn {
			return true
		}
	}
	return false
}

// Prepares reports whether somebody prepares the cabinet of an ИНН.
func (s *Service) Prepares(ctx context.Context, q sqldb.Querier, who actor.PersonID, inn string) (bool, error) {
	_, err := preparation(ctx, q, who, inn)
	if errors.Is(err, sqldb.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Unprepare forgets it, with the drafts of applications.
func (s *Service) Unprepare(ctx context.Context, inn ruid.INN) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		who := actor.From(ctx).Person
		if err := s.drafts.Forget(ctx, tx, who, string(inn)); err != nil {
			return fmt.Errorf("forget prepared drafts: %w", err)
		}
		return deletePreparation(ctx, tx, who, string(inn))
	})
}
