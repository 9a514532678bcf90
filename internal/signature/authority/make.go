package authority

import (
	"crypto"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/platform/durable"
)

// Spec says what authority to make.
type Spec struct {
	// Name is the common name; the root has it with «(головной)» after it.
	Name string
	// Curve is one that [CurveByName] knows.
	Curve string
	// BaseURL is where its lists and status will be; empty leaves these addresses out of certificates.
	BaseURL string
}

// Usual is the authority of a trial installation, and of klaster ca init without flags.
func Usual() Spec {
	return Spec{Name: "Учебный удостоверяющий центр", Curve: "cryptopro-a"}
}

// CurveNames are those that [CurveByName] knows.
const CurveNames = "cryptopro-a, cryptopro-b, cryptopro-c, tc26-256-a, tc26-512-a, tc26-512-b, tc26-512-c"

// CurveByName returns a curve of ГОСТ Р 34.10-2012.
func CurveByName(name string) (*gost3410.Curve, error) {
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
	return nil, fmt.Errorf("curve %q: want one of %s", name, CurveNames)
}

// Make makes an authority in a folder that is absent or empty: it is there whole or not at all.
func Make(dir string, spec Spec) error {
	dir, err := filepath.Abs(dir)
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
	defer os.RemoveAll(made) //nolint:errcheck // what is left lies beside the folder and does no harm
	if err := spec.fill(made); err != nil {
		return err
	}
	if err := errors.Join(durable.SyncFolder(filepath.Join(made, issuedDir)), durable.SyncFolder(made)); err != nil {
		return err
	}
	// An empty folder makes room; one that has got something meanwhile stays.
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	if err := os.Rename(made, dir); err != nil {
		return fmt.Errorf("make %s: %w", dir, err)
	}
	return durable.SyncFolder(filepath.Dir(dir))
}

// fill makes the authorities and services in a new folder.
func (s Spec) fill(dir string) error {
	if err := os.Mkdir(filepath.Join(dir, issuedDir), 0o700); err != nil {
		return err
	}
	a := &Authority{dir: dir, Config: Config{format, s.BaseURL, s.Curve}}
	key, encoded, err := NewKey(s.Curve)
	if err != nil {
		return err
	}
	if a.Root, err = trialca.NewRoot(a.Config.options(Root), trialca.Holder{CommonName: s.Name + " (головной)"}, key); err != nil {
		return err
	}
	if err := save(dir, Root, a.Root.Certificate(), encoded); err != nil {
		return err
	}
	if key, encoded, err = NewKey(s.Curve); err != nil {
		return err
	}
	below, err := a.Root.NewSub(trialca.Holder{CommonName: s.Name}, key)
	if err != nil {
		return err
	}
	if err := errors.Join(save(dir, Issuing, below.Certificate(), encoded), a.keep(below.Certificate())); err != nil {
		return err
	}
	if a.Issuing, err = trialca.Open(a.Config.options(Issuing), below.Certificate(), key, trialca.Ledger{}); err != nil {
		return err
	}
	if err := a.addService(TSA, trialca.TimeStamping, s.Name+": служба меток времени"); err != nil {
		return err
	}
	if err := a.addService(OCSP, trialca.StatusService, s.Name+": служба статусов"); err != nil {
		return err
	}
	return a.saveState()
}

func (a *Authority) addService(name string, role trialca.Role, commonName string) error {
	key, encoded, err := NewKey(a.Config.Curve)
	if err != nil {
		return err
	}
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		return err
	}
	c, err := a.Issue(trialca.Holder{Role: role, CommonName: commonName}, public)
	if err != nil {
		return err
	}
	return save(a.dir, name, c, encoded)
}

func (a *Authority) saveState() error {
	ledger, err := a.ledgers()
	if err != nil {
		return err
	}
	config, err := json.MarshalIndent(a.Config, "", "  ")
	if err != nil {
		return err
	}
	return errors.Join(
		durable.WriteFile(filepath.Join(a.dir, ledgerFile), ledger, 0o600),
		durable.WriteFile(filepath.Join(a.dir, configFile), append(config, '\n'), 0o644))
}

// save writes a certificate and its key into the folder.
func save(dir, name string, c *cert.Certificate, key []byte) error {
	return errors.Join(
		durable.WriteFile(filepath.Join(dir, name+".key"), key, 0o600),
		durable.WriteFile(filepath.Join(dir, name+".pem"), cert.PEM(c), 0o644))
}

// NewKey makes a key on a curve and writes it as PKCS #8 in PEM, too.
func NewKey(curve string) (crypto.Signer, []byte, error) {
	c, err := CurveByName(curve)
	if err != nil {
		return nil, nil, err
	}
	key, err := c.GenerateKey(nil)
	if err != nil {
		return nil, nil, fmt.Errorf("make a key: %w", err)
	}
	raw, err := keyfile.WritePKCS8(key)
	if err != nil {
		return nil, nil, fmt.Errorf("write a key: %w", err)
	}
	return key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), nil
}
