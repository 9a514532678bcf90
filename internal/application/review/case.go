package review

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// openFor is how long an application stays open to whoever has opened it: a working day.
const openFor = 8 * time.Hour

// Refusals.
var (
	ErrNotOpened = fault.New(fault.Forbidden, i18n.M(
		"Откройте заявление из списка: просмотр данных заявителя записывается.",
		"Open the application from the list: whoever looks at the data of an applicant is written down."))
	ErrConflict = fault.New(fault.Forbidden, i18n.M(
		"Вы отметили конфликт интересов с этим заявителем, действуете от его имени или сами готовили это заявление, поэтому оно вам не показывается. Его рассмотрит коллега.",
		"You noted a conflict of interest with this applicant, act for them, or had a part in this application yourself, so it is not shown to you. A colleague reviews it."))
)

// conflict reports whether somebody keeps out of an application: by a mark, because they act for the applicant, or because they had a part in
// it: whoever filled it in, formed it, was asked to sign it or sent it looks at nothing but their own work.
func (s *Service) conflict(ctx context.Context, q sqldb.Querier, app application.Application, who actor.PersonID) (bool, error) {
	for _, subject := range []string{string(app.Applicant.Organisation), string(app.Applicant.Person), string(app.SentBy)} {
		if subject == "" {
			continue
		}
		if marked, err := s.office.InConflict(ctx, q, who, subject); err != nil || marked {
			return marked, err
		}
	}
	if app.SentBy == who || app.Applicant.Person == who { // nobody reviews what they have sent themselves
		return true, nil
	}
	return application.TookPart(ctx, q, app.ID, who)
}

// Open opens an application to the person of the request, and writes down that they look at the data of its people.
func (s *Service) Open(ctx context.Context, one actor.CaseID) error {
	who := actor.From(ctx).Person
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, err := s.applications.HoldSent(ctx, tx, one)
		if err != nil {
			return err
		}
		return s.opened(ctx, tx, app, who)
	})
	if err != nil {
		return fmt.Errorf("open an application: %w", err)
	}
	return nil
}

// opened opens an application to somebody, and writes down that they look at the data of its people.
func (s *Service) opened(ctx context.Context, tx *sqldb.Tx, app application.Application, who actor.PersonID) error {
	marked, err := s.conflict(ctx, tx, app, who)
	switch {
	case err != nil:
		return err
	case marked:
		return ErrConflict
	}
	subjects := []actor.PersonID{app.Applicant.Person}
	if app.SentBy != app.Applicant.Person {
		subjects = append(subjects, app.SentBy)
	}
	for _, subject := range subjects {
		if subject == "" {
			continue
		}
		if err := s.office.Look(ctx, tx, who, subject, textLook.With(app.Number)); err != nil {
			return err
		}
	}
	if err := visit(ctx, tx, app.ID, who, s.clock.Now()); err != nil {
		return err
	}
	return s.record(ctx, tx, "review.opened", app.ID, "")
}

// Case is an application on the desk.
type Case struct {
	application.Application

	Form       *form.Service
	Party      application.Party
	Paper      application.Paper
	Chapters   []document.Chapter
	Sent       Snapshot // at sending
	Now        Snapshot
	Checklist  []form.Checked
	Signers    []application.Request
	SignedAt   i18n.Text // whether it is proven when they signed
	Reviewer   string
	ReviewerID actor.PersonID
	Past       []application.Happened
	Clean      bool
	Days       Days // of the whole term
	Step       Step
	StepDue    workdays.Date
	StepDays   Days
	Waiting    *application.Decision // formed, and not signed yet
	FormedBy   string
	Agreed     string // the second official
	Drawn      bool   // whether a second official was asked for once: forming a decision anew does not draw again
	Decided    []application.Decision
	HadPart    bool // whether the person who reads it had a part in a decision that the applicant complains of
	Questions  []application.Question
	Complaints []application.Complaint
}

// Read reads an application that the person has opened.
func (s *Service) Read(ctx context.Context, one actor.CaseID) (c Case, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		c, err = s.read(ctx, q, one)
		return err
	})
	if err != nil {
		return Case{}, fmt.Errorf("read an application: %w", err)
	}
	return c, nil
}

