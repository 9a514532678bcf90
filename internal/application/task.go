package application

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Task is an application that waits for a person.
type Task struct {
	Title i18n.Text
	Party string
	Path  string
	Until time.Time // zero: no term
}

var (
	waitsSign   = i18n.F("Подписать: %s", "Sign: %s")
	waitsAnswer = i18n.F("Ответить на вопрос фонда: %s", "Answer the foundation: %s")
)

// Tasks lists what waits for a person: documents to sign, then questions of the foundation about what the person began or sent. Who may
// not sign any more has no such task.
func (s *Service) Tasks(ctx context.Context, q sqldb.Querier, who actor.PersonID) (list []Task, err error) {
	toSign, err := casesToSign(ctx, q, who)
	if err != nil {
		return nil, fmt.Errorf("list what is to be signed: %w", err)
	}
	for _, app := range toSign {
		entitled, err := s.authority.Entitled(ctx, q, app.Applicant)
		if err != nil {
			return nil, fmt.Errorf("read who may sign: %w", err)
		}
		if slices.ContainsFunc(entitled, func(g Signatory) bool { return g.Person == who }) {
			if list, err = s.appendTask(ctx, q, list, app, waitsSign, "/sign"); err != nil {
				return nil, err
			}
		}
	}
	asked, err := casesAsked(ctx, q, who)
	if err != nil {
		return nil, fmt.Errorf("list what is to be answered: %w", err)
	}
	for _, app := range asked {
		if list, err = s.appendTask(ctx, q, list, app, waitsAnswer, ""); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (s *Service) appendTask(ctx context.Context, q sqldb.Querier, list []Task, app Application, title i18n.Format, page string) ([]Task, error) {
	f, err := s.Version(ctx, q, app.Service, app.Version)
	if err != nil {
		return nil, err
	}
	party, err := s.applicants.Party(ctx, q, app.Applicant)
	if err != nil {
		return nil, fmt.Errorf("read who applies: %w", err)
	}
	return append(list, Task{Title: title.With(errText(f.Name)), Party: party.Name, Path: pathOf(party, app) + page}), nil
}
