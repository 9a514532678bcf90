package evidence

import (
	"bytes"
	"context"
	"crypto"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/internal/evidence/canonical"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// ErrNoSeal says that the foundation's seal cannot be put: nothing is received that needs a receipt.
var ErrNoSeal = fault.New(fault.Unavailable, i18n.M(
	"Сейчас платформа не может выдать квитанцию: печать фонда не настроена или её сертификат закончился. Ничего не отправлено, черновик сохранён. Попробуйте позже или напишите в поддержку.",
	"The platform cannot issue a receipt now: the foundation's seal is not set up, or its certificate has ended. Nothing was sent, and the draft is kept. Try again later, or write to the support."))

// Sealer puts the foundation's seal. A key in memory or behind PKCS #11 is one by [NewSealer]; an outside signer implements it.
type Sealer interface {
	// Certificate is that of the seal. It does not change in the life of a sealer.
	Certificate() *cert.Certificate
	// Seal makes CAdES-BES in DER over the content, with content and certificate in it. at is the time to claim.
	Seal(ctx context.Context, content []byte, at time.Time) ([]byte, error)
}

// keySealer signs with a key.
type keySealer struct {
	key         crypto.Signer
	certificate *cert.Certificate
	others      []*cert.Certificate
}

// NewSealer seals with a key; others are certificates of authorities that receipts carry, so that chains can be built.
func NewSealer(key crypto.Signer, c *cert.Certificate, others ...*cert.Certificate) Sealer {
	return keySealer{key, c, others}
}

// Certificate implements [Sealer].
func (k keySealer) Certificate() *cert.Certificate { return k.certificate }

// Seal implements [Sealer].
func (k keySealer) Seal(_ context.Context, content []byte, at time.Time) ([]byte, error) {
	return cms.Sign(content, cms.Signature{Key: k.key, Certificate: k.certificate, Others: k.others, SigningTime: at})
}

// seal is the sealer of the installation, or why there is none.
type seal struct {
	sealer  Sealer
	trouble *trouble
}

// at returns the sealer if its certificate holds at a time, else ErrNoSeal.
func (s seal) at(now time.Time) (Sealer, error) {
	switch {
	case s.trouble != nil:
		return nil, ErrNoSeal.Because(s.trouble.because())
	case !s.sealer.Certificate().ValidAt(now):
		return nil, ErrNoSeal.Because(errors.New("the certificate of the seal does not hold now"))
	}
	return s.sealer, nil
}

// Sealing returns nil when receipts can be issued now, else [ErrNoSeal]. Rooms ask before they let anybody begin to send.
func (s *Service) Sealing() error {
	_, err := s.seal.at(s.clock.Now())
	return err
}

// sealed puts the seal and looks at what came of it, as an outside signer may answer with anything.
func sealed(ctx context.Context, sealer Sealer, content []byte, at time.Time) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, sealTime)
	defer cancel()
	out, err := sealer.Seal(ctx, content, at)
	if err != nil {
		return nil, ErrNoSeal.Because(err)
	}
	got, certificate, err := unseal(out)
	switch {
	case err != nil:
		return nil, ErrNoSeal.Because(err)
	case !bytes.Equal(got, content) || !certificate.Equal(sealer.Certificate()):
		return nil, ErrNoSeal.Because(errors.New("the sealer has sealed something else, or with another certificate"))
	}
	return out, nil
}

// errSeal says that bytes are not a sealed receipt.
var errSeal = errors.New("not a sealed receipt")

// Open reads a receipt as it was handed out and verifies its seal: that nobody has changed it since the holder of the certificate
// sealed it. Whether that certificate is the foundation's is not judged here.
func Open(file []byte) (Statement, *cert.Certificate, error) {
	content, certificate, err := unseal(file)
	if err != nil {
		return Statement{}, nil, err
	}
	var st Statement
	if err := canonical.Unmarshal(content, &st); err != nil {
		return Statement{}, nil, fmt.Errorf("%w: %w", errSeal, err)
	}
	if st.Format != Format {
		return Statement{}, nil, fmt.Errorf("%w: its form is %q", errSeal, st.Format)
	}
	return st, certificate, nil
}

// unseal verifies CAdES-BES with one signer and the content in it (T1).
func unseal(file []byte) ([]byte, *cert.Certificate, error) {
	m, err := cms.Parse(file)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errSeal, err)
	}
	if !m.Attached || len(m.Signers) != 1 || m.ContentType != cms.OIDData {
		return nil, nil, fmt.Errorf("%w: it must have one signer and the content", errSeal)
	}
	signer := m.Signers[0]
	certificate := signer.Certificate(m.Certificates...)
	if certificate == nil {
		return nil, nil, fmt.Errorf("%w: it has no certificate", errSeal)
	}
	digest, err := m.Digest(nil)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errSeal, err)
	}
	if err := signer.Verify(certificate, digest, nil).Err(cms.Full); err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errSeal, err)
	}
	return m.Content, certificate, nil
}
