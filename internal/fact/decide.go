package fact

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Refusals of decisions.
var (
	ErrOwnImport = fault.New(fault.Forbidden, i18n.M(
		"Этот файл загрузили вы. Подтвердить изменения должен другой сотрудник.",
		"You imported this file. Another member of the staff has to confirm its changes."))
	ErrNotWaiting = fault.New(fault.Conflict, i18n.M(
		"Это изменение уже решено или устарело. Обновите страницу.",
		"This change is decided already or was overtaken. Reload the page."))
	ErrNoReason = fault.New(fault.Invalid, i18n.M(
		"Напишите причину.",
		"Give the reason."))
	ErrNoChange = fault.New(fault.NotFound, i18n.M(
		"Такого изменения нет.",
		"There is no such change."))
)

// Confirm lets a change stand that waited: the rule of two persons, since the one who brought the file is not asked (T22).
func (s *Service) Confirm(ctx context.Context, by actor.Actor, id string) error {
	return s.decide(ctx, by, id, Standing, "")
}

// Refuse keeps a change from standing. Its version stays where it is and is never believed.
func (s *Service) Refuse(ctx context.Context, by actor.Actor, id, reason string) error {
	if reason == "" {
		return ErrNoReason
	}
	return s.decide(ctx, by, id, RefusedChange, reason)
}

func (s *Service) decide(ctx context.Context, by actor.Actor, id string, state ChangeState, reason string) error {
	if !by.Has(actor.Operator, actor.Owner) {
		return actor.ErrRole
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := changeByID(ctx, tx, id)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return ErrNoChange
		case err != nil:
			return fmt.Errorf("read the change %s: %w", id, err)
		case c.Operator == string(by.Person):
			return ErrOwnImport
		}
		c.State, c.By, c.Reason = state, by.Person, reason
		decided, err := decideChange(ctx, tx, c, s.clock.Now())
		if err != nil {
			return fmt.Errorf("decide on the change %s: %w", id, err)
		}
		if !decided {
			return ErrNotWaiting
		}
		if state == Standing {
			if err := s.stand(ctx, tx, c); err != nil {
				return err
			}
		}
		return audit.Record(ctx, tx, audit.Entry{
			Actor: string(by.Person), Action: "fact.change_" + string(state), Subject: c.ID, Detail: c.Record,
		})
	})
}

// stand makes the version of a change believed, with all that waits behind it of the same record, and tells the others.
func (s *Service) stand(ctx context.Context, tx *sqldb.Tx, c Change) error {
	if err := setStanding(ctx, tx, c); err != nil {
		return fmt.Errorf("let the version stand: %w", err)
	}
	if err := overtake(ctx, tx, c.Register, c.Source, c.Record, c.Version); err != nil {
		return fmt.Errorf("overtake earlier changes: %w", err)
	}
	return s.jobs.Insert(ctx, tx, changed{Change: c.ID})
}

// Waiting returns the changes that wait for a second person, the oldest first.
func (s *Service) Waiting(ctx context.Context, q sqldb.Querier) ([]Change, error) {
	list, err := waitingChanges(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read the changes that wait: %w", err)
	}
	return list, nil
}
