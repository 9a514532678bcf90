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
	Cases        []HeldCase
	Recent       []Recent
	Powers       []HeldPower
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
	if h.Recent, err = recentOf(ctx, q, p); err != nil {
		return Held{}, fmt.Errorf("list what was chosen lately: %w", err)
	}
	powers, err := powersOf(ctx, q, p)
	if err != nil {
		return Held{}, fmt.Errorf("list the powers of attorney: %w", err)
	}
	for _, power := range powers {
		verdicts, err := verdictsOf(ctx, q, power.ID)
		if err != nil {
			return Held{}, fmt.Errorf("list what was judged of a power of attorney: %w", err)
		}
		h.Powers = append(h.Powers, HeldPower{power, verdicts})
	}
	cases, err := casesEver(ctx, q, p)
	if err != nil {
		return Held{}, fmt.Errorf("list the cases: %w", err)
	}
	for _, c := range cases {
		h.Cases = append(h.Cases, HeldCase{c, c.Holder(), c.Certificate()})
	}
	return h, nil
}

// HeldPower is a power of attorney with what was judged of it.
type HeldPower struct {
	Power
	Verdicts []PowerVerdict
}

// HeldCase is a case with what the certificate of it said.
type HeldCase struct {
	Case
	Holder      Holder
	Certificate Certificate
}

// Forget ends what the person may do and takes their name out of what stays: that somebody signed, appointed or was appointed is
// part of the organisation's history, with the id alone.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	return forgetPerson(ctx, tx, p, s.clock.Now())
}
