//go:build !klaster_compact

package cms

import (
	"bytes"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// Limits of encrypted messages.
const (
	// MaxSealed is the length in bytes of the longest encrypted content that is read: some copies of it are in memory at once.
	MaxSealed = 32 << 20
	// MaxRecipients is how many wrapped keys a message may have.
	MaxRecipients = 512
)

// EnvelopedData is content encrypted for the holders of certificates (RFC 5652, section 6), as RFC 4490 and
// Р 1323565.1.025-2019 write it. Its fields and slices must not be changed.
type EnvelopedData struct {
	EncryptedData
	Version int
	// Certificates are those of originatorInfo that could be read.
	Certificates []*cert.Certificate
	// Recipients are in the order of the message, one for each wrapped key.
	Recipients []Recipient
}

// RecipientKind is the way in which the key of the content reaches a recipient.
type RecipientKind uint8

// The ways. OtherRecipient are those by passwords, by keys that both sides have, and unknown ones: they are not opened here.
const (
	OtherRecipient RecipientKind = iota
	// KeyTransport is KeyTransRecipientInfo (section 6.2.1).
	KeyTransport
	// KeyAgreement is KeyAgreeRecipientInfo (section 6.2.2).
	KeyAgreement
)

// Recipient is one wrapped key of a message and for whom it is.
type Recipient struct {
	Kind RecipientKind
	// To names the certificate of the recipient.
	To CertificateName
	// Algorithm is keyEncryptionAlgorithm.
	Algorithm    algorithm.Identifier
	EncryptedKey []byte

	// UKM is the user keying material of a key agreement, nil where there is none.
	UKM []byte
	// OriginatorKey is SubjectPublicKeyInfo of the other side of a key agreement; where it is nil, From names its certificate.
	OriginatorKey []byte
	From          CertificateName
}

// CertificateName is how a message names a certificate: by Issuer and Serial, which is as in cert.Certificate, or by
// SubjectKeyID.
type CertificateName struct {
	Issuer       cert.Name
	Serial       []byte
	SubjectKeyID []byte
}

// Identifies reports whether this is the name of a certificate.
func (n CertificateName) Identifies(c *cert.Certificate) bool {
	if n.Serial == nil {
		return len(n.SubjectKeyID) > 0 && bytes.Equal(n.SubjectKeyID, c.SubjectKeyID)
	}
	return bytes.Equal(n.Serial, c.Serial) && sameName(n.Issuer, c.Issuer)
}

// readNumber reads IssuerAndSerialNumber.
func (n *CertificateName) readNumber(s *cryptobyte.String) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		return false
	}
	var err error
	n.Issuer, err = cert.ReadName(&seq)
	return err == nil && der.ReadInteger(&seq, &n.Serial) && seq.Empty()
}

// ParseEnveloped reads EnvelopedData in BER or DER, which must be all of data.
func ParseEnveloped(data []byte) (*EnvelopedData, error) {
	oid, content, _, err := open(data)
	if err != nil {
		return nil, err
	}
	var seq, originator, recipients cryptobyte.String
	var hasOriginator bool
	var e EnvelopedData
	if oid != OIDEnvelopedData || !der.Inner(content, &seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&e.Version) ||
		!seq.ReadOptionalASN1(&originator, &hasOriginator, der.Explicit(0)) || !seq.ReadASN1(&recipients, asn1.SET) {
		return nil, fmt.Errorf("EnvelopedData: %w", ErrMalformed)
	}
	if err := e.readOriginator(originator); err != nil {
		return nil, fmt.Errorf("originatorInfo: %w", err)
	}
	if err := e.readRecipients(recipients); err != nil {
		return nil, fmt.Errorf("recipientInfos: %w", err)
	}
	if err := e.readSealed(seq); err != nil {
		return nil, err
	}
	return &e, nil
}

// readOriginator reads OriginatorInfo (section 6.1); revocation data are passed over.
func (e *EnvelopedData) readOriginator(s cryptobyte.String) error {
	var certificates cryptobyte.String
	if !s.ReadOptionalASN1(&certificates, nil, der.Explicit(0)) || !s.SkipOptionalASN1(der.Explicit(1)) || !s.Empty() {
		return ErrMalformed
	}
	var m SignedData
	if err := m.readCertificates(certificates); err != nil {
		return err
	}
	e.Certificates = m.Certificates
	return nil
}

