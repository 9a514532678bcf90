package cli

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

type caCmd struct {
	Init   caInitCmd   `cmd:"" help:"Make a trial authority: a root, an authority below it, a time-stamping and a status service."`
	Issue  caIssueCmd  `cmd:"" help:"Issue a certificate with a new key."`
	Revoke caRevokeCmd `cmd:"" help:"Revoke a certificate."`
	CRL    caCRLCmd    `cmd:"" name:"crl" help:"Write the list of revoked certificates."`
	OCSP   caOCSPCmd   `cmd:"" name:"ocsp" help:"Answer an OCSP request: a file in, a file out."`
	TSA    caTSACmd    `cmd:"" name:"tsa" help:"Answer a time-stamp request: a file in, a file out."`
	Serve  caServeCmd  `cmd:"" help:"Serve certificates, lists, OCSP and time-stamps over HTTP on this machine."`
}

// Help implements [kong.HelpProvider].
func (c *caCmd) Help() string {
	return `The authority is for trials: everything that it issues bears a critical policy that says so, has no legal force, and is refused by a real installation whatever its settings.`
}

// folderFlag names the authority.
type folderFlag struct {
	Dir string `help:"The folder of the authority." required:"" placeholder:"DIR"`
}

// withAuthority opens the folder of an authority and lets f work with it.
func withAuthority(dir string, f func(*authority.Authority) error) error {
	err := authority.With(dir, f)
	if errors.Is(err, authority.ErrNone) {
		return unusable(fmt.Errorf("%w (make one with klaster ca init)", err))
	}
	return err
}

// knownCurve says that a curve is one of those on which keys are made.
func knownCurve(name string) error {
	if _, err := authority.CurveByName(name); err != nil {
		return fmt.Errorf("--curve %q: want one of %s", name, authority.CurveNames)
	}
	return nil
}

// issuedBy returns a certificate that an authority issued by its number, as people write it.
func issuedBy(a *authority.Authority, serial string) (*cert.Certificate, error) {
	serial = strings.ToUpper(strings.NewReplacer(":", "", " ", "").Replace(strings.TrimPrefix(serial, "0x")))
	if strings.Trim(serial, "0123456789ABCDEF") != "" {
		return nil, fmt.Errorf("--serial %q: want a number in hexadecimal, as klaster cert show prints it", serial)
	}
	c, err := a.Issued(serial)
	if errors.Is(err, authority.ErrNotIssued) {
		return nil, fmt.Errorf("this authority has issued no certificate with the number %s", serial)
	}
	return c, err
}

// outside sees that writing a file would not replace one of an authority.
func outside(dir, out string) error {
	own := authority.Files()
	for i := range own {
		own[i] = filepath.Join(dir, own[i])
	}
	return notOver(out, own...)
}
