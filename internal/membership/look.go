package membership

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// ErrUnknown says that no open register at hand has the number.
var ErrUnknown = fault.New(fault.NotFound, textUnknown)

// Found is what the open registers say of an ИНН.
type Found struct {
	Name      string
	OGRN, INN string
	Judgement Judgement
	Member    Status // what it is already
}

var lookByNetwork = limit.Rule{Name: "membership.look", Burst: 30, Per: time.Hour}

// Look tells a guest which status an organisation may have and what the rules say, by open registers alone: nothing that the
// organisation or an official has told the platform goes into it. It is charged to the network of the guest.
func (s *Service) Look(ctx context.Context, inn ruid.INN) (f Found, err error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: lookByNetwork, Key: httpx.InfoOf(ctx).Network()}); err != nil {
		return Found{}, err
	}
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		if f, err = s.rules.Look(ctx, q, string(inn), s.today()); err != nil {
			return err
		}
		m, err := memberByINN(ctx, q, string(inn))
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil
		}
		f.Member = m.Status
		return err
	})
	if err != nil {
		return Found{}, fmt.Errorf("look for an ИНН: %w", err)
	}
	return f, nil
}
