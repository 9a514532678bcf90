package application

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Receipt is what the foundation's seal confirms about an application: package evidence makes it.
type Receipt struct {
	Kind        string // "application.sent"
	Application actor.CaseID
	Applicant   Applicant
	Party       Party
	Number      string
	Text        i18n.Text // names no person
	At          time.Time
	Documents   []Sealed
	Signatures  []string // ids of the room of signatures
}

// Sealed is a document that a receipt names.
type Sealed struct {
	Role    string // "application"
	Name    string
	Media   string
	Content []byte
}

// Receipts seals what has happened, with a leaf for the log, in the transaction in which it happens (rules T19, T21).
type Receipts interface {
	Issue(ctx context.Context, tx *sqldb.Tx, r Receipt) (receipt string, err error)
	// ReceiptFile returns a receipt of an application as a file, by its id; "" is the first, that of sending.
	ReceiptFile(ctx context.Context, q sqldb.Querier, application actor.CaseID, receipt string) (File, error)
}

// Refusals of sending.
var (
	ErrNotSigned = fault.New(fault.Conflict, i18n.M(
		"Отправить пока нельзя: подписали не все, кто должен.", "It cannot be sent yet: not everybody who must has signed."))
	ErrCalendar = fault.New(fault.Unavailable, i18n.M(
		"Срок ответа пока не вычислить: в календаре нет нужного года. Заявление сохранено; мы сообщили оператору.",
		"The term of the answer cannot be computed yet: the calendar lacks the year. The application is kept; the operator was told."))
)

// Send sends an application that has the signatures it needs: «Отправить». It takes no document from the browser: what was
// frozen and signed is what is sent (rule T17). Sending what was sent already returns it as it is.
func (s *Service) Send(ctx context.Context, application actor.CaseID) (app Application, err error) {
	if err := s.askBeforeSending(ctx, application); err != nil {
		return Application{}, fmt.Errorf("send an application: %w", err)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if app, err = s.hold(ctx, tx, application, actor.Send); err != nil || app.State.Sent() {
			return err
		}
		held, p, err := s.holdPaper(ctx, tx, application, actor.Send)
		if err != nil {
			return err
		}
		content, err := s.read(ctx, p.XML)
		if err != nil {
			return err
		}
		if _, err := s.compare(ctx, tx, held, p, content); err != nil {
			return err
		}
		if err := s.send(ctx, tx, held, p, actor.From(ctx).Person); err != nil {
			return err
		}
		app, err = selectCase(ctx, tx, application)
		return err
	})
	if err != nil {
		return Application{}, fmt.Errorf("send an application: %w", err)
	}
	return app, nil
}

// askBeforeSending asks others about the rights of those who have signed (T12). What is not there to be sent is told by the sending.
func (s *Service) askBeforeSending(ctx context.Context, application actor.CaseID) error {
	var app Application
	var people []actor.PersonID
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if app, err = selectCase(ctx, q, application); err != nil {
			return none(err, ErrNoApplication)
		}
		if err := may(ctx, app, actor.Send); err != nil {
			return err
		}
		p, err := paperOf(ctx, q, app.ID)
		if err != nil || p == nil {
			return err
		}
		people, err = whoSigned(ctx, q, p.ID)
		return err
	})
	if err != nil || len(people) == 0 || app.State != Signing {
		return err
	}
	return s.authority.AskAnew(ctx, app.Applicant, people)
}

// stillSign asks whether those who have signed bind the applicant at this moment.
func (s *Service) stillSign(ctx context.Context, tx *sqldb.Tx, app Application, paper string) error {
	people, err := whoSigned(ctx, tx, paper)
	if err != nil || len(people) == 0 {
		return err
	}
	return s.authority.StillSign(ctx, tx, app.Applicant, people)
}

