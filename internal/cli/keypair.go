package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/internal/platform/config"
)

// keyPair is what somebody signs with.
type keyPair struct {
	key         keyfile.Key
	certificate *cert.Certificate
	// others are certificates of authorities that came with it.
	others []*cert.Certificate
}

// readPassword reads the file with a password; nil says that there is none, which is not the empty one.
func readPassword(file config.Secret) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	password, err := file.Read()
	if err != nil {
		return nil, fmt.Errorf("--%s: %w", passwordFlag, err)
	}
	return []byte(password), nil
}

// readKeyFile reads a file with keys and certificates, or a folder of CryptoPro CSP.
func readKeyFile(path string, file config.Secret) (*keyfile.Bundle, error) {
	password, err := readPassword(file)
	if err != nil {
		return nil, err
	}
	var bundle *keyfile.Bundle
	if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
		bundle, err = keyfile.ParseContainer(os.DirFS(path), password)
	} else {
		var data []byte
		if data, err = readFile(path, keyfile.MaxSize); err != nil {
			return nil, fmt.Errorf("the key: %w", err)
		}
		bundle, err = keyfile.Parse(data, password)
	}
	switch {
	case errors.Is(err, keyfile.ErrNoPassword):
		return nil, fmt.Errorf("%s is encrypted: write its password into a file and add --%s FILE", path, passwordFlag)
	case errors.Is(err, keyfile.ErrPassword):
		return nil, fmt.Errorf("%s: wrong password in --%s, or the file was changed", path, passwordFlag)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return bundle, nil
}

// readKeyPair reads a private key and finds its certificate: among those of the files, else in the key file.
func readKeyPair(path string, file config.Secret, certificates []string) (*keyPair, error) {
	bundle, err := readKeyFile(path, file)
	if err != nil {
		return nil, err
	}
	key, err := bundle.Key()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if key.Kind.Obsolete() {
		return nil, fmt.Errorf("%s is a key of %s, with which nothing new may be signed", path, key.Kind)
	}
	list, err := readCertificates(certificates)
	if err != nil {
		return nil, fmt.Errorf("--cert: %w", err)
	}
	if len(certificates) == 0 {
		if list, err = bundled(bundle); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if len(list) == 0 {
			return nil, fmt.Errorf("%s has no certificate: add --cert FILE", path)
		}
	}
	pair := &keyPair{key: key}
	if err := pair.choose(list); err != nil {
		return nil, fmt.Errorf("the key of %s: %w", path, err)
	}
	return pair, nil
}

func bundled(b *keyfile.Bundle) ([]*cert.Certificate, error) {
	var list []*cert.Certificate
	for _, c := range b.Certificates {
		parsed, err := cert.Parse(c.Raw)
		if err != nil {
			return nil, err
		}
		list = append(list, parsed)
	}
	return list, nil
}

// choose takes the certificate of the key out of a list; the other ones are put beside it, but for roots, which nobody takes
// from a message.
func (p *keyPair) choose(list []*cert.Certificate) error {
	signer, err := algorithm.NewSigner(p.key.PrivateKey)
	if err != nil {
		return err
	}
	for _, c := range list {
		key, err := c.PublicKey()
		switch {
		case p.certificate == nil && err == nil && bytes.Equal(key.Bits(), signer.PublicKey().Bits()):
			p.certificate = c
		case !c.SelfIssued():
			p.others = append(p.others, c)
		}
	}
	if p.certificate == nil {
		return errors.New("no certificate is of this key: give the one that was issued for it with --cert")
	}
	return nil
}

// printable replaces what a terminal would obey, or what makes a text read otherwise than it runs.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
