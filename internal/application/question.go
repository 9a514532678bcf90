package application

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Question is what the foundation asks an applicant about an application.
type Question struct {
	ID          string
	Application actor.CaseID
	Field       string // the question of the form that it is about; "" for the whole
	Text        string
	AskedBy     actor.PersonID
	Asked       time.Time
	Due         workdays.Date
	Remind      workdays.Date // half of the days to answer: then the letter is repeated
	Answer      string
	AnsweredBy  actor.PersonID
	Answered    time.Time
	Ended       time.Time // it was decided without an answer
}

// Open reports whether the question waits for an answer.
func (q Question) Open() bool { return q.Answered.IsZero() && q.Ended.IsZero() }

// Enquiry is one question before it is asked.
type Enquiry struct {
	Field string
	Text  string
}

// Refusals of questions and complaints.
var (
	ErrNoQuestion = fault.New(fault.Invalid, i18n.M(
		"Напишите, что спросить: заявитель увидит вопрос рядом со своим ответом.", "Write what to ask: the applicant sees it beside their answer."))
	ErrNoAnswer = fault.New(fault.Invalid, i18n.M(
		"Ответьте хотя бы на один вопрос.", "Answer at least one question."))
	ErrNotAsked = fault.New(fault.Conflict, i18n.M(
		"На эти вопросы уже ответили, или заявление уже решено. Обновите страницу.", "These questions were answered already, or the application is decided. Reload the page."))
	ErrNoComplaint = fault.New(fault.Conflict, i18n.M(
		"Пожаловаться можно на отказ, который действует. Если вы уже подали новое заявление по этой услуге, сначала дождитесь решения по нему или отзовите его.",
		"You can complain about a refusal that stands. If you have sent a new application for this service, wait for its decision first or withdraw it."))
	ErrComplaintText = fault.New(fault.Invalid, i18n.M(
		"Напишите, с чем вы не согласны: так новый сотрудник быстрее разберётся.", "Write what you disagree with, so that the other official understands it sooner."))
)

// Inquire asks an applicant. The state becomes Asked until all questions are answered; the term goes on unless the service says
// otherwise. Who may ask is judged at the desk.
func (s *Service) Inquire(ctx context.Context, tx *sqldb.Tx, app Application, list []Enquiry) error {
	if len(list) == 0 || slices.ContainsFunc(list, func(e Enquiry) bool { return strings.TrimSpace(e.Text) == "" }) {
		return ErrNoQuestion
	}
	if app.State != Review && app.State != Asked {
		return ErrNotUnderReview
	}
	f, err := s.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return err
	}
	c, err := s.calendar.Calendar(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	due, err := c.Add(s.today(), max(f.Answering, 1))
	if err != nil {
		return ErrCalendar.Because(err)
	}
	half, err := c.Add(s.today(), max(f.Answering/2, 1))
	if err != nil {
		return ErrCalendar.Because(err)
	}
	for _, e := range list {
		q := Question{
			ID: id.New(), Application: app.ID, Field: e.Field, Text: e.Text, AskedBy: actor.From(ctx).Person, Asked: s.clock.Now(), Due: due.Date, Remind: half.Date,
		}
		if err := insertQuestion(ctx, tx, q); err != nil {
			return fmt.Errorf("keep a question: %w", err)
		}
	}
	if err := setState(ctx, tx, app.ID, Asked, true, s.clock.Now()); err != nil {
		return err
	}
	if err := s.tellOf(ctx, tx, app, letterAsked(form.LetterAsked, due.Date)); err != nil {
		return err
	}
	return s.happen(ctx, tx, app.ID, Questioned, "")
}

// Answer takes answers to questions by their ids. When none is open any more the review goes on; where a question stops the clock, the
// term grows by the working days that have passed since it was asked.
func (s *Service) Answer(ctx context.Context, application actor.CaseID, answers map[string]string) (app Application, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if app, err = s.hold(ctx, tx, application, actor.Send); err != nil {
			return err
		}
		if app.State != Asked {
			return ErrNotAsked
		}
		list, err := QuestionsOf(ctx, tx, app.ID)
		if err != nil {
			return err
		}
		open, given := 0, 0
		first := s.clock.Now()
		for _, q := range list {
			text := strings.TrimSpace(answers[q.ID])
			switch {
			case !q.Open():
				continue
			case text == "":
				open++
				continue
			}
			given++
			if q.Asked.Before(first) {
				first = q.Asked
			}
			if err := answerQuestion(ctx, tx, q.ID, text, actor.From(ctx).Person, s.clock.Now()); err != nil {
				return fmt.Errorf("keep an answer: %w", err)
			}
		}
		switch {
		case given == 0:
			return ErrNoAnswer
		case open > 0:
			return s.happen(ctx, tx, app.ID, Answered, "")
		}
		return s.goOn(ctx, tx, &app, first)
	})
	if err != nil {
		return Application{}, fmt.Errorf("answer the foundation: %w", err)
	}
	return app, nil
}