func (e *EnvelopedData) readRecipients(s cryptobyte.String) error {
	for !s.Empty() {
		var element, info cryptobyte.String
		var tag asn1.Tag
		if !s.ReadAnyASN1Element(&element, &tag) {
			return ErrMalformed
		}
		info = bodyOf(element)
		var err error
		switch tag {
		case asn1.SEQUENCE:
			err = e.readTransport(info)
		case der.Explicit(1):
			err = e.readAgreement(info)
		default:
			err = e.add(Recipient{})
		}
		if err != nil {
			return fmt.Errorf("recipient %d: %w", len(e.Recipients), err)
		}
	}
	return nil
}

func (e *EnvelopedData) add(r Recipient) error {
	if len(e.Recipients) == MaxRecipients {
		return fmt.Errorf("more than %d recipients: %w", MaxRecipients, ErrLimit)
	}
	e.Recipients = append(e.Recipients, r)
	return nil
}

// readTransport reads KeyTransRecipientInfo.
func (e *EnvelopedData) readTransport(s cryptobyte.String) error {
	r := Recipient{Kind: KeyTransport}
	var version int
	if !s.ReadASN1Integer(&version) {
		return ErrMalformed
	}
	var id, key cryptobyte.String
	if s.PeekASN1Tag(der.Context(0)) {
		if !s.ReadASN1(&id, der.Context(0)) {
			return ErrMalformed
		}
		r.To.SubjectKeyID = id
	} else if !r.To.readNumber(&s) {
		return fmt.Errorf("rid: %w", ErrMalformed)
	}
	var err error
	if r.Algorithm, err = algorithm.ReadIdentifier(&s); err != nil {
		return fmt.Errorf("keyEncryptionAlgorithm: %w: %w", ErrMalformed, err)
	}
	if !der.Inner(s, &key, asn1.OCTET_STRING) {
		return fmt.Errorf("encryptedKey: %w", ErrMalformed)
	}
	r.EncryptedKey = key
	return e.add(r)
}

// readAgreement reads KeyAgreeRecipientInfo, which may have several wrapped keys.
func (e *EnvelopedData) readAgreement(s cryptobyte.String) error {
	r := Recipient{Kind: KeyAgreement}
	var version int
	var from, ukm, octets, keys cryptobyte.String
	var hasUKM bool
	if !s.ReadASN1Integer(&version) || !s.ReadASN1(&from, der.Explicit(0)) || !r.readFrom(from) {
		return fmt.Errorf("originator: %w", ErrMalformed)
	}
	if !s.ReadOptionalASN1(&ukm, &hasUKM, der.Explicit(1)) || hasUKM && !der.Inner(ukm, &octets, asn1.OCTET_STRING) {
		return fmt.Errorf("ukm: %w", ErrMalformed)
	}
	r.UKM = octets
	var err error
	if r.Algorithm, err = algorithm.ReadIdentifier(&s); err != nil {
		return fmt.Errorf("keyEncryptionAlgorithm: %w: %w", ErrMalformed, err)
	}
	if !der.Inner(s, &keys, asn1.SEQUENCE) {
		return fmt.Errorf("recipientEncryptedKeys: %w", ErrMalformed)
	}
	for !keys.Empty() {
		var one, key cryptobyte.String
		r.To = CertificateName{}
		if !keys.ReadASN1(&one, asn1.SEQUENCE) || !r.readTo(&one) || !der.Inner(one, &key, asn1.OCTET_STRING) {
			return fmt.Errorf("recipientEncryptedKeys: %w", ErrMalformed)
		}
		r.EncryptedKey = key
		if err := e.add(r); err != nil {
			return err
		}
	}
	return nil
}

// readFrom reads OriginatorIdentifierOrKey. OriginatorPublicKey has the form of SubjectPublicKeyInfo.
func (r *Recipient) readFrom(s cryptobyte.String) bool {
	var part cryptobyte.String
	switch {
	case s.PeekASN1Tag(der.Explicit(1)):
		if !der.Inner(s, &part, der.Explicit(1)) {
			return false
		}
		r.OriginatorKey = der.Element(asn1.SEQUENCE, part)
		return true
	case s.PeekASN1Tag(der.Context(0)):
		ok := der.Inner(s, &part, der.Context(0))
		r.From.SubjectKeyID = part
		return ok
	}
	return r.From.readNumber(&s) && s.Empty()
}

// readTo reads KeyAgreeRecipientIdentifier.
func (r *Recipient) readTo(s *cryptobyte.String) bool {
	if !s.PeekASN1Tag(der.Explicit(0)) {
		return r.To.readNumber(s)
	}
	// RecipientKeyIdentifier; date and other attributes may follow the identifier of the key.
	var seq, id cryptobyte.String
	if !s.ReadASN1(&seq, der.Explicit(0)) || !seq.ReadASN1(&id, asn1.OCTET_STRING) {
		return false
	}
	r.To.SubjectKeyID = id
	return true
}
