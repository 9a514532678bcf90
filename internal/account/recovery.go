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

// reason is why a person gets a link to a new password.
type reason string

const (
	asked    reason = "mail"     // somebody asked for it on the page of recovery
	operator reason = "operator" // an operator of the foundation began it
	undone   reason = "undo"     // a change that was not the owner's was taken back
	notMe    reason = "not_me"   // the owner said of a sign-in «Это не я»
)

// startRecovery sends a person the link to a new password. It never opens a session: whoever follows the link sets a
// password and then signs in as they are used to, with the second factor when there is one.
func (s *Service) startRecovery(ctx context.Context, tx *sqldb.Tx, p Person, why reason, o origin) error {
	secret := id.NewSecret()
	if err := s.insertLink(ctx, tx, p.ID, secret); err != nil {
		return err
	}
	if err := s.recordFrom(ctx, tx, o, p.ID, "account.recovery_asked."+string(why), string(p.ID)); err != nil {
		return err
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicRecovery, letterRecovery(s.site(p.Lang), secret, why, o), RecoveryLife)
}

func (s *Service) insertLink(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, secret id.Secret) error {
	now := s.clock.Now()
	r := recovery{id: id.New(), person: p, expires: now.Add(RecoveryLife)}
	if err := insertRecovery(ctx, tx, r, secret.Hash(), now); err != nil {
		return fmt.Errorf("store the recovery: %w", err)
	}
	return nil
}

// RecoverFor begins the recovery of a person on the word of an operator, in the caller's transaction. The operator learns
// nothing and chooses nothing: the link goes to the confirmed e-mail, and the letter says who began it.
func (s *Service) RecoverFor(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	person, err := s.Person(ctx, tx, p)
	if err != nil {
		return err
	}
	if person.Locked {
		return ErrLocked
	}
	return s.startRecovery(ctx, tx, person, operator, originOf(ctx, Browser{}))
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
	if err := s.closeWays(ctx, tx, p.ID); err != nil {
		return err
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
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicRecovery, letterPasswordRecovered(s.site(p.Lang), p), letterLife)
}

// closeWays uses up what somebody else may have begun with the account: links, codes, new contacts without a proof.
func (s *Service) closeWays(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if err := s.closeLinks(ctx, tx, p); err != nil {
		return err
	}
	if err := deleteChangesOf(ctx, tx, p); err != nil {
		return fmt.Errorf("drop contacts without a proof: %w", err)
	}
	return nil
}

// closeLinks uses up the links and codes to a new password.
func (s *Service) closeLinks(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if err := useRecoveries(ctx, tx, p, s.clock.Now()); err != nil {
		return fmt.Errorf("use up the links: %w", err)
	}
	if err := deleteAsksOf(ctx, tx, p); err != nil {
		return fmt.Errorf("use up the codes: %w", err)
	}
	return nil
}
