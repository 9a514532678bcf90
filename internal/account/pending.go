package account

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Half a sign-in waits ten minutes for the second factor and takes five tries.
const (
	PendingLife  = 10 * time.Minute
	pendingTries = 5
)

// ErrNoPending says that a sign-in must begin anew.
var ErrNoPending = fault.New(fault.NotFound, i18n.M(
	"Вход не завершён: прошло 10 минут или было 5 попыток. Начните вход заново.",
	"The sign-in was not finished: 10 minutes have passed or there were 5 tries. Begin to sign in again."))

// pending is half a sign-in.
type pending struct {
	id      string
	person  actor.PersonID
	method  string
	device  string // hash of the lasting cookie that the browser had, "" for none
	tries   int
	created time.Time
	expires time.Time
}

// deviceMark is what binds half a sign-in to the browser beside its own cookie.
func (b Browser) deviceMark() string {
	if b.Device == "" {
		return ""
	}
	return b.Device.Hash()
}

// await makes half a sign-in. Those of the person from before stay: another browser may be at it.
func (s *Service) await(ctx context.Context, tx *sqldb.Tx, p Person, m method, b Browser) (Entry, error) {
	now := s.clock.Now()
	secret := id.NewSecret()
	half := pending{id: id.New(), person: p.ID, method: m.name, device: b.deviceMark(), created: now, expires: now.Add(PendingLife)}
	if err := insertPending(ctx, tx, half, secret.Hash()); err != nil {
		return Entry{}, fmt.Errorf("store half a sign-in: %w", err)
	}
	if err := s.record(ctx, tx, p.ID, "account.second_awaited."+m.name, half.id); err != nil {
		return Entry{}, err
	}
	return Entry{Person: p, Pending: secret}, nil
}

// pendingBySecret returns half a sign-in of this browser that still may be finished.
func (s *Service) pendingBySecret(ctx context.Context, q sqldb.Querier, secret id.Secret, b Browser) (pending, error) {
	half, err := selectPending(ctx, q, secret.Hash())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return pending{}, ErrNoPending
	case err != nil:
		return pending{}, fmt.Errorf("read half a sign-in: %w", err)
	case half.tries >= pendingTries, !s.clock.Now().Before(half.expires):
		return pending{}, ErrNoPending
	case subtle.ConstantTimeCompare([]byte(half.device), []byte(b.deviceMark())) != 1:
		return pending{}, ErrNoPending
	}
	return half, nil
}

// complete turns half a sign-in into a session: check looks at the second factor and says which it was. A wrong one is
// counted whatever follows, so the verdict leaves the transaction by a variable.
func (s *Service) complete(ctx context.Context, secret id.Secret, b Browser, charge limit.Charge, check proof) (e Entry, err error) {
	var verdict *fault.Fault
	err = s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		e, verdict = Entry{}, nil
		half, err := s.pendingBySecret(ctx, tx, secret, b)
		if err != nil {
			return err
		}
		taken, err := takeTry(ctx, tx, half.id, half.tries) // of tries at the same time each counts
		if err != nil {
			return fmt.Errorf("count a try: %w", err)
		}
		if !taken {
			return ErrNoPending
		}
		person, err := personByID(ctx, tx, half.person)
		if err != nil {
			return fmt.Errorf("read the person: %w", err)
		}
		f, no, err := check(ctx, tx, person)
		if err != nil {
			return err
		}
		if no != nil {
			verdict = no
			return s.refuseSecond(ctx, tx, half, person)
		}
		if err := s.limits.Forgive(ctx, tx, charge); err != nil {
			return err
		}
		if err := deletePending(ctx, tx, half.id); err != nil {
			return fmt.Errorf("end half a sign-in: %w", err)
		}
		e, err = s.admit(ctx, tx, person, method{name: half.method}.with(f), b)
		return err
	})
	if err == nil && verdict != nil {
		err = verdict
	}
	return e, err
}

// refuseSecond writes a wrong second factor down. After the last try the person is told: somebody knows the password.
func (s *Service) refuseSecond(ctx context.Context, tx *sqldb.Tx, half pending, p Person) error {
	if err := s.record(ctx, tx, half.person, "account.second_refused", half.id); err != nil {
		return err
	}
	if half.tries+1 < pendingTries {
		return nil
	}
	o := originOf(ctx, Browser{})
	m := letterSecondRefused(s.site(p.Lang), p, s.clock.Now(), o, s.placeOf(o.network))
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicSecurity, m, letterLife)
}

// proof looks at what a person shows and says which factor it was, or why it is not taken. The verdict is apart from the
// error because a try that failed is counted in the same transaction.
type proof func(ctx context.Context, tx *sqldb.Tx, p Person) (f factor, verdict *fault.Fault, err error)
