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
	what         i18n.Text
	kind         string
}

func (s *Service) warn(ctx context.Context, tx *sqldb.Tx, _ warn) error {
	now := s.clock.Now()
	horizon := now.Add(30 * 24 * time.Hour)
	var list []ending
	for _, source := range []struct {
		kind, query string
		what        i18n.Text
	}{
		{"certificate", `SELECT id, organisation, person, not_after FROM organisation_certificate WHERE removed_at IS NULL AND not_after > $1 AND not_after <= $2`, endsCertificate},
		{"signer", `SELECT id, organisation, person, until FROM organisation_signer WHERE ended_at IS NULL AND until > $1 AND until <= $2`, endsSigner},
		{"grant", `SELECT id, organisation, person, until FROM organisation_grant WHERE state = 'active' AND until > $1 AND until <= $2`, endsGrant},
	} {
		found, err := sqldb.List(ctx, tx, func(row sqldb.Row) (e ending, err error) {
			e.what, e.kind = source.what, source.kind
			return e, row.Scan(&e.id, &e.organisation, &e.person, &e.ends)
		}, source.query+` ORDER BY id LIMIT 500`, now, horizon)
		if err != nil {
			return fmt.Errorf("list what ends soon: %w", err)
		}
		list = append(list, found...)
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
		n, err := tx.Exec(ctx, `INSERT INTO organisation_warning (subject, days, at) VALUES ($1, $2, $3) ON CONFLICT (subject, days) DO NOTHING`, e.id, days, now)
		if err != nil || n == 0 {
			return err
		}
		return s.sendWarning(ctx, tx, e)
	}
	return nil
}

// sendWarning writes to the person whose right ends, and of a grant to those who could prolong it.
func (s *Service) sendWarning(ctx context.Context, tx *sqldb.Tx, e ending) error {
	c, err := cabinetByID(ctx, tx, e.organisation)
	if err != nil {
		return fmt.Errorf("read the cabinet: %w", err)
	}
	to := []actor.PersonID{e.person}
	path := "/organisations"
	if e.kind != "grant" {
		path = c.Path() + "/signatures"
	} else {
		signers, err := signersOf(ctx, tx, c.ID)
		if err != nil {
			return fmt.Errorf("list the signers: %w", err)
		}
		for _, signer := range signers {
			to = append(to, signer.Person)
		}
	}
	for _, p := range to {
		if err := s.write(ctx, tx, p, func(h Human) letter.Letter { return letterWarn(s.site(h.Lang), h, c, e.what, e.ends, path) }); err != nil {
			return err
		}
	}
	return nil
}
