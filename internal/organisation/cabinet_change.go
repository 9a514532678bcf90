package organisation

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// SetDetails changes what the organisation says of itself.
func (s *Service) SetDetails(ctx context.Context, d Details) error {
	a := actor.From(ctx)
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		role, err := s.RoleOf(ctx, tx, a.Person, a.Acting)
		if err != nil {
			return err
		}
		if !role.May(actor.Send) {
			return actor.ErrRight
		}
		if err := setDetails(ctx, tx, a.Acting, d); err != nil {
			return fmt.Errorf("store the contacts: %w", err)
		}
		return s.record(ctx, tx, a.Person, "organisation.details_changed", a.Acting, "")
	})
	if err != nil {
		return fmt.Errorf("change the contacts of an organisation: %w", err)
	}
	return nil
}

// RemoveCertificate takes a certificate out of the register of signatures. It changes no rights: those follow from the register of
// the tax service and from grants.
func (s *Service) RemoveCertificate(ctx context.Context, id string) error {
	a := actor.From(ctx)
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := s.mayAppoint(ctx, tx, a)
		if err != nil {
			return err
		}
		first, err := removeCertificate(ctx, tx, c.ID, id, a.Person, s.clock.Now())
		if err != nil || !first {
			return errors.Join(err, unless(first, ErrNoCertificate))
		}
		return s.record(ctx, tx, a.Person, "organisation.certificate_removed", c.ID, id)
	})
	if err != nil {
		return fmt.Errorf("remove a certificate: %w", err)
	}
	return nil
}

// Inside is what stands in a cabinet.
type Inside struct {
	Cabinet      Cabinet
	Known        *Known // what the register says; nil when it says nothing
	Silent       bool   // the register could not be asked
	Signers      []Signatory
	Names        map[actor.PersonID]string
	Certificates []Certificate
	Grants       []Grant
	Unsigned     []Unsigned // what the person who acts was asked to sign for it
}

// Inside reads a cabinet for a page; the caller has checked the right.
func (s *Service) Inside(ctx context.Context, id actor.OrganisationID) (in Inside, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		if in.Cabinet, err = cabinetByID(ctx, q, id); err != nil {
			return none(err, ErrNoCabinet)
		}
		if in.Signers, err = signersOf(ctx, q, id); err != nil {
			return fmt.Errorf("list the signers: %w", err)
		}
		if in.Certificates, err = certificatesOf(ctx, q, id); err != nil {
			return fmt.Errorf("list the certificates: %w", err)
		}
		if in.Grants, err = grantsOf(ctx, q, id); err != nil {
			return fmt.Errorf("list the grants: %w", err)
		}
		papers, err := s.signatures.Unsigned(ctx, q, actor.From(ctx).Person)
		if err != nil {
			return fmt.Errorf("list what is to be signed: %w", err)
		}
		for _, p := range papers {
			if string(p.INN) == in.Cabinet.INN {
				in.Unsigned = append(in.Unsigned, p)
			}
		}
		in.Names, err = s.names(ctx, q, in)
		return err
	})
	if err != nil {
		return Inside{}, err
	}
	known, err := s.registers.ByOGRN(ctx, in.Cabinet.OGRN)
	switch {
	case err == nil:
		in.Known = &known
	case !errors.Is(err, ErrUnknownSubject):
		in.Silent = true
	}
	return in, nil
}

func (s *Service) names(ctx context.Context, q sqldb.Querier, in Inside) (map[actor.PersonID]string, error) {
	names := map[actor.PersonID]string{}
	add := func(p actor.PersonID) error {
		if p == "" || names[p] != "" {
			return nil
		}
		human, err := s.people.Human(ctx, q, p)
		names[p] = human.Name
		return err
	}
	if err := add(in.Cabinet.OpenedBy); err != nil {
		return nil, err
	}
	for _, signer := range in.Signers {
		if err := add(signer.Person); err != nil {
			return nil, err
		}
	}
	for _, g := range in.Grants {
		if err := errors.Join(add(g.Person), add(g.By)); err != nil {
			return nil, err
		}
	}
	return names, nil
}
