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
	"github.com/klaster-platform/klaster/ruid"
)

// ChangeLife is how long a new contact waits for its proof.
const ChangeLife = 24 * time.Hour

// Contact is a kind of contact.
type Contact string

// The contacts of an account.
const (
	ContactEmail Contact = "email"
	ContactPhone Contact = "phone"
)

// purpose is that of the code that proves a new contact.
func (c Contact) purpose() purpose {
	if c == ContactPhone {
		return changePhone
	}
	return changeEmail
}

// Change is a new contact that waits for its proof.
type Change struct {
	ID      string
	Kind    Contact
	Target  string // an e-mail or a number in the form of E.164
	Expires time.Time

	person actor.PersonID
	secret string // hash of the link in the letter
	decoy  bool   // another account has the address: nothing proves it
}

// Refusals of new contacts.
var (
	ErrNoChange = fault.New(fault.NotFound, i18n.M(
		"Такого изменения нет: его уже подтвердили, отменили или прошли сутки. Начните заново.",
		"There is no such change: it was confirmed or called off, or a day has passed. Start again."))
	ErrSameEmail = fault.New(fault.Invalid, i18n.M(
		"Этот адрес уже указан в вашей учётной записи.", "Your account has this address already."))
	ErrSamePhone = fault.New(fault.Invalid, i18n.M(
		"Этот номер уже указан в вашей учётной записи.", "Your account has this number already."))
	ErrNumberTaken = fault.New(fault.Conflict, i18n.M(
		"Номер подтверждён, но он привязан к другой учётной записи. Мы написали её владельцу. Если это тоже ваша запись, сначала уберите номер в ней.",
		"The number is proved, but it belongs to another account. We have written to its owner. If that account is yours, too, remove the number there first."))
)

// ChangeEmail begins to change the e-mail: a code and a link go to the new address. Nothing changes until one of them comes
// back. An address of another account looks the same to who asks; the letter goes to its owner and opens nothing.
func (s *Service) ChangeEmail(ctx context.Context, a actor.Actor, e Email) error {
	if err := s.throttleChange(ctx, a.Person, Login{LoginEmail, string(e)}); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := s.Person(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		if p.Email == e {
			return ErrSameEmail
		}
		other, err := personByEmail(ctx, tx, e)
		if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
			return fmt.Errorf("look for the address: %w", err)
		}
		c := s.newChange(p.ID, ContactEmail, string(e))
		c.decoy = err == nil && other.ID != p.ID
		return s.beginChange(ctx, tx, p, c)
	})
}

// ChangePhone begins to change the mobile, or to add one: a code goes to it.
func (s *Service) ChangePhone(ctx context.Context, a actor.Actor, n ruid.Phone) error {
	if err := s.throttleChange(ctx, a.Person, Login{LoginPhone, string(n)}); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := s.Person(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		if p.Phone == n {
			return ErrSamePhone
		}
		return s.beginChange(ctx, tx, p, s.newChange(p.ID, ContactPhone, string(n)))
	})
}

func (s *Service) newChange(p actor.PersonID, kind Contact, target string) Change {
	return Change{ID: id.New(), Kind: kind, Target: target, Expires: s.clock.Now().Add(ChangeLife), person: p}
}

func (s *Service) beginChange(ctx context.Context, tx *sqldb.Tx, p Person, c Change) error {
	link := id.NewSecret()
	c.secret = link.Hash()
	if err := putChange(ctx, tx, c, s.clock.Now()); err != nil {
		return fmt.Errorf("store the new contact: %w", err)
	}
	action := "account.email_change_asked"
	if c.Kind == ContactPhone {
		action = "account.phone_change_asked"
	}
	if err := s.record(ctx, tx, p.ID, action, c.ID); err != nil {
		return err
	}
	return s.sendChangeCode(ctx, tx, p, c, link)
}

