package application

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Services may recur, as reports do. An organisation must file for a period that has ended when it had its status on the last day of the
// period; who got it later may file, and need not.

// Refusals of services that recur.
var (
	ErrNotDue = fault.New(fault.Conflict, i18n.M(
		"Сейчас по этой услуге сдавать нечего: период ещё не закончился. Сроки — в разделе «Заявления».",
		"Nothing is due for this service now: the period has not ended. Section “Applications” has the dates."))
	ErrFiled = fault.New(fault.Conflict, i18n.M(
		"За этот период уже сдано. Следующий срок — в разделе «Заявления».",
		"This period has been filed for. Section “Applications” has the next date."))
	ErrNothingBefore = fault.New(fault.Conflict, i18n.M(
		"Принятого заявления, из которого можно взять ответы, ещё нет. Заполните форму один раз.",
		"There is no accepted application yet to take the answers from. Fill the form in once."))
)

// DutyState says how an organisation stands to a period.
type DutyState string

// The states of duties.
const (
	DutyAhead DutyState = "ahead" // the period has not ended
	DutyOpen  DutyState = "open"
	DutyLate  DutyState = "late"
	DutyFree  DutyState = "free" // may be filed, and need not
	DutyDone  DutyState = "done"
)

// Duty is what is to be filed for a period.
type Duty struct {
	Form      *form.Service
	Period    form.Period
	Due       workdays.Date // zero while the calendar of that year is unknown
	State     DutyState
	Case      Application // the draft, or what was filed; the zero application when there is none
	Unchanged bool        // «Без изменений» is offered
	Later     bool        // an earlier period is to be filed for first
}

// Member is an organisation with a status.
type Member struct {
	Organisation actor.OrganisationID
	Standing     form.Standing
	Since        workdays.Date
}

// missedYears is how far back a period that was never filed for is shown as overdue.
const missedYears = 3

// Duties lists what an organisation files again and again: for each service the earlier periods that it missed, the oldest first, the
// latest period that has ended, and the one that runs.
func (s *Service) Duties(ctx context.Context, q sqldb.Querier, a Applicant) (list []Duty, err error) {
	services, err := s.recurring(ctx, q)
	if err != nil || len(services) == 0 || a.Organisation == "" {
		return nil, err
	}
	standing, err := s.applicants.Standing(ctx, q, a)
	if err != nil {
		return nil, fmt.Errorf("read the standing of the applicant: %w", err)
	}
	since, err := s.applicants.Since(ctx, q, a)
	if err != nil {
		return nil, fmt.Errorf("read since when: %w", err)
	}
	cases, err := casesOf(ctx, q, a)
	if err != nil {
		return nil, err
	}
	for _, f := range services {
		if !slices.Contains(f.Apply, standing) {
			continue
		}
		missed, err := s.missed(ctx, q, f, since, cases)
		if err != nil {
			return nil, err
		}
		list = append(list, missed...)
		for _, p := range []form.Period{f.Repeat.Ended(s.today()), f.Repeat.On(s.today())} {
			d, asked, err := s.duty(ctx, q, f, p, since, cases)
			if err != nil {
				return nil, err
			}
			if asked {
				d.Later = len(missed) > 0
				list = append(list, d)
			}
		}
	}
	return list, nil
}

// missed lists the periods before the latest that an organisation had to file for and did not, the oldest first: since it has its status,
// while there was the service, and not longer ago than some years.
func (s *Service) missed(ctx context.Context, q sqldb.Querier, f *form.Service, since workdays.Date, cases []Application) (list []Duty, err error) {
	if since.IsZero() {
		return nil, nil
	}
	first := s.today().AddMonths(-12 * missedYears)
	if since.After(first) {
		first = since
	}
	latest := f.Repeat.Ended(s.today())
	for p := f.Repeat.On(latest.First.AddDays(-1)); !p.Last.Before(first); p = f.Repeat.On(p.First.AddDays(-1)) {
		d, asked, err := s.duty(ctx, q, f, p, since, cases)
		if err != nil {
			return nil, err
		}
		if !asked { // the service is younger
			break
		}
		if d.State == DutyLate {
			list = append(list, d)
		}
	}
	slices.Reverse(list)
	for i := range list {
		list[i].Later = i > 0
	}
	return list, nil
}

// recurring lists the services that recur, among those under which organisations may apply today.
func (s *Service) recurring(ctx context.Context, q sqldb.Querier) ([]*form.Service, error) {
	services, err := s.Services(ctx, q, s.today())
	return slices.DeleteFunc(services, func(f *form.Service) bool { return f.Repeat == nil || f.Subject != form.Organisation }), err
}

