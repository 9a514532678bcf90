package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// # Deletion
//
//	        asked for              the delay is over, no role is held
//	account ─────────▶ waiting ─────────────────────────────────────▶ erased
//	   ▲                  │  called off: one press after signing in
//	   └──────────────────┘
//
// The delay is for the owner who finds that a thief asked, and for the one who changes their mind. It is no longer than the
// thirty days in which the law wants personal data destroyed after a consent was withdrawn (152-ФЗ, art. 21, part 5). What
// stays afterwards bears the number of the account and nothing that tells who it was: the journal, the history of the
// level, who looked at the data; and for three years which documents were agreed to and when, which is what the operator
// must be able to prove (art. 9, part 3; art. 21, part 7 of the same law leaves to other laws what must be kept).

// Config of the deletion.
const (
	// DeletionDelay is how long an account waits when the settings name no time, and the longest that they may name.
	DeletionDelay = 30 * 24 * time.Hour
	// consentsKept is how long it can be proved what a person who is gone agreed to.
	consentsKept = 3 * 365 * 24 * time.Hour
	// remindBefore is how long before the end a letter reminds of it.
	remindBefore = 3 * 24 * time.Hour
)

func (c Config) deletionDelay() time.Duration {
	if c.DeletionDelay <= 0 || c.DeletionDelay > DeletionDelay {
		return DeletionDelay
	}
	return c.DeletionDelay
}

// Deletion is the wish to have an account deleted.
type Deletion struct {
	Asked, Due time.Time
	person     actor.PersonID
}

// Refusals of a deletion.
var (
	ErrHoldsRole = fault.New(fault.Conflict, i18n.M(
		"У вас есть роль в фонде. Пока она действует, удалить учётную запись нельзя: попросите владельца установки снять роль.",
		"You hold a role in the foundation. While you hold it, the account cannot be deleted: ask an owner of the installation to end the role."))
	ErrNoDeletion = fault.New(fault.NotFound, i18n.M(
		"Удаление не запрошено.", "No deletion was asked for."))
)

// AskDeletion asks for the deletion of the account of who acts. Other sessions end: whoever sits in one of them must sign in
// anew and then sees what was asked.
func (s *Service) AskDeletion(ctx context.Context, a actor.Actor) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := holdPerson(ctx, tx, a.Person); err != nil {
			return fmt.Errorf("hold the account: %w", err)
		}
		p, err := s.Person(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		held, err := s.roles.HoldsRole(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		if held {
			return ErrHoldsRole
		}
		now := s.clock.Now()
		d := Deletion{Asked: now, Due: now.Add(s.config.deletionDelay()), person: p.ID}
		fresh, err := insertDeletion(ctx, tx, d)
		if err != nil {
			return fmt.Errorf("store the wish: %w", err)
		}
		if !fresh {
			return nil // a second press of the button
		}
		if err := s.endIn(ctx, tx, p.ID, "deletion asked", func(x Session) bool { return x.ID != a.Session }); err != nil {
			return err
		}
		if err := s.record(ctx, tx, p.ID, "account.deletion_asked", string(p.ID)); err != nil {
			return err
		}
		if err := s.jobs.Insert(ctx, tx, erase{p.ID}, jobs.After(d.Due)); err != nil {
			return fmt.Errorf("queue the deletion: %w", err)
		}
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLeaving, letterDeletionAsked(s.site(p.Lang), p, d.Due), letterLife)
	})
}

// CallDeletionOff lets the account live on.
func (s *Service) CallDeletionOff(ctx context.Context, a actor.Actor) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, err := s.Person(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		gone, err := deleteDeletion(ctx, tx, p.ID)
		if err != nil {
			return fmt.Errorf("take the wish back: %w", err)
		}
		if !gone {
			return nil // a second press of the button
		}
		if err := s.record(ctx, tx, p.ID, "account.deletion_cancelled", string(p.ID)); err != nil {
			return err
		}
		return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLeaving, letterDeletionOff(s.site(p.Lang), p), letterLife)
	})
}

