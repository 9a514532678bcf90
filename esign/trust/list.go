package trust

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/ruid/number"
)

// Limits of a list. The real one has some 10 MB, 600 authorities and 3000 certificates.
const (
	// MaxList is the length in bytes of the longest list that is read.
	MaxList = 64 << 20
	// maxDepth bounds how deep elements are nested.
	maxDepth = 32
	// maxText bounds the text of one element, in bytes; certificates in base64 are the longest.
	maxText = 512 << 10
	// maxAuthorities, maxKeys and maxCertificates bound the whole list.
	maxAuthorities  = 10_000
	maxKeys         = 100_000
	maxCertificates = 100_000
	// maxStatuses and maxAddresses bound one authority and one key.
	maxStatuses  = 1000
	maxAddresses = 100
)

// Errors of reading a list.
var (
	// ErrMalformed says that the bytes are not the list: not XML, another root, a value that is none, or beyond the limits. It
	// comes wrapped, with the place.
	ErrMalformed = errors.New("malformed list of authorities")
	// ErrUnsigned says that a signature was asked for and the list has none that is good.
	ErrUnsigned = errors.New("list of authorities without a good signature")
)

// SignatureCheck verifies the signature of a list. It returns the bytes that the signature covers, in canonical form, and the
// certificate that signed; the list is read from those bytes and from no others, so that nothing can be shown that was not
// signed. Whether the signer may sign the list is for the caller to judge.
type SignatureCheck func(ctx context.Context, raw []byte) (covered []byte, signer *cert.Certificate, err error)

// List is one version of the list. It must not be changed.
type List struct {
	// Number and Date are those that the list bears.
	Number int
	Date   time.Time
	// SHA256 is the hash of the file.
	SHA256 [sha256.Size]byte
	// Signer is who signed it, nil if the signature was not checked.
	Signer      *cert.Certificate
	Authorities []*Authority
	// Unreadable counts certificates in the list that are none, which other authorities need not suffer from.
	Unreadable int

	byKey map[string][]place
	pool  *cert.Pool
}

// place is where a key stands in the list.
type place struct {
	authority *Authority
	key       *Key
}

// Authority is an accredited certification authority (аккредитованный удостоверяющий центр), or one that was.
type Authority struct {
	Name, ShortName string
	// Number is the number in the register of authorities.
	Number string
	// INN and OGRN are empty if the list has none that is right.
	INN  number.INN
	OGRN number.OGRN
	// History are the statuses of accreditation, the earliest first, without gaps from the first on.
	History []Interval
	Keys    []*Key
}

// Key is a key by which an authority issues certificates.
type Key struct {
	// ID is its subjectKeyIdentifier.
	ID []byte
	// Tool is the alias of the machine, Class the class of its signature tool, as the list has them.
	Tool, Class string
	// CRLs are addresses of its revocation lists.
	CRLs         []string
	Certificates []*cert.Certificate
}

// Read reads a list. With a check, the signature must be good, and the values are those that it covers; without one they are
// what stands in the file, and Signer is nil.
func Read(ctx context.Context, raw []byte, check SignatureCheck) (*List, error) {
	if len(raw) > MaxList {
		return nil, fmt.Errorf("%d bytes: %w", len(raw), ErrMalformed)
	}
	values, signer := raw, (*cert.Certificate)(nil)
	if check != nil {
		var err error
		if values, signer, err = check(ctx, raw); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnsigned, err)
		}
	}
	r := newReader(ctx, bytes.NewReader(values))
	l, err := r.list()
	if err != nil {
		return nil, fmt.Errorf("list of authorities: %w", err)
	}
	l.SHA256, l.Signer = sha256.Sum256(raw), signer
	l.index()
	return l, nil
}

// index makes the certificates findable by their key identifiers.
func (l *List) index() {
	l.byKey = map[string][]place{}
	l.pool = cert.NewPool()
	for _, a := range l.Authorities {
		for _, k := range a.Keys {
			ids := map[string]bool{string(k.ID): true}
			for _, c := range k.Certificates {
				ids[string(c.SubjectKeyID)] = true
			}
			delete(ids, "")
			for id := range ids {
				l.byKey[id] = append(l.byKey[id], place{a, k})
			}
			l.pool.Add(k.Certificates...)
		}
	}
}

// Certificates returns the certificates of the list, to build chains through.
func (l *List) Certificates() *cert.Pool { return l.pool }

// find returns the places of the key of a certificate: by its identifier, and the key itself must be the same, as anybody can
// write an identifier.
func (l *List) find(issuer *cert.Certificate) []place {
	var found []place
	for _, p := range l.byKey[string(issuer.SubjectKeyID)] {
		for _, c := range p.key.Certificates {
			if bytes.Equal(c.RawSPKI, issuer.RawSPKI) {
				found = append(found, p)
				break
			}
		}
	}
	return found
}

// CRLs returns the addresses of the revocation lists of an issuer, as the list has them.
func (l *List) CRLs(issuer *cert.Certificate) []string {
	var addresses []string
	for _, p := range l.find(issuer) {
		addresses = append(addresses, p.key.CRLs...)
	}
	return addresses
}
