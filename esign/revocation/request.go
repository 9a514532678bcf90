package revocation

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// Limits of OCSP.
const (
	// MaxOCSP is the length in bytes of the longest request or response that is read.
	MaxOCSP = 1 << 20
	// maxAnswers bounds the certificates of one request or response.
	maxAnswers = 1000
	// maxDelegates bounds the certificates that a response may carry, and maxTried those of them whose signature is verified.
	maxDelegates = 16
	maxTried     = 3
	// MaxNonce is the length in bytes of the longest nonce (RFC 9654).
	MaxNonce = 128
)

// Request is an OCSP request (RFC 6960, section 4.1.1). Signatures of requests are not looked at.
type Request struct {
	IDs []CertID
	// Nonce is nil where there is none.
	Nonce []byte
}

// NewRequest makes a request for one certificate. nonce may be nil; 16 to 32 random bytes are usual. The serial numbers of
// one request are no secret, so the caller decides where the randomness comes from.
func NewRequest(c, issuer *cert.Certificate, d algorithm.Digest, nonce []byte) ([]byte, error) {
	id, err := NewCertID(c, issuer, d)
	if err != nil {
		return nil, err
	}
	return Request{IDs: []CertID{id}, Nonce: nonce}.Marshal()
}

// Marshal writes the request.
func (r Request) Marshal() ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				for _, id := range r.IDs {
					b.AddASN1(asn1.SEQUENCE, id.Add)
				}
			})
			if r.Nonce != nil {
				b.AddASN1(der.Explicit(2), func(b *cryptobyte.Builder) { AddNonce(b, r.Nonce) })
			}
		})
	})
	out, err := b.Bytes()
	if err != nil {
		return nil, fmt.Errorf("OCSP request: %w", err)
	}
	return out, nil
}

// AddNonce writes Extensions with a nonce alone.
func AddNonce(b *cryptobyte.Builder, nonce []byte) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			OIDNonce.Add(b)
			b.AddASN1OctetString(der.Element(asn1.OCTET_STRING, nonce))
		})
	})
}

// ParseRequest reads a request in DER, which must be all of raw.
func ParseRequest(raw []byte) (Request, error) {
	if len(raw) > MaxOCSP {
		return Request{}, malformed("OCSP request")
	}
	seq, err := der.Whole(raw, asn1.SEQUENCE)
	if err != nil {
		return Request{}, fmt.Errorf("OCSP request: %w: %w", ErrMalformed, err)
	}
	var tbs, list cryptobyte.String
	version := 0
	// The name of who asks stands between version and list, and the signature at the end; neither matters here.
	if !seq.ReadASN1(&tbs, asn1.SEQUENCE) || !seq.SkipOptionalASN1(der.Explicit(0)) || !seq.Empty() ||
		!tbs.ReadOptionalASN1Integer(&version, der.Explicit(0), 0) || version != 0 ||
		!tbs.SkipOptionalASN1(der.Explicit(1)) || !tbs.ReadASN1(&list, asn1.SEQUENCE) {
		return Request{}, malformed("OCSP request")
	}
	var r Request
	for !list.Empty() {
		var single cryptobyte.String
		if !list.ReadASN1(&single, asn1.SEQUENCE) || len(r.IDs) == maxAnswers {
			return Request{}, malformed("OCSP request")
		}
		id, err := readCertID(&single)
		if err != nil {
			return Request{}, err
		}
		r.IDs = append(r.IDs, id)
	}
	nonce, _, err := readResponseExtensions(&tbs, der.Explicit(2))
	r.Nonce = nonce
	return r, err
}

// readResponseExtensions reads optional Extensions under an explicit tag, which must be the rest of s: the nonce, and the
// critical ones that we do not understand.
func readResponseExtensions(s *cryptobyte.String, tag asn1.Tag) (nonce []byte, unknown []der.OID, err error) {
	var explicit cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&explicit, &present, tag) || !s.Empty() {
		return nil, nil, malformed("OCSP extensions")
	}
	if !present {
		return nil, nil, nil
	}
	extensions, err := cert.ReadExtensions(&explicit)
	if err != nil || !explicit.Empty() {
		return nil, nil, malformed("OCSP extensions")
	}
	for _, e := range extensions {
		switch e.ID {
		case OIDNonce:
			if nonce = readNonce(e.Value); nonce == nil {
				return nil, nil, malformed("OCSP nonce")
			}
		case oidCRLReference, oidArchiveCutoff:
		default:
			if e.Critical {
				unknown = append(unknown, e.ID)
			}
		}
	}
	return nonce, unknown, nil
}

// readNonce takes a nonce in an OCTET STRING, and one that stands alone, as before RFC 6960.
func readNonce(value []byte) []byte {
	s := cryptobyte.String(value)
	var content cryptobyte.String
	if der.Inner(s, &content, asn1.OCTET_STRING) {
		value = content
	}
	if len(value) == 0 || len(value) > MaxNonce {
		return nil
	}
	return value
}
