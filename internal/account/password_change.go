package account

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// NewSecret is a change of the password by somebody who knows the present one.
type NewSecret struct {
	Old, New  string
	EndOthers bool // ends the other sessions
}

// ChangePassword sets another password. Whether it is strong enough was asked before. Links to a new password that are under
// way are worth nothing after it.
func (s *Service) ChangePassword(ctx context.Context, a actor.Actor, n NewSecret) error {
	charge, err := s.throttleConfirm(ctx, a.Person)
	if err != nil {
		return err
	}
	var before string
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		before, err = passwordOf(ctx, q, a.Person)
		return err
	}); err != nil {
		return fmt.Errorf("read the password: %w", err)
	}
	right, err := s.hasher.Verify(ctx, n.Old, before)
	if err != nil {
		return fmt.Errorf("check the password: %w", err)
	}
	if !right {
		return ErrPasswordWrong
	}
	hash, err := s.hasher.Hash(ctx, n.New)
	if err != nil {
		return fmt.Errorf("hash the new password: %w", err)
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		same, err := holdPassword(ctx, tx, a.Person, before) // of two changes at the same time one sees the other
		if err != nil {
			return fmt.Errorf("hold the account: %w", err)
		}
		if !same {
			return ErrPasswordWrong
		}
		if err := s.limits.Forgive(ctx, tx, charge); err != nil {
			return err
		}
		return s.storePassword(ctx, tx, a, hash, n.EndOthers)
	})
}

func (s *Service) storePassword(ctx context.Context, tx *sqldb.Tx, a actor.Actor, hash string, endOthers bool) error {
	p, err := s.Person(ctx, tx, a.Person)
	if err != nil {
		return err
	}
	if err := s.closeLinks(ctx, tx, p.ID); err != nil {
		return err
	}
	if err := deletePendingsOf(ctx, tx, p.ID); err != nil {
		return fmt.Errorf("end half sign-ins: %w", err)
	}
	if err := setPassword(ctx, tx, p.ID, hash, s.clock.Now()); err != nil {
		return fmt.Errorf("store the password: %w", err)
	}
	if endOthers {
		if err := s.endIn(ctx, tx, p.ID, "password changed", func(x Session) bool { return x.ID != a.Session }); err != nil {
			return err
		}
	}
	if err := s.record(ctx, tx, p.ID, "account.password_changed", string(p.ID)); err != nil {
		return err
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicContact, letterPasswordChanged(s.site(p.Lang), p), letterLife)
}
