package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// passkeyByAddress is the budget of requests for a passkey: each sight of the sign-in page makes one, and a whole office
// may stand behind an address.
var passkeyByAddress = limit.Rule{Name: "passkey.address", Burst: 300, Per: 10 * time.Minute}

// AskPasskey returns what a browser needs to offer the passkeys that it has for this site, whose ever they are.
func (s *Service) AskPasskey(ctx context.Context, browser id.Secret) (asked *protocol.CredentialAssertion, err error) {
	if s.keys == nil {
		return nil, ErrKeysOff
	}
	if err := s.limits.Allow(ctx, limit.Charge{Rule: passkeyByAddress, Key: address(ctx)}); err != nil {
		return nil, err
	}
	options, session, err := s.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, fmt.Errorf("ask for a passkey: %w", err)
	}
	return options, s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.remember(ctx, tx, toSignIn, browser, "", session) })
}

// SignInByPasskey lets in the owner of a passkey that has verified them.
func (s *Service) SignInByPasskey(ctx context.Context, browser id.Secret, answer []byte, b Browser) (e Entry, err error) {
	if s.keys == nil {
		return Entry{}, ErrKeysOff
	}
	if err := s.limits.Allow(ctx, limit.Charge{Rule: signInByAddress, Key: address(ctx)}); err != nil {
		return Entry{}, err
	}
	parsed, err := readAssertion(answer)
	if err != nil {
		return Entry{}, ErrKeyAnswer.Because(err)
	}
	err = s.judged(ctx, func(tx *sqldb.Tx) (*fault.Fault, error) {
		e = Entry{}
		asked, ok, err := s.recall(ctx, tx, toSignIn, browser, "", parsed.Response.CollectedClientData.Challenge)
		if err != nil {
			return nil, err
		}
		if !ok {
			return ErrCeremony, nil
		}
		p, verdict, err := s.passkeyOwner(ctx, tx, asked, parsed)
		if err != nil || verdict != nil {
			return verdict, err
		}
		e, err = s.admit(ctx, tx, p, byPasskey, b)
		return nil, err
	})
	return e, err
}

// passkeyOwner checks a passkey's answer and returns whose it is.
func (s *Service) passkeyOwner(ctx context.Context, tx *sqldb.Tx, asked webauthn.SessionData, parsed *protocol.ParsedCredentialAssertionData) (Person, *fault.Fault, error) {
	handle := encode(parsed.Response.UserHandle)
	owner, err := personByHandle(ctx, tx, handle)
	if errors.Is(err, sqldb.ErrNoRows) {
		return Person{}, ErrKeyUnknown, nil
	}
	if err != nil {
		return Person{}, nil, fmt.Errorf("look for the owner of a passkey: %w", err)
	}
	h, err := s.holder(ctx, tx, owner, handle)
	if err != nil {
		return Person{}, nil, err
	}
	k, known := h.key(parsed.RawID)
	if !known || !k.Alone {
		return Person{}, ErrKeyUnknown, nil
	}
	_, used, err := s.keys.ValidatePasskeyLogin(func(_, _ []byte) (webauthn.User, error) { return h, nil }, asked, parsed)
	if err != nil {
		return Person{}, ErrKeyAnswer.Because(err), nil
	}
	verdict, err := s.useKey(ctx, tx, k, used)
	return h.person, verdict, err
}

// useKey writes down the use of a key. A counter that is behind means a copy: the key is refused (WebAuthn §6.1.1).
func (s *Service) useKey(ctx context.Context, tx *sqldb.Tx, k Passkey, used *webauthn.Credential) (*fault.Fault, error) {
	if used.Authenticator.CloneWarning {
		return ErrKeyCloned, s.record(ctx, tx, k.person, "account.key_cloned", k.ID)
	}
	kept, err := touchPasskey(ctx, tx, k, *used, s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("write down the use of a key: %w", err)
	}
	if !kept { // removed, or used at the same time with the same counter
		return ErrKeyAnswer, nil
	}
	return nil, nil
}

// AskKey returns what a browser needs to ask for one of the keys of a person.
func (s *Service) AskKey(ctx context.Context, p actor.PersonID, o occasion, browser id.Secret) (asked *protocol.CredentialAssertion, err error) {
	if s.keys == nil {
		return nil, ErrKeysOff
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		h, err := s.knownHolder(ctx, tx, p)
		if err != nil {
			return err
		}
		verification := protocol.VerificationDiscouraged // the password was typed a moment ago
		if o == toConfirm {
			verification = protocol.VerificationPreferred
		}
		if o == toApprove { // it stands for both factors
			h.keys, _ = Factors{Keys: h.keys}.Passkeys()
			verification = protocol.VerificationRequired
		}
		if len(h.keys) == 0 {
			return ErrNoKey
		}
		options, session, err := s.keys.BeginLogin(h, webauthn.WithUserVerification(verification))
		if err != nil {
			return fmt.Errorf("ask for a key: %w", err)
		}
		asked = options
		return s.remember(ctx, tx, o, browser, p, session)
	})
	return asked, err
}

func (s *Service) knownHolder(ctx context.Context, q sqldb.Querier, p actor.PersonID) (holder, error) {
	handle, err := knownHandle(ctx, q, p)
	if errors.Is(err, sqldb.ErrNoRows) {
		return holder{}, ErrNoKey
	}
	if err != nil {
		return holder{}, fmt.Errorf("read the handle: %w", err)
	}
	h, err := s.holder(ctx, q, p, handle)
	if err == nil && len(h.keys) == 0 {
		err = ErrNoKey
	}
	return h, err
}

// checkKey looks at the answer of a key of the person.
func (s *Service) checkKey(ctx context.Context, tx *sqldb.Tx, p Person, o occasion, browser id.Secret, answer []byte) (*fault.Fault, error) {
	if s.keys == nil {
		return ErrKeysOff, nil
	}
	parsed, err := readAssertion(answer)
	if err != nil {
		return ErrKeyAnswer.Because(err), nil
	}
	asked, ok, err := s.recall(ctx, tx, o, browser, p.ID, parsed.Response.CollectedClientData.Challenge)
	if err != nil {
		return nil, err
	}
	if !ok {
		return ErrCeremony, nil
	}
	h, err := s.knownHolder(ctx, tx, p.ID)
	if errors.Is(err, ErrNoKey) {
		return ErrKeyUnknown, nil
	}
	if err != nil {
		return nil, err
	}
	used, err := s.keys.ValidateLogin(h, asked, parsed)
	if err != nil {
		return ErrKeyAnswer.Because(err), nil
	}
	k, _ := h.key(used.ID)
	return s.useKey(ctx, tx, k, used)
}
