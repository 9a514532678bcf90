package review

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// AskAgain asks others once more about the rights of those who signed an application, before the official's signature of its decision is
// received: between forming and signing a decision hours may pass, and what was answered of a power of attorney holds for minutes (rule
// T12). It stands outside of the transaction that decides. A decision that is not there is refused by the receiver.
func (s *Service) AskAgain(ctx context.Context, decision string) error {
	return s.askAbout(ctx, func(q sqldb.Querier) ([]application.Decision, error) {
		d, err := application.DecisionByID(ctx, q, decision)
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil, nil
		}
		return []application.Decision{d}, err
	})
}

// AskGroupAgain is AskAgain for all decisions of a group.
func (s *Service) AskGroupAgain(ctx context.Context, group string) error {
	return s.askAbout(ctx, func(q sqldb.Querier) ([]application.Decision, error) {
		return application.BatchDecisions(ctx, q, group)
	})
}

func (s *Service) askAbout(ctx context.Context, find func(sqldb.Querier) ([]application.Decision, error)) error {
	type sent struct {
		app     application.Application
		signers []application.Request
	}
	var list []sent
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		list = nil
		decisions, err := find(q)
		if err != nil {
			return err
		}
		for i := range decisions {
			app, err := s.applications.Sent(ctx, q, decisions[i].Application)
			if err != nil {
				return err
			}
			paper, _, err := s.applications.SentPaper(ctx, q, app.ID)
			if err != nil {
				return err
			}
			signers, err := s.applications.SignaturesOf(ctx, q, &paper)
			if err != nil {
				return err
			}
			list = append(list, sent{app, signers})
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read who has signed: %w", err)
	}
	for _, one := range list {
		if err := s.applications.AskSigners(ctx, one.app, one.signers); err != nil {
			return fmt.Errorf("ask about who has signed %s: %w", one.app.ID, err)
		}
	}
	return nil
}
