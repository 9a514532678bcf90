package organisation

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// warnDays are how many days before an end people are warned, the latest warning first.
func warnDays() []int { return []int{1, 7, 30} }

// warn comes round twice a day.
type warn struct{}

// Kind implements jobs.Args.
func (warn) Kind() string { return "organisation.warn" }

// ending is something that ends soon.
type ending struct {
	id           string
	organisation actor.OrganisationID
	person       actor.PersonID
	ends         time.Time
	kind         endingKind
}

// endingKind is what ends.
type endingKind string

const (
	endingCertificate endingKind = "certificate"
	endingSigner      endingKind = "signer"
	endingGrant       endingKind = "grant"
	endingPower       endingKind = "power"
)

func (k endingKind) text() i18n.Text {
	switch k {
	case endingCertificate:
		return endsCertificate
	case endingSigner:
		return endsSigner
	case endingGrant:
		return endsGrant
	case endingPower:
		return endsPower
	}
	return i18n.Same(string(k))
}

func (s *Service) warn(ctx context.Context, tx *sqldb.Tx, _ warn) error {
	now := s.clock.Now()
	list, err := endings(ctx, tx, now, now.Add(30*24*time.Hour))
	if err != nil {
		return fmt.Errorf("list what ends soon: %w", err)
	}
	for _, e := range list {
		if err := s.warnOf(ctx, tx, e, now); err != nil {
			return err
		}
	}
	return nil
}

// warnOf sends the latest warning that is due, once.
func (s *Service) warnOf(ctx context.Context, tx *sqldb.Tx, e ending, now time.Time) error {
	for _, days := range warnDays() {
		if e.ends.Sub(now) > time.Duration(days)*24*time.Hour {
			continue
		}
		first, err := noteWarning(ctx, tx, e.id, days, now)
		if err != nil || !first {
			return err
		}
		return s.sendWarning(ctx, tx, e)
	}
	return nil
}

// sendWarning writes to the person whose right ends, and of a grant or a power of attorney to those who could give another.
func (s *Service) sendWarning(ctx context.Context, tx *sqldb.Tx, e ending) error {
	c, err := cabinetByID(ctx, tx, e.organisation)
	if err != nil {
		return fmt.Errorf("read the cabinet: %w", err)
	}
	to := []actor.PersonID{e.person}
	path := "/organisations"
	switch e.kind {
	case endingCertificate, endingSigner:
		path = c.Path() + "/signatures"
	case endingGrant, endingPower:
		signers, err := signersOf(ctx, tx, c.ID)
		if err != nil {
			return fmt.Errorf("list the signers: %w", err)
		}
		for _, signer := range signers {
			if signer.Basis != ByPower {
				to = append(to, signer.Person)
			}
		}
		if e.kind == endingPower {
			path = c.Path() + "/powers"
		}
	}
	for _, p := range to {
		if err := s.write(ctx, tx, p, func(h Human) letter.Letter { return letterWarn(s.site(h.Lang), h, c, e.kind.text(), e.ends, path) }); err != nil {
			return err
		}
	}
	return nil
}
