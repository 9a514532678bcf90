package membership

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// AnswerDays is how many working days a member has to answer a warning: the foundation's setting.
const AnswerDays = 10

// longestText bounds what a member answers and what an official writes, in bytes.
const longestText = 4000

// warning tells a member what may cost it the status. It is open until all is well again or an official has decided.
type warning struct {
	ID           string
	Organisation actor.OrganisationID
	Opened       time.Time
	AnswerBy     workdays.Date
	Reason       Reason // Criterion or FalseData
	Note         string // of an official
	Basis        Basis
	Receipt      string
	Answer       string
	AnsweredBy   actor.PersonID
	Answered     time.Time

	elsewhere bool // the register leads to the other status
}

// answered reports whether the member has said something to it.
func (w *warning) answered() bool { return !w.Answered.IsZero() }

// heard reports whether an official may decide: the time to answer is over, or the answer is there.
func (w *warning) heard(today workdays.Date) bool { return w.answered() || today.After(w.AnswerBy) }

// Refusals of warnings and answers.
var (
	errNotHeard = fault.New(fault.Conflict, i18n.M(
		"Сначала организацию нужно предупредить и дать ей срок для ответа. Решить по этому основанию можно после ответа или после срока.",
		"The organisation is first warned and given time to answer. A decision on this ground is taken after the answer or after the term."))
	ErrNoWarning = fault.New(fault.Conflict, i18n.M(
		"Отвечать не на что: предупреждение уже снято или по нему решили. Обновите страницу.",
		"There is nothing to answer: the warning was taken back or decided upon. Reload the page."))
	ErrAnswer = fault.New(fault.Invalid, i18n.M(
		"Напишите ответ: его прочитает сотрудник фонда, который решает о статусе.",
		"Write the answer: the official who decides about the status reads it."))
	ErrWarned = fault.New(fault.Conflict, i18n.M(
		"Организация уже предупреждена. Дождитесь ответа или срока.", "The organisation was warned already. Wait for the answer or the term."))
)

// warn writes to the member, once for as long as the fault lasts. A warning is sealed as a change is: from it the time to answer runs.
func (s *Service) warn(ctx context.Context, tx *sqldb.Tx, o Organisation, m Member, w warning) error {
	_, err := openWarning(ctx, tx, m.Organisation)
	if !errors.Is(err, sqldb.ErrNoRows) {
		return err
	}
	c, err := s.calendar.Calendar(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	due, err := c.Add(s.today(), AnswerDays)
	if err != nil {
		return fmt.Errorf("compute the time to answer: %w", err)
	}
	w.ID, w.Organisation, w.AnswerBy, w.Opened = id.New(), m.Organisation, due.Date, s.clock.Now()
	w.Receipt, err = s.receipts.Issue(ctx, tx, Receipt{
		Kind: "membership.warned", Matter: w.ID, Organisation: o, Number: numberOf(w.ID), At: w.Opened,
		Text: formWarned.With(m.Name, m.OGRN, dayText(w.AnswerBy)),
	})
	if err != nil {
		return fmt.Errorf("seal the warning: %w", err)
	}
	if err := insertWarning(ctx, tx, w); err != nil {
		return fmt.Errorf("store the warning: %w", err)
	}
	if err := s.record(ctx, tx, "membership.warned", actor.From(ctx).Person, m.Organisation, w.ID); err != nil {
		return err
	}
	return s.tell(ctx, tx, o, letterWarning(m, w))
}

// Accuse warns a member that what its application said was not true. It takes an official's words, which the member reads.
func (s *Service) Accuse(ctx context.Context, ogrn, note string) error {
	if note = strings.TrimSpace(note); note == "" || len(note) > longestText {
		return ErrReason
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		m, err := memberByOGRN(ctx, tx, ogrn)
		if err != nil {
			return none(err, ErrNoMember)
		}
		if !m.State.stands() {
			return ErrState
		}
		if err := s.unbiased(ctx, tx, m); err != nil {
			return err
		}
		if _, err := openWarning(ctx, tx, m.Organisation); !errors.Is(err, sqldb.ErrNoRows) {
			return errors.Join(err, ErrWarned)
		}
		o, err := s.organisations.Organisation(ctx, tx, m.Organisation)
		if err != nil {
			return fmt.Errorf("read whom to warn: %w", err)
		}
		return s.warn(ctx, tx, o, m, warning{Reason: FalseData, Note: note})
	})
	if err != nil {
		return fmt.Errorf("warn a member: %w", err)
	}
	return nil
}

// Answer keeps what a member says to its warning; a later answer takes the place of the one before, until an official decides.
func (s *Service) Answer(ctx context.Context, organisation actor.OrganisationID, text string) error {
	if !actor.From(ctx).Can(actor.Send) {
		return actor.ErrRight
	}
	if text = strings.TrimSpace(text); text == "" || len(text) > longestText {
		return ErrAnswer
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		w, err := openWarning(ctx, tx, organisation)
		if err != nil {
			return none(err, ErrNoWarning)
		}
		w.Answer, w.AnsweredBy, w.Answered = text, actor.From(ctx).Person, s.clock.Now()
		if err := storeAnswer(ctx, tx, w); err != nil {
			return fmt.Errorf("store the answer: %w", err)
		}
		return s.record(ctx, tx, "membership.answered", w.AnsweredBy, organisation, w.ID)
	})
	if err != nil {
		return fmt.Errorf("answer a warning: %w", err)
	}
	return nil
}

// clear takes back the warning of a member that meets every rule again, and tells it so. What an official has said of false data stays
// for an official.
func (s *Service) clear(ctx context.Context, tx *sqldb.Tx, organisation actor.OrganisationID) error {
	w, err := openWarning(ctx, tx, organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("read the warning: %w", err)
	case w.Reason != Criterion:
		return nil
	}
	if err := closeWarning(ctx, tx, organisation, "cleared", s.clock.Now()); err != nil {
		return fmt.Errorf("take back the warning: %w", err)
	}
	if err := s.record(ctx, tx, "membership.cleared", "", organisation, w.ID); err != nil {
		return err
	}
	o, err := s.organisations.Organisation(ctx, tx, organisation)
	if err != nil {
		return fmt.Errorf("read whom to tell: %w", err)
	}
	return s.tell(ctx, tx, o, letterCleared(o))
}

// hearing refuses a decision before the member was heard.
func (s *Service) hearing(ctx context.Context, q sqldb.Querier, m Member, r Reason) error {
	w, err := openWarning(ctx, q, m.Organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return errNotHeard
	case err != nil:
		return fmt.Errorf("read the warning: %w", err)
	case w.Reason != r || !w.heard(s.today()):
		return errNotHeard
	}
	return nil
}
