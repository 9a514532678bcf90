// Package authority keeps a trial certification authority in a folder: a root, an authority below it that issues, a
// time-stamping and a status service. The command klaster ca works on such folders, and a trial installation has one of
// its own in its data folder. Everything that it issues bears the trial policy, which a real installation refuses (T8).
//
// The folder:
//
//	ca.json                 what does not change after [Make]
//	ledger.json             what was revoked, and the numbers of the lists
//	lock                    held while one process works with the folder
//	root.pem ca.pem         the root, which is to be trusted, and the authority below it
//	tsa.pem ocsp.pem        the services
//	*.key                   their keys, PKCS #8 in PEM without a password, mode 0600
//	issued/SERIAL.pem       what was issued
package authority

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/durable"
)

// Names of the pairs of key and certificate.
const (
	Root    = "root"
	Issuing = "ca"
	TSA     = "tsa"
	OCSP    = "ocsp"
)

// Ledger is the file that changes with each revocation and each list.
const Ledger = "ledger.json"

const (
	configFile = "ca.json"
	ledgerFile = Ledger
	lockName   = "lock"
	issuedDir  = "issued"

	format = "klaster-trial-ca/1"
)

// Errors of the folder.
var (
	// ErrNone says that a folder is none of an authority.
	ErrNone = errors.New("no folder of a trial authority")
	// ErrNotIssued says that the authority has issued no certificate with a number.
	ErrNotIssued = errors.New("no certificate with this number was issued")
)

// Config does not change after [Make].
type Config struct {
	Format  string `json:"format"`
	BaseURL string `json:"base_url"`
	Curve   string `json:"curve"`
}

// ledgers are what the two authorities remember.
type ledgers struct {
	Root    trialca.Ledger `json:"root"`
	Issuing trialca.Ledger `json:"issuing"`
}

// Authority is an opened folder, for as long as [With] lets it be used.
type Authority struct {
	Config        Config
	Root, Issuing *trialca.Authority

	dir string
}

// Exists reports whether a folder is one of an authority.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, configFile))
	return err == nil
}

// Files are the names of the files that an authority cannot do without, for those who must not write over them.
func Files() []string {
	own := []string{configFile, ledgerFile, lockName}
	for _, name := range []string{Root, Issuing, TSA, OCSP} {
		own = append(own, name+".key", name+".pem")
	}
	return own
}

// With opens a folder, lets f work with it while no other process does, and keeps what f changed. What f makes for others
// is to be handed out after that, so that nothing is published that the authority could forget.
func With(dir string, f func(*Authority) error) error {
	if _, err := os.Stat(filepath.Join(dir, configFile)); err != nil {
		return fmt.Errorf("%s: %w: %w", dir, ErrNone, err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := durable.Lock(lock); err != nil {
		return fmt.Errorf("lock %s: %w", lock.Name(), err)
	}
	durable.RemoveRemains(filepath.Join(dir, ledgerFile))
	a, before, err := open(dir)
	if err != nil {
		return fmt.Errorf("open the trial authority %s: %w", dir, err)
	}
	if err := f(a); err != nil {
		return err
	}
	after, err := a.ledgers()
	if err != nil || string(after) == string(before) {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, ledgerFile), after, 0o600)
}

func (a *Authority) ledgers() ([]byte, error) {
	data, err := json.MarshalIndent(ledgers{a.Root.Ledger(), a.Issuing.Ledger()}, "", "  ")
	return append(data, '\n'), err
}

func open(dir string) (*Authority, []byte, error) {
	a := &Authority{dir: dir}
	if err := readJSON(filepath.Join(dir, configFile), &a.Config); err != nil {
		return nil, nil, err
	}
	if a.Config.Format != format {
		return nil, nil, fmt.Errorf("%s has the form %q; this program knows %q", configFile, a.Config.Format, format)
	}
	var l ledgers
	if err := readJSON(filepath.Join(dir, ledgerFile), &l); err != nil {
		return nil, nil, err
	}
	var err error
	if a.Root, err = a.open(Root, l.Root); err != nil {
		return nil, nil, err
	}
	if a.Issuing, err = a.open(Issuing, l.Issuing); err != nil {
		return nil, nil, err
	}
	before, err := a.ledgers()
	return a, before, err
}

func (a *Authority) open(name string, l trialca.Ledger) (*trialca.Authority, error) {
	c, key, err := a.pair(name)
	if err != nil {
		return nil, err
	}
	return trialca.Open(a.Config.options(name), c, key, l)
}

// options are those of one of the two authorities: lists and status of what the root has issued stand below root/.
func (c Config) options(name string) trialca.Options {
	o := trialca.Options{Now: clock.System{}.Now}
	if c.BaseURL != "" {
		o.BaseURL = strings.TrimRight(c.BaseURL, "/")
		if name == Root {
			o.BaseURL += "/" + Root
		}
	}
	return o
}

// pair reads a certificate of the folder with its key.
func (a *Authority) pair(name string) (*cert.Certificate, crypto.Signer, error) {
	data, err := os.ReadFile(filepath.Join(a.dir, name+".key"))
	if err != nil {
		return nil, nil, err
	}
	bundle, err := keyfile.Parse(data, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("%s.key: %w", name, err)
	}
	key, err := bundle.Key()
	if err != nil {
		return nil, nil, fmt.Errorf("%s.key: %w", name, err)
	}
	c, err := readCertificate(filepath.Join(a.dir, name+".pem"))
	return c, key.PrivateKey, err
}

func readCertificate(path string) (*cert.Certificate, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	list, err := cert.ParseFile(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return list[0], nil
}

// maxState is the length in bytes of the longest file of state that is read.
const maxState = 64 << 20

func readJSON(path string, into any) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.Size() > maxState {
		return fmt.Errorf("%s has %d bytes: at most %d can be read", path, info.Size(), maxState)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// Issue issues and notes a certificate.
func (a *Authority) Issue(h trialca.Holder, key *algorithm.PublicKey) (*cert.Certificate, error) {
	c, err := a.Issuing.Issue(h, key)
	if err != nil {
		return nil, err
	}
	return c, a.keep(c)
}

// keep notes a certificate that was issued, so that it can be revoked by its number.
func (a *Authority) keep(c *cert.Certificate) error {
	return durable.WriteFile(issuedPath(a.dir, c.SerialHex()), cert.PEM(c), 0o644)
}

func issuedPath(dir, serial string) string { return filepath.Join(dir, issuedDir, serial+".pem") }

// Issued returns a certificate by its number in hexadecimal, as [cert.Certificate.SerialHex] writes it.
func (a *Authority) Issued(serial string) (*cert.Certificate, error) {
	if strings.Trim(serial, "0123456789ABCDEF") != "" {
		return nil, ErrNotIssued
	}
	c, err := readCertificate(issuedPath(a.dir, serial))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotIssued
	}
	return c, err
}
