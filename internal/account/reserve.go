package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Reserve codes open the account when the other second factors are lost: ten in a set, each works once. A code has twelve
// digits (40 bits), which every keyboard has whatever its layout; tries are few, and what is stored is keyed.
const (
	reserveCount  = 10
	reserveLength = 12
	reserveFew    = 3 // from here on a letter asks for a new set
)

// Reserve is what is known of a person's set of codes. The codes themselves are shown once.
type Reserve struct {
	Batch   string // names the set, "" when there is none
	Left    int
	Created time.Time
}

// Refusals of reserve codes.
var (
	ErrReserveCode = fault.New(fault.Invalid, i18n.M(
		"Резервный код не подошёл. Возможно, он из прежнего набора или уже использован: возьмите следующий.",
		"The backup code is not right. It may be from an earlier set or used already: take the next one."))
	ErrReserveShown = fault.New(fault.Conflict, i18n.M(
		"Этот набор кодов уже создан и был показан один раз. Если вы его не сохранили, создайте новый.",
		"This set of codes has been made and was shown once. If you did not keep it, make a new one."))
	ErrReserveUseless = fault.New(fault.Conflict, i18n.M(
		"Резервные коды нужны вместе со вторым фактором. Сначала подключите приложение с кодами или ключ безопасности.",
		"Backup codes go with a second factor. Connect an authenticator app or a security key first."))
)

// NewReserve makes a set of codes, in place of the one that the page was shown with: a second press makes no second set.
func (s *Service) NewReserve(ctx context.Context, a actor.Actor, seen string) (codes []string, err error) {
	if err := s.fresh(a); err != nil {
		return nil, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := holdPerson(ctx, tx, a.Person); err != nil {
			return fmt.Errorf("hold the account: %w", err)
		}
		needed, err := s.secondNeeded(ctx, tx, a.Person)
		if err != nil {
			return fmt.Errorf("look for a second factor: %w", err)
		}
		if !needed {
			return ErrReserveUseless
		}
		last, err := reserveOf(ctx, tx, a.Person)
		if err != nil {
			return fmt.Errorf("read the reserve codes: %w", err)
		}
		if last.Batch != seen {
			return ErrReserveShown
		}
		if codes, err = s.putReserve(ctx, tx, a.Person); err != nil {
			return err
		}
		return s.changed(ctx, tx, a, "account.reserve_made", "", changeReserve)
	})
	return codes, err
}

func (s *Service) putReserve(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) ([]string, error) {
	if err := deleteReserve(ctx, tx, p); err != nil {
		return nil, fmt.Errorf("drop the earlier codes: %w", err)
	}
	batch, now := id.New(), s.clock.Now()
	codes := make([]string, reserveCount)
	for i := range codes {
		code, err := newReserveCode()
		if err != nil {
			return nil, err
		}
		codes[i] = code
		if err := insertReserve(ctx, tx, p, s.reserveMAC(p, digitsOf(code)), batch, now); err != nil {
			return nil, fmt.Errorf("store a reserve code: %w", err)
		}
	}
	return codes, nil
}

// newReserveCode returns «1234-5678-9012».
func newReserveCode() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_0000_0000_0000))
	if err != nil {
		return "", fmt.Errorf("make a reserve code: %w", err)
	}
	digits := fmt.Sprintf("%012d", n)
	return digits[:4] + "-" + digits[4:8] + "-" + digits[8:], nil
}

// reserveMAC is what is stored of a code: keyed, so that a copy of the database alone does not let codes be tried out.
func (s *Service) reserveMAC(p actor.PersonID, digits string) string {
	mac := hmac.New(sha256.New, s.key)
	fmt.Fprintf(mac, "reserve\x00%s\x00%s", p, digits)
	return hex.EncodeToString(mac.Sum(nil))
}

// checkReserve uses a code up and tells the person by letter.
func (s *Service) checkReserve(ctx context.Context, tx *sqldb.Tx, p Person, typed string) (*fault.Fault, error) {
	code := digitsOf(typed)
	if len(code) != reserveLength {
		return ErrReserveCode, nil
	}
	used, err := useReserve(ctx, tx, p.ID, s.reserveMAC(p.ID, code), s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("use a reserve code: %w", err)
	}
	if !used {
		return ErrReserveCode, nil
	}
	left, err := reserveOf(ctx, tx, p.ID)
	if err != nil {
		return nil, fmt.Errorf("count the reserve codes: %w", err)
	}
	if err := s.record(ctx, tx, p.ID, "account.reserve_used", fmt.Sprint(left.Left)); err != nil {
		return nil, err
	}
	return nil, s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicSecurity, letterReserveUsed(s.site(p.Lang), p, left.Left), letterLife)
}