// send is the moment of sending. The caller holds the application and has compared its document with what was frozen.
func (s *Service) send(ctx context.Context, tx *sqldb.Tx, app Application, p *Paper, by actor.PersonID) error {
	f, err := s.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return err
	}
	now := s.clock.Now()
	if !f.InForce(dayIn(now)) {
		return ErrVersionEnded
	}
	if err := s.maySend(ctx, tx, f, app.Applicant); err != nil {
		return err
	}
	enough, err := s.signedEnough(ctx, tx, f, app, p.ID)
	switch {
	case err != nil:
		return err
	case !enough:
		return ErrNotSigned
	}
	if err := s.stillSign(ctx, tx, app, p.ID); err != nil {
		return err
	}
	due, err := s.dueOn(ctx, tx, f, now)
	if err != nil {
		return err
	}
	app.State, app.Number, app.Sent, app.SentBy, app.Due = Review, newNumber(now), now, by, due
	if err := sendCase(ctx, tx, app); err != nil {
		return fmt.Errorf("send the application %s: %w", app.ID, err)
	}
	if err := s.signatures.Withdraw(ctx, tx, p.ID); err != nil {
		return err
	}
	if s.arriving != nil {
		if err := s.arriving(ctx, tx, app); err != nil {
			return fmt.Errorf("tell the desk of %s: %w", app.ID, err)
		}
	}
	if err := s.seal(ctx, tx, f, app, p); err != nil {
		return err
	}
	if err := s.tellAll(ctx, tx, app, p.ID, letterSent); err != nil {
		return err
	}
	return s.happen(ctx, tx, app.ID, SentOff, app.Number)
}

// dueOn is the last day of the term: so many working days from the day after the receipt (ГК РФ, ст. 191).
func (s *Service) dueOn(ctx context.Context, q sqldb.Querier, f *form.Service, now time.Time) (workdays.Date, error) {
	c, err := s.calendar.Calendar(ctx, q)
	if err != nil {
		return workdays.Date{}, fmt.Errorf("read the calendar: %w", err)
	}
	due, err := c.Add(dayIn(now), f.Term)
	if unknown, ok := errors.AsType[workdays.UnknownYearError](err); ok {
		return workdays.Date{}, ErrCalendar.Because(unknown)
	}
	if err != nil {
		return workdays.Date{}, fmt.Errorf("compute the term: %w", err)
	}
	return due.Date, nil
}

func (s *Service) seal(ctx context.Context, tx *sqldb.Tx, f *form.Service, app Application, p *Paper) error {
	content, err := s.read(ctx, p.XML)
	if err != nil {
		return err
	}
	party, err := s.applicants.Party(ctx, tx, app.Applicant)
	if err != nil {
		return fmt.Errorf("read who applies: %w", err)
	}
	list, err := signingsOf(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	r := Receipt{
		Kind: "application.sent", Application: app.ID, Applicant: app.Applicant, Party: party, Number: app.Number, At: app.Sent,
		Text:      textReceipt.With(errText(f.Name), i18n.Date(app.Due.Start())),
		Documents: []Sealed{{Role: "application", Name: fileName(app, "xml"), Media: mediaXML, Content: content}},
	}
	for _, g := range list {
		if g.Signature != "" {
			r.Signatures = append(r.Signatures, g.Signature)
		}
	}
	if _, err := s.receipts.Issue(ctx, tx, r); err != nil {
		return fmt.Errorf("seal the receipt: %w", err)
	}
	return nil
}

// Withdraw takes an application back before it is decided.
func (s *Service) Withdraw(ctx context.Context, application actor.CaseID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, err := s.hold(ctx, tx, application, actor.Send)
		switch {
		case err != nil:
			return err
		case app.State != Review && app.State != Asked:
			return ErrClosed
		}
		if err := setState(ctx, tx, app.ID, Withdrawn, false, s.clock.Now()); err != nil {
			return err
		}
		if err := s.tellOf(ctx, tx, app, letterWithdrawn); err != nil {
			return err
		}
		return s.happen(ctx, tx, app.ID, Left, "")
	})
	if err != nil {
		return fmt.Errorf("withdraw an application: %w", err)
	}
	return nil
}

// digits are those of numbers: no letter that looks like a digit or another letter, in Latin or Cyrillic type.
const digits = "0123456789ACEHKMPTXY"

// newNumber makes the number of an application: the year and nine characters at random, 39 bits, so that knowing one number tells
// nothing of others (rule T26). The database refuses a number that is there already, and the transaction is repeated.
func newNumber(now time.Time) string {
	const groups, length = 3, 3
	b := []byte(now.In(i18n.Moscow()).Format("2006"))
	for range groups {
		b = append(b, '-')
		for range length {
			b = append(b, digits[randomBelow(len(digits))])
		}
	}
	return string(b)
}

// randomBelow is a number below n, each as likely as the others.
func randomBelow(n int) int {
	for {
		var b [1]byte
		_, _ = rand.Read(b[:]) // it never fails (crypto/rand)
		if v := int(b[0]); v < 256/n*n {
			return v % n
		}
	}
}

// dayIn is the day of a moment in Moscow.
func dayIn(t time.Time) workdays.Date { return workdays.DateOf(t.In(i18n.Moscow())) }
