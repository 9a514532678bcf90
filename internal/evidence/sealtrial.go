package evidence

import (
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/platform/durable"
)

// trialPath is where a trial installation has key and certificates of its seal, in one file, so that they are a pair or absent.
func trialPath(data string) string { return filepath.Join(data, "keys", "seal.pem") }

// trialSeal returns the seal of a trial installation. It makes one at the first start, and another when the certificate ends soon or
// is of an authority that is no more. Receipts that were issued before keep theirs.
func trialSeal(d Deps) (Sealer, error) {
	issuer, err := d.Authority.TrialIssuer()
	if err != nil {
		return nil, err
	}
	path := trialPath(d.Data)
	durable.RemoveRemains(path)
	s, err := loadTrial(path)
	switch {
	case err == nil && s.of(issuer) && s.certificate.ValidAt(d.Clock.Now().Add(warnSeal)):
		return s, nil
	case err != nil && !isAbsent(err):
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return makeTrial(d, path, issuer)
}

// of reports whether the certificate is by an issuer.
func (k keySealer) of(issuer *cert.Certificate) bool {
	return len(k.others) == 1 && k.others[0].Equal(issuer)
}

func loadTrial(path string) (keySealer, error) {
	bundle, err := readBundle(Config{Key: path})
	if err != nil {
		return keySealer{}, err
	}
	key, err := bundle.Key()
	if err != nil {
		return keySealer{}, err
	}
	list, err := parsed(bundle)
	if err != nil {
		return keySealer{}, err
	}
	own, others, err := chosen(key, list)
	return keySealer{key.PrivateKey, own, others}, err
}

func makeTrial(d Deps, path string, issuer *cert.Certificate) (Sealer, error) {
	key, err := gost3410.CryptoProA().GenerateKey(nil) // the curve that every tool for GOST knows
	if err != nil {
		return nil, fmt.Errorf("make the key of the seal: %w", err)
	}
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	c, err := d.Authority.IssueSeal(d.Holder, public)
	if err != nil {
		return nil, fmt.Errorf("issue the certificate of the seal: %w", err)
	}
	raw, err := keyfile.WritePKCS8(key)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file := append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw}), cert.PEM(c, issuer)...)
	if err := durable.WriteFile(path, file, 0o600); err != nil {
		return nil, fmt.Errorf("keep the key of the seal: %w", err)
	}
	return keySealer{key, c, []*cert.Certificate{issuer}}, nil
}
