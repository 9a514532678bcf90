package cms

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

// Verify makes all checks of the signer, with the certificate and the content, whatever of them fails (T6 of the rules of
// trust). The certificate may be nil if there is none: what depends on it is Unknown then. So it is with
// content that is nil. tables may be nil.
func (n *Signer) Verify(c *cert.Certificate, content *Content, tables *algorithm.Tables) Checks {
	if content == nil {
		content = &Content{}
	}
	v := verification{n, c, content, tables, make(Checks, 0, 10)}
	v.run(CheckContent, v.content)
	v.run(CheckContentForm, v.contentForm)
	v.run(CheckSignedAttributes, v.signedAttributes)
	v.run(CheckContentType, v.contentType)
	v.run(CheckMessageDigest, v.messageDigest)
	v.run(CheckSigningCertificate, v.signingCertificate)
	v.run(CheckSignerIdentifier, v.signerIdentifier)
	v.run(CheckSigningTime, v.signingTime)
	v.run(CheckAlgorithms, v.algorithms)
	v.run(CheckSignature, v.signature)
	return v.checks
}

type verification struct {
	*Signer
	cert    *cert.Certificate
	digests *Content
	tables  *algorithm.Tables
	checks  Checks
}

// Reasons for which a check cannot be made.
var (
	errNothing = errors.New("there are no signed attributes")
	errNoCert  = errors.New("the certificate is not at hand")
)

// run records one check.
func (v *verification) run(id CheckID, f func() error) {
	err := f()
	result := Fail
	switch {
	case err == nil:
		result = OK
	case errors.Is(err, errNothing), errors.Is(err, errNoCert), errors.Is(err, ErrNoContent):
		result = Unknown
	}
	v.checks = append(v.checks, Check{id, result, err})
}

func (v *verification) content() error {
	switch {
	case !v.digests.Known:
		return ErrNoContent
	case v.digests.Differs:
		return fmt.Errorf("document and attached content: %w", ErrDiffers)
	}
	return nil
}

// contentForm: a signature over signed attributes is also one over content that is those attributes, so whoever has one could
// make the other of it.
func (v *verification) contentForm() error {
	switch {
	case v.HasSignedAttributes:
		return nil
	case !v.digests.Known:
		return ErrNoContent
	case v.digests.LooksLikeAttributes:
		return ErrAttributesAsContent
	}
	return nil
}

func (v *verification) signedAttributes() error {
	if !v.HasSignedAttributes {
		return fmt.Errorf("signedAttrs: %w", ErrAbsent)
	}
	return nil
}

func (v *verification) contentType() error {
	if !v.HasSignedAttributes {
		return errNothing
	}
	oid, err := v.ContentType()
	if err != nil {
		return err
	}
	if oid != v.message.ContentType {
		return fmt.Errorf("contentType %s, eContentType %s: %w", oid, v.message.ContentType, ErrDiffers)
	}
	return nil
}

func (v *verification) messageDigest() error {
	if !v.HasSignedAttributes {
		return errNothing
	}
	claimed, err := v.MessageDigest()
	if err != nil {
		return err
	}
	d, err := v.Digest()
	if err != nil {
		return err
	}
	if !v.digests.Known {
		return ErrNoContent
	}
	if !bytes.Equal(claimed, v.digests.Sum(d)) {
		return fmt.Errorf("messageDigest and the content: %w", ErrDiffers)
	}
	return nil
}

func (v *verification) signingCertificate() error {
	if !v.HasSignedAttributes {
		return errNothing
	}
	references, err := v.SigningCertificates()
	if err != nil {
		return err
	}
	if v.cert == nil {
		return errNoCert
	}
	for _, r := range references {
		if !v.refers(r, v.cert) {
			return fmt.Errorf("signingCertificate and the certificate: %w", ErrDiffers)
		}
	}
	return nil
}

func (v *verification) signerIdentifier() error {
	if v.cert == nil {
		return errNoCert
	}
	if !v.Identifies(v.cert) {
		return fmt.Errorf("SignerIdentifier and the certificate: %w", ErrDiffers)
	}
	return nil
}

func (v *verification) signingTime() error {
	if claims, _ := v.SignedAttributes.Count(OIDSigningTime); claims == 0 {
		return nil
	}
	_, err := v.SigningTime()
	return err
}

func (v *verification) algorithms() error {
	s, err := v.Scheme()
	if err != nil {
		return err
	}
	if v.cert == nil {
		return errNoCert
	}
	key, err := v.cert.PublicKey()
	if err != nil {
		return err
	}
	if key.Kind() != s.Key {
		return fmt.Errorf("signature %s by a key of %s: %w", s, key.Kind(), algorithm.ErrMismatch)
	}
	return nil
}

// signature checks the value over the DER encoding of the signed attributes as SET OF (RFC 5652, section 5.4), the attributes in
// the order in which they stand, else over the content.
func (v *verification) signature() error {
	if v.cert == nil {
		return errNoCert
	}
	s, err := v.Scheme()
	if err != nil {
		return err
	}
	key, err := v.cert.PublicKey()
	if err != nil {
		return err
	}
	if !v.HasSignedAttributes {
		if !v.digests.Known {
			return ErrNoContent
		}
		return v.tables.VerifyDigest(key, s, v.digests.Sum(s.Digest), v.Signature)
	}
	return v.tables.Verify(key, s, setOf(v.signed), v.Signature)
}

// setOf returns signed attributes as they are signed: with the tag of a SET in place of [0].
func setOf(signed []byte) []byte {
	out := make([]byte, len(signed))
	copy(out, signed)
	out[0] = uint8(asn1.SET)
	return out
}
