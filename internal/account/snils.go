package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// SNILSRegister is the register of СНИЛС, which the Social Fund keeps and СМЭВ leads to. It answers whether the data of a
// person belong together, and takes its time: a question is sent, the answer is fetched later, and either may fail.
type SNILSRegister interface {
	// Send asks about a person and returns the ticket by which the answer is fetched. The same question, repeated because
	// nobody knows whether it arrived, bears the same id and gets the same ticket.
	Send(ctx context.Context, id string, who Identity) (ticket string, err error)
	// Answer returns the answer: whether the data belong together. The error is [ErrNoAnswer] while there is none,
	// [ErrQuestion] when the register will not answer this question; any other means that it cannot be reached now.
	Answer(ctx context.Context, ticket string) (agrees bool, err error)
}

// Errors of a [SNILSRegister].
var (
	ErrNoAnswer = errors.New("the register has not answered yet")
	ErrQuestion = errors.New("the register refuses the question")
)

// CheckLife is how long an answer of the register is waited for: as long as the city promises.
const CheckLife = 48 * time.Hour

// checkState is how far a check of a СНИЛС has come; see the drawing in the package comment.
type checkState string

const (
	checkPending   checkState = "pending"
	checkReview    checkState = "review" // a person of the foundation decides
	checkConfirmed checkState = "confirmed"
	checkMismatch  checkState = "mismatch"
	checkFailed    checkState = "failed" // the register refused the question
	checkOverdue   checkState = "overdue"
	checkRefused   checkState = "refused" // by a person of the foundation
	checkWithdrawn checkState = "withdrawn"
)

// snilsCheck is a question to the register about a person.
type snilsCheck struct {
	id       string
	person   actor.PersonID
	identity Identity
	state    checkState
	ticket   string // "" until the question has arrived
	asked    int
	silent   bool // the register could not be reached the last time
	created  time.Time
	next     time.Time // when to ask again
	decided  time.Time
}

func (c snilsCheck) open() bool { return c.state == checkPending || c.state == checkReview }

// Refusals of giving data and of checks.
var (
	ErrChecking = fault.New(fault.Conflict, i18n.M(
		"Сейчас идёт проверка СНИЛС. Дождитесь ответа или отмените проверку на странице уровня, а потом измените данные.",
		"Your SNILS is being checked. Wait for the answer, or cancel the check on the page of the level and then change the data."))
	ErrIdentified = fault.New(fault.Conflict, i18n.M(
		"Эти данные подтверждены. Они изменятся, когда новые данные пройдут проверку.",
		"These data are confirmed. They will change when the new data pass a check."))
	ErrSameData = fault.New(fault.Conflict, i18n.M(
		"Эти данные уже подтверждены: проверять нечего.",
		"These data are confirmed already: there is nothing to check."))
	ErrNoRegister = fault.New(fault.Unavailable, i18n.M(
		"В этой установке СНИЛС по реестру не проверяется. Другие способы — на странице уровня.",
		"This installation does not check SNILS by the register. The page of the level has the other ways."))
	ErrNoCheck = fault.New(fault.Conflict, i18n.M(
		"Эту проверку уже не отменить: она завершена. Обновите страницу.",
		"This check cannot be cancelled any more: it is over. Refresh the page."))
)

// SaveData keeps what a person says of themselves, for forms. Confirmed data change by [Service.StartCheck] only.
func (s *Service) SaveData(ctx context.Context, who actor.PersonID, i Identity) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := s.notChecking(ctx, tx, who); err != nil {
			return err
		}
		return s.state(ctx, tx, who, i)
	})
	if err != nil {
		return fmt.Errorf("keep the data of %s: %w", who, err)
	}
	return nil
}

func (s *Service) state(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, i Identity) error {
	stored, err := setStated(ctx, tx, who, i)
	switch {
	case err != nil:
		return fmt.Errorf("store the data: %w", err)
	case !stored:
		return ErrIdentified
	}
	return s.record(ctx, tx, who, "account.data_changed", string(who))
}

func (s *Service) notChecking(ctx context.Context, q sqldb.Querier, who actor.PersonID) error {
	c, err := lastCheck(ctx, q, who)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("read the last check: %w", err)
	case c.open():
		return ErrChecking
	}
	return nil
}

// StartCheck asks the register about a person. Until it has confirmed them, the data of a confirmed account stay as they
// are; those of another are kept as the person's own word.
func (s *Service) StartCheck(ctx context.Context, who actor.PersonID, i Identity) error {
	if s.snils == nil {
		return ErrNoRegister
	}
	if err := s.throttleCheck(ctx, who); err != nil {
		return err
	}
	now := s.clock.Now()
	c := snilsCheck{id: id.New(), person: who, identity: i, state: checkPending, created: now, next: now.Add(askLease)}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := s.Person(ctx, tx, who)
		switch {
		case err != nil:
			return err
		case p.Identified && p.Identity() == i:
			return ErrSameData
		}
		if err := s.notChecking(ctx, tx, who); err != nil {
			return err
		}
		if !p.Identified {
			if err := s.state(ctx, tx, who, i); err != nil {
				return err
			}
		}
		if err := insertCheck(ctx, tx, c); err != nil {
			return fmt.Errorf("store the check: %w", err)
		}
		if err := s.record(ctx, tx, who, "account.snils_check_started", c.id); err != nil {
			return err
		}
		return s.jobs.Insert(ctx, tx, askRegister{c.id})
	})
	if errors.Is(err, sqldb.ErrConflict) {
		return ErrChecking.Because(err) // two clicks at once
	}
	if err != nil {
		return fmt.Errorf("start a check of %s: %w", who, err)
	}
	return nil
}

// CancelCheck ends the check that is under way, so that the person can mend the data.
func (s *Service) CancelCheck(ctx context.Context, who actor.PersonID) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := lastCheck(ctx, tx, who)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return ErrNoCheck
		case err != nil:
			return fmt.Errorf("read the last check: %w", err)
		case c.state != checkPending:
			return ErrNoCheck
		}
		c.state = checkWithdrawn
		return s.close(ctx, tx, c)
	})
}

// close ends a check in the state that it bears. A check that somebody else has ended or asked about meanwhile is
// [ErrNoCheck].
func (s *Service) close(ctx context.Context, tx *sqldb.Tx, c snilsCheck) error {
	ended, err := updateCheck(ctx, tx, c, s.clock.Now())
	switch {
	case err != nil:
		return fmt.Errorf("store the end of the check: %w", err)
	case !ended:
		return ErrNoCheck
	}
	return s.record(ctx, tx, c.person, "account.snils_check_"+string(c.state), c.id)
}

// lastCheckOf returns the latest check of a person, nil when there was none.
func (s *Service) lastCheckOf(ctx context.Context, q sqldb.Querier, who actor.PersonID) (*snilsCheck, error) {
	c, err := lastCheck(ctx, q, who)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("read the last check: %w", err)
	}
	return &c, nil
}
