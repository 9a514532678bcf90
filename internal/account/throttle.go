package account

import (
	"context"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// The budgets of attempts. That of an address is wide: a whole office or a mobile operator may stand behind it. That of
// an account is narrow for strangers, and another one waits for the browsers that the owner has used.
var (
	signInByAddress   = limit.Rule{Name: "signin.address", Burst: 60, Per: 10 * time.Minute}
	signInByStranger  = limit.Rule{Name: "signin.stranger", Burst: 10, Per: 30 * time.Minute}
	signInByDevice    = limit.Rule{Name: "signin.device", Burst: 10, Per: 10 * time.Minute}
	registerByAddress = limit.Rule{Name: "register.address", Burst: 30, Per: time.Hour}
	registerByEmail   = limit.Rule{Name: "register.email", Burst: 5, Per: time.Hour}
	messageByAddress  = limit.Rule{Name: "message.address", Burst: 60, Per: time.Hour}
	messageByPhone    = limit.Rule{Name: "message.phone", Burst: 5, Per: time.Hour}
	recoverByAddress  = limit.Rule{Name: "recover.address", Burst: 30, Per: time.Hour}
	recoverByEmail    = limit.Rule{Name: "recover.email", Burst: 5, Per: time.Hour}
)

func address(ctx context.Context) string { return limit.Address(httpx.InfoOf(ctx).Address) }

// attempt is what a try to sign in was charged to; the owner gets the account's part back.
type attempt struct {
	limits  *limit.Limiter
	account limit.Charge
}

func (a attempt) forgive(ctx context.Context, tx *sqldb.Tx) error {
	return a.limits.Forgive(ctx, tx, a.account)
}

// throttleSignIn charges a try. A login that nobody has gets a budget like any other, so that the refusal tells nothing.
func (s *Service) throttleSignIn(ctx context.Context, login string, c candidate, b Browser) (attempt, error) {
	a := attempt{s.limits, limit.Charge{Rule: signInByStranger, Key: strings.ToLower(login)}}
	if c.ID != "" {
		a.account.Key = string(c.ID) // one budget, by whichever of the logins
		known, err := s.knows(ctx, c, b)
		if err != nil {
			return attempt{}, err
		}
		if known {
			a.account = limit.Charge{Rule: signInByDevice, Key: string(c.ID) + b.Device.Hash()}
		}
	}
	return a, s.limits.Allow(ctx, limit.Charge{Rule: signInByAddress, Key: address(ctx)}, a.account)
}

func (s *Service) knows(ctx context.Context, c candidate, b Browser) (known bool, err error) {
	if b.Device == "" {
		return false, nil
	}
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		known, err = deviceKnown(ctx, q, c.ID, b.Device.Hash())
		return err
	})
	return known, err
}

func (s *Service) throttleRegistration(ctx context.Context, a Applicant) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: registerByAddress, Key: address(ctx)}, limit.Charge{Rule: registerByEmail, Key: a.Email.Key()})
}

func (s *Service) throttleMessages(ctx context.Context) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: messageByAddress, Key: address(ctx)})
}

func (s *Service) throttlePhone(ctx context.Context, p ruid.Phone) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: messageByAddress, Key: address(ctx)}, limit.Charge{Rule: messageByPhone, Key: string(p)})
}

func (s *Service) throttleRecovery(ctx context.Context, e Email) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: recoverByAddress, Key: address(ctx)}, limit.Charge{Rule: recoverByEmail, Key: e.Key()})
}
