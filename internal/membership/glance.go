package membership

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	glanceTitle  = i18n.M("Статус в кластере", "Status in the cluster")
	glanceNone   = i18n.M("Статуса нет", "No status")
	glanceHow    = i18n.M("Проверьте, каким требованиям организация отвечает уже сейчас", "See which requirements the organisation meets already")
	glanceWarned = i18n.F("Фонд ждёт объяснений до %s включительно", "The foundation waits for an explanation until %s")
)

// Glance says in a line what an organisation is to the cluster, and what about that waits for it: what the first page of its account says
// of the status.
func (s *Service) Glance(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID, path string) (web.Task, error) {
	t := web.Task{Title: glanceTitle, URL: path}
	m, err := memberOf(ctx, q, organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		t.Label, t.Hint = glanceNone, glanceHow
		return t, nil
	case err != nil:
		return t, fmt.Errorf("read the status: %w", err)
	case m.State == Active:
		t.Label, t.State = statusTexts[m.Status], web.TaskDone
	case m.State == Suspended:
		t.Label, t.State = stateTexts[m.State], web.TaskMend
	default:
		t.Label, t.Hint = glanceNone, stateTexts[m.State]
	}
	w, err := openWarning(ctx, q, organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return t, nil
	case err != nil:
		return t, fmt.Errorf("read the warning: %w", err)
	}
	if w.Answered.IsZero() {
		t.State, t.Hint = web.TaskMend, glanceWarned.With(i18n.Date(w.AnswerBy.Start()))
	}
	return t, nil
}
