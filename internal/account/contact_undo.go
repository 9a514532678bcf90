package account

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// # The way back
//
// Whoever steals a session changes the contacts first. So the old contact is told and can take the change back for a week,
// by «Это не я»: the contact of before stands again, with all changes that came after; every session ends, the password is
// void, and a link to a new one goes to the old e-mail.
//
// The old mailbox may itself be what was stolen, and its owner the one who changed away from it. Nothing tells the two
// apart. So the way back never opens the account by itself: it keeps the second factors, and when one of them was added
// after the change (by the owner or by the thief), it closes the account until a person of the foundation has looked at
// documents. The same happens when the old address has become another account's in the meantime.

// UndoLife is how long a change of a contact can be taken back.
const UndoLife = 7 * 24 * time.Hour

// Undo is a change of a contact that can be taken back.
type Undo struct {
	ID      string
	Kind    Contact
	Before  string // "" when there was none
	Expires time.Time

	person  actor.PersonID
	created time.Time
	used    bool
}

// Masked is what the contact was, so that whoever holds the link recognises it and learns no more.
func (u Undo) Masked() string {
	switch {
	case u.Before == "":
		return ""
	case u.Kind == ContactEmail:
		return Email(u.Before).Masked()
	}
	return ruid.Phone(u.Before).Masked()
}

// Refusals of the way back.
var (
	ErrNoUndo = fault.New(fault.NotFound, i18n.M(
		"Эта ссылка больше не действует: ей уже воспользовались или прошло 7 дней. Если доступ к учётной записи потерян, восстановите его или напишите в поддержку.",
		"This link no longer works: it has been used or 7 days have passed. If you have lost the account, recover it or contact support."))
)

// allowUndo makes the way back from a change and returns its secret.
func (s *Service) allowUndo(ctx context.Context, tx *sqldb.Tx, p Person, kind Contact, before string) (id.Secret, error) {
	secret := id.NewSecret()
	now := s.clock.Now()
	u := Undo{ID: id.New(), Kind: kind, Before: before, Expires: now.Add(UndoLife), person: p.ID, created: now}
	if err := insertUndo(ctx, tx, u, secret.Hash()); err != nil {
		return "", fmt.Errorf("store the way back: %w", err)
	}
	return secret, nil
}

// UndoBySecret returns the change that a link takes back. Looking changes nothing.
func (s *Service) UndoBySecret(ctx context.Context, secret id.Secret) (u Undo, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		u, err = s.undoBySecret(ctx, q, secret)
		return err
	})
	return u, err
}

func (s *Service) undoBySecret(ctx context.Context, q sqldb.Querier, secret id.Secret) (Undo, error) {
	u, err := selectUndo(ctx, q, secret.Hash())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Undo{}, ErrNoUndo
	case err != nil:
		return Undo{}, fmt.Errorf("read the way back: %w", err)
	case u.used || !s.clock.Now().Before(u.Expires):
		return Undo{}, ErrNoUndo
	}
	return u, nil
}

// Undone is what came of taking a change back.
type Undone struct {
	Closed bool // the account is closed until somebody of the foundation has looked into it
}

// TakeBack undoes a change of a contact and all that came after it. See above.
func (s *Service) TakeBack(ctx context.Context, secret id.Secret) (done Undone, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		done = Undone{}
		u, err := s.undoBySecret(ctx, tx, secret)
		if err != nil {
			return err
		}
		if err := holdPerson(ctx, tx, u.person); err != nil {
			return fmt.Errorf("hold the account: %w", err)
		}
		used, err := useUndo(ctx, tx, u.ID, s.clock.Now()) // of two presses one counts
		if err != nil {
			return fmt.Errorf("use up the way back: %w", err)
		}
		if !used {
			return ErrNoUndo
		}
		done, err = s.takeBack(ctx, tx, u)
		return err
	})
	if err != nil {
		return Undone{}, fmt.Errorf("take a change back: %w", err)
	}
	return done, nil
}

