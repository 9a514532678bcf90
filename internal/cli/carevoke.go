package cli

import (
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

type caRevokeCmd struct {
	folderFlag `embed:""`
	Cert       string `help:"The certificate, in PEM or DER." xor:"which" required:"" placeholder:"FILE"`
	Serial     string `help:"Its serial number in hexadecimal." xor:"which" required:"" placeholder:"HEX"`
	Reason     string `help:"Why, in the words of RFC 5280: unspecified, keyCompromise, cACompromise, affiliationChanged, superseded, cessationOfOperation, certificateHold, privilegeWithdrawn." enum:"unspecified,keyCompromise,cACompromise,affiliationChanged,superseded,cessationOfOperation,certificateHold,privilegeWithdrawn" default:"unspecified" placeholder:"REASON"`
}

// Help implements [kong.HelpProvider].
func (c *caRevokeCmd) Help() string {
	return `Name the certificate by --cert or by --serial. It counts as revoked from this moment on; OCSP answers say so at once, lists from the next klaster ca crl. A revocation is for ever, and revoking twice changes nothing.`
}

// Run revokes.
func (c *caRevokeCmd) Run(s *streams) error {
	var revoked *cert.Certificate
	var already bool
	err := withAuthority(c.Dir, func(a *authority.Authority) (err error) {
		if revoked, err = c.certificate(a); err != nil {
			return unusable(err)
		}
		by := a.Issuing
		if !revoked.Issuer.Equal(by.Certificate().Subject) {
			by = a.Root
		}
		before := len(by.Ledger().Revoked)
		err = by.Revoke(revoked, reasonByName(c.Reason))
		if errors.Is(err, trialca.ErrNotIssued) {
			return unusable(fmt.Errorf("certificate %s was not issued by this authority", revoked.SerialHex()))
		}
		already = len(by.Ledger().Revoked) == before
		return err
	})
	if err != nil {
		return err
	}
	word := "Revoked"
	if already {
		word = "Was revoked before:"
	}
	_, err = fmt.Fprintf(s.out, "%s %s, %s.\n", word, revoked.SerialHex(), printable(revoked.Subject.String()))
	return err
}

func (c *caRevokeCmd) certificate(a *authority.Authority) (*cert.Certificate, error) {
	if c.Serial != "" {
		return issuedBy(a, c.Serial)
	}
	list, err := readCertificates([]string{c.Cert})
	if err != nil {
		return nil, err
	}
	if len(list) != 1 {
		return nil, fmt.Errorf("%s has %d certificates: name a file with the one to revoke", c.Cert, len(list))
	}
	return list[0], nil
}

// reasonByName returns CRLReason (RFC 5280, section 5.3.1).
func reasonByName(name string) revocation.Reason {
	return map[string]revocation.Reason{
		"unspecified": revocation.Unspecified, "keyCompromise": revocation.KeyCompromise, "cACompromise": revocation.CACompromise,
		"affiliationChanged": 3, "superseded": 4, "cessationOfOperation": 5, "certificateHold": revocation.CertificateHold,
		"privilegeWithdrawn": 9,
	}[name]
}
