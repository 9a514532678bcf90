package signature

import (
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

// errNoAuthority says that a real installation has no authority of its own (T8).
var errNoAuthority = errors.New("a real installation issues no certificates")

// TrialIssuer returns the certificate by which the authority of a trial installation issues now.
func (s *Service) TrialIssuer() (c *cert.Certificate, err error) {
	err = s.withAuthority(func(a *authority.Authority) error {
		c = a.Issuing.Certificate()
		return nil
	})
	return c, err
}

// IssueSeal issues the certificate of the seal of a trial installation.
func (s *Service) IssueSeal(h trialca.Holder, key *algorithm.PublicKey) (c *cert.Certificate, err error) {
	err = s.withAuthority(func(a *authority.Authority) (err error) {
		c, err = a.Issue(h, key)
		return err
	})
	return c, err
}

func (s *Service) withAuthority(f func(*authority.Authority) error) error {
	if !s.trial {
		return errNoAuthority
	}
	if err := authority.With(s.authority, f); err != nil {
		return fmt.Errorf("ask the trial authority: %w", err)
	}
	return nil
}
