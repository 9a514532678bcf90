package keyfile

import (
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // the default of RFC 8018, only for reading
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gostr341194"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// hmacHash returns the hash function of an HMAC, or nil.
func hmacHash(oid der.OID) func() hash.Hash {
	switch oid {
	case oidHMACSHA1:
		return sha1.New
	case oidHMACSHA256:
		return sha256.New
	case oidHMACSHA384:
		return sha512.New384
	case oidHMACSHA512:
		return sha512.New
	case oidHMACGOST94:
		return gostr341194.New
	case oidHMACStreebog256:
		return streebog.New256
	case oidHMACStreebog512:
		return streebog.New512
	}
	return nil
}

// pbkdf2 derives a key by an AlgorithmIdentifier with PBKDF2-params (RFC 8018, appendix A.2). Where the file gives the length
// of the key it must be size.
func (r *reader) pbkdf2(id algorithm.Identifier, password []byte, size int) ([]byte, error) {
	if id.OID != oidPBKDF2 {
		return nil, fmt.Errorf("key derivation %s: %w", id.OID, ErrUnsupported)
	}
	malformed := fmt.Errorf("parameters of PBKDF2: %w", ErrMalformed)
	seq, err := der.Whole(id.Parameters, asn1.SEQUENCE)
	if err != nil {
		return nil, malformed
	}
	var salt cryptobyte.String
	var iterations int64
	if !seq.ReadASN1(&salt, asn1.OCTET_STRING) || !seq.ReadASN1Integer(&iterations) {
		return nil, malformed
	}
	if seq.PeekASN1Tag(asn1.INTEGER) {
		var length int64
		if !seq.ReadASN1Integer(&length) || length != int64(size) {
			return nil, fmt.Errorf("PBKDF2 with a key of %d bytes, want %d: %w", length, size, ErrMalformed)
		}
	}
	prf := algorithm.Identifier{OID: oidHMACSHA1}
	if !seq.Empty() {
		if prf, err = algorithmOf(&seq, "function of PBKDF2"); err != nil || !seq.Empty() {
			return nil, malformed
		}
	}
	h := hmacHash(prf.OID)
	if h == nil {
		return nil, fmt.Errorf("function %s of PBKDF2: %w", prf.OID, ErrUnsupported)
	}
	return r.derive(h, password, salt, iterations, size)
}

// derive is PBKDF2 within the limits.
func (r *reader) derive(h func() hash.Hash, password, salt []byte, iterations int64, size int) ([]byte, error) {
	if len(salt) > maxSalt {
		return nil, fmt.Errorf("salt of %d bytes: %w", len(salt), ErrLimit)
	}
	blocks := (size + h().Size() - 1) / h().Size()
	if err := r.spend(iterations, blocks); err != nil {
		return nil, err
	}
	key, err := pbkdf2.Key(h, string(password), salt, int(iterations), size)
	if err != nil {
		return nil, fmt.Errorf("PBKDF2: %w: %w", ErrUnsupported, err)
	}
	return key, nil
}
