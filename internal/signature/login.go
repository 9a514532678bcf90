package signature

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// SignedLogin is a sign-in that was signed, and passed by the policy of the installation.
type SignedLogin struct {
	Request     Request
	Certificate *cert.Certificate
	At          time.Time
}

// LoginFor returns the signed sign-in of a request that was made for a subject; [ErrNoRequest] when there is none.
func (s *Service) LoginFor(ctx context.Context, requestID string, p Purpose, subject string) (SignedLogin, error) {
	return s.login(ctx, func(q sqldb.Querier) (Request, error) {
		r, err := selectRequest(ctx, q, requestID)
		if err == nil && (r.Purpose != p || r.Subject != subject) {
			return Request{}, ErrNoRequest
		}
		return r, err
	})
}

// LatestLogin returns what was signed last in a browser, by whoever may have signed there, after a time; [ErrNoRequest] when
// nothing was. A request of another person is not theirs, whatever the browser.
func (s *Service) LatestLogin(ctx context.Context, c Caller, after time.Time) (SignedLogin, error) {
	if c.Browser == "" {
		return SignedLogin{}, ErrNoRequest
	}
	return s.login(ctx, func(q sqldb.Querier) (Request, error) { return latestLogin(ctx, q, c, after) })
}

func (s *Service) login(ctx context.Context, find func(sqldb.Querier) (Request, error)) (SignedLogin, error) {
	var r Request
	var row signedRow
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if r, err = find(q); err != nil {
			return err
		}
		row, err = selectSigned(ctx, q, r.ID)
		return err
	})
	switch {
	case errors.Is(err, sqldb.ErrNoRows), err == nil && !r.Login():
		return SignedLogin{}, ErrNoRequest
	case err != nil:
		return SignedLogin{}, fmt.Errorf("read a signed sign-in: %w", err)
	}
	message, err := s.content(ctx, row.message)
	if err != nil {
		return SignedLogin{}, fmt.Errorf("read a signed sign-in: %w", err)
	}
	box, err := openMessage(message, nil)
	if err != nil {
		return SignedLogin{}, fmt.Errorf("read a signed sign-in: %w", err)
	}
	if len(box.signers) != 1 {
		return SignedLogin{}, ErrNoRequest // such a message was never taken
	}
	return SignedLogin{Request: r, Certificate: box.signers[0], At: row.at}, nil
}

// CanJudge reports whether the installation has what signatures are judged by: a trial one its authority, a real one a version of the
// list of Минцифры.
func (s *Service) CanJudge(ctx context.Context) (bool, error) {
	if s.trial {
		return true, nil
	}
	_, err := listFor(ctx, s.db.Single(), s.clock.Now())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("look for the list of authorities: %w", err)
	}
	return true, nil
}
