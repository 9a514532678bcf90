package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// A one-time code has six digits (20 bits), lives ten minutes, takes five tries and is sent again no sooner than after a
// minute (ASVS 5.0, 6.5.1–6.5.5).
const (
	CodeLife   = 10 * time.Minute
	codeTries  = 5
	ResendWait = time.Minute
)

// purpose keeps a code for one thing from opening another.
type purpose string

const (
	confirmEmail purpose = "registration.email"
	confirmPhone purpose = "registration.phone"
	recoverBySMS purpose = "recovery.phone"
	changeEmail  purpose = "contact.email"
	changePhone  purpose = "contact.phone"
)

// Refusals of codes.
var (
	ErrCodeWrong = fault.New(fault.Invalid, i18n.M(
		"Код не подошёл. Проверьте, что вводите код из последнего сообщения.",
		"The code is not right. Make sure that you enter the code from the latest message."))
	ErrCodeSpent = fault.New(fault.Invalid, i18n.M(
		"Этот код больше не действует: прошло 10 минут или было 5 попыток. Запросите новый код.",
		"This code no longer works: 10 minutes have passed or there were 5 tries. Ask for a new code."))
	ErrResendSoon = fault.New(fault.RateLimited, i18n.M(
		"Новый код можно запросить через минуту после прошлого. Подождите немного и попробуйте ещё раз.",
		"You can ask for a new code a minute after the last one. Wait a little and try again."))
)

type code struct {
	mac           string
	tries         int
	sent, expires time.Time
}

// issueCode makes a code for the owner and replaces the one before.
func (s *Service) issueCode(ctx context.Context, tx *sqldb.Tx, owner string, p purpose) (string, error) {
	if err := s.rested(ctx, tx, owner, p); err != nil {
		return "", err
	}
	now := s.clock.Now()
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	digits := fmt.Sprintf("%06d", n)
	c := code{mac: s.codeMAC(owner, p, digits), sent: now, expires: now.Add(CodeLife)}
	if err := putCode(ctx, tx, owner, p, c); err != nil {
		return "", fmt.Errorf("store a code: %w", err)
	}
	return digits, nil
}

// rested refuses a code that is asked for too soon after the one before.
func (s *Service) rested(ctx context.Context, q sqldb.Querier, owner string, p purpose) error {
	now := s.clock.Now()
	last, err := codeOf(ctx, q, owner, p)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("read the last code: %w", err)
	case now.Before(last.sent.Add(ResendWait)):
		return ErrResendSoon.After(last.sent.Add(ResendWait).Sub(now))
	}
	return nil
}

// checkCode returns nil once for the right code. A wrong one counts: the caller commits the transaction whatever the
// verdict, which is why the verdict is apart from the error.
func (s *Service) checkCode(ctx context.Context, tx *sqldb.Tx, owner string, p purpose, typed string) (verdict *fault.Fault, err error) {
	c, err := codeOf(ctx, tx, owner, p)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return ErrCodeSpent, nil
	case err != nil:
		return nil, fmt.Errorf("read a code: %w", err)
	case c.tries >= codeTries || !s.clock.Now().Before(c.expires):
		return ErrCodeSpent, nil
	}
	if !hmac.Equal([]byte(c.mac), []byte(s.codeMAC(owner, p, typed))) {
		if err := countTry(ctx, tx, owner, p); err != nil {
			return nil, fmt.Errorf("count a try: %w", err)
		}
		if c.tries+1 == codeTries {
			return ErrCodeSpent, nil
		}
		return ErrCodeWrong, nil
	}
	return nil, dropCode(ctx, tx, owner, p)
}

func (s *Service) codeMAC(owner string, p purpose, digits string) string {
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "%s\x00%s\x00%s", owner, p, digits)
	return hex.EncodeToString(mac.Sum(nil))
}
