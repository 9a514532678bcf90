package algorithm

import (
	"crypto"
	"crypto/sha1" //nolint:gosec // names certificates in OCSP and ESSCertID; signatures with it are marked weak
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// Digest is a hash function. The zero Digest is none.
type Digest uint8

// The hash functions that structures of certificates and messages name.
const (
	Streebog256 Digest = iota + 1
	Streebog512
	// GOSTR341194 is ГОСТ Р 34.11-94 with the parameters of CryptoPro, not allowed for new signatures since 2019.
	GOSTR341194
	SHA1
	SHA256
	SHA384
	SHA512
)

// MaxDigestSize is the length in bytes of the longest hash code.
const MaxDigestSize = 64

type digestInfo struct {
	name string
	oid  der.OID
	size int
	std  crypto.Hash // zero for GOST
	new  func() hash.Hash
}

var digests = [...]digestInfo{
	Streebog256: {"Streebog-256", OIDStreebog256, 32, 0, streebog.New256},
	Streebog512: {"Streebog-512", OIDStreebog512, 64, 0, streebog.New512},
	GOSTR341194: {"GOST R 34.11-94", OIDGOSTR341194, 32, 0, newGOSTR341194},
	SHA1:        {"SHA-1", OIDSHA1, 20, crypto.SHA1, sha1.New},
	SHA256:      {"SHA-256", OIDSHA256, 32, crypto.SHA256, sha256.New},
	SHA384:      {"SHA-384", OIDSHA384, 48, crypto.SHA384, sha512.New384},
	SHA512:      {"SHA-512", OIDSHA512, 64, crypto.SHA512, sha512.New},
}

func (d Digest) info() digestInfo {
	if int(d) >= len(digests) {
		return digestInfo{}
	}
	return digests[d]
}

// String returns a short name for people.
func (d Digest) String() string { return d.info().name }

// OID returns the identifier.
func (d Digest) OID() der.OID { return d.info().oid }

// Size returns the length of the hash code in bytes, 0 for none.
func (d Digest) Size() int { return d.info().size }

// Weak reports whether collisions of the function are within reach, so that a policy should not take new signatures with it.
func (d Digest) Weak() bool { return d == SHA1 || d == GOSTR341194 }

// New returns the function; it is nil for none.
func (d Digest) New() hash.Hash {
	if f := d.info().new; f != nil {
		return f()
	}
	return nil
}

// Identifier returns the AlgorithmIdentifier to write: without parameters for GOST functions and SHA-2 (RFC 5754), with NULL
// for SHA-1, as OCSP clients of all ages expect.
func (d Digest) Identifier() Identifier {
	id := Identifier{OID: d.OID()}
	if d == SHA1 {
		id.Parameters = []byte(null)
	}
	return id
}

// Append appends the hash code of data to dst, without other memory where the function is Streebog or SHA.
func (d Digest) Append(dst, data []byte) []byte {
	switch d {
	case Streebog256:
		sum := streebog.Sum256(data)
		return append(dst, sum[:]...)
	case Streebog512:
		sum := streebog.Sum512(data)
		return append(dst, sum[:]...)
	case SHA1:
		sum := sha1.Sum(data) //nolint:gosec // see the import
		return append(dst, sum[:]...)
	case SHA256:
		sum := sha256.Sum256(data)
		return append(dst, sum[:]...)
	case SHA384:
		sum := sha512.Sum384(data)
		return append(dst, sum[:]...)
	case SHA512:
		sum := sha512.Sum512(data)
		return append(dst, sum[:]...)
	case GOSTR341194:
		h := newGOSTR341194()
		if h == nil {
			return dst
		}
		h.Write(data)
		return append(dst, h.Sum(nil)...) // into dst itself, the compiler would have every caller's room on the heap
	}
	return dst
}

// DigestOf returns the hash function that an identifier means.
func DigestOf(id Identifier) (Digest, error) {
	d := DigestByOID(id.OID)
	if d == 0 {
		return 0, fmt.Errorf("hash function %s: %w", id.OID, ErrUnsupported)
	}
	if id.bare() || d == GOSTR341194 && isOID(id.Parameters, oidHash94CryptoPro) {
		return d, nil
	}
	return 0, fmt.Errorf("parameters of the hash function %s: %w", d, ErrUnsupported)
}

// DigestByOID returns the hash function with an identifier, 0 if it is none that we know.
func DigestByOID(oid der.OID) Digest {
	for d := Streebog256; int(d) < len(digests); d++ {
		if digests[d].oid == oid && (d != GOSTR341194 || hasGOSTR341194) {
			return d
		}
	}
	return 0
}

// isOID tells whether parameters are one object identifier.
func isOID(parameters []byte, want der.OID) bool {
	s := cryptobyte.String(parameters)
	var oid der.OID
	return known.Read(&s, &oid) && s.Empty() && oid == want
}
