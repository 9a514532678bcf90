package keyfile

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// Limits of files.
const (
	// MaxSize is the length in bytes of the longest file that is read.
	MaxSize = 4 << 20
	// MaxIterations is how many iterations of a hash function all derivations of keys of one file may take together; one
	// whose key is longer than a hash code counts once for each. Files in use have some thousands.
	MaxIterations = 10_000_000

	maxItems = 1000 // keys, certificates and other bags, of a file
	maxDepth = 8    // of bags within bags
	maxSalt  = 1024 // bytes
)

// Errors of this package; they come wrapped, with what was being read.
var (
	// ErrUnknown says that the file has none of the forms that we read.
	ErrUnknown = errors.New("not a key file of a known form")
	// ErrMalformed says that the file is broken: no password makes it a right one.
	ErrMalformed = errors.New("malformed key file")
	// ErrUnsupported says that the file uses an algorithm, a curve or a form that we do not read.
	ErrUnsupported = errors.New("unsupported algorithm in a key file")
	// ErrLimit says that the file goes beyond a limit of this package.
	ErrLimit = errors.New("key file beyond the limits")
	// ErrPassword says that the password is a wrong one, or that the file has been changed since it was encrypted.
	ErrPassword = errors.New("wrong password")
	// ErrNoPassword says that the file is encrypted and the password is nil.
	ErrNoPassword = errors.New("a password is needed")
	// ErrKey says that the numbers of a key are not those of a key, or not those of the public key beside it.
	ErrKey = errors.New("not a private key")
	// ErrNoKey says that the file has no private key, or that it has several where one was asked for.
	ErrNoKey = errors.New("no single private key in the file")
)

// Attributes are the attributes of keys and certificates in PKCS #12.
type Attributes struct {
	// LocalKeyID is the same octets for a key and its certificate, nil if there are none.
	LocalKeyID []byte
	// FriendlyName is a name for people.
	FriendlyName string
}

// Key is a private key.
type Key struct {
	// PrivateKey is a *gost3410.PrivateKey, *rsa.PrivateKey or *ecdsa.PrivateKey.
	PrivateKey crypto.Signer
	// Kind says of which standard the file calls the key; GOST2001 keys may not sign anything new.
	Kind algorithm.KeyKind
	Attributes
}

// Certificate is a certificate as it stands in the file: no signature of it has been checked.
type Certificate struct {
	// Raw is DER.
	Raw []byte
	Attributes
}

// Bundle is what a file holds, in the order of the file.
type Bundle struct {
	Keys         []Key
	Certificates []Certificate
	// Authenticated says that a code made with the password covers all of it. PKCS #8 has none but under OMAC.
	Authenticated bool
}

// Key returns the private key of a file that has one, else [ErrNoKey].
func (b *Bundle) Key() (Key, error) {
	if len(b.Keys) != 1 {
		return Key{}, fmt.Errorf("keyfile: %d private keys: %w", len(b.Keys), ErrNoKey)
	}
	return b.Keys[0], nil
}

// Leaf returns the certificate of a key: the first whose public key is that of the key. It looks at nothing else, least of all
// at LocalKeyID, which anyone may write.
func (b *Bundle) Leaf(key crypto.Signer) (Certificate, bool) {
	public, ok := key.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return Certificate{}, false
	}
	for _, c := range b.Certificates {
		k, err := c.publicKey()
		if err == nil && k.Key() != nil && public.Equal(k.Key()) {
			return c, true
		}
	}
	return Certificate{}, false
}

// publicKey reads the key of a certificate and nothing else of it (RFC 5280, section 4.1): package cert knows much that the
// signer in the page has no use for.
func (c Certificate) publicKey() (*algorithm.PublicKey, error) {
	s, err := der.Whole(c.Raw, asn1.SEQUENCE)
	var tbs, spki cryptobyte.String
	if err != nil || !s.ReadASN1(&tbs, asn1.SEQUENCE) || !tbs.SkipOptionalASN1(der.Explicit(0)) || !tbs.SkipASN1(asn1.INTEGER) {
		return nil, ErrMalformed
	}
	// signature, issuer, validity, subject
	for range 4 {
		if !tbs.SkipASN1(asn1.SEQUENCE) {
			return nil, ErrMalformed
		}
	}
	if !tbs.ReadASN1Element(&spki, asn1.SEQUENCE) {
		return nil, ErrMalformed
	}
	return algorithm.ParsePublicKey(spki)
}

