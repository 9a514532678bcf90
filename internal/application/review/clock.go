package review

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Step is what has to be done with an application next. It is stored, so the words never change.
type Step string

// The steps. Each has a clock of its own, of as many working days as the service says; the term of the whole goes on beside it.
const (
	Taking    Step = "take"   // somebody takes it
	Looking   Step = "look"   // the reviewer looks and prepares a decision
	Agreeing  Step = "second" // a second official looks at the decision
	Signing   Step = "sign"   // the official signs
	Answering Step = "answer" // the applicant answers a question
	Over      Step = ""       // decided or withdrawn
)

var stepTexts = map[Step]i18n.Text{
	Taking:    i18n.M("Взять на рассмотрение", "To be taken for review"),
	Looking:   i18n.M("Рассмотреть", "To be reviewed"),
	Agreeing:  i18n.M("Подтвердить решение", "A second official is to agree"),
	Signing:   i18n.M("Подписать решение", "The decision is to be signed"),
	Answering: i18n.M("Ответ заявителя", "The applicant is to answer"),
}

// Days is how many working days are left; below zero when the day has passed. Known is false when the calendar lacks a year, or there
// is no term.
type Days struct {
	Left  int
	Known bool
}

func daysLeft(c workdays.Calendar, today, due workdays.Date) Days {
	if due.IsZero() {
		return Days{}
	}
	n, err := c.Between(today, due)
	if err != nil {
		return Days{}
	}
	if due.Before(today) && n.Days == 0 { // it ended before days off
		n.Days = -1
	}
	return Days{Left: n.Days, Known: true}
}

// move begins a step of an application with the days that the service gives it, which never reach beyond the term.
func (s *Service) move(ctx context.Context, tx *sqldb.Tx, app application.Application, to Step) error {
	f, err := s.applications.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return err
	}
	days := f.Step
	if to == Answering {
		days = f.Answering
	}
	due := workdays.Date{}
	if days > 0 && to != Over {
		c, err := s.calendar.Calendar(ctx, tx)
		if err != nil {
			return fmt.Errorf("read the calendar: %w", err)
		}
		// Without a table of the year there is no clock of the step; that of the term was computed at sending.
		if at, err := c.Add(s.today(), days); err == nil {
			due = at.Date
		}
		if to != Answering && !app.Due.IsZero() && app.Due.Before(due) {
			due = app.Due
		}
	}
	if err := setStep(ctx, tx, app.ID, to, due); err != nil {
		return fmt.Errorf("begin the step %s of %s: %w", to, app.ID, err)
	}
	return nil
}