// DeletionOf returns when an account is to be deleted; [ErrNoDeletion] when nobody asked for it.
func (s *Service) DeletionOf(ctx context.Context, p actor.PersonID) (d Deletion, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		d, err = selectDeletion(ctx, q, p)
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) {
		return Deletion{}, ErrNoDeletion
	}
	return d, err
}

// erase is the job that deletes an account whose time has come.
type erase struct {
	Person actor.PersonID `json:"person"`
}

func (erase) Kind() string { return "account.erase" }

// erase deletes an account, if that is still wanted and due. Whoever got a role in the meantime is kept until it ends.
func (s *Service) erase(ctx context.Context, tx *sqldb.Tx, args erase) error {
	if err := holdPerson(ctx, tx, args.Person); err != nil {
		return fmt.Errorf("hold the account: %w", err)
	}
	d, err := selectDeletion(ctx, tx, args.Person)
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && s.clock.Now().Before(d.Due) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the wish: %w", err)
	}
	p, err := s.Person(ctx, tx, args.Person)
	if err != nil {
		return err
	}
	held, err := s.roles.HoldsRole(ctx, tx, p.ID)
	if err != nil {
		return err
	}
	if held {
		if err := postponeDeletion(ctx, tx, p.ID, s.clock.Now().Add(24*time.Hour)); err != nil {
			return fmt.Errorf("put the deletion off: %w", err)
		}
		return s.recordSystem(ctx, tx, p.ID, "account.deletion_postponed")
	}
	return s.eraseNow(ctx, tx, p)
}

// eraseNow takes out of the store all that tells who a person was. The letter about it is the last one, and its recipient
// is forgotten when it has left.
func (s *Service) eraseNow(ctx context.Context, tx *sqldb.Tx, p Person) error {
	one, err := s.subject(ctx, tx, p)
	if err != nil {
		return fmt.Errorf("gather the contacts: %w", err)
	}
	if err := s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLeaving, letterErased(p), letterLife); err != nil {
		return err
	}
	for _, room := range s.rooms {
		if err := room.Forget(ctx, tx, one); err != nil {
			return err
		}
	}
	if err := eraseOwn(ctx, tx, p, s.clock.Now()); err != nil {
		return fmt.Errorf("erase the account: %w", err)
	}
	return s.recordSystem(ctx, tx, p.ID, "account.erased")
}

// recordSystem writes into the journal what the program did by itself.
func (s *Service) recordSystem(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, action string) error {
	err := audit.Record(ctx, tx, audit.Entry{Actor: "system", Action: action, Subject: string(p), Detail: string(p)})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// sweepDeletions queues what is due and was missed, reminds of what is near, and forgets consents after their time.
func (s *Service) sweepDeletions(ctx context.Context, tx *sqldb.Tx) error {
	now := s.clock.Now()
	due, err := dueDeletions(ctx, tx, now)
	if err != nil {
		return fmt.Errorf("look for deletions that are due: %w", err)
	}
	for _, d := range due {
		if err := s.jobs.Insert(ctx, tx, erase{d.person}); err != nil {
			return fmt.Errorf("queue a deletion: %w", err)
		}
	}
	near, err := nearDeletions(ctx, tx, now, now.Add(remindBefore))
	if err != nil {
		return fmt.Errorf("look for deletions that are near: %w", err)
	}
	for _, d := range near {
		if err := s.remindOfDeletion(ctx, tx, d); err != nil {
			return err
		}
	}
	return deleteOldConsents(ctx, tx, now.Add(-consentsKept))
}

func (s *Service) remindOfDeletion(ctx context.Context, tx *sqldb.Tx, d Deletion) error {
	p, err := s.Person(ctx, tx, d.person)
	if err != nil {
		return err
	}
	if err := setReminded(ctx, tx, p.ID, s.clock.Now()); err != nil {
		return fmt.Errorf("note the reminder: %w", err)
	}
	if d.Due.Sub(d.Asked) <= remindBefore {
		return nil // the first letter was no earlier
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLeaving, letterDeletionSoon(s.site(p.Lang), p, d.Due), letterLife)
}