// Parse reads a file of any form that it can tell: PEM with any number of keys and certificates, a DER or BER encoding of
// PKCS #8, PKCS #12, an RSA or ECDSA key, or a certificate. The password is UTF-8; nil says that there is none, which is not
// the empty password.
func Parse(data, password []byte) (*Bundle, error) {
	b, err := newReader(password, MaxIterations).file(data)
	if err != nil {
		return nil, fmt.Errorf("keyfile: %w", err)
	}
	return b, nil
}

// reader reads one file.
type reader struct {
	password []byte
	// iterations and items are what is left of the limits.
	iterations int
	items      int
}

func newReader(password []byte, iterations int) *reader {
	return &reader{password: password, iterations: iterations, items: maxItems}
}

// spend takes iterations off the limit before they are done. Several passes are several blocks of a derived key.
func (r *reader) spend(iterations int64, passes int) error {
	if iterations < 1 {
		return fmt.Errorf("%d iterations: %w", iterations, ErrMalformed)
	}
	if iterations > int64(r.iterations/passes) {
		return fmt.Errorf("%d iterations, with all of a file at most %d: %w", iterations, MaxIterations, ErrLimit)
	}
	r.iterations -= int(iterations) * passes
	return nil
}

// item counts a key, a certificate or a bag.
func (r *reader) item() error {
	if r.items == 0 {
		return fmt.Errorf("more than %d items: %w", maxItems, ErrLimit)
	}
	r.items--
	return nil
}

// noPassword turns a wrong password into a missing one where there was none.
func (r *reader) noPassword(err error) error {
	if r.password == nil && errors.Is(err, ErrPassword) {
		return ErrNoPassword
	}
	return err
}

func (r *reader) file(data []byte) (*Bundle, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%d bytes: %w", len(data), ErrLimit)
	}
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		return r.pem(data)
	}
	if len(data) == 0 || data[0] != byte(asn1.SEQUENCE) {
		return nil, ErrUnknown
	}
	data, err := fromBER(data)
	if err != nil {
		return nil, err
	}
	return r.der(data)
}

// fromBER makes DER of what Windows, Java and NSS write.
func fromBER(data []byte) ([]byte, error) {
	converted, err := der.FromBER(data)
	switch {
	case errors.Is(err, der.ErrLimit):
		return nil, fmt.Errorf("%w: %w", ErrLimit, err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	return converted, nil
}

// der tells the form of one structure by its first elements.
func (r *reader) der(data []byte) (*Bundle, error) {
	seq, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	tags := firstTags(seq)
	switch {
	case tags == [3]asn1.Tag{asn1.INTEGER, asn1.SEQUENCE, asn1.OCTET_STRING}:
		return one(r.privateKeyInfo(data))
	case tags[0] == asn1.INTEGER && tags[1] == asn1.SEQUENCE:
		return r.pkcs12(seq)
	case tags[0] == asn1.INTEGER && tags[1] == asn1.INTEGER:
		return one(rsaKey(data))
	case tags[0] == asn1.INTEGER && tags[1] == asn1.OCTET_STRING:
		return one(ecKey(data))
	case tags == [3]asn1.Tag{asn1.SEQUENCE, asn1.OCTET_STRING, 0}:
		return r.encryptedPrivateKeyInfo(seq)
	case tags == [3]asn1.Tag{asn1.SEQUENCE, asn1.SEQUENCE, asn1.BIT_STRING}:
		return &Bundle{Certificates: []Certificate{{Raw: bytes.Clone(data)}}}, nil
	}
	return nil, ErrUnknown
}

// firstTags returns the tags of the first three elements, 0 where there is none.
func firstTags(seq cryptobyte.String) (tags [3]asn1.Tag) {
	for i := range tags {
		var element cryptobyte.String
		if !seq.ReadAnyASN1Element(&element, &tags[i]) {
			break
		}
	}
	return tags
}

func one(key Key, err error) (*Bundle, error) {
	if err != nil {
		return nil, err
	}
	return &Bundle{Keys: []Key{key}}, nil
}

// algorithmOf reads an AlgorithmIdentifier.
func algorithmOf(s *cryptobyte.String, what string) (algorithm.Identifier, error) {
	id, err := algorithm.ReadIdentifier(s)
	if err != nil {
		return id, fmt.Errorf("%s: %w: %w", what, ErrMalformed, err)
	}
	return id, nil
}

// wipe overwrites a secret that is no longer needed.
func wipe(secret []byte) { clear(secret) }
