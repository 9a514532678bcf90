package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Codes of an application (RFC 6238): six digits, 30 seconds, SHA-1, which is what every application understands. One
// period before and one after are taken, for clocks that differ. No code works twice, nor does an older one after it.
const (
	totpPeriod = 30 * time.Second
	totpSecret = 20               // bytes: what RFC 4226 §4 recommends
	setupLife  = 30 * time.Minute // how long a secret waits for its first code
)

// App is the application with codes of a person.
type App struct {
	Created time.Time
	Used    time.Time // zero when never
}

// Setup is an application that is being set up: what it is told, as text and as an address for the drawing.
type Setup struct {
	Secret string // base32
	URI    string // otpauth://totp/…
}

// Refusals of codes of applications.
var (
	ErrAppCode = fault.New(fault.Invalid, i18n.M(
		"Код не подошёл. Проверьте, что код из нужной записи приложения, а часы телефона идут точно, и введите следующий код.",
		"The code is not right. Make sure that it is from the right entry of the application and that the clock of your phone is exact, then enter the next code."))
	ErrAppCodeUsed = fault.New(fault.Invalid, i18n.M(
		"Этот код уже использован. Дождитесь следующего: он появится в течение 30 секунд.",
		"This code has been used. Wait for the next one: it comes within 30 seconds."))
	ErrNoApp = fault.New(fault.NotFound, i18n.M(
		"Приложение с кодами не подключено.", "No authenticator app is connected."))
	ErrNoSetup = fault.New(fault.NotFound, i18n.M(
		"Подключение приложения не начато, или прошло полчаса. Начните его заново.",
		"The set-up of the application was not begun, or half an hour has passed. Begin it again."))
)

// totpRow is a stored secret.
type totpRow struct {
	secret   string // sealed
	lastStep int64
	created  time.Time
	used     time.Time
}

func stepOf(t time.Time) int64 { return t.Unix() / int64(totpPeriod/time.Second) }

// matchStep returns the period around now whose code was typed, and false when there is none. It looks at all three in
// any case.
func matchStep(secret, typed string, now time.Time) (step int64, ok bool, err error) {
	for _, away := range []int64{-1, 1, 0} {
		at := stepOf(now) + away
		want, err := totp.GenerateCodeCustom(secret, time.Unix(at*int64(totpPeriod/time.Second), 0), totp.ValidateOpts{
			Period: uint(totpPeriod / time.Second), Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1,
		})
		if err != nil {
			return 0, false, fmt.Errorf("compute a code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 {
			step, ok = at, true
		}
	}
	return step, ok, nil
}

// checkTOTP looks at a code for a secret that is confirmed or being set up, and uses its period up.
func (s *Service) checkTOTP(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, confirmed bool, typed string) (*fault.Fault, error) {
	row, err := selectTOTP(ctx, tx, p, confirmed)
	if errors.Is(err, sqldb.ErrNoRows) {
		return ErrNoApp, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the application: %w", err)
	}
	secret, err := s.sealer.open(row.secret, string(p))
	if err != nil {
		return nil, err
	}
	now := s.clock.Now()
	step, ok, err := matchStep(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret), digitsOf(typed), now)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return ErrAppCode, nil
	}
	fresh, err := useStep(ctx, tx, p, confirmed, step, now)
	if err != nil {
		return nil, fmt.Errorf("use a code: %w", err)
	}
	if !fresh {
		return ErrAppCodeUsed, nil
	}
	return nil, nil
}

// BeginApp makes a secret for an application, which works once its first code has been typed. The one that works now
// goes on working until then.
func (s *Service) BeginApp(ctx context.Context, a actor.Actor) error {
	if err := s.fresh(a); err != nil {
		return err
	}
	secret := make([]byte, totpSecret)
	_, _ = rand.Read(secret)
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		return putSetup(ctx, tx, a.Person, s.sealer.seal(secret, string(a.Person)), s.clock.Now())
	})
}

// AppSetup returns what the person's application has to be told.
func (s *Service) AppSetup(ctx context.Context, a actor.Actor) (Setup, error) {
	if err := s.fresh(a); err != nil {
		return Setup{}, err
	}
	var (
		row totpRow
		p   Person
	)
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if row, err = s.setup(ctx, q, a.Person); err != nil {
			return err
		}
		p, err = personByID(ctx, q, a.Person)
		return err
	})
	if err != nil {
		return Setup{}, err
	}
	raw, err := s.sealer.open(row.secret, string(a.Person))
	if err != nil {
		return Setup{}, err
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw)
	// What is left out is what applications take by themselves: SHA-1, six digits, 30 seconds. A short address makes a
	// drawing that every camera reads.
	values := url.Values{"secret": {secret}, "issuer": {s.siteName}}
	return Setup{Secret: secret, URI: "otpauth://totp/" + url.PathEscape(string(p.Email)) + "?" + queryWithoutPlus(values)}, nil
}

// queryWithoutPlus writes spaces as %20: applications do not read + as one.
func queryWithoutPlus(v url.Values) string { return strings.ReplaceAll(v.Encode(), "+", "%20") }

// setup returns the secret that waits for its first code.
func (s *Service) setup(ctx context.Context, q sqldb.Querier, p actor.PersonID) (totpRow, error) {
	row, err := selectTOTP(ctx, q, p, false)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return totpRow{}, ErrNoSetup
	case err != nil:
		return totpRow{}, fmt.Errorf("read the set-up: %w", err)
	case s.clock.Now().Sub(row.created) >= setupLife:
		return totpRow{}, ErrNoSetup
	}
	return row, nil
}

// ConfirmApp takes the first code of the application that is being set up. From then on it is the person's second factor,
// in place of the one before, if there was one.
func (s *Service) ConfirmApp(ctx context.Context, a actor.Actor, typed string) error {
	if err := s.fresh(a); err != nil {
		return err
	}
	if _, err := s.throttleConfirm(ctx, a.Person); err != nil {
		return err
	}
	return s.judged(ctx, func(tx *sqldb.Tx) (*fault.Fault, error) {
		if _, err := s.setup(ctx, tx, a.Person); err != nil {
			return nil, err
		}
		verdict, err := s.checkTOTP(ctx, tx, a.Person, false, typed)
		if err != nil || verdict != nil {
			return verdict, err
		}
		if err := confirmTOTP(ctx, tx, a.Person, s.clock.Now()); err != nil {
			return nil, fmt.Errorf("store the application: %w", err)
		}
		return nil, s.changed(ctx, tx, a, "account.app_added", "", changeAppAdded)
	})
}

// RemoveApp takes the application away.
func (s *Service) RemoveApp(ctx context.Context, a actor.Actor) error {
	if err := s.fresh(a); err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		gone, err := deleteTOTP(ctx, tx, a.Person, true)
		if err != nil {
			return fmt.Errorf("remove the application: %w", err)
		}
		if !gone {
			return ErrNoApp
		}
		return s.lessened(ctx, tx, a, "account.app_removed", "", changeAppRemoved)
	})
}
