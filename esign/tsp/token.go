package tsp

import (
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
)

// Token is TimeStampToken with its TSTInfo (RFC 3161, section 2.4.2).
type Token struct {
	// Message is the signed message that the token is.
	Message *cms.SignedData

	Version int
	Policy  der.OID
	Imprint Imprint
	// Serial is a number as in cert.Certificate.
	Serial []byte
	// Time is genTime, and Accuracy by how much it may be off; HasAccuracy is false where that is not said.
	Time        time.Time
	Accuracy    time.Duration
	HasAccuracy bool
	Ordering    bool
	// Nonce is nil where there is none.
	Nonce []byte
	// Name is GeneralName of the authority, nil where it is not given.
	Name       []byte
	Extensions []cert.Extension
}

// Parse reads a token, in BER or DER, which must be all of data.
func Parse(data []byte) (*Token, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("token of %d bytes: %w", len(data), ErrLimit)
	}
	m, err := cms.Parse(data)
	if err != nil {
		return nil, fmt.Errorf("token: %w: %w", ErrMalformed, err)
	}
	if m.ContentType != cms.OIDTSTInfo || !m.Attached {
		return nil, fmt.Errorf("token with content of type %s: %w", m.ContentType, ErrMalformed)
	}
	if len(m.Content) > maxInfo {
		return nil, fmt.Errorf("TSTInfo of %d bytes: %w", len(m.Content), ErrLimit)
	}
	t := &Token{Message: m}
	if err := t.read(m.Content); err != nil {
		return nil, fmt.Errorf("TSTInfo: %w", err)
	}
	return t, nil
}

func (t *Token) read(content []byte) error {
	if err := der.Check(content); err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	seq, err := der.Whole(content, asn1.SEQUENCE)
	if err != nil || !seq.ReadASN1Integer(&t.Version) || !der.ReadOID(&seq, &t.Policy) {
		return ErrMalformed
	}
	if err := t.Imprint.read(&seq); err != nil {
		return err
	}
	if !der.ReadInteger(&seq, &t.Serial) || !der.ReadGeneralizedTime(&seq, &t.Time) {
		return ErrMalformed
	}
	if seq.PeekASN1Tag(asn1.SEQUENCE) {
		if t.HasAccuracy = readAccuracy(&seq, &t.Accuracy); !t.HasAccuracy {
			return fmt.Errorf("accuracy: %w", ErrMalformed)
		}
	}
	if !readDefaultFalse(&seq, &t.Ordering) || !readNonce(&seq, &t.Nonce) {
		return ErrMalformed
	}
	if seq.PeekASN1Tag(der.Explicit(0)) {
		var name, element cryptobyte.String
		var tag asn1.Tag
		if !seq.ReadASN1(&name, der.Explicit(0)) || !name.ReadAnyASN1Element(&element, &tag) || !name.Empty() {
			return fmt.Errorf("tsa: %w", ErrMalformed)
		}
		t.Name = element
	}
	if t.Extensions, err = readExtensions(&seq, 1); err != nil {
		return fmt.Errorf("extensions: %w: %w", ErrMalformed, err)
	}
	if !seq.Empty() {
		return ErrMalformed
	}
	return nil
}

// readAccuracy reads Accuracy: seconds, and from 1 to 999 milliseconds and microseconds.
func readAccuracy(s *cryptobyte.String, out *time.Duration) bool {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		return false
	}
	var seconds, millis, micros uint64
	if seq.PeekASN1Tag(asn1.INTEGER) && !seq.ReadASN1Integer(&seconds) ||
		!readPart(&seq, 0, &millis) || !readPart(&seq, 1, &micros) || !seq.Empty() || seconds > 1<<31 {
		return false
	}
	*out = time.Duration(seconds)*time.Second + time.Duration(millis)*time.Millisecond + time.Duration(micros)*time.Microsecond
	return true
}

// readPart reads [n] IMPLICIT INTEGER (1..999) OPTIONAL.
func readPart(s *cryptobyte.String, n uint8, out *uint64) bool {
	var content cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&content, &present, der.Context(n)) {
		return false
	}
	if !present {
		return true
	}
	number := cryptobyte.String(der.Element(asn1.INTEGER, content))
	return number.ReadASN1Integer(out) && 1 <= *out && *out <= 999
}

// Signer returns the one signer of the token, nil if there is none or there are several.
func (t *Token) Signer() *cms.Signer {
	if len(t.Message.Signers) != 1 {
		return nil
	}
	return t.Message.Signers[0]
}

// Certificate looks for the certificate of the authority among those of the token and others, as cms.Signer does.
func (t *Token) Certificate(others ...*cert.Certificate) *cert.Certificate {
	n := t.Signer()
	if n == nil {
		return nil
	}
	return n.Certificate(others...)
}

// Raw returns the token in DER.
func (t *Token) Raw() []byte { return t.Message.Raw }
