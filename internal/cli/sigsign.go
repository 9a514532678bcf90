package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
)

type sigSignCmd struct {
	Key          string        `help:"The private key: PKCS #8 in PEM or DER, encrypted or not; PFX; or a folder of CryptoPro CSP." required:"" placeholder:"FILE"`
	Cert         []string      `help:"The certificate of the key, and those of authorities to put beside it. Not needed with a PFX that has it." sep:"none" placeholder:"PEM"`
	PasswordFile config.Secret `help:"File with the password of the key; its last newline does not count." placeholder:"FILE"`
	In           string        `help:"The document." required:"" placeholder:"DOC"`
	Detached     bool          `help:"Leave the document out of the signature." xor:"form"`
	XML          bool          `name:"xml" help:"Put an XAdES-BES signature into the XML document instead of making a message." xor:"form"`
	Out          string        `help:"Where to write; the file appears whole or not at all." required:"" placeholder:"FILE"`
}

// Help implements [kong.HelpProvider].
func (c *sigSignCmd) Help() string {
	return `Without --xml the result is a CAdES-BES message in DER with the document in it. The hash function is that of the key: Streebog-256 for keys of 256 bits, Streebog-512 for keys of 512.

The time of the machine's clock is written as the claimed time; it proves nothing to others.

Example: klaster sig sign --key me.pfx --password-file pass.txt --in contract.pdf --detached --out contract.pdf.sig`
}

// Run signs.
func (c *sigSignCmd) Run() error {
	inputs := append([]string{c.In, c.Key, string(c.PasswordFile)}, c.Cert...)
	if err := notOver(c.Out, inputs...); err != nil {
		return unusable(err)
	}
	pair, err := readKeyPair(c.Key, c.PasswordFile, c.Cert)
	if err != nil {
		return unusable(err)
	}
	document, err := openDocument(c.In)
	if err != nil {
		return unusable(fmt.Errorf("the document: %w", err))
	}
	defer document.Close()
	out, err := createOutput(c.Out, 0o644)
	if err != nil {
		return unusable(fmt.Errorf("--out: %w", err))
	}
	if err := c.sign(out, document, pair); err != nil {
		out.discard()
		return fmt.Errorf("sign %s: %w", c.In, err)
	}
	return out.commit()
}

func (c *sigSignCmd) sign(out io.Writer, document *os.File, pair *keyPair) error {
	now := clock.System{}.Now()
	if c.XML {
		return signXML(out, document, pair, xmldsig.Form{
			Certificate: pair.certificate, Chain: pair.others, Exclusive: true, XAdES: true, SigningTime: now,
		})
	}
	s := cms.Signature{Key: pair.key.PrivateKey, Certificate: pair.certificate, Others: pair.others, SigningTime: now}
	if c.Detached {
		message, err := cms.SignDetached(bufio.NewReaderSize(document, 1<<20), s)
		return written(out, message, err)
	}
	return signAttached(out, document, s)
}

func written(out io.Writer, message []byte, err error) error {
	if err != nil {
		return err
	}
	_, err = out.Write(message)
	return err
}

func signXML(out io.Writer, document *os.File, pair *keyPair, f xmldsig.Form) error {
	info, err := document.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return unusable(errors.New("with --xml the document must be a file: it is read twice"))
	}
	w := bufio.NewWriterSize(out, 1<<20)
	if err := xmldsig.Sign(w, document, info.Size(), pair.key.PrivateKey, nil, f); err != nil {
		if errors.Is(err, xmldsig.ErrChanged) {
			return err
		}
		return unusable(err)
	}
	return w.Flush()
}
