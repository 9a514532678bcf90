package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Refusals of deciding a case.
var (
	ErrNoCase = fault.New(fault.NotFound, i18n.M(
		"Такого дела нет. Вернитесь к списку дел.", "There is no such case. Go back to the list of cases."))
	ErrCaseDecided = fault.New(fault.Conflict, i18n.M(
		"Это дело уже решено. Обновите страницу.", "This case has been decided already. Refresh the page."))
	ErrCaseClosed = fault.New(fault.Forbidden, i18n.M(
		"Сначала откройте дело: просмотр чужих данных записывается.", "Open the case first: a look at someone’s data is written down."))
	ErrSecondPerson = fault.New(fault.Forbidden, i18n.M(
		"Решение подтверждает другой сотрудник, не тот, кто его предложил.", "Someone else of the staff confirms the decision, not the one who proposed it."))
	ErrCaseClash = fault.New(fault.Conflict, i18n.M(
		"Этот СНИЛС тем временем подтверждён у другой учётной записи. Отклоните дело: при новой проверке откроется новое.",
		"This SNILS has been confirmed for another account meanwhile. Refuse the case: a new check will open a new one."))
)

// openCases lists the cases that wait, the oldest first.
func (s *Service) openCases(ctx context.Context, q sqldb.Querier) ([]identityCase, error) {
	list, err := waitingCases(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("list the cases: %w", err)
	}
	return list, nil
}

// OpenCase writes down that an operator sees the data of everybody whom a case is about. The case then stays open to the
// operator for half an hour.
func (s *Service) OpenCase(ctx context.Context, operator actor.PersonID, matter string) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.caseByID(ctx, tx, matter)
		if err != nil {
			return err
		}
		for _, p := range c.about() {
			if _, err := s.openVisit(ctx, tx, deskVisit{operator: operator, person: p, matter: c.id}, caseLooked); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("open the case %s: %w", matter, err)
	}
	return nil
}

// about lists whose data a case shows.
func (c identityCase) about() []actor.PersonID {
	if c.holder == "" {
		return []actor.PersonID{c.person}
	}
	return []actor.PersonID{c.person, c.holder}
}

func (c identityCase) waits() bool { return c.state == caseOpen || c.state == caseProposed }

func (s *Service) caseByID(ctx context.Context, q sqldb.Querier, matter string) (identityCase, error) {
	c, err := selectCase(ctx, q, matter)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return c, ErrNoCase
	case err != nil:
		return c, fmt.Errorf("read the case: %w", err)
	}
	return c, nil
}

// caseFor returns a case that the operator has opened lately.
func (s *Service) caseFor(ctx context.Context, q sqldb.Querier, operator actor.PersonID, matter string) (identityCase, error) {
	c, err := s.caseByID(ctx, q, matter)
	if err != nil {
		return c, err
	}
	for _, p := range c.about() {
		if err := s.impartial(ctx, q, operator, p); err != nil {
			return c, err
		}
	}
	open, err := visitedSince(ctx, q, operator, matter, s.clock.Now().Add(-visitLife))
	if err != nil {
		return c, fmt.Errorf("look whether the case is open: %w", err)
	}
	if !open {
		return c, ErrCaseClosed
	}
	return c, nil
}

// proposeCorrection opens a case on which the operator at the desk has spoken already.
func (s *Service) proposeCorrection(ctx context.Context, tx *sqldb.Tx, p Person, c identityCase, operator actor.PersonID) error {
	c.id, c.person, c.state, c.created, c.proposedBy = id.New(), p.ID, caseProposed, s.clock.Now(), operator
	if err := insertCase(ctx, tx, c); err != nil {
		return fmt.Errorf("store the correction: %w", err)
	}
	return s.recordAs(ctx, tx, operator, p.ID, "account.case_proposed", c.id)
}

// ProposeCase is the first operator's word that a case shall take effect.
func (s *Service) ProposeCase(ctx context.Context, operator actor.PersonID, matter, note string) error {
	return s.decideCase(ctx, operator, matter, func(tx *sqldb.Tx, c identityCase) error {
		if c.state != caseOpen {
			return ErrCaseDecided
		}
		c.state, c.note, c.proposedBy = caseProposed, note, operator
		return s.storeCase(ctx, tx, c, operator, "account.case_proposed")
	})
}

