package tsp

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
)

// The checks of a token, beside those of its signature, whose names are in package cms. The list is closed.
const (
	// CheckVersion is that the version is 1.
	CheckVersion cms.CheckID = "tsp.version"
	// CheckSigner is that there is just one signer.
	CheckSigner cms.CheckID = "tsp.single_signer"
	// CheckImprint is that the imprint is that of the data.
	CheckImprint cms.CheckID = "tsp.imprint"
	// CheckPurpose is that the certificate has one purpose, time-stamping, and says so critically (RFC 3161, section 2.3).
	CheckPurpose cms.CheckID = "tsp.extended_key_usage"
	// CheckKeyUsage is that keyUsage, if there is one, allows signatures.
	CheckKeyUsage cms.CheckID = "tsp.key_usage"
	// CheckTime is that the time is inside the validity of the certificate.
	CheckTime cms.CheckID = "tsp.gen_time"
	// CheckName is that the name of the authority, if it is given, is the subject of the certificate.
	CheckName cms.CheckID = "tsp.name"
	// CheckExtensions is that no extension of the token is critical, for we understand none.
	CheckExtensions cms.CheckID = "tsp.extensions"
)

// Reasons for which a check of a token is not OK.
var (
	// ErrPurpose says that the certificate is not one of an authority for time-stamps.
	ErrPurpose = errors.New("certificate is not for time-stamping alone")
	// ErrTime says that the time of the token is outside the validity of the certificate.
	ErrTime = errors.New("time is outside the validity of the certificate")

	errNoCert   = errors.New("the certificate is not at hand")
	errNoSigner = errors.New("there is not one signer")
)

// Verify makes all checks of the token over data, which for a signature are the octets of its value, with the certificate of
// the authority, whatever of them fails. The checks of the signature come first. The certificate may be nil: what depends
// on it is Unknown then. tables may be nil.
func (t *Token) Verify(c *cert.Certificate, data []byte, tables *algorithm.Tables) cms.Checks {
	return t.verify(c, t.Imprint.Of(data), tables)
}

// VerifyImprint is Verify for data whose hash code is known: it must be by the function of the token.
func (t *Token) VerifyImprint(c *cert.Certificate, imprint Imprint, tables *algorithm.Tables) cms.Checks {
	return t.verify(c, t.Imprint.Equal(imprint), tables)
}

func (t *Token) verify(c *cert.Certificate, imprint bool, tables *algorithm.Tables) cms.Checks {
	var checks cms.Checks
	add := func(id cms.CheckID, err error) {
		result := cms.OK
		if err != nil {
			result = cms.Fail
		}
		if errors.Is(err, errNoCert) {
			result = cms.Unknown
		}
		checks = append(checks, cms.Check{ID: id, Result: result, Err: err})
	}
	if n := t.Signer(); n != nil {
		content, err := t.Message.Digest(nil)
		if err != nil {
			content = &cms.Content{}
		}
		checks = n.Verify(c, content, tables)
		add(CheckSigner, nil)
	} else {
		add(CheckSigner, errNoSigner)
	}
	add(CheckVersion, t.checkVersion())
	add(CheckImprint, checkImprint(imprint))
	add(CheckPurpose, withCertificate(c, checkPurpose))
	add(CheckKeyUsage, withCertificate(c, checkKeyUsage))
	add(CheckTime, withCertificate(c, t.checkTime))
	add(CheckName, withCertificate(c, t.checkName))
	add(CheckExtensions, t.checkExtensions())
	return checks
}

func withCertificate(c *cert.Certificate, check func(*cert.Certificate) error) error {
	if c == nil {
		return errNoCert
	}
	return check(c)
}

func (t *Token) checkVersion() error {
	if t.Version != 1 {
		return fmt.Errorf("version %d: %w", t.Version, ErrMalformed)
	}
	return nil
}

func checkImprint(matches bool) error {
	if !matches {
		return fmt.Errorf("imprint and the data: %w", cms.ErrDiffers)
	}
	return nil
}

func checkPurpose(c *cert.Certificate) error {
	e, ok := c.Extension(cert.OIDExtKeyUsage)
	if !ok || !e.Critical || len(c.ExtKeyUsage) != 1 || c.ExtKeyUsage[0] != cert.OIDTimeStamping {
		return ErrPurpose
	}
	return nil
}

func checkKeyUsage(c *cert.Certificate) error {
	if c.HasKeyUsage && c.KeyUsage&(cert.DigitalSignature|cert.NonRepudiation) == 0 {
		return fmt.Errorf("keyUsage: %w", ErrPurpose)
	}
	return nil
}

func (t *Token) checkTime(c *cert.Certificate) error {
	if !c.ValidAt(t.Time) {
		return ErrTime
	}
	return nil
}

// checkName compares a directory name with the subject. Another kind of name may be one of subjectAltName, as it stands there.
func (t *Token) checkName(c *cert.Certificate) error {
	if t.Name == nil {
		return nil
	}
	s := cryptobyte.String(t.Name)
	var content cryptobyte.String
	if der.Inner(s, &content, der.Explicit(4)) {
		if n, err := cert.ReadName(&content); err == nil && content.Empty() && n.Equal(c.Subject) {
			return nil
		}
	}
	if e, ok := c.Extension(cert.OIDSubjectAltName); ok && bytes.Contains(e.Value, t.Name) {
		return nil
	}
	return fmt.Errorf("name of the authority and its certificate: %w", cms.ErrDiffers)
}

func (t *Token) checkExtensions() error {
	for _, e := range t.Extensions {
		if e.Critical {
			return fmt.Errorf("critical extension %s: %w", e.ID, ErrMalformed)
		}
	}
	return nil
}

// Answers reports by its error whether the token is what was asked for: same imprint, same nonce, same policy if one was
// asked for, and a certificate if one was asked for.
func (t *Token) Answers(r *Request) error {
	switch {
	case !t.Imprint.Equal(r.Imprint):
		return fmt.Errorf("imprint: %w", ErrAnswer)
	case !bytes.Equal(t.Nonce, r.Nonce):
		return fmt.Errorf("nonce: %w", ErrAnswer)
	case r.Policy != "" && r.Policy != t.Policy:
		return fmt.Errorf("policy %s: %w", t.Policy, ErrAnswer)
	case r.CertReq && t.Certificate() == nil:
		return fmt.Errorf("certificate of the authority: %w", ErrAnswer)
	}
	return nil
}