// duty is how an organisation stands to a period; asked is false for a period that ended before there was the service.
func (s *Service) duty(ctx context.Context, q sqldb.Querier, f *form.Service, p form.Period, since workdays.Date, cases []Application) (d Duty, asked bool, err error) {
	first, err := firstDay(ctx, q, f.Key)
	if err != nil || p.Last.Before(first) {
		return Duty{}, false, err
	}
	d = Duty{Form: f, Period: p}
	if d.Due, err = s.dueOf(ctx, q, f, p); err != nil {
		return Duty{}, false, err
	}
	for _, app := range cases {
		if app.Service != f.Key {
			continue
		}
		d.Unchanged = d.Unchanged || app.State == Granted && f.Repeat.Unchanged
		if app.Period == p.Key && app.State != Refused && app.State != Withdrawn && d.Case.ID == "" {
			d.Case = app
		}
	}
	today := s.today()
	switch {
	case d.Case.ID != "" && d.Case.State.Sent():
		d.State = DutyDone
	case !p.Last.Before(today):
		d.State = DutyAhead
	case since.IsZero() || since.After(p.Last):
		d.State = DutyFree
	case !d.Due.IsZero() && today.After(d.Due):
		d.State = DutyLate
	default:
		d.State = DutyOpen
	}
	d.Unchanged = d.Unchanged && d.Case.ID == "" && d.State != DutyAhead
	return d, true, nil
}

// dueOf is the day by which a period is filed for; zero while nobody knows the working days of that year.
func (s *Service) dueOf(ctx context.Context, q sqldb.Querier, f *form.Service, p form.Period) (workdays.Date, error) {
	calendar, err := s.calendar.Calendar(ctx, q)
	if err != nil {
		return workdays.Date{}, fmt.Errorf("read the calendar: %w", err)
	}
	due, err := calendar.Add(p.Last, f.Repeat.Due)
	if errors.Is(err, workdays.ErrUnknownYear) {
		return workdays.Date{}, nil
	}
	return due.Date, err
}

// periodFor is the period for which somebody who begins an application now makes it; "" when the service does not recur.
func (s *Service) periodFor(ctx context.Context, q sqldb.Querier, service string, a Applicant) (string, error) {
	if err := may(ctx, Application{Applicant: a}, actor.Draft); err != nil {
		return "", err
	}
	f, err := s.Current(ctx, q, service, s.today())
	if errors.Is(err, ErrNoService) || err == nil && f.Repeat == nil {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	list, err := s.Duties(ctx, q, a)
	if err != nil {
		return "", err
	}
	refused := ErrNotDue
	for _, d := range list {
		switch {
		case d.Form.Key != service || d.State == DutyAhead:
		case d.State == DutyDone:
			refused = ErrFiled
		default:
			return d.Period.Key, nil
		}
	}
	return "", refused
}

// given is what is known of an applicant, with the period of the application.
func (s *Service) given(ctx context.Context, q sqldb.Querier, f *form.Service, app Application) (form.Given, error) {
	given, err := s.applicants.Given(ctx, q, app.Applicant, actor.From(ctx).Person)
	if err != nil {
		return nil, fmt.Errorf("read what is known of the applicant: %w", err)
	}
	if f.Repeat == nil {
		return given, nil
	}
	if p, ok := f.Repeat.ByKey(app.Period); ok {
		given[form.PeriodFact] = form.Fact{
			State: rule.Known, Value: p.Text.RU, Source: form.Text{RU: s.foundation.In(i18n.Russian), EN: s.foundation.In(i18n.English)}, Record: p.Key,
		}
	}
	return given, nil
}

// Unchanged files «без изменений»: a new application takes the answers of the last that was accepted, and its document is formed. It is signed
// like any other. formed is false when the form has changed so that something is left to fill in.
func (s *Service) Unchanged(ctx context.Context, service string, a Applicant) (app Application, formed bool, err error) {
	var last Application
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		f, err := s.Current(ctx, q, service, s.today())
		if err != nil {
			return err
		}
		if f.Repeat == nil || !f.Repeat.Unchanged {
			return ErrNothingBefore
		}
		last, err = lastGranted(ctx, q, service, a)
		return none(err, ErrNothingBefore)
	})
	if err != nil {
		return Application{}, false, fmt.Errorf("file without changes: %w", err)
	}
	if app, err = s.Start(ctx, service, a); err != nil {
		return Application{}, false, err
	}
	if err := s.takeOver(ctx, app.ID, last); err != nil {
		return Application{}, false, fmt.Errorf("take the answers of %s: %w", last.ID, err)
	}
	if _, err = s.Form(ctx, app.ID); errors.Is(err, ErrIncomplete) {
		return app, false, nil
	}
	return app, err == nil, err
}

// takeOver copies the answers of an accepted application into a draft in which nobody has typed yet.
func (s *Service) takeOver(ctx context.Context, draft actor.CaseID, last Application) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, err := s.hold(ctx, tx, draft, actor.Draft)
		if err != nil || app.State != Draft || app.Revision > 1 {
			return err
		}
		if err := s.copyAnswers(ctx, tx, app, last); err != nil {
			return err
		}
		return s.happen(ctx, tx, app.ID, Repeated, last.Number)
	})
}
