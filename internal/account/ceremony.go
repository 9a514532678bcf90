package account

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// CeremonyLife is how long a key may take to answer.
const CeremonyLife = 5 * time.Minute

// occasion is what a key is asked for. The answer to one is worth nothing for another.
type occasion string

const (
	toSignIn  occasion = "signin"  // a passkey, whose ever it is
	toSecond  occasion = "second"  // a key of the person of half a sign-in
	toConfirm occasion = "confirm" // a key of the person who is signed in
	toApprove occasion = "approve" // a passkey of the person who lets another browser in
	toCreate  occasion = "create"  // a new key for the person who is signed in
)

// ErrCeremony says that an answer of a key comes too late, or from another browser, or a second time.
var ErrCeremony = fault.New(fault.Invalid, i18n.M(
	"Запрос к ключу устарел: прошло 5 минут, или ответ пришёл из другого браузера. Попробуйте ещё раз.",
	"The request to the key is out of date: 5 minutes have passed, or the answer came from another browser. Try again."))

// remember keeps what a key was asked. browser is a cookie that the answer must come with.
func (s *Service) remember(ctx context.Context, tx *sqldb.Tx, o occasion, browser id.Secret, p actor.PersonID, asked *webauthn.SessionData) error {
	data, err := json.Marshal(asked)
	if err != nil {
		return fmt.Errorf("write down the ceremony: %w", err)
	}
	if err := insertCeremony(ctx, tx, asked.Challenge, string(o), browser.Hash(), p, data, s.clock.Now().Add(CeremonyLife)); err != nil {
		return fmt.Errorf("store the ceremony: %w", err)
	}
	return nil
}

// recall returns what a key was asked, once. ok is false when there is nothing of the kind.
func (s *Service) recall(ctx context.Context, tx *sqldb.Tx, o occasion, browser id.Secret, p actor.PersonID, challenge string) (asked webauthn.SessionData, ok bool, err error) {
	data, expires, err := takeCeremony(ctx, tx, challenge, string(o), browser.Hash(), p)
	if errors.Is(err, sqldb.ErrNoRows) {
		return asked, false, nil
	}
	if err != nil {
		return asked, false, fmt.Errorf("read the ceremony: %w", err)
	}
	if !s.clock.Now().Before(expires) {
		return asked, false, nil
	}
	if err := json.Unmarshal(data, &asked); err != nil {
		return asked, false, fmt.Errorf("read the ceremony: %w", err)
	}
	return asked, true, nil
}
