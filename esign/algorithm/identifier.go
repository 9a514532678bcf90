package algorithm

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// Errors of this package; they come wrapped, with what was being read or verified.
var (
	// ErrUnsupported says that an algorithm, a curve or a parameter is none that we know.
	ErrUnsupported = errors.New("unsupported algorithm")
	// ErrMalformed says that an AlgorithmIdentifier, a key or a signature value is not encoded as its standard says.
	ErrMalformed = errors.New("malformed algorithm or key")
	// ErrKeySize says that an RSA key is shorter than 2048 or longer than 8192 bits.
	ErrKeySize = errors.New("key size out of limits")
	// ErrMismatch says that a signature algorithm does not belong to the key, or two identifiers name different hash functions.
	ErrMismatch = errors.New("algorithms do not match")
	// ErrSignature says that the signature value is not one of the data by the key.
	ErrSignature = errors.New("signature does not verify")
)

// Identifier is an AlgorithmIdentifier (RFC 5280, section 4.1.1.2).
type Identifier struct {
	OID der.OID
	// Parameters is the encoding of the parameters, nil if they are absent.
	Parameters []byte
}

// null is the encoding of NULL.
const null = "\x05\x00"

// known are the identifiers that are read without copying.
var known = der.NewOIDSet(
	OIDStreebog256, OIDStreebog512, OIDGOSTR341194, OIDSHA1, OIDSHA256, OIDSHA384, OIDSHA512,
	OIDKeyGOST256, OIDKeyGOST512, OIDKeyGOST2001, OIDKeyGOST94, OIDKeyRSA, OIDKeyEC,
	OIDSignatureGOST256, OIDSignatureGOST512, OIDSignatureGOST2001, OIDSignatureGOST94,
	OIDSignatureSHA1RSA, OIDSignatureSHA256RSA, OIDSignatureSHA384RSA, OIDSignatureSHA512RSA, OIDSignaturePSS,
	OIDSignatureSHA1ECDSA, OIDSignatureSHA256ECDSA, OIDSignatureSHA384ECDSA, OIDSignatureSHA512ECDSA,
	oidMGF1, oidP256, oidP384, oidP521, oidHash94Test, oidHash94CryptoPro,
	oidCryptoProTest, oidCryptoProA, oidCryptoProB, oidCryptoProC, oidCryptoProXchA, oidCryptoProXchB,
	oidTC256A, oidTC256B, oidTC256C, oidTC256D, oidTC512Test, oidTC512A, oidTC512B, oidTC512C,
)

// ReadIdentifier reads an AlgorithmIdentifier.
func ReadIdentifier(s *cryptobyte.String) (Identifier, error) {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		return Identifier{}, fmt.Errorf("algorithm identifier: %w", ErrMalformed)
	}
	return identifier(seq)
}

// ReadTaggedIdentifier reads an AlgorithmIdentifier under an implicit tag.
func ReadTaggedIdentifier(s *cryptobyte.String, tag asn1.Tag) (Identifier, error) {
	var seq cryptobyte.String
	if !s.ReadASN1(&seq, tag) {
		return Identifier{}, fmt.Errorf("algorithm identifier: %w", ErrMalformed)
	}
	return identifier(seq)
}

func identifier(seq cryptobyte.String) (Identifier, error) {
	var id Identifier
	if !known.Read(&seq, &id.OID) {
		return Identifier{}, fmt.Errorf("algorithm identifier: %w", ErrMalformed)
	}
	if seq.Empty() {
		return id, nil
	}
	var parameters cryptobyte.String
	var tag asn1.Tag
	if !seq.ReadAnyASN1Element(&parameters, &tag) || !seq.Empty() {
		return Identifier{}, fmt.Errorf("algorithm identifier %s: %w", id.OID, ErrMalformed)
	}
	id.Parameters = parameters
	return id, nil
}

// Add writes the identifier.
func (id Identifier) Add(b *cryptobyte.Builder) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		id.OID.Add(b)
		b.AddBytes(id.Parameters)
	})
}

// Equal reports whether two identifiers mean the same: parameters that are absent and NULL are one.
func (id Identifier) Equal(other Identifier) bool {
	return id.OID == other.OID && (id.bare() && other.bare() || bytes.Equal(id.Parameters, other.Parameters))
}

// bare tells whether there are no parameters, in either form.
func (id Identifier) bare() bool { return len(id.Parameters) == 0 || string(id.Parameters) == null }
