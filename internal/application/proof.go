package application

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// KeyTime names when signatures were made, on pages.
var KeyTime = i18n.M("Время подписи", "Time of signing")

var (
	timeProven = i18n.F("подтверждено меткой времени, %s", "proven by a time-stamp, %s")
	timeTold   = i18n.M("время не подтверждено: метки времени нет", "time not confirmed: there is no time-stamp")
)

// ProofOfTime says whether time-stamps prove when a document was signed, and since when: what a signature says of its own time proves nothing
// (rule T3). Of several signatures each needs its own.
func (s *Service) ProofOfTime(ctx context.Context, q sqldb.Querier, signers []Request) (i18n.Text, error) {
	var last time.Time
	for _, g := range signers {
		at, err := s.signatures.Stamped(ctx, q, g.Signature)
		if err != nil {
			return i18n.Text{}, err
		}
		if at.IsZero() {
			return timeTold, nil
		}
		if at.After(last) {
			last = at
		}
	}
	return timeProven.With(i18n.Moment(last)), nil
}

// proofOfTime is the same of an application; no text where nobody signed.
func (s *Service) proofOfTime(ctx context.Context, w Work) (proof i18n.Text, err error) {
	if w.Paper == nil {
		return i18n.Text{}, nil
	}
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		signers, err := s.SignaturesOf(ctx, q, w.Paper)
		if err != nil || len(signers) == 0 {
			return err
		}
		proof, err = s.ProofOfTime(ctx, q, signers)
		return err
	})
	return proof, err
}
