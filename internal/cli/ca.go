package cli

import (
	"fmt"

	"github.com/klaster-platform/klaster/gost/gost3410"
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

// curveNames are what --curve takes.
const curveNames = "cryptopro-a, cryptopro-b, cryptopro-c, tc26-256-a, tc26-512-a, tc26-512-b, tc26-512-c"

func curveByName(name string) (*gost3410.Curve, error) {
	switch name {
	case "cryptopro-a":
		return gost3410.CryptoProA(), nil
	case "cryptopro-b":
		return gost3410.CryptoProB(), nil
	case "cryptopro-c":
		return gost3410.CryptoProC(), nil
	case "tc26-256-a":
		return gost3410.TC256A(), nil
	case "tc26-512-a":
		return gost3410.TC512A(), nil
	case "tc26-512-b":
		return gost3410.TC512B(), nil
	case "tc26-512-c":
		return gost3410.TC512C(), nil
	}
	return nil, fmt.Errorf("--curve %q: want one of %s", name, curveNames)
}
