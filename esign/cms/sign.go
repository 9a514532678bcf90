package cms

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// ErrKey says that key and certificate do not belong together, or that there is none.
var ErrKey = errors.New("key and certificate do not belong together")

// Signature is how a signature is made: CAdES-BES, with the hash function that belongs to the key.
type Signature struct {
	// Key is in memory or in a device; Certificate is that of the key.
	Key         crypto.Signer
	Certificate *cert.Certificate
	// Others are put into the message too.
	Others []*cert.Certificate
	// WithoutCertificate leaves the signer's own certificate out of the message, as time-stamps do where nobody asks for it.
	WithoutCertificate bool
	// SigningTime is what the signer claims; it is left out if it is zero.
	SigningTime time.Time
	// ContentType is OIDData if it is empty.
	ContentType der.OID
	// Rand may be nil for crypto/rand.
	Rand io.Reader
}

// Sign makes a message with the content in it.
func Sign(content []byte, s Signature) ([]byte, error) {
	signer, err := s.signer()
	if err != nil {
		return nil, err
	}
	oid := s.contentType()
	digest := signer.Scheme().Digest
	d := &draft{contentType: oid, contentInfo: encapsulate(oid, content, true)}
	if err := d.sign(s, signer, digest.Append(nil, content)); err != nil {
		return nil, err
	}
	return d.encode(), nil
}

// SignDetached makes a message without the content, which is read to its end in pieces.
func SignDetached(content io.Reader, s Signature) ([]byte, error) {
	signer, err := s.signer()
	if err != nil {
		return nil, err
	}
	h := signer.Scheme().Digest.New()
	if _, err := io.Copy(h, content); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	oid := s.contentType()
	d := &draft{contentType: oid, contentInfo: encapsulate(oid, nil, false)}
	if err := d.sign(s, signer, h.Sum(nil)); err != nil {
		return nil, err
	}
	return d.encode(), nil
}

// AddSigner makes a message with one more signer over the same content. Where it is detached, document gives it; where it is
// attached, document is nil or just that. Other signers are not verified, and keep their octets; their order is that of
// DER, so that the new signer is not always the last.
func (m *SignedData) AddSigner(document io.Reader, s Signature) ([]byte, error) {
	if len(m.Signers) >= MaxSigners {
		return nil, fmt.Errorf("add a signer: %w", ErrLimit)
	}
	signer, err := s.signer()
	if err != nil {
		return nil, err
	}
	content, err := m.Digest(document, signer.Scheme().Digest)
	switch {
	case err != nil:
		return nil, fmt.Errorf("add a signer: %w", err)
	case !content.Known:
		return nil, fmt.Errorf("add a signer: %w", ErrNoContent)
	case content.Differs:
		return nil, fmt.Errorf("add a signer: document and attached content: %w", ErrDiffers)
	}
	s.ContentType = m.ContentType
	d := m.draft()
	if err := d.sign(s, signer, content.Sum(signer.Scheme().Digest)); err != nil {
		return nil, err
	}
	return d.encode(), nil
}

func (s Signature) contentType() der.OID {
	if s.ContentType == "" {
		return OIDData
	}
	return s.ContentType
}

// signer sees that key and certificate are a pair, so that nobody gets a message that does not verify.
func (s Signature) signer() (*algorithm.Signer, error) {
	if s.Key == nil || s.Certificate == nil {
		return nil, fmt.Errorf("sign: %w", ErrKey)
	}
	signer, err := algorithm.NewSigner(s.Key)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	key, err := s.Certificate.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if key.Kind() != signer.Scheme().Key || !bytes.Equal(key.Bits(), signer.PublicKey().Bits()) {
		return nil, fmt.Errorf("sign: %w", ErrKey)
	}
	return signer, nil
}

// sign adds the signer, and what belongs to it, to the draft.
func (d *draft) sign(s Signature, signer *algorithm.Signer, contentDigest []byte) error {
	digest := signer.Scheme().Digest
	attributes := [][]byte{
		newAttribute(OIDContentType, der.Element(asn1.OBJECT_IDENTIFIER, []byte(d.contentType))).Raw,
		newAttribute(OIDMessageDigest, der.Element(asn1.OCTET_STRING, contentDigest)).Raw,
		newAttribute(OIDSigningCertificateV2, signingCertificateV2(s.Certificate, digest)).Raw,
	}
	if !s.SigningTime.IsZero() {
		var b cryptobyte.Builder
		der.AddTime(&b, s.SigningTime)
		value, err := b.Bytes()
		if err != nil {
			return fmt.Errorf("signing time: %w", err)
		}
		attributes = append(attributes, newAttribute(OIDSigningTime, value).Raw)
	}
	signed := sortedSet(der.Explicit(0), attributes)
	value, err := signer.Sign(s.Rand, setOf(signed))
	if err != nil {
		return err
	}
	sid := der.Element(asn1.SEQUENCE, s.Certificate.Issuer.Raw, der.Element(asn1.INTEGER, s.Certificate.Serial))
	d.signers = append(d.signers, signerDraft{version: 1, fixed: slices.Concat(
		der.Element(asn1.INTEGER, []byte{1}), sid, identifierOf(digest.Identifier()), signed,
		identifierOf(signatureIdentifier(signer.Scheme())), der.Element(asn1.OCTET_STRING, value))})
	d.algorithms = add(d.algorithms, identifierOf(digest.Identifier()))
	if !s.WithoutCertificate {
		d.certificates = add(d.certificates, s.Certificate.Raw)
	}
	for _, c := range s.Others {
		d.certificates = add(d.certificates, c.Raw)
	}
	return nil
}

// signatureIdentifier returns signatureAlgorithm as others write it: the identifier of the key for GOST (Р 1323565.1.025-2019)
// and RSA (RFC 3370), that of the signature for ECDSA (RFC 5753).
func signatureIdentifier(s algorithm.Scheme) algorithm.Identifier {
	switch s.Key {
	case algorithm.GOST256:
		return algorithm.Identifier{OID: algorithm.OIDKeyGOST256}
	case algorithm.GOST512:
		return algorithm.Identifier{OID: algorithm.OIDKeyGOST512}
	case algorithm.RSA:
		return algorithm.Identifier{OID: algorithm.OIDKeyRSA, Parameters: []byte{5, 0}}
	default:
		return s.Identifier()
	}
}
