package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/klaster-platform/klaster/internal/signature/authority"
)

type caInitCmd struct {
	folderFlag `embed:""`
	Name       string `help:"Common name of the authority; the root has it with «(головной)» after it." default:"Учебный удостоверяющий центр" placeholder:"TEXT"`
	Curve      string `help:"Curve of its keys, and of those that it issues unless told otherwise: cryptopro-a, -b, -c, tc26-256-a, tc26-512-a, -b, -c." default:"cryptopro-a" placeholder:"CURVE"`
	BaseURL    string `name:"base-url" help:"Address at which klaster ca serve will be reached; certificates then say where lists and status are." placeholder:"URL"`
}

// Help implements [kong.HelpProvider].
func (c *caInitCmd) Help() string {
	return `The folder must not exist or be empty. Keys in it are not encrypted (mode 0600): the authority is for trials.

root.pem is what to trust (--ca), ca.pem the authority below it that issues (--untrusted).

Example: klaster ca init --dir trial && klaster ca issue --dir trial --role person --surname Иванов --given-name 'Иван Иванович' --snils '999-999-001 49' --out me.pem --key me.key`
}

// Run makes the folder: it is there whole or not at all.
func (c *caInitCmd) Run(s *streams) error {
	if err := c.check(); err != nil {
		return unusable(err)
	}
	if err := authority.Make(c.Dir, authority.Spec{Name: c.Name, Curve: c.Curve, BaseURL: c.BaseURL}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.out, "Trial authority in %s. Trust %s, build chains through %s.\n", c.Dir,
		filepath.Join(c.Dir, authority.Root+".pem"), filepath.Join(c.Dir, authority.Issuing+".pem"))
	return err
}

func (c *caInitCmd) check() error {
	entries, err := os.ReadDir(c.Dir)
	switch {
	case err == nil && len(entries) > 0:
		return fmt.Errorf("%s is not empty: an authority is made in a folder of its own", c.Dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if c.BaseURL != "" {
		u, err := url.Parse(c.BaseURL)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
			return fmt.Errorf("--base-url %q: want an address such as http://127.0.0.1:8090", c.BaseURL)
		}
	}
	if err := knownCurve(c.Curve); err != nil {
		return err
	}
	return checkTexts(namedText{"name", c.Name})
}