func (s *Service) sendChangeCode(ctx context.Context, tx *sqldb.Tx, p Person, c Change, link id.Secret) error {
	code, err := s.issueCode(ctx, tx, c.ID, c.Kind.purpose())
	if err != nil {
		return err
	}
	switch {
	case c.Kind == ContactPhone:
		return s.letters.SMS(ctx, tx, ruid.Phone(c.Target), p.Lang, topicContact, smsNewPhone.With(code), CodeLife)
	case c.decoy:
		if err := spoilCode(ctx, tx, c.ID, changeEmail); err != nil {
			return fmt.Errorf("spoil the code: %w", err)
		}
		return s.letters.Mail(ctx, tx, c.Target, p.Lang, topicContact, letterAddressHeld(s.site(p.Lang)), CodeLife)
	}
	return s.letters.Mail(ctx, tx, c.Target, p.Lang, topicContact, letterNewEmail(s.site(p.Lang), code, link), CodeLife)
}

// ResendChange sends a new code; the one before no longer works.
func (s *Service) ResendChange(ctx context.Context, a actor.Actor, kind Contact) error {
	c, err := s.ChangeOf(ctx, a.Person, kind)
	if err != nil {
		return err
	}
	if err := s.db.View(ctx, func(q sqldb.Querier) error { return s.rested(ctx, q, c.ID, kind.purpose()) }); err != nil {
		return err
	}
	login := Login{LoginEmail, c.Target}
	if kind == ContactPhone {
		login.Kind = LoginPhone
	}
	if err := s.throttleChange(ctx, a.Person, login); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.changeOf(ctx, tx, a.Person, kind)
		if err != nil {
			return err
		}
		p, err := s.Person(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		link := id.NewSecret()
		if err := setChangeLink(ctx, tx, c.ID, link.Hash()); err != nil {
			return fmt.Errorf("store the new link: %w", err)
		}
		return s.sendChangeCode(ctx, tx, p, c, link)
	})
}

// ChangeOf returns the new contact that a person has not proved yet.
func (s *Service) ChangeOf(ctx context.Context, p actor.PersonID, kind Contact) (c Change, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		c, err = s.changeOf(ctx, q, p, kind)
		return err
	})
	return c, err
}

func (s *Service) changeOf(ctx context.Context, q sqldb.Querier, p actor.PersonID, kind Contact) (Change, error) {
	return s.livingChange(selectChange(ctx, q, p, kind))
}

func (s *Service) livingChange(c Change, err error) (Change, error) {
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Change{}, ErrNoChange
	case err != nil:
		return Change{}, fmt.Errorf("read the new contact: %w", err)
	case !s.clock.Now().Before(c.Expires):
		return Change{}, ErrNoChange
	}
	return c, nil
}

// DropChange calls a new contact off.
func (s *Service) DropChange(ctx context.Context, a actor.Actor, kind Contact) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error { return deleteChange(ctx, tx, a.Person, kind) })
}

// ConfirmChange takes the code of a new contact, which becomes the account's. A wrong code is counted whatever follows, so
// the verdict leaves the transaction by a variable.
func (s *Service) ConfirmChange(ctx context.Context, a actor.Actor, kind Contact, typed string) error {
	var verdict *fault.Fault
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.changeOf(ctx, tx, a.Person, kind)
		if err != nil {
			return err
		}
		if verdict, err = s.checkCode(ctx, tx, c.ID, kind.purpose(), typed); err != nil || verdict != nil {
			return err
		}
		verdict, err = s.applyChange(ctx, tx, c)
		return err
	})
	return s.refusedChange(kind, verdict, err)
}

// ChangeByLink returns the new e-mail whose letter holds the link, to the person who wants it and to nobody else: a link
// that somebody else opens must not give them an address of a stranger's choice. Looking changes nothing.
func (s *Service) ChangeByLink(ctx context.Context, a actor.Actor, link id.Secret) (c Change, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		c, err = s.changeByLink(ctx, q, a, link)
		return err
	})
	return c, err
}

func (s *Service) changeByLink(ctx context.Context, q sqldb.Querier, a actor.Actor, link id.Secret) (Change, error) {
	c, err := s.livingChange(selectChangeByLink(ctx, q, link.Hash()))
	if err == nil && (c.person != a.Person || c.decoy) {
		return Change{}, ErrNoChange
	}
	return c, err
}

// ConfirmChangeLink makes the new e-mail the account's by the link in the letter.
func (s *Service) ConfirmChangeLink(ctx context.Context, a actor.Actor, link id.Secret) error {
	var verdict *fault.Fault
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.changeByLink(ctx, tx, a, link)
		if err != nil {
			return err
		}
		verdict, err = s.applyChange(ctx, tx, c)
		return err
	})
	return s.refusedChange(ContactEmail, verdict, err)
}

