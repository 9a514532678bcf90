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

// AlarmLife is how long the link «Это не я» of a letter works.
const AlarmLife = 7 * 24 * time.Hour

// ErrNoAlarm says that a link «Это не я» does not work any more.
var ErrNoAlarm = fault.New(fault.NotFound, i18n.M(
	"Эта ссылка больше не действует: ей уже воспользовались или прошло 7 дней. Если в учётную запись вошли не вы, восстановите доступ на странице входа.",
	"This link no longer works: it has been used or 7 days have passed. If it was not you who signed in, recover access from the sign-in page."))

// alarm is the link «Это не я»: whose it is, and from when on somebody else may have acted.
type alarm struct {
	id      string
	person  actor.PersonID
	session string
	since   time.Time
	expires time.Time
	used    bool
}

// arm makes a link «Это не я» for a letter about a session.
func (s *Service) arm(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, session string, since time.Time) (id.Secret, error) {
	secret := id.NewSecret()
	now := s.clock.Now()
	x := alarm{id: id.New(), person: p, session: session, since: since, expires: now.Add(AlarmLife)}
	if err := insertAlarm(ctx, tx, x, secret.Hash(), now); err != nil {
		return "", fmt.Errorf("store the link of a letter: %w", err)
	}
	return secret, nil
}

// warn tells the person by letter of a sign-in from a browser that they have not used before.
func (s *Service) warn(ctx context.Context, tx *sqldb.Tx, p Person, x Session) error {
	link, err := s.arm(ctx, tx, p.ID, x.ID, x.Created)
	if err != nil {
		return err
	}
	m := letterNewBrowser(s.site(p.Lang), p, x, s.placeOf(x.Address), link)
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicSecurity, m, letterLife)
}

// AlarmOpen reports whether a link «Это не я» still works. Looking changes nothing.
func (s *Service) AlarmOpen(ctx context.Context, secret id.Secret) error {
	return s.db.View(ctx, func(q sqldb.Querier) error {
		_, err := s.alarmBySecret(ctx, q, secret)
		return err
	})
}

func (s *Service) alarmBySecret(ctx context.Context, q sqldb.Querier, secret id.Secret) (alarm, error) {
	x, err := selectAlarm(ctx, q, secret.Hash())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return alarm{}, ErrNoAlarm
	case err != nil:
		return alarm{}, fmt.Errorf("read the link of a letter: %w", err)
	case x.used || !s.clock.Now().Before(x.expires):
		return alarm{}, ErrNoAlarm
	}
	return x, nil
}

// NotMe answers «Это не я»: it ends all sessions, makes the password worthless, takes away the factors and browsers that
// came with the stranger, takes back the contacts that they changed, and sends a link to a new password. The owner needs
// no session for it.
func (s *Service) NotMe(ctx context.Context, secret id.Secret) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		x, err := s.alarmBySecret(ctx, tx, secret)
		if err != nil {
			return err
		}
		if err := holdPerson(ctx, tx, x.person); err != nil {
			return fmt.Errorf("hold the account: %w", err)
		}
		first, err := useAlarms(ctx, tx, x, s.clock.Now()) // of two presses one counts
		if err != nil {
			return fmt.Errorf("use up the links: %w", err)
		}
		if !first {
			return ErrNoAlarm
		}
		if err := s.record(ctx, tx, x.person, "account.not_me", x.session); err != nil {
			return err
		}
		return s.expel(ctx, tx, x)
	})
}

// expel takes from a stranger whatever they may hold.
func (s *Service) expel(ctx context.Context, tx *sqldb.Tx, x alarm) error {
	for what, drop := range map[string]func(context.Context, *sqldb.Tx, actor.PersonID, time.Time) error{
		"keys": deletePasskeysSince, "applications": deleteTOTPSince, "reserve codes": deleteReserveSince, "browsers": deleteDevicesSince,
	} {
		if err := drop(ctx, tx, x.person, x.since); err != nil {
			return fmt.Errorf("take away the %s of a stranger: %w", what, err)
		}
	}
	change, err := firstUndoSince(ctx, tx, x.person, x.since)
	if err == nil { // a contact was changed: what takes that back does all the rest, by the contact of before
		if _, err := useUndo(ctx, tx, change.ID, s.clock.Now()); err != nil {
			return fmt.Errorf("use up the way back: %w", err)
		}
		_, err = s.takeBack(ctx, tx, change)
		return err
	}
	if !errors.Is(err, sqldb.ErrNoRows) {
		return fmt.Errorf("look for changed contacts: %w", err)
	}
	if err := s.shutOut(ctx, tx, x.person, "not me"); err != nil {
		return err
	}
	p, err := personByID(ctx, tx, x.person)
	if err != nil {
		return fmt.Errorf("read the person: %w", err)
	}
	return s.startRecovery(ctx, tx, p, notMe, originOf(ctx, Browser{}))
}
