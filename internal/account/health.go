package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// RegisterState is how the register of СНИЛС and the questions to it stand.
type RegisterState struct {
	Configured bool
	Answered   time.Time // when it last answered, whatever it said; zero: never
	Waiting    int       // questions without an answer
	Silent     int       // those of them for which it could not be reached the last time
	Oldest     time.Time // since when the oldest of them waits; zero: none does
}

// RegisterState tells the operator about the register.
func (s *Service) RegisterState(ctx context.Context) (RegisterState, error) {
	state := RegisterState{Configured: s.snils != nil}
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if state.Answered, state.Oldest, err = registerTimes(ctx, q); err != nil {
			return err
		}
		state.Waiting, state.Silent, err = countPending(ctx, q)
		return err
	})
	if err != nil {
		return RegisterState{}, fmt.Errorf("look at the checks of СНИЛС: %w", err)
	}
	return state, nil
}

// WaysUp counts the ways by which somebody who has just registered can get a higher level here.
func (s *Service) WaysUp() (n int) {
	if s.snils != nil {
		n++
	}
	for _, port := range s.ports() {
		if vouches(port, actor.Simplified) > actor.Simplified {
			n++
		}
	}
	if !s.config.desk().IsZero() {
		n++
	}
	return n
}

// Unsealed reports whether what lies sealed in the database opens with the key of the installation: the latest document
// and the latest secret of an application with codes. An error that is [ErrSealed] means that it does not: the key file is
// another one than that with which they were sealed.
func (s *Service) Unsealed(ctx context.Context) error {
	return s.db.View(ctx, func(q sqldb.Querier) error {
		id, owner, text, err := latestSealedDocument(ctx, q)
		if err == nil {
			_, err = s.papers.open(text, sealedFor(actor.PersonID(owner), id))
		}
		if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
			return fmt.Errorf("open the latest document: %w", err)
		}
		owner, text, err = latestSecret(ctx, q)
		if err == nil {
			_, err = s.sealer.open(text, owner)
		}
		if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
			return fmt.Errorf("open the latest secret of codes: %w", err)
		}
		return nil
	})
}

// SomeFiles returns the refs of the first and of the latest file that documents name.
func (s *Service) SomeFiles(ctx context.Context) (refs []blob.Ref, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		refs, err = someFiles(ctx, q)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look for files: %w", err)
	}
	return refs, nil
}
