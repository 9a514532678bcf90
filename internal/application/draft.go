package application

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

// Budgets. A draft is small, and people save often; a program that saves without end is not one of them.
var (
	startByPerson = limit.Rule{Name: "application.start", Burst: 20, Per: oneHour}
	saveByPerson  = limit.Rule{Name: "application.save", Burst: 600, Per: oneHour}
)

// Work is an application as those see it who work on it.
type Work struct {
	Application

	Form  *form.Service
	Sheet *form.Sheet
	Given form.Given
	Party Party
	Saved map[string]Saved
	// Renewed says that the form has changed since the draft was begun: the answers stand in the new one.
	Renewed bool
	Paper   *Paper // the document that was formed of these answers, nil if there is none

	standing form.Standing         // of the applicant, as long as the application is open
	named    map[string]i18n.Text  // what the register says of each ИНН in the answers
	scans    map[string]scan.State // what the scanner says of attached files, by where they lie
}

// RegisteredAs is what the register says of an ИНН in the answers; zero where it has none.
func (w Work) RegisteredAs(inn string) i18n.Text { return w.named[inn] }

// verdict is what the scanner says of an attached file.
func (w Work) verdict(f form.File) scan.State { return w.scans[f.Ref] }

// infected returns an attached file that did not pass the scanner.
func (w Work) infected() (form.File, bool) {
	for _, v := range w.Saved {
		for _, f := range v.Answer.Files {
			if w.verdict(f) == scan.Infected {
				return f, true
			}
		}
	}
	return form.File{}, false
}

// Answers are what was saved, as it was typed.
func (w Work) Answers() form.Answers { return answersOf(w.Saved) }

func answersOf(saved map[string]Saved) form.Answers {
	answers := form.Answers{}
	for question, v := range saved {
		if !v.Answer.Empty() {
			answers[question] = v.Answer
		}
	}
	return answers
}

// Start begins an application, or returns the one that is pending: there is one at a time, of a service that recurs one for each period.
func (s *Service) Start(ctx context.Context, service string, a Applicant) (Application, error) {
	return s.start(ctx, service, a, "")
}

// start begins an application for a period; for the one that is due when none is given.
func (s *Service) start(ctx context.Context, service string, a Applicant, period string) (app Application, err error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: startByPerson, Key: string(actor.From(ctx).Person)}); err != nil {
		return Application{}, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if period == "" {
			if period, err = s.periodFor(ctx, tx, service, a); err != nil {
				return err
			}
		}
		if app, err = pendingCase(ctx, tx, service, a, period); !errors.Is(err, sqldb.ErrNoRows) {
			if err != nil {
				return fmt.Errorf("look for the draft: %w", err)
			}
			return may(ctx, app, actor.Draft)
		}
		f, err := s.Current(ctx, tx, service, s.today())
		if err != nil {
			return err
		}
		app = Application{ID: actor.CaseID(id.New()), Service: service, Version: f.Version, Applicant: a, State: Draft, Created: s.clock.Now(), Period: period}
		app.Changed = app.Created
		if err := may(ctx, app, actor.Draft); err != nil {
			return err
		}
		if err := s.mayFill(ctx, tx, f, a); err != nil {
			return err
		}
		if err := insertCase(ctx, tx, app); err != nil {
			return fmt.Errorf("begin the draft: %w", err)
		}
		if err := s.prefill(ctx, tx, &app, f); err != nil {
			return err
		}
		return s.happen(ctx, tx, app.ID, Started, service)
	})
	if errors.Is(err, sqldb.ErrConflict) { // somebody began it at the same moment
		err = s.db.View(ctx, func(q sqldb.Querier) error {
			app, err = pendingCase(ctx, q, service, a, period)
			return err
		})
	}
	if err != nil {
		return Application{}, fmt.Errorf("start an application for %s: %w", service, err)
	}
	return app, nil
}

// Of lists the applications of an applicant, the latest first, without those that were dropped.
func (s *Service) Of(ctx context.Context, q sqldb.Querier, a Applicant) ([]Application, error) {
	list, err := casesOf(ctx, q, a)
	if err != nil {
		return nil, fmt.Errorf("list the applications of an applicant: %w", err)
	}
	return list, nil
}

