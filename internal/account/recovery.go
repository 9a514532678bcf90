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

// RecoveryLife is how long the link to a new password works.
const RecoveryLife = time.Hour

// ErrNoRecovery says that a link does not work any more.
var ErrNoRecovery = fault.New(fault.NotFound, i18n.M(
	"Эта ссылка больше не действует: ей уже воспользовались или прошёл час. Запросите новую.",
	"This link no longer works: it has been used or an hour has passed. Ask for a new one."))

type recovery struct {
	id      string
	person  actor.PersonID
	expires time.Time
	used    bool
}

// evenTime is how long an answer takes that must not tell whether an e-mail has an account: writing the link, the
// journal and the letter takes a few milliseconds that nobody's e-mail does not.
const evenTime = 250 * time.Millisecond

// evenly answers no sooner than after [evenTime].
func (s *Service) evenly(ctx context.Context, do func(*sqldb.Tx) error) error {
	wait := time.NewTimer(s.even)
	defer wait.Stop()
	err := s.db.Update(ctx, do)
	select {
	case <-wait.C:
	case <-ctx.Done():
	}
	return err
}

// Recover sends a link to a new password, when the e-mail has an account. The answer and its time are the same when it
// has none.
func (s *Service) Recover(ctx context.Context, e Email) error {
	if err := s.throttleRecovery(ctx, e); err != nil {
		return err
	}
	secret := id.NewSecret()
	now := s.clock.Now()
	return s.evenly(ctx, func(tx *sqldb.Tx) error {
		p, err := personByEmail(ctx, tx, e)
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for the address: %w", err)
		}
		r := recovery{id: id.New(), person: p.ID, expires: now.Add(RecoveryLife)}
		if err := insertRecovery(ctx, tx, r, secret.Hash(), now); err != nil {
			return fmt.Errorf("store the recovery: %w", err)
		}
		if err := s.record(ctx, tx, p.ID, "account.recovery_asked", r.id); err != nil {
			return err
		}
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicRecovery, letterRecovery(s.site(p.Lang), secret), RecoveryLife)
	})
}

// RecoveryOpen reports whether a link still works. Looking changes nothing.
func (s *Service) RecoveryOpen(ctx context.Context, secret id.Secret) error {
	return s.db.View(ctx, func(q sqldb.Querier) error {
		_, err := s.recoveryBySecret(ctx, q, secret)
		return err
	})
}

func (s *Service) recoveryBySecret(ctx context.Context, q sqldb.Querier, secret id.Secret) (recovery, error) {
	r, err := selectRecovery(ctx, q, secret.Hash())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return r, ErrNoRecovery
	case err != nil:
		return r, fmt.Errorf("read the recovery: %w", err)
	case r.used || !s.clock.Now().Before(r.expires):
		return r, ErrNoRecovery
	}
	return r, nil
}

// RecoveryOwner returns whose password the link changes, for the check that a password does not repeat their name.
func (s *Service) RecoveryOwner(ctx context.Context, secret id.Secret) (p Person, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		r, err := s.recoveryBySecret(ctx, q, secret)
		if err != nil {
			return err
		}
		p, err = personByID(ctx, q, r.person)
		return err
	})
	return p, err
}

// NewPassword sets a password by a link, ends all sessions of the person, lets them in in this browser (half, when they
// have a second factor), and tells them by letter.
func (s *Service) NewPassword(ctx context.Context, secret id.Secret, password string, b Browser) (in Entry, err error) {
	if err := s.RecoveryOpen(ctx, secret); err != nil {
		return Entry{}, err // before a hash is computed for nobody
	}
	hash, err := s.hasher.Hash(ctx, password)
	if err != nil {
		return Entry{}, fmt.Errorf("set a new password: %w", err)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		r, err := s.recoveryBySecret(ctx, tx, secret)
		if err != nil {
			return err
		}
		p, err := personByID(ctx, tx, r.person)
		if err != nil {
			return fmt.Errorf("read the person: %w", err)
		}
		if err := s.replacePassword(ctx, tx, p, hash); err != nil {
			return err
		}
		in, err = s.admit(ctx, tx, p, byRecovery, b)
		return err
	})
	return in, err
}

func (s *Service) replacePassword(ctx context.Context, tx *sqldb.Tx, p Person, hash string) error {
	if err := useRecoveries(ctx, tx, p.ID, s.clock.Now()); err != nil {
		return fmt.Errorf("use up the links: %w", err)
	}
	if err := setPassword(ctx, tx, p.ID, hash, s.clock.Now()); err != nil {
		return fmt.Errorf("store the password: %w", err)
	}
	if err := deletePendingsOf(ctx, tx, p.ID); err != nil {
		return fmt.Errorf("end half sign-ins: %w", err)
	}
	if err := s.endIn(ctx, tx, p.ID, "password recovered", anySession); err != nil {
		return err
	}
	if err := s.record(ctx, tx, p.ID, "account.password_recovered", string(p.ID)); err != nil {
		return err
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicRecovery, letterPasswordChanged(s.site(p.Lang), p), letterLife)
}

// RemindLogin tells the owner of an e-mail by what they can sign in. Nobody else learns anything.
func (s *Service) RemindLogin(ctx context.Context, e Email) error {
	if err := s.throttleRecovery(ctx, e); err != nil {
		return err
	}
	return s.evenly(ctx, func(tx *sqldb.Tx) error {
		p, err := personByEmail(ctx, tx, e)
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for the address: %w", err)
		}
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicRecovery, letterLogin(s.site(p.Lang), p), letterLife)
	})
}
