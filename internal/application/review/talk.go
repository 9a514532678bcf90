package review

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// ErrFirstReviewer keeps those who had a part in a refusal out of the complaint about it.
var ErrFirstReviewer = fault.New(fault.Forbidden, i18n.M(
	"На отказ подана жалоба, и её рассматривает сотрудник, который в нём не участвовал. Передайте заявление коллеге.",
	"There is a complaint about the refusal, and an official who had no part in it looks at it. Hand the application to a colleague."))

// Inquire asks the applicant about an application that the person of the request has opened. The application can be decided without
// an answer: a question that nobody answers holds nobody up.
func (s *Service) Inquire(ctx context.Context, one actor.CaseID, list []application.Enquiry) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := s.admit(ctx, tx, one); err != nil {
			return err
		}
		app, err := s.applications.HoldSent(ctx, tx, one)
		if err != nil {
			return err
		}
		if err := s.applications.Inquire(ctx, tx, app, list); err != nil {
			return err
		}
		if err := s.move(ctx, tx, app, Answering); err != nil {
			return err
		}
		return s.record(ctx, tx, "review.asked", app.ID, "")
	})
	if err != nil {
		return fmt.Errorf("ask an applicant: %w", err)
	}
	return nil
}

// Return takes an application back: the applicant has answered, or complains. A complaint leaves the queue of whoever refused, and a decision
// that was formed before it counts for nothing: whoever formed it did not know what the applicant says.
func (s *Service) Return(ctx context.Context, tx *sqldb.Tx, app application.Application) error {
	decided, err := application.Decisions(ctx, tx, app.ID)
	if err != nil {
		return fmt.Errorf("read the decisions on %s: %w", app.ID, err)
	}
	if len(decided) == 0 {
		return s.move(ctx, tx, app, Looking)
	}
	waiting, err := application.WaitingDecision(ctx, tx, app.ID)
	if err != nil {
		return fmt.Errorf("look for a decision on %s: %w", app.ID, err)
	}
	if waiting != nil {
		if err := s.signatures.Withdraw(ctx, tx, Purpose, waiting.ID); err != nil {
			return err
		}
		if err := application.VoidDecision(ctx, tx, app.ID, s.clock.Now()); err != nil {
			return fmt.Errorf("void a decision on %s: %w", app.ID, err)
		}
	}
	if err := reopen(ctx, tx, app.ID); err != nil {
		return fmt.Errorf("take a complaint in: %w", err)
	}
	return s.move(ctx, tx, app, Taking)
}

// hadPart reports whether somebody formed a decision that was made on an application, or agreed with it.
func (s *Service) hadPart(ctx context.Context, q sqldb.Querier, app application.Application, who actor.PersonID) (bool, error) {
	if !underReview(app.State) {
		return false, nil
	}
	decided, err := application.Decisions(ctx, q, app.ID)
	return slices.ContainsFunc(decided, func(d application.Decision) bool { return d.FormedBy == who || d.Second == who }), err
}

// escalate is the job that tells when the term of applications comes to its end.
type escalate struct{}

// Kind names the job.
func (escalate) Kind() string { return "review.escalate" }

// Shares of the term, in tenths, that are left when the end is told: of ten working days on the seventh and on the ninth.
const (
	firstTenths = 3
	lastTenths  = 1
	tenths      = 10
)

// escalate tells the reviewer, or all who decide when there is none, that three tenths of the term are left, and the owners, too, at the last
// tenth. Each is told once. A term decides nothing by itself.
func (s *Service) escalate(ctx context.Context, tx *sqldb.Tx, _ escalate) error {
	c, err := s.calendar.Calendar(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	list, err := waiting(ctx, tx)
	if err != nil {
		return fmt.Errorf("list what waits: %w", err)
	}
	for _, w := range list {
		f, err := s.applications.Version(ctx, tx, w.service, w.version)
		if err != nil {
			return err
		}
		left := daysLeft(c, s.today(), w.due)
		level := 0
		switch {
		case !left.Known:
		case left.Left*tenths <= f.Term*lastTenths:
			level = 2
		case left.Left*tenths <= f.Term*firstTenths:
			level = 1
		}
		if level <= w.escalated {
			continue
		}
		if err := s.tellEnding(ctx, tx, w, left, level); err != nil {
			return err
		}
		if err := setEscalated(ctx, tx, w.id, level); err != nil {
			return fmt.Errorf("note who was told of %s: %w", w.number, err)
		}
	}
	return nil
}

// tellEnding writes to those who can do something about a term.
func (s *Service) tellEnding(ctx context.Context, tx *sqldb.Tx, w ending, left Days, level int) error {
	members, err := s.office.Members(ctx, tx)
	if err != nil {
		return err
	}
	for _, m := range members {
		roles, err := s.office.Roles(ctx, tx, m)
		if err != nil {
			return err
		}
		decides := slices.ContainsFunc(roles, func(r actor.Role) bool { return slices.Contains(Deciders(), r) })
		if m != w.reviewer && (w.reviewer != "" || !decides) && (level < 2 || !slices.Contains(roles, actor.Owner)) {
			continue
		}
		a, err := s.people.Addressee(ctx, tx, m)
		if err != nil {
			return fmt.Errorf("read whom to write: %w", err)
		}
		if a.Email == "" {
			continue
		}
		if err := s.letters.Mail(ctx, tx, a.Email, a.Lang, letterTopic, letterEnding(a, w, left, s.baseURL), letterLife); err != nil {
			return err
		}
	}
	return nil
}
