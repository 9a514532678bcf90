package account

import (
	"context"
	"fmt"

	"github.com/go-webauthn/webauthn/protocol"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// passkeyProof is what a passkey signed, with what binds it to the browser; nil when none was asked.
type passkeyProof = *Shown

// passkeyConfirm is what sign-in by QR code needs to know of passkeys.
type passkeyConfirm interface {
	// has reports whether the person has a passkey.
	has(ctx context.Context, q sqldb.Querier, p actor.PersonID) (bool, error)
	// confirm takes what a passkey of the person signed in their session, once.
	// The refusal is apart from the error: what was refused is used up all the same.
	confirm(ctx context.Context, tx *sqldb.Tx, a actor.Actor, proof passkeyProof) (*fault.Fault, error)
}

// keyring is the passkeys of the room.
type keyring struct{ service *Service }

func (k keyring) has(ctx context.Context, q sqldb.Querier, p actor.PersonID) (bool, error) {
	if k.service.keys == nil {
		return false, nil
	}
	return passkeyKnown(ctx, q, p)
}

func (k keyring) confirm(ctx context.Context, tx *sqldb.Tx, a actor.Actor, proof passkeyProof) (*fault.Fault, error) {
	if proof == nil || proof.Text == "" {
		return ErrKeyAnswer, nil
	}
	p, err := personByID(ctx, tx, a.Person)
	if err != nil {
		return nil, fmt.Errorf("read the person: %w", err)
	}
	return k.service.checkKey(ctx, tx, p, toApprove, proof.Browser, []byte(proof.Text))
}

// AskApproval returns what the telephone needs to ask for one of the person's passkeys, to let another browser in.
func (s *Service) AskApproval(ctx context.Context, a actor.Actor, browser id.Secret) (*protocol.CredentialAssertion, error) {
	return s.AskKey(ctx, a.Person, toApprove, browser)
}
