package cli

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca"
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
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil { //nolint:gosec // the folder above is not secret
		return err
	}
	made, err := os.MkdirTemp(filepath.Dir(dir), ".ca-*")
	if err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	defer os.RemoveAll(made)
	if err := c.fill(made); err != nil {
		return err
	}
	if err := errors.Join(syncFolder(filepath.Join(made, caIssuedDir)), syncFolder(made)); err != nil {
		return err
	}
	// An empty folder makes room; one that has got something meanwhile stays.
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("make %s: %w", c.Dir, err)
	}
	if err := os.Rename(made, dir); err != nil {
		return fmt.Errorf("make %s: %w", c.Dir, err)
	}
	if err := syncFolder(filepath.Dir(dir)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "Trial authority in %s. Trust %s, build chains through %s.\n", c.Dir,
		filepath.Join(c.Dir, rootName+".pem"), filepath.Join(c.Dir, issuingName+".pem"))
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
	if _, err := curveByName(c.Curve); err != nil {
		return err
	}
	return checkTexts(namedText{"name", c.Name})
}

// fill makes the authorities and services in a new folder.
func (c *caInitCmd) fill(dir string) error {
	if err := os.Mkdir(filepath.Join(dir, caIssuedDir), 0o700); err != nil {
		return err
	}
	config := caConfig{caFormat, c.BaseURL, c.Curve}
	a := &trialAuthority{dir: dir, config: config}
	key, encoded, err := newKey(c.Curve)
	if err != nil {
		return err
	}
	if a.root, err = trialca.NewRoot(config.options(rootName), trialca.Holder{CommonName: c.Name + " (головной)"}, key.PrivateKey); err != nil {
		return err
	}
	if err := saveInFolder(dir, rootName, a.root.Certificate(), encoded); err != nil {
		return err
	}
	if key, encoded, err = newKey(c.Curve); err != nil {
		return err
	}
	below, err := a.root.NewSub(trialca.Holder{CommonName: c.Name}, key.PrivateKey)
	if err != nil {
		return err
	}
	if err := errors.Join(saveInFolder(dir, issuingName, below.Certificate(), encoded), a.keep(below.Certificate())); err != nil {
		return err
	}
	if a.issuing, err = trialca.Open(config.options(issuingName), below.Certificate(), key.PrivateKey, trialca.Ledger{}); err != nil {
		return err
	}
	if err := a.addService(tsaName, trialca.TimeStamping, c.Name+": служба меток времени"); err != nil {
		return err
	}
	if err := a.addService(ocspName, trialca.StatusService, c.Name+": служба статусов"); err != nil {
		return err
	}
	return a.saveState()
}

func (a *trialAuthority) addService(name string, role trialca.Role, commonName string) error {
	key, encoded, err := newKey(a.config.Curve)
	if err != nil {
		return err
	}
	c, err := a.issue(trialca.Holder{Role: role, CommonName: commonName}, key.PrivateKey)
	if err != nil {
		return err
	}
	return saveInFolder(a.dir, name, c, encoded)
}

// issue issues and notes a certificate.
func (a *trialAuthority) issue(h trialca.Holder, key crypto.Signer) (*cert.Certificate, error) {
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	c, err := a.issuing.Issue(h, public)
	if err != nil {
		return nil, err
	}
	return c, a.keep(c)
}

func (a *trialAuthority) saveState() error {
	ledgers, err := a.ledgers()
	if err != nil {
		return err
	}
	config, err := json.MarshalIndent(a.config, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(
		writeFile(filepath.Join(a.dir, caLedgerFile), ledgers, 0o600),
		writeFile(filepath.Join(a.dir, caConfigFile), append(config, '\n'), 0o644))
}
