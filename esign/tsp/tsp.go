package tsp

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

const (
	// MaxSize is the length in bytes of the longest request, response or token that is read.
	MaxSize = 4 << 20

	maxInfo  = 64 << 10 // octets of TSTInfo, which has some hundred
	maxNonce = 64       // octets
	maxTexts = 16       // of a status
)

// Errors of this package; they come wrapped, with what was being read or checked.
var (
	// ErrMalformed says that bytes are not the structure that they should be.
	ErrMalformed = errors.New("malformed time-stamp")
	// ErrLimit says that a structure goes beyond a limit of this package.
	ErrLimit = errors.New("time-stamp beyond the limits")
	// ErrRejected says that the authority gave no token.
	ErrRejected = errors.New("time-stamp was refused")
	// ErrAnswer says that a token is not the one that was asked for.
	ErrAnswer = errors.New("time-stamp is not for the request")
)

// Imprint is MessageImprint: the hash code of what is stamped.
type Imprint struct {
	Algorithm algorithm.Identifier
	Hash      []byte
}

// NewImprint hashes data.
func NewImprint(d algorithm.Digest, data []byte) Imprint {
	return Imprint{d.Identifier(), d.Append(nil, data)}
}

// Of reports whether the imprint is that of data.
func (i Imprint) Of(data []byte) bool {
	d, err := algorithm.DigestOf(i.Algorithm)
	return err == nil && bytes.Equal(d.Append(nil, data), i.Hash)
}

// Equal reports whether two imprints are one.
func (i Imprint) Equal(other Imprint) bool {
	return i.Algorithm.Equal(other.Algorithm) && bytes.Equal(i.Hash, other.Hash)
}

func (i *Imprint) read(s *cryptobyte.String) error {
	var seq, hash cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) {
		return fmt.Errorf("messageImprint: %w", ErrMalformed)
	}
	var err error
	if i.Algorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return fmt.Errorf("messageImprint: %w: %w", ErrMalformed, err)
	}
	if !der.Inner(seq, &hash, asn1.OCTET_STRING) {
		return fmt.Errorf("messageImprint: %w", ErrMalformed)
	}
	i.Hash = hash
	return nil
}

func (i Imprint) add(b *cryptobyte.Builder) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		i.Algorithm.Add(b)
		b.AddASN1OctetString(i.Hash)
	})
}

// Request is TimeStampReq (RFC 3161, section 2.4.1).
type Request struct {
	Imprint Imprint
	// Policy is empty where any will do.
	Policy der.OID
	// Nonce is a number in two's complement, big-endian, without superfluous octets; nil where there is none.
	Nonce []byte
	// CertReq asks for the certificate of the authority in the token.
	CertReq    bool
	Extensions []cert.Extension
}

// ParseRequest reads a request in DER, which must be all of data.
func ParseRequest(data []byte) (*Request, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("request of %d bytes: %w", len(data), ErrLimit)
	}
	bad := fmt.Errorf("TimeStampReq: %w", ErrMalformed)
	if err := der.Check(data); err != nil {
		return nil, fmt.Errorf("%w: %w", bad, err)
	}
	seq, err := der.Whole(data, asn1.SEQUENCE)
	var version int
	if err != nil || !seq.ReadASN1Integer(&version) || version != 1 {
		return nil, bad
	}
	var r Request
	if err := r.Imprint.read(&seq); err != nil {
		return nil, err
	}
	if seq.PeekASN1Tag(asn1.OBJECT_IDENTIFIER) && !der.ReadOID(&seq, &r.Policy) {
		return nil, bad
	}
	if !readNonce(&seq, &r.Nonce) || !readDefaultFalse(&seq, &r.CertReq) {
		return nil, bad
	}
	if r.Extensions, err = readExtensions(&seq, 0); err != nil || !seq.Empty() {
		return nil, bad
	}
	return &r, nil
}

func readNonce(s *cryptobyte.String, out *[]byte) bool {
	return !s.PeekASN1Tag(asn1.INTEGER) || der.ReadInteger(s, out) && len(*out) <= maxNonce
}

// readDefaultFalse reads BOOLEAN DEFAULT FALSE. A default that is written though DER leaves it out is let pass.
func readDefaultFalse(s *cryptobyte.String, out *bool) bool {
	return !s.PeekASN1Tag(asn1.BOOLEAN) || s.ReadASN1Boolean(out)
}

// readExtensions reads Extensions under the implicit tag [n], if they are there.
func readExtensions(s *cryptobyte.String, n uint8) ([]cert.Extension, error) {
	if !s.PeekASN1Tag(der.Explicit(n)) {
		return nil, nil
	}
	var content cryptobyte.String
	if !s.ReadASN1(&content, der.Explicit(n)) {
		return nil, ErrMalformed
	}
	seq := cryptobyte.String(der.Element(asn1.SEQUENCE, content))
	return cert.ReadExtensions(&seq)
}

// Encode writes the request in DER.
func (r *Request) Encode() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		r.Imprint.add(b)
		if r.Policy != "" {
			r.Policy.Add(b)
		}
		if r.Nonce != nil {
			b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(r.Nonce) })
		}
		if r.CertReq {
			b.AddASN1Boolean(true)
		}
	})
	out, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("TimeStampReq: %w", err)
	}
	return out, nil
}
