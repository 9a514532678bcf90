package account

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// keyKind is what sort of key is added.
type keyKind string

const (
	kindPasskey keyKind = "passkey" // stays on the device or with its maker, and verifies the person
	kindKey     keyKind = "key"     // a security key: a second factor
	kindSilent  keyKind = "silent"  // a passkey that a password manager offers to make after a sign-in by password
)

func (k keyKind) valid() bool { return k == kindPasskey || k == kindKey || k == kindSilent }

// selection is what is asked of the key.
func (k keyKind) selection() protocol.AuthenticatorSelection {
	if k == kindKey {
		return protocol.AuthenticatorSelection{
			AuthenticatorAttachment: protocol.CrossPlatform,
			ResidentKey:             protocol.ResidentKeyRequirementDiscouraged,
			UserVerification:        protocol.VerificationDiscouraged,
		}
	}
	return protocol.AuthenticatorSelection{
		ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
		UserVerification: protocol.VerificationRequired,
	}
}

// AskNewKey returns what a browser needs to make a key for the person.
func (s *Service) AskNewKey(ctx context.Context, a actor.Actor, kind keyKind, browser id.Secret) (*protocol.CredentialCreation, error) {
	if err := s.fresh(a); err != nil {
		return nil, err
	}
	if s.keys == nil {
		return nil, ErrKeysOff
	}
	var asked *protocol.CredentialCreation
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		h, err := s.newHolder(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		if len(h.keys) >= keyMax {
			return ErrKeysFull
		}
		mediation := protocol.MediationDefault
		if kind == kindSilent {
			mediation = protocol.MediationConditional
		}
		options, session, err := s.keys.BeginMediatedRegistration(h, mediation,
			webauthn.WithAuthenticatorSelection(kind.selection()), webauthn.WithExclusions(descriptors(h.keys)))
		if err != nil {
			return fmt.Errorf("ask for a new key: %w", err)
		}
		asked = options
		return s.remember(ctx, tx, toCreate, browser, a.Person, session)
	})
	return asked, err
}

// newHolder returns the person with a handle, which it makes with the first key: 64 random octets, which tell nothing of
// the person to whoever finds the key.
func (s *Service) newHolder(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) (h holder, err error) {
	fresh := make([]byte, 64)
	_, _ = rand.Read(fresh)
	handle, err := handleOf(ctx, tx, p, encode(fresh))
	if err != nil {
		return h, fmt.Errorf("read the handle: %w", err)
	}
	return s.holder(ctx, tx, p, handle)
}

func (s *Service) holder(ctx context.Context, q sqldb.Querier, p actor.PersonID, handle string) (h holder, err error) {
	if h.handle, err = base64.RawURLEncoding.DecodeString(handle); err != nil {
		return h, fmt.Errorf("read the handle: %w", err)
	}
	if h.person, err = personByID(ctx, q, p); err != nil {
		return h, fmt.Errorf("read the person: %w", err)
	}
	if h.keys, err = passkeysOf(ctx, q, p); err != nil {
		return h, fmt.Errorf("list the keys: %w", err)
	}
	return h, nil
}

// AddKey takes a new key for the person.
func (s *Service) AddKey(ctx context.Context, a actor.Actor, kind keyKind, name string, browser id.Secret, answer []byte) error {
	if err := s.fresh(a); err != nil {
		return err
	}
	if s.keys == nil {
		return ErrKeysOff
	}
	parsed, err := readAttestation(answer)
	if err != nil {
		return ErrKeyAnswer.Because(err)
	}
	return s.judged(ctx, func(tx *sqldb.Tx) (*fault.Fault, error) {
		asked, ok, err := s.recall(ctx, tx, toCreate, browser, a.Person, parsed.Response.CollectedClientData.Challenge)
		if err != nil {
			return nil, err
		}
		if !ok || kind == kindSilent != (asked.Mediation == protocol.MediationConditional) {
			return ErrCeremony, nil
		}
		h, err := s.newHolder(ctx, tx, a.Person)
		if err != nil {
			return nil, err
		}
		record, err := s.keys.CreateCredential(h, asked, parsed)
		if err != nil {
			return ErrKeyAnswer.Because(err), nil
		}
		// What was asked decides what the key may do: one that was not asked to verify the person opens nothing alone.
		alone := asked.UserVerification == protocol.VerificationRequired
		return s.storeKey(ctx, tx, a, h, Passkey{
			ID: id.New(), Alone: alone, Name: name, Created: s.clock.Now(), person: a.Person, record: *record,
		})
	})
}

func (s *Service) storeKey(ctx context.Context, tx *sqldb.Tx, a actor.Actor, h holder, k Passkey) (*fault.Fault, error) {
	if len(h.keys) >= keyMax {
		return ErrKeysFull, nil
	}
	known, err := credentialKnown(ctx, tx, encode(k.record.ID))
	if err != nil {
		return nil, fmt.Errorf("look for the key: %w", err)
	}
	if known {
		return ErrKeyKnown, nil
	}
	if err := insertPasskey(ctx, tx, k); err != nil {
		if errors.Is(err, sqldb.ErrConflict) {
			return nil, ErrKeyKnown
		}
		return nil, fmt.Errorf("store the key: %w", err)
	}
	what := changeKeyAdded
	if k.Alone {
		what = changePasskeyAdded
	}
	return nil, s.changed(ctx, tx, a, "account.key_added", k.ID, what.With(k.Name))
}

// RenameKey gives a key another name.
func (s *Service) RenameKey(ctx context.Context, a actor.Actor, key, name string) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		renamed, err := renamePasskey(ctx, tx, a.Person, key, name)
		if err != nil {
			return fmt.Errorf("rename the key: %w", err)
		}
		if !renamed {
			return ErrNoKey
		}
		return s.record(ctx, tx, a.Person, "account.key_renamed", key)
	})
}

// Key returns one key of the person.
func (s *Service) Key(ctx context.Context, a actor.Actor, key string) (Passkey, error) {
	f, err := s.Factors(ctx, a.Person)
	if err != nil {
		return Passkey{}, err
	}
	for _, k := range f.Keys {
		if k.ID == key {
			return k, nil
		}
	}
	return Passkey{}, ErrNoKey
}

// RemoveKey takes a key away.
func (s *Service) RemoveKey(ctx context.Context, a actor.Actor, key string) error {
	if err := s.fresh(a); err != nil {
		return err
	}
	k, err := s.Key(ctx, a, key)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		gone, err := deletePasskey(ctx, tx, a.Person, key)
		if err != nil {
			return fmt.Errorf("remove the key: %w", err)
		}
		if !gone {
			return ErrNoKey
		}
		what := changeKeyRemoved
		if k.Alone {
			what = changePasskeyRemoved
		}
		return s.lessened(ctx, tx, a, "account.key_removed", key, what.With(k.Name))
	})
}
