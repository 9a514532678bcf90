package signature

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Paper is a signature that was taken, with what it signs, for the room whose matter it is.
type Paper struct {
	Request     Request
	At          time.Time
	Content     []byte
	Message     []byte // as it was received
	Certificate *cert.Certificate
}

// Paper returns a signature by its own id or by that of its request; [ErrNoRequest] when it is kept no more. Whoever calls it has
// judged who may see it.
func (s *Service) Paper(ctx context.Context, id string) (p Paper, err error) {
	var row signedRow
	err = s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if row, err = signedByID(ctx, q, id); err != nil {
			return err
		}
		p.Request, err = selectRequest(ctx, q, row.request)
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) {
		return Paper{}, ErrNoRequest
	}
	if err != nil {
		return Paper{}, fmt.Errorf("read a signature: %w", err)
	}
	p.At = row.at
	if p.Message, err = s.content(ctx, row.message); err != nil {
		return Paper{}, fmt.Errorf("read a signature: %w", err)
	}
	if p.Certificate, err = onlySigner(p.Message); err != nil {
		return Paper{}, fmt.Errorf("read a signature: %w", err)
	}
	f, err := s.Bytes(ctx, p.Request)
	if err != nil {
		return Paper{}, err
	}
	defer f.Close() //nolint:errcheck // it was read
	if p.Content, err = io.ReadAll(f); err != nil {
		return Paper{}, fmt.Errorf("read what was signed: %w", err)
	}
	return p, nil
}

// onlySigner is the certificate of the one signer of a message; nil when there are more, or it is not in the message.
func onlySigner(message []byte) (*cert.Certificate, error) {
	box, err := openMessage(message, nil)
	if err != nil || len(box.signers) != 1 {
		return nil, err
	}
	return box.signers[0], nil
}

// Unsigned lists the documents that a person was asked to sign, has not, and still can.
func (s *Service) Unsigned(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Request, error) {
	list, err := unsignedOf(ctx, q, p, s.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("list what is to be signed: %w", err)
	}
	return list, nil
}
