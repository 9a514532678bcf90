package organisation

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Held is what this room stores about a person, for the copy that they get.
type Held struct {
	Signer       []Signatory
	Certificates []Certificate
	Grants       []Grant
	Links        []Link
	Prepared     []Preparation
	Cases        []Case
}

// HeldAbout gathers it.
func (s *Service) HeldAbout(ctx context.Context, q sqldb.Querier, p actor.PersonID) (h Held, err error) {
	if h.Signer, err = signersEver(ctx, q, p); err != nil {
		return Held{}, fmt.Errorf("list what the person signed for: %w", err)
	}
	if h.Certificates, err = certificatesEver(ctx, q, p); err != nil {
		return Held{}, fmt.Errorf("list the certificates: %w", err)
	}
	if h.Grants, err = grantsEver(ctx, q, p); err != nil {
		return Held{}, fmt.Errorf("list the grants: %w", err)
	}
	if h.Links, err = linksEver(ctx, q, p); err != nil {
		return Held{}, fmt.Errorf("list the links: %w", err)
	}
	if h.Prepared, err = preparations(ctx, q, p); err != nil {
		return Held{}, fmt.Errorf("list what was prepared: %w", err)
	}
	if h.Cases, err = casesEver(ctx, q, p); err != nil {
		return Held{}, fmt.Errorf("list the cases: %w", err)
	}
	return h, nil
}

// Forget ends what the person may do and takes their name out of what stays: that somebody signed, appointed or was appointed is
// part of the organisation's history, with the id alone.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	now := s.clock.Now()
	for what, statement := range map[string]string{
		"signer":       `UPDATE organisation_signer SET ended_at = COALESCE(ended_at, $2), ended_why = CASE WHEN ended_at IS NULL THEN 'account deleted' ELSE ended_why END, inn = '', post = '' WHERE person = $1`,
		"certificates": `UPDATE organisation_certificate SET holder = '', removed_at = COALESCE(removed_at, $2) WHERE person = $1`,
		"grants":       `UPDATE organisation_grant SET state = CASE WHEN state = 'active' THEN 'left' ELSE state END, ended_at = COALESCE(ended_at, $2), name = '', snils_mac = id, snils_end = '' WHERE person = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, string(p), now); err != nil {
			return fmt.Errorf("forget the %s: %w", what, err)
		}
	}
	for what, statement := range map[string]string{
		"links":        `DELETE FROM organisation_link WHERE person = $1`,
		"documents":    `DELETE FROM organisation_wish WHERE person = $1`,
		"preparations": `DELETE FROM organisation_preparation WHERE person = $1`,
		"choices":      `DELETE FROM organisation_choice WHERE person = $1`,
		"uses":         `DELETE FROM organisation_use WHERE person = $1`,
		"cases":        `UPDATE organisation_case SET details = '{}', state = CASE WHEN state = 'open' THEN 'withdrawn' ELSE state END WHERE person = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, string(p)); err != nil {
			return fmt.Errorf("forget the %s: %w", what, err)
		}
	}
	return nil
}
