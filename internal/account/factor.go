package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Factors are what a person proves with who they are, beside the first proof.
type Factors struct {
	Password time.Time // since when the password is the one it is; zero when there is none
	Keys     []Passkey // passkeys and security keys, the oldest first
	App      *App      // nil when none is connected
	Reserve  Reserve
	Strict   bool        // a passkey is asked for after the password, too: the person wants it
	Takes    actor.Proof // what a role of the person takes: more than [actor.ByOne] asks for a key after the password always
}

// Second reports whether the password alone lets the person half in only.
func (f Factors) Second() bool {
	if f.App != nil {
		return true
	}
	for _, k := range f.Keys {
		if !k.Alone || f.Strict || f.Takes > actor.ByOne {
			return true
		}
	}
	return false
}

// Passkeys returns the keys that open a session by themselves, Keys those that need a password before.
func (f Factors) Passkeys() (alone, second []Passkey) {
	for _, k := range f.Keys {
		if k.Alone {
			alone = append(alone, k)
		} else {
			second = append(second, k)
		}
	}
	return alone, second
}

// Factors returns what a person proves with who they are.
func (s *Service) Factors(ctx context.Context, p actor.PersonID) (f Factors, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		f, err = s.factorsOf(ctx, q, p)
		return err
	})
	return f, err
}

// secondNeeded reports whether a password alone lets the person half in only. Whoever has a role in the foundation that
// takes a second factor and has a key shows it always: else the password alone would be enough to add another key.
func (s *Service) secondNeeded(ctx context.Context, q sqldb.Querier, p actor.PersonID) (bool, error) {
	wanted, keys, err := secondWanted(ctx, q, p)
	if err != nil || wanted || !keys {
		return wanted, err
	}
	takes, err := s.roles.RoleTakes(ctx, q, p)
	return takes > actor.ByOne, err
}

func (s *Service) factorsOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (f Factors, err error) {
	if f.Password, err = passwordSince(ctx, q, p); err != nil {
		return f, fmt.Errorf("read the age of the password: %w", err)
	}
	if f.Keys, err = passkeysOf(ctx, q, p); err != nil {
		return f, fmt.Errorf("list the keys: %w", err)
	}
	if f.Strict, err = strictOf(ctx, q, p); err != nil {
		return f, fmt.Errorf("read what is asked for: %w", err)
	}
	if f.Reserve, err = reserveOf(ctx, q, p); err != nil {
		return f, fmt.Errorf("read the reserve codes: %w", err)
	}
	if f.Takes, err = s.roles.RoleTakes(ctx, q, p); err != nil {
		return f, fmt.Errorf("look what a role takes: %w", err)
	}
	row, err := selectTOTP(ctx, q, p, true)
	if errors.Is(err, sqldb.ErrNoRows) {
		return f, nil
	}
	if err != nil {
		return f, fmt.Errorf("read the application: %w", err)
	}
	f.App = &App{Created: row.created, Used: row.used}
	return f, nil
}

// fresh refuses what is sensitive to a person who has not proved for a while who they are.
func (s *Service) fresh(a actor.Actor) error {
	if s.clock.Now().Sub(a.Confirmed) >= actor.FreshFor {
		return actor.ErrConfirm
	}
	return nil
}

// judged runs a transaction whose verdict must not undo what it has counted: the verdict leaves it by a variable.
func (s *Service) judged(ctx context.Context, do func(*sqldb.Tx) (*fault.Fault, error)) error {
	var verdict *fault.Fault
	err := s.db.Update(ctx, func(tx *sqldb.Tx) (err error) {
		verdict, err = do(tx)
		return err
	})
	if err == nil && verdict != nil {
		return verdict
	}
	return err
}

// changed writes a change of factors down and tells the person by letter, which has a way to take it back. Half sign-ins
// begin anew: what they wait for is not what it was, and a factor that somebody has just added must not finish one that began
// before it.
func (s *Service) changed(ctx context.Context, tx *sqldb.Tx, a actor.Actor, action, detail string, what i18n.Text) error {
	p, err := personByID(ctx, tx, a.Person)
	if err != nil {
		return fmt.Errorf("read the person: %w", err)
	}
	if err := deletePendingsOf(ctx, tx, a.Person); err != nil {
		return fmt.Errorf("end half sign-ins: %w", err)
	}
	if err := s.record(ctx, tx, a.Person, action, detail); err != nil {
		return err
	}
	began, err := sessionBegan(ctx, tx, a.Session)
	if err != nil {
		return fmt.Errorf("read the session: %w", err)
	}
	link, err := s.arm(ctx, tx, a.Person, a.Session, began)
	if err != nil {
		return err
	}
	m := letterFactorChanged(s.site(p.Lang), p, what, s.clock.Now(), link)
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicSecurity, m, letterLife)
}

// lessened is changed for what takes a factor away. Reserve codes go with the last second factor: they would open nothing.
func (s *Service) lessened(ctx context.Context, tx *sqldb.Tx, a actor.Actor, action, detail string, what i18n.Text) error {
	needed, err := s.secondNeeded(ctx, tx, a.Person)
	if err != nil {
		return fmt.Errorf("look for a second factor: %w", err)
	}
	if !needed {
		if err := deleteReserve(ctx, tx, a.Person); err != nil {
			return fmt.Errorf("drop the reserve codes: %w", err)
		}
	}
	return s.changed(ctx, tx, a, action, detail, what)
}

// ErrNoPasskey says that there is no passkey that could be asked for.
var ErrNoPasskey = fault.New(fault.Conflict, i18n.M(
	"Сначала добавьте ключ доступа: иначе нечего спрашивать после пароля.",
	"Add a passkey first: otherwise there is nothing to ask for after the password."))

// SetStrict sets whether a passkey is asked for after the password, too.
func (s *Service) SetStrict(ctx context.Context, a actor.Actor, strict bool) error {
	if err := s.fresh(a); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		f, err := s.factorsOf(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		alone, _ := f.Passkeys()
		if strict && len(alone) == 0 {
			return ErrNoPasskey
		}
		if f.Strict == strict {
			return nil
		}
		if err := setStrict(ctx, tx, a.Person, strict); err != nil {
			return fmt.Errorf("store what is asked for: %w", err)
		}
		if strict {
			return s.changed(ctx, tx, a, "account.strict_on", "", changeStrictOn)
		}
		return s.lessened(ctx, tx, a, "account.strict_off", "", changeStrictOff)
	})
}