// prefill writes what is known into a new draft, so that everybody sees the same, and can correct it.
func (s *Service) prefill(ctx context.Context, tx *sqldb.Tx, app *Application, f *form.Service) error {
	given, err := s.given(ctx, tx, f, *app)
	if err != nil {
		return err
	}
	for _, section := range f.Sections {
		for i := range section.Questions {
			q := &section.Questions[i]
			fact := given[q.Prefill]
			if q.Kind == form.Known || q.Prefill == "" || fact.State != rule.Known || fact.Value == "" {
				continue
			}
			app.Revision = 1
			v := Saved{Question: q.Key, Answer: form.Answer{Text: fact.Value}, Revision: 1, Author: BuiltIn, At: app.Created}
			if err := insertAnswer(ctx, tx, app.ID, v); err != nil {
				return fmt.Errorf("fill in what is known: %w", err)
			}
		}
	}
	return setRevision(ctx, tx, app.ID, app.Revision, app.Created)
}

// Open reads an application for whoever may fill it in.
func (s *Service) Open(ctx context.Context, application actor.CaseID) (w Work, err error) {
	if !id.Valid(string(application)) {
		return Work{}, ErrNoApplication
	}
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		app, err := selectCase(ctx, q, application)
		if err != nil {
			return none(err, ErrNoApplication)
		}
		if err := may(ctx, app, actor.Draft); err != nil {
			return err
		}
		w, err = s.work(ctx, q, app)
		return err
	})
	if err != nil {
		return Work{}, fmt.Errorf("open an application: %w", err)
	}
	return w, nil
}

// work puts together what belongs to an application. The form of a draft is the one in force, so that nobody fills in a
// form under which they cannot apply any more.
func (s *Service) work(ctx context.Context, q sqldb.Querier, app Application) (w Work, err error) {
	w.Application = app
	if w.Form, err = s.Version(ctx, q, app.Service, app.Version); err != nil {
		return Work{}, err
	}
	if app.State.Open() && !w.Form.InForce(s.today()) {
		if w.Form, err = s.Current(ctx, q, app.Service, s.today()); err != nil {
			return Work{}, err
		}
		w.Renewed = true
	}
	if w.Saved, err = answersAt(ctx, q, app.ID, app.Revision); err != nil {
		return Work{}, err
	}
	if app.State.Open() {
		if w.standing, err = s.applicants.Standing(ctx, q, app.Applicant); err != nil {
			return Work{}, fmt.Errorf("read the standing of the applicant: %w", err)
		}
	}
	if w.Party, err = s.applicants.Party(ctx, q, app.Applicant); err != nil {
		return Work{}, fmt.Errorf("read who applies: %w", err)
	}
	if w.Given, err = s.given(ctx, q, w.Form, app); err != nil {
		return Work{}, err
	}
	if w.Sheet, err = w.Form.Check(ctx, w.Answers(), w.Given, s.today()); err != nil {
		return Work{}, err
	}
	if w.named, err = s.registered(ctx, q, w.Form, w.Answers()); err != nil {
		return Work{}, err
	}
	if w.scans, err = scans(ctx, q, app.ID); err != nil {
		return Work{}, err
	}
	w.Paper, err = paperOf(ctx, q, app.ID)
	return w, err
}

// registered asks the register about each ИНН in the answers, so that the person sees whom they have named.
func (s *Service) registered(ctx context.Context, q sqldb.Querier, f *form.Service, answers form.Answers) (map[string]i18n.Text, error) {
	named := map[string]i18n.Text{}
	note := func(inn string) (err error) {
		if _, known := named[inn]; inn == "" || known || len(named) >= maxNamed {
			return nil
		}
		named[inn], err = s.applicants.Registered(ctx, q, inn)
		return err
	}
	for key, a := range answers {
		question, ok := f.Question(key)
		if !ok {
			continue
		}
		if question.Kind == form.INN {
			if err := note(a.Text); err != nil {
				return nil, err
			}
		}
		for i := range question.Columns {
			for _, row := range a.Rows {
				if question.Columns[i].Kind != form.INN {
					continue
				}
				if err := note(row[question.Columns[i].Key]); err != nil {
					return nil, err
				}
			}
		}
	}
	return named, nil
}

// maxNamed bounds how many ИНН of one application the register is asked about.
const maxNamed = 60

// Conflict is an answer that two people have changed at the same time.
type Conflict struct {
	Question *form.Question
	Mine     form.Answer
	Theirs   Saved
	Author   string
}