// goOn brings an application back to review when all was answered.
func (s *Service) goOn(ctx context.Context, tx *sqldb.Tx, app *Application, asked time.Time) error {
	f, err := s.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return err
	}
	if f.Suspends {
		c, err := s.calendar.Calendar(ctx, tx)
		if err != nil {
			return fmt.Errorf("read the calendar: %w", err)
		}
		stood, err := c.Between(dayIn(asked), s.today())
		if err != nil {
			return ErrCalendar.Because(err)
		}
		later, err := c.Add(app.Due, stood.Days)
		if err != nil {
			return ErrCalendar.Because(err)
		}
		app.Due = later.Date
	}
	app.State = Review
	if err := setReview(ctx, tx, *app, s.clock.Now()); err != nil {
		return err
	}
	if err := s.happen(ctx, tx, app.ID, Answered, ""); err != nil {
		return err
	}
	if s.returning == nil {
		return nil
	}
	return s.returning(ctx, tx, *app)
}

// Complain takes a complaint about the refusal that stands: the application goes back to review, by somebody who had no part in the
// refusal, with a term of its own. The refusal stays until another decision stands in its place.
func (s *Service) Complain(ctx context.Context, application actor.CaseID, text string) (app Application, err error) {
	if strings.TrimSpace(text) == "" {
		return Application{}, ErrComplaintText
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if app, err = s.hold(ctx, tx, application, actor.Send); err != nil {
			return err
		}
		d, err := lastDecision(ctx, tx, app.ID)
		switch {
		case errors.Is(err, sqldb.ErrNoRows) || err == nil && (app.State != Refused || d.Positive):
			return ErrNoComplaint
		case err != nil:
			return err
		}
		if _, err := pendingCase(ctx, tx, app.Service, app.Applicant, app.Period); !errors.Is(err, sqldb.ErrNoRows) {
			return errors.Join(err, ErrNoComplaint)
		}
		f, err := s.Version(ctx, tx, app.Service, app.Version)
		if err != nil {
			return err
		}
		if app.Due, err = s.dueOn(ctx, tx, f, s.clock.Now()); err != nil {
			return err
		}
		app.State = Review
		who := actor.From(ctx).Person
		if err := insertComplaint(ctx, tx, Complaint{ID: id.New(), Application: app.ID, Decision: d.Number, Text: text, Person: who, At: s.clock.Now()}); err != nil {
			return fmt.Errorf("keep the complaint: %w", err)
		}
		if err := setReview(ctx, tx, app, s.clock.Now()); err != nil {
			return err
		}
		if s.returning != nil {
			if err := s.returning(ctx, tx, app); err != nil {
				return err
			}
		}
		return s.happen(ctx, tx, app.ID, Complained, d.Number)
	})
	if err != nil {
		return Application{}, fmt.Errorf("complain: %w", err)
	}
	return app, nil
}

// Complaint is what an applicant says against a decision.
type Complaint struct {
	ID          string
	Application actor.CaseID
	Decision    string // its number
	Text        string
	Person      actor.PersonID
	At          time.Time
}

// remind is the job that repeats the letter about questions which half of their time after were not answered.
type remind struct{}

// Kind names the job.
func (remind) Kind() string { return "application.remind" }

func (s *Service) remind(ctx context.Context, tx *sqldb.Tx, _ remind) error {
	list, err := questionsToRepeat(ctx, tx, s.today())
	if err != nil {
		return fmt.Errorf("list questions that were not answered: %w", err)
	}
	told := map[actor.CaseID]bool{}
	for _, q := range list {
		if err := repeatedQuestion(ctx, tx, q.ID, s.clock.Now()); err != nil {
			return err
		}
		if told[q.Application] {
			continue
		}
		told[q.Application] = true
		app, err := selectCase(ctx, tx, q.Application)
		if err != nil {
			return err
		}
		if app.State != Asked {
			continue
		}
		if err := s.tellOf(ctx, tx, app, letterAsked(form.LetterAskedAgain, q.Due)); err != nil {
			return err
		}
	}
	return nil
}

// tellOf writes to all who had a part in an application.
func (s *Service) tellOf(ctx context.Context, tx *sqldb.Tx, app Application, write func(matter) wording) error {
	p, err := paperOf(ctx, tx, app.ID)
	if err != nil || p == nil {
		return err
	}
	return s.tellAll(ctx, tx, app, p.ID, write)
}
