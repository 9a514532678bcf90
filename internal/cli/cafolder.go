package cli

import (
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/platform/clock"
)

// The files of the folder of an authority. Keys stand beside certificates under the same name with .key, mode 0600.
const (
	caConfigFile = "ca.json"
	caLedgerFile = "ledger.json"
	caLockFile   = "lock"
	caIssuedDir  = "issued" // certificates by their serial numbers

	rootName    = "root"
	issuingName = "ca"
	tsaName     = "tsa"
	ocspName    = "ocsp"

	caFormat = "klaster-trial-ca/1"
)

// caConfig does not change after init.
type caConfig struct {
	Format  string `json:"format"`
	BaseURL string `json:"base_url"`
	Curve   string `json:"curve"`
}

// caLedgers are what the two authorities remember.
type caLedgers struct {
	Root    trialca.Ledger `json:"root"`
	Issuing trialca.Ledger `json:"issuing"`
}

// trialAuthority is an opened folder.
type trialAuthority struct {
	dir           string
	config        caConfig
	root, issuing *trialca.Authority
}

// withAuthority opens a folder, lets f work with it while no other process does, and keeps what f changed. What f makes for
// others is to be handed out after that, so that nothing is published that the authority could forget.
func withAuthority(dir string, f func(*trialAuthority) error) error {
	if _, err := os.Stat(filepath.Join(dir, caConfigFile)); err != nil {
		return unusable(fmt.Errorf("%s is no folder of a trial authority (make one with klaster ca init): %w", dir, err))
	}
	lock, err := os.OpenFile(filepath.Join(dir, caLockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer lock.Close()
	if err := lockFile(lock); err != nil {
		return fmt.Errorf("lock %s: %w", lock.Name(), err)
	}
	removeRemains(filepath.Join(dir, caLedgerFile))
	a, before, err := openAuthority(dir)
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
	return writeFile(filepath.Join(dir, caLedgerFile), after, 0o600)
}

// removeRemains removes what writers of a file left behind that were killed; the caller is the only one who may write it.
func removeRemains(path string) {
	entries, _ := os.ReadDir(filepath.Dir(path)) // what cannot be listed is opened next, and complained of
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), temporaryPrefix(path)) {
			_ = os.Remove(filepath.Join(filepath.Dir(path), e.Name())) // it does no harm
		}
	}
}

func (a *trialAuthority) ledgers() ([]byte, error) {
	data, err := json.MarshalIndent(caLedgers{a.root.Ledger(), a.issuing.Ledger()}, "", "  ")
	return append(data, '\n'), err
}

func openAuthority(dir string) (*trialAuthority, []byte, error) {
	a := &trialAuthority{dir: dir}
	if err := readJSON(filepath.Join(dir, caConfigFile), &a.config); err != nil {
		return nil, nil, err
	}
	if a.config.Format != caFormat {
		return nil, nil, fmt.Errorf("%s has the form %q; this program knows %q", caConfigFile, a.config.Format, caFormat)
	}
	var ledgers caLedgers
	if err := readJSON(filepath.Join(dir, caLedgerFile), &ledgers); err != nil {
		return nil, nil, err
	}
	var err error
	if a.root, err = a.open(rootName, ledgers.Root); err != nil {
		return nil, nil, err
	}
	if a.issuing, err = a.open(issuingName, ledgers.Issuing); err != nil {
		return nil, nil, err
	}
	before, err := a.ledgers()
	return a, before, err
}

func (a *trialAuthority) open(name string, l trialca.Ledger) (*trialca.Authority, error) {
	pair, err := a.pair(name)
	if err != nil {
		return nil, err
	}
	return trialca.Open(a.config.options(name), pair.certificate, pair.key.PrivateKey, l)
}

// options are those of one of the two authorities: lists and status of what the root has issued stand below root/.
func (c caConfig) options(name string) trialca.Options {
	o := trialca.Options{Now: clock.System{}.Now}
	if c.BaseURL != "" {
		o.BaseURL = strings.TrimRight(c.BaseURL, "/")
		if name == rootName {
			o.BaseURL += "/" + rootName
		}
	}
	return o
}

// pair reads a certificate of the folder with its key.
func (a *trialAuthority) pair(name string) (*keyPair, error) {
	return readKeyPair(filepath.Join(a.dir, name+".key"), "", []string{filepath.Join(a.dir, name+".pem")})
}

func readJSON(path string, into any) error {
	data, err := readFile(path, 64<<20)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

// save writes a certificate and its key into the folder.
func saveInFolder(dir, name string, c *cert.Certificate, key []byte) error {
	return errors.Join(
		writeFile(filepath.Join(dir, name+".key"), key, 0o600),
		writeFile(filepath.Join(dir, name+".pem"), cert.PEM(c), 0o644))
}

func issuedPath(dir, serial string) string { return filepath.Join(dir, caIssuedDir, serial+".pem") }

// keep notes a certificate that was issued, so that it can be revoked by its number.
func (a *trialAuthority) keep(c *cert.Certificate) error {
	return writeFile(issuedPath(a.dir, c.SerialHex()), cert.PEM(c), 0o644)
}

// issued returns a certificate by its number.
func (a *trialAuthority) issued(serial string) (*cert.Certificate, error) {
	serial = strings.ToUpper(strings.NewReplacer(":", "", " ", "").Replace(strings.TrimPrefix(serial, "0x")))
	for _, r := range serial {
		if !strings.ContainsRune("0123456789ABCDEF", r) {
			return nil, fmt.Errorf("--serial %q: want a number in hexadecimal, as klaster cert show prints it", serial)
		}
	}
	list, err := readCertificates([]string{issuedPath(a.dir, serial)})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("this authority has issued no certificate with the number %s", serial)
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// outside sees that writing a file would not replace one of an authority.
func outside(dir, out string) error {
	own := []string{caConfigFile, caLedgerFile, caLockFile}
	for _, name := range []string{rootName, issuingName, tsaName, ocspName} {
		own = append(own, name+".key", name+".pem")
	}
	for i := range own {
		own[i] = filepath.Join(dir, own[i])
	}
	return notOver(out, own...)
}

func pemKey(der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// newKey makes a key that is written as PKCS #8 in PEM.
func newKey(curve string) (keyfile.Key, []byte, error) {
	c, err := curveByName(curve)
	if err != nil {
		return keyfile.Key{}, nil, unusable(err)
	}
	key, err := c.GenerateKey(nil)
	if err != nil {
		return keyfile.Key{}, nil, fmt.Errorf("make a key: %w", err)
	}
	raw, err := keyfile.WritePKCS8(key)
	if err != nil {
		return keyfile.Key{}, nil, fmt.Errorf("write a key: %w", err)
	}
	return keyfile.Key{PrivateKey: key}, pemKey(raw), nil
}
