package account

import (
	"context"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
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
	messageByEmail    = limit.Rule{Name: "message.email", Burst: 5, Per: time.Hour}
	messageByPhone    = limit.Rule{Name: "message.phone", Burst: 5, Per: time.Hour}
	recoverByAddress  = limit.Rule{Name: "recover.address", Burst: 30, Per: time.Hour}
	checkByPerson     = limit.Rule{Name: "snils.person", Burst: 5, Per: 24 * time.Hour}
	checkByAddress    = limit.Rule{Name: "snils.address", Burst: 30, Per: time.Hour}
	recoverByEmail    = limit.Rule{Name: "recover.email", Burst: 5, Per: time.Hour}
	changeByPerson    = limit.Rule{Name: "change.person", Burst: 6, Per: time.Hour}
	recoverBySNILS    = limit.Rule{Name: "recover.snils", Burst: 5, Per: time.Hour}
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

// throttleSignIn charges a try. The budget belongs to what was typed, in its one spelling, and not to whom it means:
// otherwise two spellings of a number, or an e-mail and a number, would share a budget only when somebody has them.
func (s *Service) throttleSignIn(ctx context.Context, login string, c candidate, b Browser) (attempt, error) {
	a := attempt{s.limits, limit.Charge{Rule: signInByStranger, Key: loginKey(login)}}
	if c.ID != "" {
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

// loginKey is what all spellings of one login have in common.
func loginKey(login string) string {
	l, ok := ParseLogin(login)
	switch {
	case !ok:
		return strings.ToLower(login)
	case l.Kind == LoginEmail:
		return Email(l.Value).Key()
	}
	return l.Value
}

func (s *Service) knows(ctx context.Context, c candidate, b Browser) (known bool, err error) {
	if b.Device == "" {
		return false, nil
	}
	return deviceKnown(ctx, s.db.Single(), c.ID, b.Device.Hash())
}

// throttleRegistration charges the form. It also pays for the first message to the mobile, which follows once the e-mail
// is proved: a number gets five messages an hour, however many registrations name it.
func (s *Service) throttleRegistration(ctx context.Context, a Applicant) error {
	charges := []limit.Charge{{Rule: registerByAddress, Key: address(ctx)}, {Rule: registerByEmail, Key: a.Email.Key()}}
	if a.Phone != "" {
		charges = append(charges, limit.Charge{Rule: messageByPhone, Key: string(a.Phone)})
	}
	return s.limits.Allow(ctx, charges...)
}

// throttleEmail charges another code to an e-mail. With [registerByEmail] it bounds how many codes can be guessed at: ten
// an hour for one e-mail, with five tries each, are 1,200 tries a day at a million codes.
func (s *Service) throttleEmail(ctx context.Context, e Email) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: messageByAddress, Key: address(ctx)}, limit.Charge{Rule: messageByEmail, Key: e.Key()})
}

func (s *Service) throttlePhone(ctx context.Context, p ruid.Phone) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: messageByAddress, Key: address(ctx)}, limit.Charge{Rule: messageByPhone, Key: string(p)})
}

// throttleChange charges a code to a new contact: to the person, so that an account is no tool for writing to strangers, and
// to whom it goes.
func (s *Service) throttleChange(ctx context.Context, p actor.PersonID, l Login) error {
	rule := messageByEmail
	if l.Kind == LoginPhone {
		rule = messageByPhone
	}
	return s.limits.Allow(ctx, limit.Charge{Rule: changeByPerson, Key: string(p)}, limit.Charge{Rule: rule, Key: l.key()})
}

// throttleAsk charges an ask: with the message that follows at once, or alone when a channel is to be chosen first.
func (s *Service) throttleAsk(ctx context.Context, l Login) error {
	if s.channelOf(l) == "" {
		return s.limits.Allow(ctx, limit.Charge{Rule: recoverByAddress, Key: address(ctx)})
	}
	return s.throttleRecovery(ctx, l)
}

// throttleRecovery charges a message to the owner of a login. With five tries a code, a number gets 25 guesses an hour at a
// million codes, and those in one browser.
func (s *Service) throttleRecovery(ctx context.Context, l Login) error {
	rule := map[LoginKind]limit.Rule{LoginEmail: recoverByEmail, LoginPhone: messageByPhone, LoginSNILS: recoverBySNILS}[l.Kind]
	return s.limits.Allow(ctx, limit.Charge{Rule: recoverByAddress, Key: address(ctx)}, limit.Charge{Rule: rule, Key: l.key()})
}

// throttleCheck charges a question to the register. It keeps an account from being used to find out whose a СНИЛС is.
func (s *Service) throttleCheck(ctx context.Context, p actor.PersonID) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: checkByAddress, Key: address(ctx)}, limit.Charge{Rule: checkByPerson, Key: string(p)})
}