func (s *Service) read(ctx context.Context, q sqldb.Querier, one actor.CaseID) (c Case, err error) {
	if c.Application, err = s.admit(ctx, q, one); err != nil {
		return Case{}, err
	}
	if c.Form, err = s.applications.Version(ctx, q, c.Service, c.Version); err != nil {
		return Case{}, err
	}
	if c.Party, err = s.applications.Party(ctx, q, c.Applicant); err != nil {
		return Case{}, err
	}
	var content []byte
	if c.Paper, content, err = s.applications.SentPaper(ctx, q, c.ID); err != nil {
		return Case{}, err
	}
	if c.Chapters, err = document.Outline(content); err != nil {
		return Case{}, err
	}
	if c.Signers, err = s.applications.SignaturesOf(ctx, q, &c.Paper); err != nil {
		return Case{}, err
	}
	if c.SignedAt, err = s.applications.ProofOfTime(ctx, q, c.Signers); err != nil {
		return Case{}, err
	}
	d, err := reviewOf(ctx, q, c.ID)
	if err != nil {
		return Case{}, err
	}
	c.ReviewerID = d.reviewer
	if c.Past, err = s.applications.Past(ctx, q, c.ID); err != nil {
		return Case{}, err
	}
	c.Clean, c.Step, c.StepDue = d.clean, d.step, d.stepDue
	if c.Sent, err = readSnapshot(d.snapshot); err != nil {
		return Case{}, err
	}
	if c.Now, err = s.assess(ctx, q, c.Form, c.Application); err != nil {
		return Case{}, err
	}
	if c.Checklist, err = s.checklist(ctx, q, c.Form, c.Application); err != nil {
		return Case{}, err
	}
	if c.Reviewer, err = s.applications.Name(ctx, q, d.reviewer); err != nil {
		return Case{}, err
	}
	return c, s.decisions(ctx, q, &c)
}

func (s *Service) decisions(ctx context.Context, q sqldb.Querier, c *Case) (err error) {
	if c.Waiting, err = application.WaitingDecision(ctx, q, c.ID); err != nil {
		return err
	}
	if c.Waiting != nil {
		if c.FormedBy, err = s.applications.Name(ctx, q, c.Waiting.FormedBy); err != nil {
			return err
		}
	}
	if c.Waiting != nil && c.Waiting.Second != "" {
		if c.Agreed, err = s.applications.Name(ctx, q, c.Waiting.Second); err != nil {
			return err
		}
	}
	if c.Drawn, err = application.SecondAsked(ctx, q, c.ID); err != nil {
		return err
	}
	if c.Decided, err = application.Decisions(ctx, q, c.ID); err != nil {
		return err
	}
	if c.HadPart, err = s.hadPart(ctx, q, c.Application, actor.From(ctx).Person); err != nil {
		return err
	}
	if c.Questions, err = application.QuestionsOf(ctx, q, c.ID); err != nil {
		return err
	}
	if c.Complaints, err = application.ComplaintsOf(ctx, q, c.ID); err != nil {
		return err
	}
	calendar, err := s.calendar.Calendar(ctx, q)
	if err != nil {
		return err
	}
	c.Days, c.StepDays = daysLeft(calendar, s.today(), c.Due), daysLeft(calendar, s.today(), c.StepDue)
	return nil
}

// admit refuses whoever has not opened an application, or must keep out of it.
func (s *Service) admit(ctx context.Context, q sqldb.Querier, one actor.CaseID) (application.Application, error) {
	who := actor.From(ctx).Person
	app, err := s.applications.Sent(ctx, q, one)
	if err != nil {
		return application.Application{}, err
	}
	marked, err := s.conflict(ctx, q, app, who)
	switch {
	case err != nil:
		return application.Application{}, err
	case marked:
		return application.Application{}, ErrConflict
	}
	opened, err := visited(ctx, q, app.ID, who, s.clock.Now().Add(-openFor))
	if err == nil && !opened {
		err = ErrNotOpened
	}
	return app, err
}

// Conflict notes that the person of the request keeps out of the matters of an applicant.
func (s *Service) Conflict(ctx context.Context, one actor.CaseID, reason string) error {
	var app application.Application
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		app, err = s.admit(ctx, q, one)
		return err
	})
	if err != nil {
		return fmt.Errorf("note a conflict of interest: %w", err)
	}
	subject := string(app.Applicant.Organisation)
	if subject == "" {
		subject = string(app.Applicant.Person)
	}
	return s.office.MarkConflict(ctx, subject, reason, actor.From(ctx).Person)
}
