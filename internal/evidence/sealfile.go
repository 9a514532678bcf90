package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// errTrialSettings says that a trial was given the key of a real seal.
var errTrialSettings = errors.New("a trial installation seals with a key of its own: leave seal-key and seal-certificate empty, and keep the foundation's key away from it")

// trouble is why there is no seal.
type trouble struct {
	text, how i18n.Text
	cause     error
}

// because is the trouble as the cause of an error, for the log.
func (t *trouble) because() error {
	said := errors.New(t.text.In(i18n.English))
	if t.cause == nil {
		return said
	}
	return fmt.Errorf("%w: %w", said, t.cause)
}

func troubled(text i18n.Text, cause error) seal {
	return seal{trouble: &trouble{textUnusable.With(text), howMend, cause}}
}

// openSeal finds the sealer of the installation. An error is of a trial alone, whose seal nobody can mend on a page.
func openSeal(d Deps) (seal, error) {
	switch {
	case d.Trial && (d.Config != Config{} || d.Sealer != nil):
		return seal{}, errTrialSettings
	case d.Trial:
		sealer, err := trialSeal(d)
		return seal{sealer: sealer}, err
	case d.Sealer != nil:
		return judged(d.Sealer), nil
	case d.Config.Key == "":
		return seal{trouble: &trouble{text: textNoKey, how: howGet}}, nil
	}
	return readSeal(d.Config), nil
}

// judged refuses certificates with which a real foundation does not seal. The dates are asked with every seal.
func judged(s Sealer) seal {
	c := s.Certificate()
	identity := c.Identity()
	switch {
	case c.Trial():
		return troubled(textTrialCertificate, nil) // T8
	case identity.Kind != cert.Organisation || identity.Ambiguous():
		return troubled(textNoOrganisation, fmt.Errorf("the certificate names %s", c.Subject))
	case c.HasKeyUsage && c.KeyUsage&(cert.DigitalSignature|cert.NonRepudiation) == 0:
		return troubled(textNotForSigning, nil)
	}
	return seal{sealer: s}
}

// readSeal reads the files of the settings.
func readSeal(c Config) seal {
	bundle, err := readBundle(c)
	switch {
	case errors.Is(err, errOpenToOthers):
		return troubled(textOpenToOthers, err)
	case errors.Is(err, keyfile.ErrPassword), errors.Is(err, keyfile.ErrNoPassword):
		return troubled(textPassword, err)
	case err != nil:
		return troubled(textUnreadable, err)
	}
	key, err := bundle.Key()
	if err != nil || key.Kind.Obsolete() {
		return troubled(textUnreadable, err)
	}
	var certificates []*cert.Certificate
	if c.Certificate != "" {
		data, err := readBounded(c.Certificate)
		if err == nil {
			certificates, err = cert.ParseFile(data)
		}
		if err != nil {
			return troubled(textNoCertificate, err)
		}
	} else if certificates, err = parsed(bundle); err != nil {
		return troubled(textNoCertificate, err)
	}
	own, others, err := chosen(key, certificates)
	if err != nil {
		return troubled(textNoCertificate, err)
	}
	return judged(NewSealer(key.PrivateKey, own, others...))
}

// errOpenToOthers says that a key is not kept from other users of the machine.
var errOpenToOthers = errors.New("others may read the key; allow it to its owner only (chmod 600)")

func readBundle(c Config) (*keyfile.Bundle, error) {
	info, err := os.Stat(c.Key)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o007 != 0 {
		return nil, errOpenToOthers
	}
	var password []byte
	if c.Password != "" {
		text, err := c.Password.Read()
		if err != nil {
			return nil, err
		}
		password = []byte(text)
	}
	if info.IsDir() {
		return keyfile.ParseContainer(os.DirFS(c.Key), password)
	}
	data, err := readBounded(c.Key)
	if err != nil {
		return nil, err
	}
	return keyfile.Parse(data, password)
}

// readBounded reads a file that is not longer than a key file may be.
func readBounded(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was read
	data, err := io.ReadAll(io.LimitReader(f, keyfile.MaxSize+1))
	if err == nil && len(data) > keyfile.MaxSize {
		err = fmt.Errorf("%s is longer than %d bytes", path, keyfile.MaxSize)
	}
	return data, err
}

// errNoCertificate says that no certificate is of the key.
var errNoCertificate = errors.New("no certificate is of this key")

// parsed reads the certificates of a key file.
func parsed(b *keyfile.Bundle) (list []*cert.Certificate, err error) {
	for _, c := range b.Certificates {
		p, err := cert.Parse(c.Raw)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

// chosen takes the certificate of a key out of a list. The others go into receipts, but for roots, which nobody takes from a
// message.
func chosen(key keyfile.Key, list []*cert.Certificate) (own *cert.Certificate, others []*cert.Certificate, err error) {
	public, err := algorithm.NewPublicKey(key.PrivateKey.Public())
	if err != nil {
		return nil, nil, err
	}
	for _, c := range list {
		k, err := c.PublicKey()
		switch {
		case own == nil && err == nil && k.Kind() == public.Kind() && bytes.Equal(k.Bits(), public.Bits()):
			own = c
		case !c.SelfIssued():
			others = append(others, c)
		}
	}
	if own == nil {
		return nil, nil, errNoCertificate
	}
	return own, others, nil
}

// isAbsent reports whether a file is not there.
func isAbsent(err error) bool { return errors.Is(err, fs.ErrNotExist) }
