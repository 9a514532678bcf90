package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Session is a browser in which a person is signed in.
type Session struct {
	ID        string
	Person    actor.PersonID
	Browser   string // «Chrome, Windows»
	Address   string // the network from which it was opened
	Method    string // by which the person signed in and confirmed: "password", "password+totp"
	Created   time.Time
	Seen      time.Time
	Confirmed time.Time // when the person last proved who they are
	Expires   time.Time

	secret string // hash
	device string
}

// SeenStep is how exactly the last use of a session is written down. A request within it writes nothing.
const SeenStep = time.Minute

// ErrLocked says that the account is closed. It is said only to a person who has proved to be its owner.
var ErrLocked = fault.New(fault.Forbidden, i18n.M(
	"Эта учётная запись закрыта. Напишите в поддержку, чтобы узнать причину и открыть её снова.",
	"This account is closed. Contact support to learn why and to open it again."))

// mayIssue is the one gate before every session. A way in that went around it would honour none of its locks.
func mayIssue(p Person, _ method) error {
	if p.Locked {
		return ErrLocked
	}
	return nil
}

// admit lets p in, who proved by m who they are: to a session, or to half a sign-in when the person has a second factor
// and m does not bring one. Every way in ends here, and nothing else opens a session.
func (s *Service) admit(ctx context.Context, tx *sqldb.Tx, p Person, m method, b Browser) (Entry, error) {
	// Taking hold of the row makes this sign-in follow, or go before, whatever locks the account or ends its sessions.
	if err := holdPerson(ctx, tx, p.ID); err != nil {
		return Entry{}, fmt.Errorf("hold the account: %w", err)
	}
	if err := mayIssue(p, m); err != nil {
		return Entry{}, err
	}
	if !m.second {
		needed, err := s.secondNeeded(ctx, tx, p.ID)
		if err != nil {
			return Entry{}, fmt.Errorf("look for a second factor: %w", err)
		}
		if needed {
			return s.await(ctx, tx, p, m, b)
		}
	}
	return s.open(ctx, tx, p, m, b)
}

// open opens a session. Only admit calls it.
func (s *Service) open(ctx context.Context, tx *sqldb.Tx, p Person, m method, b Browser) (Entry, error) {
	now := s.clock.Now()
	device, err := s.know(ctx, tx, p.ID, b)
	if err != nil {
		return Entry{}, fmt.Errorf("remember the browser: %w", err)
	}
	secret := id.NewSecret()
	session := Session{
		ID: id.New(), Person: p.ID, Browser: b.Name, Address: httpx.InfoOf(ctx).Network(), Method: m.name, device: device.id,
		Created: now, Seen: now, Confirmed: now, Expires: now.Add(s.config.SessionLife), secret: secret.Hash(),
	}
	if m.stale || m.wary && device.fresh {
		session.Confirmed = time.Unix(0, 0).UTC()
	}
	if err := insertSession(ctx, tx, session); err != nil {
		return Entry{}, fmt.Errorf("store the session: %w", err)
	}
	if err := s.record(ctx, tx, p.ID, "account.signed_in."+m.name, session.ID); err != nil {
		return Entry{}, err
	}
	if device.fresh && m != byRegistration {
		if err := s.warn(ctx, tx, p, session); err != nil {
			return Entry{}, err
		}
	}
	return Entry{Person: p, Session: secret, Device: device.secret}, nil
}

// Entry is what a way in has led to: a session that was just opened, or half a sign-in that waits for the second factor.
// Its secrets are what the browser keeps.
type Entry struct {
	Person  Person
	Session id.Secret // "" while the second factor is awaited
	Pending id.Secret // of half a sign-in, "" when there is a session
	Device  id.Secret // "" when the browser keeps the one it has
}

// Half reports whether the second factor is awaited.
func (e Entry) Half() bool { return e.Session == "" }

// ErrNoSession says that there is no such session among those of the person.
var ErrNoSession = fault.New(fault.NotFound, i18n.M(
	"Такого сеанса нет: возможно, он уже завершён. Обновите список сеансов.",
	"There is no such session; maybe it has ended already. Refresh the list of sessions."))

// errNoSession says that a cookie opens nothing: unknown, expired, ended, or the account is locked.
var errNoSession = errors.New("account: no such session")

// authenticate returns the session and the person behind a cookie.
func (s *Service) authenticate(ctx context.Context, secret id.Secret) (session Session, p Person, err error) {
	now := s.clock.Now()
	session, p, err = sessionBySecret(ctx, s.db.Single(), secret.Hash(), now, now.Add(-s.config.SessionIdle))
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Session{}, Person{}, errNoSession
	case err != nil:
		return Session{}, Person{}, fmt.Errorf("read the session: %w", err)
	case mayIssue(p, method{}) != nil:
		return Session{}, Person{}, errNoSession
	}
	if now.Sub(session.Seen) < SeenStep {
		return session, p, nil
	}
	session.Seen = now
	return session, p, s.db.Update(ctx, func(tx *sqldb.Tx) error { return touchSession(ctx, tx, session.ID, now) })
}

// Sessions lists the living sessions of a person, the latest first.
func (s *Service) Sessions(ctx context.Context, p actor.PersonID) (list []Session, err error) {
	now := s.clock.Now()
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = sessionsOf(ctx, q, p, now, now.Add(-s.config.SessionIdle))
		return err
	})
	return list, err
}

// SignOut ends the session of the request.
func (s *Service) SignOut(ctx context.Context, a actor.Actor) error {
	return s.end(ctx, a.Person, "signed out", func(x Session) bool { return x.ID == a.Session })
}

// EndSession ends one session of the person who acts.
func (s *Service) EndSession(ctx context.Context, a actor.Actor, session string) error {
	return s.end(ctx, a.Person, "ended by the person", func(x Session) bool { return x.ID == session })
}

// EndOtherSessions ends all sessions of the person but the one in which they act.
func (s *Service) EndOtherSessions(ctx context.Context, a actor.Actor) error {
	return s.end(ctx, a.Person, "ended by the person", func(x Session) bool { return x.ID != a.Session })
}

func (s *Service) end(ctx context.Context, p actor.PersonID, why string, which func(Session) bool) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.endIn(ctx, tx, p, why, which) })
}

func (s *Service) endIn(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, why string, which func(Session) bool) error {
	now := s.clock.Now()
	living, err := sessionsOf(ctx, tx, p, now, now.Add(-s.config.SessionIdle))
	if err != nil {
		return fmt.Errorf("list the sessions: %w", err)
	}
	for _, x := range living {
		if !which(x) {
			continue
		}
		if err := endSession(ctx, tx, x.ID, now, why); err != nil {
			return fmt.Errorf("end a session: %w", err)
		}
		if err := s.record(ctx, tx, p, "account.session_ended", x.ID); err != nil {
			return err
		}
	}
	return nil
}

func anySession(Session) bool { return true }
