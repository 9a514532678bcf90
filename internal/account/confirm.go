package account

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// raise notes that the person has just proved who they are in the session in which they act, and gives the session a new
// secret: one that leaked before is worth nothing after (ASVS 5.0, 7.2.4).
func (s *Service) raise(ctx context.Context, tx *sqldb.Tx, a actor.Actor, how string) (id.Secret, error) {
	p, err := personByID(ctx, tx, a.Person)
	if err != nil {
		return "", fmt.Errorf("read the person: %w", err)
	}
	if err := mayIssue(p, method{name: how}); err != nil {
		return "", err
	}
	secret := id.NewSecret()
	now := s.clock.Now() // the session may have come to its end while a hash was computed
	raised, err := confirmSession(ctx, tx, a.Session, a.Person, secret.Hash(), how, now, now.Add(-s.config.SessionIdle))
	if err != nil {
		return "", fmt.Errorf("confirm the session: %w", err)
	}
	if !raised {
		return "", ErrNoSession
	}
	return secret, s.record(ctx, tx, a.Person, "account.confirmed."+how, a.Session)
}

// Refusals of a confirmation.
var (
	ErrPasswordWrong = fault.New(fault.Invalid, i18n.M(
		"Пароль не подошёл. Проверьте раскладку клавиатуры и попробуйте ещё раз.",
		"The password is not right. Check the keyboard layout and try again."))
	ErrPasswordNotEnough = fault.New(fault.Forbidden, i18n.M(
		"У вас включён второй фактор, поэтому одного пароля мало. Подтвердите вход другим способом.",
		"You use a second factor, so the password alone is not enough. Confirm in another way."))
)

// confirmByAccount is the budget of confirmations: whoever holds a session that is not theirs must not guess in it.
var confirmByAccount = limit.Rule{Name: "confirm.account", Burst: 10, Per: 30 * time.Minute}

func (s *Service) throttleConfirm(ctx context.Context, p actor.PersonID) (limit.Charge, error) {
	charge := limit.Charge{Rule: confirmByAccount, Key: string(p)}
	return charge, s.limits.Allow(ctx, charge)
}

// ConfirmPassword takes the password once more, from a person who has no second factor, and returns the new secret of
// the session.
func (s *Service) ConfirmPassword(ctx context.Context, a actor.Actor, password string) (secret id.Secret, err error) {
	charge, err := s.throttleConfirm(ctx, a.Person)
	if err != nil {
		return "", err
	}
	var hash string
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		hash, err = passwordOf(ctx, q, a.Person)
		return err
	}); err != nil {
		return "", fmt.Errorf("read the password: %w", err)
	}
	right, err := s.hasher.Verify(ctx, password, hash)
	if err != nil {
		return "", fmt.Errorf("confirm by password: %w", err)
	}
	if !right {
		return "", ErrPasswordWrong
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		same, err := holdPassword(ctx, tx, a.Person, hash)
		if err != nil {
			return fmt.Errorf("hold the account: %w", err)
		}
		if !same {
			return ErrPasswordWrong
		}
		needed, err := s.secondNeeded(ctx, tx, a.Person)
		if err != nil {
			return fmt.Errorf("look for a second factor: %w", err)
		}
		if needed {
			return ErrPasswordNotEnough
		}
		if err := s.limits.Forgive(ctx, tx, charge); err != nil {
			return err
		}
		secret, err = s.raise(ctx, tx, a, "password")
		return err
	})
	return secret, err
}
