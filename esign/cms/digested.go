//go:build !klaster_compact

package cms

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
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
	var seq cryptobyte.String
	var version int
	var e EncryptedData
	if oid != OIDEncryptedData || !der.Inner(content, &seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&version) {
		return nil, fmt.Errorf("EncryptedData: %w", ErrMalformed)
	}
	if err := e.readSealed(seq); err != nil {
		return nil, err
	}
	return &e, nil
}

// readSealed reads EncryptedContentInfo and unprotectedAttrs, which end the structures that have them (RFC 5652, section 6.1).
func (e *EncryptedData) readSealed(seq cryptobyte.String) error {
	var info cryptobyte.String
	bad := fmt.Errorf("encryptedContentInfo: %w", ErrMalformed)
	if !seq.ReadASN1(&info, asn1.SEQUENCE) || !known.Read(&info, &e.ContentType) {
		return bad
	}
	var err error
	if e.Algorithm, err = algorithm.ReadIdentifier(&info); err != nil {
		return fmt.Errorf("%w: %w", bad, err)
	}
	if e.Sealed, err = sealed(info); err != nil {
		return err
	}
	if seq.PeekASN1Tag(der.Explicit(1)) {
		if _, e.Unprotected, err = readAttributes(&seq, der.Explicit(1)); err != nil {
			return fmt.Errorf("unprotectedAttrs: %w", err)
		}
	}
	if !seq.Empty() {
		return bad
	}
	return nil
}

// sealed reads encryptedContent, an implicitly tagged OCTET STRING. Programs that write BER leave it in pieces, which nothing in
// its tag tells from another structure, so that der.FromBER does not join them.
func sealed(s cryptobyte.String) ([]byte, error) {
	var content, pieces cryptobyte.String
	bad := fmt.Errorf("encryptedContent: %w", ErrMalformed)
	switch {
	case len(s) > MaxSealed:
		return nil, fmt.Errorf("encrypted content of %d bytes: %w", len(s), ErrLimit)
	case der.Inner(s, &content, der.Context(0)):
		return content, nil
	case !der.Inner(s, &pieces, der.Explicit(0)):
		return nil, bad
	}
	joined := make([]byte, 0, len(pieces))
	for !pieces.Empty() {
		if !pieces.ReadASN1(&content, asn1.OCTET_STRING) {
			return nil, bad
		}
		joined = append(joined, content...)
	}
	return joined, nil
}

// Open decrypts with a key of 32 bytes, by Magma or Kuznyechik in the mode CTR-ACPKM (Р 1323565.1.025-2019) or by ГОСТ 28147-89
// in the mode CFB (RFC 4490, section 5.1). In the forms with OMAC the code stands as an unprotected attribute, and a wrong one
// is gost3413.ErrAuthentication. The other forms tell nothing of a wrong key, nor of changes of the content.
func (e *EncryptedData) Open(key []byte) ([]byte, error) {
	if e.Algorithm.OID == oidGOST28147 {
		return e.feedback(key)
	}
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

// feedback decrypts with Gost28147-89-Parameters: an initialising value and the parameter set.
func (e *EncryptedData) feedback(key []byte) ([]byte, error) {
	var seq, iv cryptobyte.String
	var set der.OID
	if !der.Inner(e.Algorithm.Parameters, &seq, asn1.SEQUENCE) || !seq.ReadASN1(&iv, asn1.OCTET_STRING) ||
		!der.ReadOID(&seq, &set) || !seq.Empty() || len(iv) != gost28147.BlockSize {
		return nil, fmt.Errorf("parameters of %s: %w", e.Algorithm.OID, ErrMalformed)
	}
	p, ok := gost28147.Lookup(set.String())
	if !ok {
		return nil, fmt.Errorf("%s with parameters %s: %w", e.Algorithm.OID, set, ErrCipher)
	}
	s, err := gost28147.NewCFBDecrypter(key, iv, p)
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(e.Sealed))
	s.XORKeyStream(out, e.Sealed)
	return out, nil
}
