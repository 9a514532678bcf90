package account

import (
	"context"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Shown is what a person shows as a second factor, or to confirm who they are.
type Shown struct {
	Way     Way
	Text    string    // the code, or the answer of the key
	Browser id.Secret // the cookie that binds a key's answer to the browser
}

// Way is a way to show a second factor; it stands in the address of the page.
type Way string

// The ways.
const (
	WayApp     Way = "app"
	WayKey     Way = "key"
	WayReserve Way = "reserve"

	// WayPassword confirms only: it is the first factor of a sign-in. See ConfirmPassword.
	WayPassword Way = "password"
)

// Ways lists the ways that are open to a person, the quickest first.
func (f Factors) Ways() (ways []Way) {
	if len(f.Keys) > 0 {
		ways = append(ways, WayKey)
	}
	if f.App != nil && f.codesDo() {
		ways = append(ways, WayApp)
	}
	if f.Reserve.Left > 0 {
		ways = append(ways, WayReserve)
	}
	return ways
}

// codesDo reports whether the codes of an application are a second factor of the person. They are not for whoever has a role
// that takes a key, and has one: a code can be talked out of people, and whoever had it could add a key of their own.
func (f Factors) codesDo() bool { return f.Takes < actor.ByAKey || len(f.Keys) == 0 }

// ErrCodesNotEnough says that codes are not enough.
var ErrCodesNotEnough = fault.New(fault.Invalid, i18n.M(
	"У вас есть роль в фонде, поэтому коды приложения не подходят. Покажите ключ или введите резервный код.",
	"You have a role in the foundation, so the codes of the application are not enough. Show your key or type a reserve code."))

// prove makes the check of what is shown.
func (s *Service) prove(x Shown, o occasion) proof {
	return func(ctx context.Context, tx *sqldb.Tx, p Person) (f factor, verdict *fault.Fault, err error) {
		switch x.Way {
		case WayApp:
			f, err := s.factorsOf(ctx, tx, p.ID)
			if err != nil || !f.codesDo() {
				return factorTOTP, ErrCodesNotEnough, err
			}
			verdict, err = s.checkTOTP(ctx, tx, p.ID, true, x.Text)
			return factorTOTP, verdict, err
		case WayKey:
			verdict, err = s.checkKey(ctx, tx, p, o, x.Browser, []byte(x.Text))
			return factorKey, verdict, err
		case WayReserve:
			verdict, err = s.checkReserve(ctx, tx, p, x.Text)
			return factorReserve, verdict, err
		case WayPassword:
		}
		return "", nil, fmt.Errorf("account: no way %q to show a factor", x.Way)
	}
}

// The budgets of second factors. Whoever tries them knows the password already; browsers that the owner has used have a
// budget of their own, as with passwords.
var (
	secondByStranger = limit.Rule{Name: "second.stranger", Burst: 10, Per: time.Hour}
	secondByDevice   = limit.Rule{Name: "second.device", Burst: 10, Per: 30 * time.Minute}
)

// Half returns whose half sign-in the browser holds, and by what they may finish it.
func (s *Service) Half(ctx context.Context, secret id.Secret, b Browser) (f Factors, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		half, err := s.pendingBySecret(ctx, q, secret, b)
		if err != nil {
			return err
		}
		f, err = s.factorsOf(ctx, q, half.person)
		return err
	})
	return f, err
}

// Second finishes a sign-in by the second factor.
func (s *Service) Second(ctx context.Context, secret id.Secret, b Browser, x Shown) (Entry, error) {
	half, err := s.half(ctx, secret, b)
	if err != nil {
		return Entry{}, err
	}
	charge, err := s.throttleSecond(ctx, half.person, b)
	if err != nil {
		return Entry{}, err
	}
	return s.complete(ctx, secret, b, charge, s.prove(x, toSecond))
}

func (s *Service) half(ctx context.Context, secret id.Secret, b Browser) (half pending, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		half, err = s.pendingBySecret(ctx, q, secret, b)
		return err
	})
	return half, err
}

func (s *Service) throttleSecond(ctx context.Context, p actor.PersonID, b Browser) (limit.Charge, error) {
	charge := limit.Charge{Rule: secondByStranger, Key: string(p)}
	known, err := s.knows(ctx, candidate{Person: Person{ID: p}}, b)
	if err != nil {
		return charge, err
	}
	if known {
		charge = limit.Charge{Rule: secondByDevice, Key: string(p) + b.Device.Hash()}
	}
	return charge, s.limits.Allow(ctx, charge)
}

// AskSecondKey returns what the browser needs to ask for a key of the person of half a sign-in.
func (s *Service) AskSecondKey(ctx context.Context, secret id.Secret, b Browser, browser id.Secret) (*protocol.CredentialAssertion, error) {
	half, err := s.half(ctx, secret, b)
	if err != nil {
		return nil, err
	}
	return s.AskKey(ctx, half.person, toSecond, browser)
}

// Abandon ends half a sign-in: somebody else wants to sign in.
func (s *Service) Abandon(ctx context.Context, secret id.Secret, b Browser) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		half, err := s.pendingBySecret(ctx, tx, secret, b)
		if err != nil {
			return err
		}
		return deletePending(ctx, tx, half.id)
	})
}

// Confirm takes a key, a code of the application or a reserve code from the person who is signed in, and returns the new
// secret of the session.
func (s *Service) Confirm(ctx context.Context, a actor.Actor, x Shown) (secret id.Secret, err error) {
	charge, err := s.throttleConfirm(ctx, a.Person)
	if err != nil {
		return "", err
	}
	check := s.prove(x, toConfirm)
	err = s.judged(ctx, func(tx *sqldb.Tx) (*fault.Fault, error) {
		p, err := personByID(ctx, tx, a.Person)
		if err != nil {
			return nil, fmt.Errorf("read the person: %w", err)
		}
		f, verdict, err := check(ctx, tx, p)
		if err != nil || verdict != nil {
			return verdict, err
		}
		if err := s.limits.Forgive(ctx, tx, charge); err != nil {
			return nil, err
		}
		secret, err = s.raise(ctx, tx, a, string(f))
		return nil, err
	})
	return secret, err
}
