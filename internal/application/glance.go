package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	glanceAnswer = i18n.F("Ответ фонда — до %s включительно", "The foundation answers by %s")
	glanceAsked  = i18n.M("Фонд задал вопрос и ждёт ответа", "The foundation has asked and waits for an answer")
)

// Glance lists what an organisation has under way, the latest first, and then what it must file now: what the first page of its account
// says of applications.
func (s *Service) Glance(ctx context.Context, q sqldb.Querier, a Applicant) (list []web.Task, err error) {
	party, err := s.applicants.Party(ctx, q, a)
	if err != nil {
		return nil, fmt.Errorf("read who applies: %w", err)
	}
	pending, err := pendingCases(ctx, q, a)
	if err != nil {
		return nil, fmt.Errorf("list what is under way: %w", err)
	}
	for _, app := range pending {
		f, err := s.Version(ctx, q, app.Service, app.Version)
		if err != nil {
			return nil, err
		}
		list = append(list, app.glance(errText(f.Title), pathOf(party, app)))
	}
	duties, err := s.Duties(ctx, q, a)
	if err != nil {
		return nil, err
	}
	for _, d := range duties {
		if (d.State == DutyOpen || d.State == DutyLate) && d.Case.ID == "" {
			list = append(list, web.Task{
				Title: errText(d.Form.Title), Hint: d.text(), Label: dutyTags[d.State], State: web.TaskMend, URL: "/org/" + party.OGRN + "/applications",
			})
		}
	}
	return list, nil
}

// glance says in a line how far the application is.
func (a Application) glance(title i18n.Text, path string) web.Task {
	t := web.Task{Title: title, Label: a.State.label(), State: web.TaskDoing, URL: path}
	switch a.State {
	case Signing:
		t.State, t.URL = web.TaskMend, path+"/sign"
	case Asked:
		t.State, t.Hint = web.TaskMend, glanceAsked
	case Review:
		t.Hint = glanceAnswer.With(i18n.Date(a.Due.Start()))
	case Draft, Granted, Refused, Withdrawn, Dropped:
	}
	return t
}