func (s *Service) takeBack(ctx context.Context, tx *sqldb.Tx, u Undo) (Undone, error) {
	now := s.clock.Now()
	p, err := s.Person(ctx, tx, u.person)
	if err != nil {
		return Undone{}, err
	}
	before := p
	if p.Email, p.Phone, err = s.contactsBefore(ctx, tx, p, u); err != nil {
		return Undone{}, err
	}
	if err := useLaterUndos(ctx, tx, p.ID, u.ID, now); err != nil {
		return Undone{}, fmt.Errorf("use up later ways back: %w", err)
	}
	if err := s.shutOut(ctx, tx, p.ID, "change taken back"); err != nil {
		return Undone{}, err
	}
	if err := s.record(ctx, tx, p.ID, "account.change_taken_back."+string(u.Kind), string(p.ID)); err != nil {
		return Undone{}, err
	}
	restored, err := s.restore(ctx, tx, before, p)
	if err != nil {
		return Undone{}, err
	}
	added, err := factorsSince(ctx, tx, p.ID, u.created)
	if err != nil {
		return Undone{}, fmt.Errorf("look for factors that were added: %w", err)
	}
	if restored && !added {
		return Undone{}, s.startRecovery(ctx, tx, p, undone, originOf(ctx, Browser{}))
	}
	if err := setLocked(ctx, tx, p.ID, sql.NullTime{Time: now, Valid: true}); err != nil {
		return Undone{}, fmt.Errorf("close the account: %w", err)
	}
	if err := s.record(ctx, tx, p.ID, "account.closed_for_review", string(p.ID)); err != nil {
		return Undone{}, err
	}
	err = s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicContact, letterClosed(s.site(p.Lang), p), letterLife)
	if before.Email != p.Email {
		err = errors.Join(err, s.letters.Mail(ctx, tx, string(before.Email), p.Lang, topicContact, letterClosed(s.site(p.Lang), p), letterLife))
	}
	return Undone{Closed: true}, err
}

// contactsBefore returns the contacts as they were before a change: those that changed later go back, too.
func (s *Service) contactsBefore(ctx context.Context, tx *sqldb.Tx, p Person, u Undo) (Email, ruid.Phone, error) {
	later, err := undosSince(ctx, tx, p.ID, u.ID)
	if err != nil {
		return "", "", fmt.Errorf("read the later changes: %w", err)
	}
	email, phone := p.Email, p.Phone
	for _, x := range later { // the latest first
		if x.Kind == ContactEmail {
			email = Email(x.Before)
		} else {
			phone = ruid.Phone(x.Before)
		}
	}
	return email, phone, nil
}

// restore writes the contacts of before; restored is false when the e-mail has become another account's. A number that is
// another's now is let go.
func (s *Service) restore(ctx context.Context, tx *sqldb.Tx, now, before Person) (restored bool, err error) {
	if before.Phone != now.Phone {
		phone := before.Phone
		holder, err := personByPhone(ctx, tx, phone)
		if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
			return false, fmt.Errorf("look for the number: %w", err)
		}
		if err == nil && holder.ID != now.ID {
			phone = ""
		}
		if err := setPhone(ctx, tx, now.ID, phone); err != nil {
			return false, fmt.Errorf("put the number back: %w", err)
		}
	}
	if before.Email == now.Email {
		return true, nil
	}
	holder, err := personByEmail(ctx, tx, before.Email)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return false, fmt.Errorf("look for the address: %w", err)
	}
	if err == nil && holder.ID != now.ID {
		return false, nil
	}
	if err := setEmail(ctx, tx, now.ID, before.Email); err != nil {
		return false, fmt.Errorf("put the address back: %w", err)
	}
	return true, nil
}

// shutOut ends every way in that does not lead through the mailbox of the account: sessions, half sign-ins, links, codes
// and the password.
func (s *Service) shutOut(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, why string) error {
	if err := s.closeWays(ctx, tx, p); err != nil {
		return err
	}
	if err := setPassword(ctx, tx, p, "", s.clock.Now()); err != nil {
		return fmt.Errorf("void the password: %w", err)
	}
	if err := deletePendingsOf(ctx, tx, p); err != nil {
		return fmt.Errorf("end half sign-ins: %w", err)
	}
	return s.endIn(ctx, tx, p, why, anySession)
}
