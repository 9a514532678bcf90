package revocation

import (
	"crypto/subtle"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// CertID names a certificate in OCSP (RFC 6960, section 4.1.1): by hashes of the name and the key of its issuer, and its serial
// number.
type CertID struct {
	Hash              algorithm.Identifier
	NameHash, KeyHash []byte
	Serial            []byte
}

// NewCertID makes the name of a certificate with one hash function. Services of CryptoPro and all others take SHA-1.
func NewCertID(c, issuer *cert.Certificate, d algorithm.Digest) (CertID, error) {
	key, err := issuer.PublicKey()
	if err != nil {
		return CertID{}, fmt.Errorf("OCSP identifier: %w", err)
	}
	return CertID{
		Hash:     d.Identifier(),
		NameHash: d.Append(nil, c.Issuer.Raw),
		KeyHash:  d.Append(nil, key.Bits()),
		Serial:   c.Serial,
	}, nil
}

func readCertID(s *cryptobyte.String) (CertID, error) {
	var seq, name, key cryptobyte.String
	var id CertID
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		return CertID{}, malformed("OCSP identifier")
	}
	var err error
	if id.Hash, err = algorithm.ReadIdentifier(&seq); err != nil {
		return CertID{}, malformed("OCSP identifier")
	}
	if !seq.ReadASN1(&name, asn1.OCTET_STRING) || !seq.ReadASN1(&key, asn1.OCTET_STRING) ||
		!der.ReadInteger(&seq, &id.Serial) || !seq.Empty() {
		return CertID{}, malformed("OCSP identifier")
	}
	id.NameHash, id.KeyHash = name, key
	return id, nil
}

// Add writes the identifier.
func (id CertID) Add(b *cryptobyte.Builder) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		id.Hash.Add(b)
		b.AddASN1OctetString(id.NameHash)
		b.AddASN1OctetString(id.KeyHash)
		b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(id.Serial) })
	})
}

// Matches reports whether the identifier is of a certificate of an issuer: same serial number, and the hashes, by SHA-1, SHA-2,
// Streebog or ГОСТ Р 34.11-94, of the issuer's name and key.
func (id CertID) Matches(c, issuer *cert.Certificate) bool {
	d, err := algorithm.DigestOf(id.Hash)
	if err != nil || subtle.ConstantTimeCompare(id.Serial, c.Serial) != 1 {
		return false
	}
	want, err := NewCertID(c, issuer, d)
	return err == nil && subtle.ConstantTimeCompare(id.NameHash, want.NameHash) == 1 &&
		subtle.ConstantTimeCompare(id.KeyHash, want.KeyHash) == 1
}
