package cms

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3413"
)

// DigestedData is content with its hash code (RFC 5652, section 7), which proves nothing of who made it.
type DigestedData struct {
	Algorithm   algorithm.Identifier
	ContentType der.OID
	Attached    bool
	Content     []byte
	Digest      []byte
}

// ParseDigested reads DigestedData in BER or DER, which must be all of data.
func ParseDigested(data []byte) (*DigestedData, error) {
	oid, content, _, err := open(data)
	if err != nil {
		return nil, err
	}
	var seq, info, value cryptobyte.String
	var version int
	bad := fmt.Errorf("DigestedData: %w", ErrMalformed)
	if oid != OIDDigestedData || !der.Inner(content, &seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&version) {
		return nil, bad
	}
	var d DigestedData
	if d.Algorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return nil, fmt.Errorf("%w: %w", bad, err)
	}
	var m SignedData
	if !seq.ReadASN1Element(&info, asn1.SEQUENCE) || !der.Inner(seq, &value, asn1.OCTET_STRING) {
		return nil, bad
	}
	if err := m.readContent(info); err != nil {
		return nil, err
	}
	d.ContentType, d.Attached, d.Content, d.Digest = m.ContentType, m.Attached, m.Content, value
	return &d, nil
}

// Verify compares the hash code with that of the attached content.
func (d *DigestedData) Verify() error {
	f, err := algorithm.DigestOf(d.Algorithm)
	if err != nil {
		return err
	}
	if !d.Attached {
		return ErrNoContent
	}
	if !bytes.Equal(f.Append(nil, d.Content), d.Digest) {
		return fmt.Errorf("digest and the content: %w", ErrDiffers)
	}
	return nil
}

// ErrCipher says that content is encrypted by an algorithm that is not read here.
var ErrCipher = errors.New("unsupported content encryption")

// EncryptedData is content encrypted by a key that both sides have (RFC 5652, section 8).
type EncryptedData struct {
	ContentType der.OID
	Algorithm   algorithm.Identifier
	Sealed      []byte
	Unprotected Attributes
}

// ParseEncrypted reads EncryptedData in BER or DER, which must be all of data.
func ParseEncrypted(data []byte) (*EncryptedData, error) {
	oid, content, _, err := open(data)
	if err != nil {
		return nil, err
	}
	bad := fmt.Errorf("EncryptedData: %w", ErrMalformed)
	var seq, info, sealed cryptobyte.String
	var version int
	var e EncryptedData
	if oid != OIDEncryptedData || !der.Inner(content, &seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&version) ||
		!seq.ReadASN1(&info, asn1.SEQUENCE) || !known.Read(&info, &e.ContentType) {
		return nil, bad
	}
	if e.Algorithm, err = algorithm.ReadIdentifier(&info); err != nil {
		return nil, fmt.Errorf("%w: %w", bad, err)
	}
	if !der.Inner(info, &sealed, der.Context(0)) {
		return nil, bad
	}
	e.Sealed = sealed
	if seq.PeekASN1Tag(der.Explicit(1)) {
		if _, e.Unprotected, err = readAttributes(&seq, der.Explicit(1)); err != nil {
			return nil, fmt.Errorf("unprotectedAttrs: %w", err)
		}
	}
	if !seq.Empty() {
		return nil, bad
	}
	return &e, nil
}

// Open decrypts with a key of 32 bytes, by Magma or Kuznyechik in the mode CTR-ACPKM (Р 1323565.1.025-2019). In the forms with
// OMAC the code stands as an unprotected attribute, and a wrong one is gost3413.ErrAuthentication. The other forms tell
// nothing of a wrong key.
func (e *EncryptedData) Open(key []byte) ([]byte, error) {
	ciphers := map[der.OID]gost3413.Cipher{
		oidMagmaCTR: gost3413.Magma(), oidMagmaCTROMAC: gost3413.Magma(),
		oidKuznyechikCTR: gost3413.Kuznyechik(), oidKuznyechikCTROMAC: gost3413.Kuznyechik(),
	}
	c, ok := ciphers[e.Algorithm.OID]
	if !ok {
		return nil, fmt.Errorf("%s: %w", e.Algorithm.OID, ErrCipher)
	}
	var seq, ukm cryptobyte.String
	if !der.Inner(e.Algorithm.Parameters, &seq, asn1.SEQUENCE) || !der.Inner(seq, &ukm, asn1.OCTET_STRING) {
		return nil, fmt.Errorf("parameters of %s: %w", e.Algorithm.OID, ErrMalformed)
	}
	if e.Algorithm.OID == oidMagmaCTR || e.Algorithm.OID == oidKuznyechikCTR {
		return e.stream(c, key, ukm)
	}
	value, err := e.Unprotected.One(oidMACAttribute)
	if err != nil {
		return nil, err
	}
	var code cryptobyte.String
	if !der.Inner(value, &code, asn1.OCTET_STRING) {
		return nil, fmt.Errorf("code of the content: %w", ErrMalformed)
	}
	return c.OpenContent(key, ukm, append(e.Sealed[:len(e.Sealed):len(e.Sealed)], code...))
}

func (e *EncryptedData) stream(c gost3413.Cipher, key, ukm []byte) ([]byte, error) {
	s, err := c.ContentStream(key, ukm)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(e.Sealed))
	s.XORKeyStream(out, e.Sealed)
	return out, nil
}
