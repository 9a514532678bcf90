package account

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/limit"
)

// The budgets of the ways in that begin with a button and no secret.
var (
	qrByAddress     = limit.Rule{Name: "qr.address", Burst: 60, Per: 10 * time.Minute}
	qrByPerson      = limit.Rule{Name: "qr.person", Burst: 20, Per: 10 * time.Minute}
	errandByAddress = limit.Rule{Name: "errand.address", Burst: 60, Per: 10 * time.Minute}
)

// throttleQR charges a code to scan.
func (s *Service) throttleQR(ctx context.Context) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: qrByAddress, Key: address(ctx)})
}

// throttleQRBy charges opening a code on a telephone: with three numbers each, a person has sixty guesses in ten minutes.
func (s *Service) throttleQRBy(ctx context.Context, p actor.PersonID) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: qrByPerson, Key: string(p)})
}

// throttleErrand charges a way to another site.
func (s *Service) throttleErrand(ctx context.Context) error {
	return s.limits.Allow(ctx, limit.Charge{Rule: errandByAddress, Key: address(ctx)})
}