// Save keeps the answers of one section as they were typed. drawn is the revision that the page showed: what others have
// changed since, and the person has not touched, stays; what both have changed is not saved but returned, for the person to
// choose. Any change voids the document that was formed (rule T17).
func (s *Service) Save(ctx context.Context, application actor.CaseID, section string, drawn int, answers form.Answers) (conflicts []Conflict, err error) {
	who := actor.From(ctx).Person
	if err := s.limits.Allow(ctx, limit.Charge{Rule: saveByPerson, Key: string(who)}); err != nil {
		return nil, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		conflicts = nil
		app, f, err := s.holdDraft(ctx, tx, application)
		if err != nil {
			return err
		}
		part, ok := f.Section(section)
		if !ok {
			return ErrNoApplication
		}
		now, err := answersAt(ctx, tx, app.ID, app.Revision)
		if err != nil {
			return err
		}
		before, err := answersAt(ctx, tx, app.ID, min(drawn, app.Revision))
		if err != nil {
			return err
		}
		changed := false
		for i := range part.Questions {
			q := &part.Questions[i]
			mine, theirs, base := answers[q.Key], now[q.Key], before[q.Key].Answer
			switch {
			case q.Kind == form.Known || q.Kind == form.Files || same(mine, theirs.Answer): // files come and go one by one, see [Service.Attach]
				continue
			case theirs.Revision > drawn && theirs.Author != who && same(mine, base):
				continue
			case theirs.Revision > drawn && theirs.Author != who:
				name, err := s.applicants.Name(ctx, tx, theirs.Author)
				if err != nil {
					return fmt.Errorf("read who changed it: %w", err)
				}
				conflicts = append(conflicts, Conflict{Question: q, Mine: mine, Theirs: theirs, Author: name})
				continue
			}
			v := Saved{Question: q.Key, Answer: mine, Revision: app.Revision + 1, Author: who, At: s.clock.Now()}
			if err := insertAnswer(ctx, tx, app.ID, v); err != nil {
				return err
			}
			changed = true
		}
		if !changed {
			return nil
		}
		if err := setRevision(ctx, tx, app.ID, app.Revision+1, s.clock.Now()); err != nil {
			return err
		}
		return s.void(ctx, tx, app)
	})
	if err != nil {
		return nil, fmt.Errorf("save answers: %w", err)
	}
	return conflicts, nil
}

// same reports whether two answers say the same; nothing and an empty answer do.
func same(a, b form.Answer) bool { return a.Empty() && b.Empty() || reflect.DeepEqual(a, b) }

// holdDraft reads an application whose answers may change, and the form in force, which becomes the one of the draft.
func (s *Service) holdDraft(ctx context.Context, tx *sqldb.Tx, application actor.CaseID) (Application, *form.Service, error) {
	app, err := s.hold(ctx, tx, application, actor.Draft)
	if err != nil {
		return Application{}, nil, err
	}
	if !app.State.Open() {
		return Application{}, nil, ErrClosed
	}
	f, err := s.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return Application{}, nil, err
	}
	if f.InForce(s.today()) {
		return app, f, nil
	}
	if f, err = s.Current(ctx, tx, app.Service, s.today()); err != nil {
		return Application{}, nil, err
	}
	app.Version = f.Version
	return app, f, setVersion(ctx, tx, app.ID, f.Version)
}

// hold reads an application for a change by somebody who may make it.
func (s *Service) hold(ctx context.Context, tx *sqldb.Tx, application actor.CaseID, right actor.Right) (Application, error) {
	if !id.Valid(string(application)) {
		return Application{}, ErrNoApplication
	}
	app, err := holdCase(ctx, tx, application)
	if err != nil {
		return Application{}, none(err, ErrNoApplication)
	}
	return app, may(ctx, app, right)
}

// Drop ends a draft that nobody wants any more, and deletes what was typed into it.
func (s *Service) Drop(ctx context.Context, application actor.CaseID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, err := s.hold(ctx, tx, application, actor.Draft)
		if err != nil {
			return err
		}
		if !app.State.Open() {
			return ErrClosed
		}
		if err := s.void(ctx, tx, app); err != nil {
			return err
		}
		if err := deleteContent(ctx, tx, app.ID); err != nil {
			return fmt.Errorf("delete the answers: %w", err)
		}
		if err := setState(ctx, tx, app.ID, Dropped, false, s.clock.Now()); err != nil {
			return err
		}
		return s.record(ctx, tx, "application.dropped", app.ID, app.Service)
	})
	if err != nil {
		return fmt.Errorf("drop an application: %w", err)
	}
	return nil
}
