package account

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// passkeyProof is what a passkey signed, as the browser sent it; empty when it was not asked.
type passkeyProof []byte

// passkeyConfirm is what sign-in by QR code needs to know of passkeys.
type passkeyConfirm interface {
	// has reports whether the person has a passkey.
	has(ctx context.Context, q sqldb.Querier, p actor.PersonID) (bool, error)
	// confirm takes what a passkey of the person signed in their session, once.
	confirm(ctx context.Context, tx *sqldb.Tx, a actor.Actor, proof passkeyProof) error
}

// noPasskeys is how it is while nobody can have one.
type noPasskeys struct{}

func (noPasskeys) has(context.Context, sqldb.Querier, actor.PersonID) (bool, error) {
	return false, nil
}

func (noPasskeys) confirm(context.Context, *sqldb.Tx, actor.Actor, passkeyProof) error {
	return ErrQRFar
}
