package application

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
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
	return s.appendDuties(ctx, q, list, who)
}

// appendDuties adds what the organisations of a person must file: to those who may fill it in, as the list in the account is.
func (s *Service) appendDuties(ctx context.Context, q sqldb.Querier, list []Task, who actor.PersonID) ([]Task, error) {
	services, err := s.recurring(ctx, q)
	if err != nil || len(services) == 0 {
		return list, err
	}
	acting, err := s.applicants.Acting(ctx, q, who)
	if err != nil {
		return nil, fmt.Errorf("list the organisations of a person: %w", err)
	}
	for _, a := range acting {
		duties, err := s.Duties(ctx, q, a)
		if err != nil {
			return nil, err
		}
		for _, d := range duties {
			if d.State != DutyOpen && d.State != DutyLate || d.Case.State == Signing {
				continue
			}
			party, err := s.applicants.Party(ctx, q, a)
			if err != nil {
				return nil, fmt.Errorf("read who applies: %w", err)
			}
			list = append(list, Task{Title: waitsDuty.With(errText(d.Form.Title)), Party: party.Name, Path: "/org/" + party.OGRN + "/applications", Until: endOf(d.Due)})
		}
	}
	return list, nil
}

// endOf is the end of a day; the zero time for none.
func endOf(d workdays.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.AddDays(1).Start()
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