// refusedChange says that the contact went to another account: an account that proved it a moment earlier.
func (s *Service) refusedChange(kind Contact, verdict *fault.Fault, err error) error {
	switch {
	case errors.Is(err, sqldb.ErrConflict) && kind == ContactPhone:
		return ErrNumberTaken.Because(err)
	case errors.Is(err, sqldb.ErrConflict):
		return ErrTaken.Because(err)
	case err != nil:
		return fmt.Errorf("confirm a new contact: %w", err)
	case verdict != nil:
		return verdict
	}
	return nil
}

// applyChange makes a proved contact the account's. Whoever could get in by the old one no longer can: links and codes that
// went there are worth nothing. The old one is told, with the way back.
func (s *Service) applyChange(ctx context.Context, tx *sqldb.Tx, c Change) (verdict *fault.Fault, err error) {
	p, err := s.Person(ctx, tx, c.person)
	if err != nil {
		return nil, err
	}
	if err := s.closeLinks(ctx, tx, p.ID); err != nil {
		return nil, err
	}
	if err := deleteChange(ctx, tx, p.ID, c.Kind); err != nil {
		return nil, fmt.Errorf("end the change: %w", err)
	}
	if c.Kind == ContactPhone {
		holder, err := personByPhone(ctx, tx, ruid.Phone(c.Target))
		if err == nil && holder.ID != p.ID {
			return ErrNumberTaken, s.letters.Mail(ctx, tx, string(holder.Email), holder.Lang, topicContact, letterNumberHeld(s.site(holder.Lang), holder), letterLife)
		}
		if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
			return nil, fmt.Errorf("look for the number: %w", err)
		}
		return nil, s.replacePhone(ctx, tx, p, ruid.Phone(c.Target))
	}
	return nil, s.replaceEmail(ctx, tx, p, Email(c.Target))
}

func (s *Service) replaceEmail(ctx context.Context, tx *sqldb.Tx, p Person, e Email) error {
	if err := setEmail(ctx, tx, p.ID, e); err != nil {
		return fmt.Errorf("store the new address: %w", err)
	}
	back, err := s.allowUndo(ctx, tx, p, ContactEmail, string(p.Email))
	if err != nil {
		return err
	}
	if err := s.record(ctx, tx, p.ID, "account.email_changed", string(p.ID)); err != nil {
		return err
	}
	base := s.site(p.Lang)
	return errors.Join(
		s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicContact, letterEmailChanged(base, p, e, back), letterLife),
		s.letters.Mail(ctx, tx, string(e), p.Lang, topicContact, letterEmailIsYours(base, p), letterLife),
	)
}

// RemovePhone takes the mobile out of the account.
func (s *Service) RemovePhone(ctx context.Context, a actor.Actor) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := s.Person(ctx, tx, a.Person)
		if err != nil || p.Phone == "" {
			return err
		}
		if err := s.closeLinks(ctx, tx, p.ID); err != nil {
			return err
		}
		return s.replacePhone(ctx, tx, p, "")
	})
}

// replacePhone sets another number, or none. The old number and the e-mail are told; the way back goes to the e-mail.
func (s *Service) replacePhone(ctx context.Context, tx *sqldb.Tx, p Person, n ruid.Phone) error {
	if err := setPhone(ctx, tx, p.ID, n); err != nil {
		return fmt.Errorf("store the new number: %w", err)
	}
	back, err := s.allowUndo(ctx, tx, p, ContactPhone, string(p.Phone))
	if err != nil {
		return err
	}
	action := "account.phone_changed"
	switch {
	case n == "":
		action = "account.phone_removed"
	case p.Phone == "":
		action = "account.phone_added"
	}
	if err := s.record(ctx, tx, p.ID, action, string(p.ID)); err != nil {
		return err
	}
	if p.Phone != "" {
		if err := s.letters.SMS(ctx, tx, p.Phone, p.Lang, topicContact, smsPhoneGone, letterLife); err != nil {
			return err
		}
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicContact, letterPhoneChanged(s.site(p.Lang), p, n, back), letterLife)
}
