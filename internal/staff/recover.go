package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// The budgets of recoveries that the staff starts. That of a person gives one back each hour, which is how long a link
// lives: more links would only bury the one that works. That of an operator is wide enough for a busy day at the telephone
// and too narrow to send letters to everybody.
var (
	recoveryOfPerson   = limit.Rule{Name: "staff.recovery.person", Burst: 3, Per: 3 * time.Hour}
	recoveryByOperator = limit.Rule{Name: "staff.recovery.operator", Burst: 20, Per: time.Hour}
)

// ErrRecoveryOften says that an operator has started too many recoveries. Its text and Retry say when the next one passes.
var ErrRecoveryOften = fault.New(fault.RateLimited, i18n.M(
	"Слишком много восстановлений подряд. Попробуйте позже.", "Too many recoveries in a row. Try again later."))

var (
	recoveryPersonOften = i18n.F("Этому человеку уже отправлено несколько ссылок, и действует последняя. Следующую можно отправить через %s.",
		"Several links have gone to this person already, and the last one works. The next one can go in %s.")
	recoveryOperatorOften = i18n.F("Вы начали слишком много восстановлений подряд. Следующее можно начать через %s.",
		"You have started too many recoveries in a row. You can start the next one in %s.")
)

// StartRecovery sends a person who lost the way in a link to a new password, at the word of an operator. The link goes to
// the confirmed e-mail; the operator neither sees it nor chooses anything. A try over the budget stands in the journal,
// too: it may be a person who cannot be helped this way, or an operator whose session is in wrong hands.
func (s *Service) StartRecovery(ctx context.Context, p, by actor.PersonID) error {
	// Who may not do it at all spends nobody's budget.
	if err := s.db.View(ctx, func(q sqldb.Querier) error { return s.mayRecover(ctx, q, p, by) }); err != nil {
		return fmt.Errorf("start the recovery of %s: %w", p, err)
	}
	if err := s.limitRecovery(ctx, p, by); err != nil {
		return err
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := s.mayRecover(ctx, tx, p, by); err != nil {
			return err
		}
		if err := s.people.StartRecovery(ctx, tx, p); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "staff.recovery_started", string(p), "")
	})
	if err != nil {
		return fmt.Errorf("start the recovery of %s: %w", p, err)
	}
	return nil
}

func (s *Service) mayRecover(ctx context.Context, q sqldb.Querier, p, by actor.PersonID) error {
	roles, err := s.Roles(ctx, q, by)
	if err != nil {
		return err
	}
	if !(actor.Actor{Staff: roles}).Has(doers...) {
		return actor.ErrRole
	}
	return s.noConflict(ctx, q, by, p)
}

// limitRecovery charges both budgets. A refusal is written down with the budget that was used up.
func (s *Service) limitRecovery(ctx context.Context, p, by actor.PersonID) error {
	person, operator := limit.Charge{Rule: recoveryOfPerson, Key: string(p)}, limit.Charge{Rule: recoveryByOperator, Key: string(by)}
	err := s.limits.Allow(ctx, person, operator)
	often, ok := errors.AsType[*fault.Fault](err)
	if !ok || !errors.Is(err, limit.ErrTooOften) {
		return err
	}
	no, whose := ErrRecoveryOften.After(often.Retry), "operator"
	no.Text = recoveryOperatorOften.With(i18n.After(often.Retry))
	if s.limits.Peek(ctx, operator) == nil {
		no.Text, whose = recoveryPersonOften.With(i18n.After(often.Retry)), "person"
	}
	if err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		return s.record(ctx, tx, by, "staff.recovery_limited", string(p), whose)
	}); err != nil {
		return err
	}
	return no
}