// RefuseCase ends a case without effect. One operator suffices, since everything stays as it is.
func (s *Service) RefuseCase(ctx context.Context, operator actor.PersonID, matter, note string) error {
	return s.decideCase(ctx, operator, matter, func(tx *sqldb.Tx, c identityCase) error {
		c.state, c.note, c.decidedBy = caseRefused, joinNotes(c.note, note), operator
		if err := s.storeCase(ctx, tx, c, operator, "account.case_refused"); err != nil {
			return err
		}
		if c.kind == caseCorrection {
			return nil // the person has been at the desk and asked for nothing by themselves
		}
		if err := settleReviewed(ctx, tx, c.vouch.Reference, checkRefused, s.clock.Now()); err != nil {
			return fmt.Errorf("end the check: %w", err)
		}
		p, err := s.Person(ctx, tx, c.person)
		if err != nil {
			return err
		}
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLevel, letterChecked(s.site(p.Lang), p, checkRefused), letterLife)
	})
}

// ConfirmCase is the second operator's word: the case takes effect. Who held the СНИЛС of a clash loses it.
func (s *Service) ConfirmCase(ctx context.Context, operator actor.PersonID, matter, note string) error {
	return s.decideCase(ctx, operator, matter, func(tx *sqldb.Tx, c identityCase) error {
		switch {
		case c.state != caseProposed:
			return ErrCaseDecided
		case c.proposedBy == operator:
			return ErrSecondPerson
		}
		c.state, c.note, c.decidedBy = caseApplied, joinNotes(c.note, note), operator
		if err := s.storeCase(ctx, tx, c, operator, "account.case_applied"); err != nil {
			return err
		}
		return s.applyCase(ctx, tx, c)
	})
}

func (s *Service) applyCase(ctx context.Context, tx *sqldb.Tx, c identityCase) error {
	if c.kind == caseClash {
		holder, err := s.Person(ctx, tx, c.holder)
		if err != nil {
			return err
		}
		if holder.SNILS == c.vouch.Identity.SNILS && holder.Identified {
			if err := s.unidentify(ctx, tx, holder, c.id); err != nil {
				return err
			}
		}
	}
	p, err := s.Person(ctx, tx, c.person)
	if err != nil {
		return err
	}
	v := c.vouch
	if c.kind == caseDifference { // the source did not say everything
		v.Identity = p.Identity().with(v.Identity)
	}
	err = s.identify(ctx, tx, p, max(p.Level, c.to), v)
	if errors.Is(err, errTaken) {
		return ErrCaseClash.Because(err)
	}
	if err != nil {
		return err
	}
	if err := settleReviewed(ctx, tx, v.Reference, checkConfirmed, s.clock.Now()); err != nil {
		return fmt.Errorf("end the check: %w", err)
	}
	if p.Level >= c.to { // no letter about the level: tell of the data
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLevel, letterChecked(s.site(p.Lang), p, checkConfirmed), letterLife)
	}
	return nil
}

func (s *Service) decideCase(ctx context.Context, operator actor.PersonID, matter string, decide func(*sqldb.Tx, identityCase) error) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.caseFor(ctx, tx, operator, matter)
		if err != nil {
			return err
		}
		if !c.waits() {
			return ErrCaseDecided
		}
		return decide(tx, c)
	})
	if errors.Is(err, sqldb.ErrConflict) {
		return ErrCaseClash.Because(err)
	}
	if err != nil {
		return fmt.Errorf("decide the case %s: %w", matter, err)
	}
	return nil
}

func (s *Service) storeCase(ctx context.Context, tx *sqldb.Tx, c identityCase, operator actor.PersonID, action string) error {
	stored, err := updateCase(ctx, tx, c, s.clock.Now())
	switch {
	case err != nil:
		return fmt.Errorf("store the decision: %w", err)
	case !stored:
		return ErrCaseDecided
	}
	return s.recordAs(ctx, tx, operator, c.person, action, c.id)
}

func joinNotes(first, second string) string {
	if first == "" {
		return second
	}
	return first + "\n\n" + second
}
