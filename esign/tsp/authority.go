package tsp

import (
	"crypto"
	"fmt"
	"io"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
)

// Authority makes time-stamps. It may be used by several goroutines at once if its functions may.
type Authority struct {
	Key         crypto.Signer
	Certificate *cert.Certificate
	// Chain is put into tokens beside the certificate, where one is asked for.
	Chain []*cert.Certificate
	// Policy is that of all tokens; requests for another are refused.
	Policy der.OID
	// Accuracy is left out if it is zero.
	Accuracy time.Duration
	// Now is the clock.
	Now func() time.Time
	// Serial returns a positive number that was never returned before, in at most 20 octets, big-endian.
	Serial func() ([]byte, error)
	// Rand may be nil for crypto/rand.
	Rand io.Reader
}

// Respond answers a request. What is wrong with the request is told in the answer; the error is one of making it.
func (a *Authority) Respond(request []byte) ([]byte, error) {
	r, err := ParseRequest(request)
	if err != nil {
		return refusal(BadDataFormat), nil //nolint:nilerr // the authority answers bad requests
	}
	d, err := algorithm.DigestOf(r.Imprint.Algorithm)
	if err != nil || d.Weak() {
		return refusal(BadAlg), nil //nolint:nilerr // the same
	}
	switch {
	case len(r.Imprint.Hash) != d.Size():
		return refusal(BadDataFormat), nil
	case r.Policy != "" && r.Policy != a.Policy:
		return refusal(UnacceptedPolicy), nil
	case len(r.Extensions) > 0:
		return refusal(UnacceptedExtension), nil
	}
	token, err := a.Stamp(r)
	if err != nil {
		return nil, err
	}
	return der.Element(asn1.SEQUENCE, der.Element(asn1.SEQUENCE, der.Element(asn1.INTEGER, []byte{byte(Granted)})), token), nil
}

// Stamp makes a token.
func (a *Authority) Stamp(r *Request) ([]byte, error) {
	now := a.Now().UTC().Truncate(time.Second)
	if !a.Certificate.ValidAt(now) {
		return nil, fmt.Errorf("make a time-stamp: %w", ErrTime)
	}
	if err := checkPurpose(a.Certificate); err != nil {
		return nil, fmt.Errorf("make a time-stamp: %w", err)
	}
	content, err := a.info(r, now)
	if err != nil {
		return nil, fmt.Errorf("make a time-stamp: %w", err)
	}
	s := cms.Signature{
		Key: a.Key, Certificate: a.Certificate, SigningTime: now, ContentType: cms.OIDTSTInfo, Rand: a.Rand,
		WithoutCertificate: !r.CertReq,
	}
	if r.CertReq {
		s.Others = a.Chain
	}
	token, err := cms.Sign(content, s)
	if err != nil {
		return nil, fmt.Errorf("make a time-stamp: %w", err)
	}
	return token, nil
}

// info writes TSTInfo.
func (a *Authority) info(r *Request, now time.Time) ([]byte, error) {
	serial, err := a.Serial()
	if err != nil {
		return nil, fmt.Errorf("serial number: %w", err)
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		a.Policy.Add(b)
		r.Imprint.add(b)
		b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(positive(serial)) })
		b.AddASN1GeneralizedTime(now)
		if a.Accuracy > 0 {
			addAccuracy(b, a.Accuracy)
		}
		if r.Nonce != nil {
			b.AddASN1(asn1.INTEGER, func(b *cryptobyte.Builder) { b.AddBytes(r.Nonce) })
		}
		b.AddASN1(der.Explicit(0), func(b *cryptobyte.Builder) {
			b.AddASN1(der.Explicit(4), func(b *cryptobyte.Builder) { b.AddBytes(a.Certificate.Subject.Raw) })
		})
	})
	return b.Bytes()
}

// positive returns a number without superfluous octets as one that is not negative.
func positive(number []byte) []byte {
	for len(number) > 1 && number[0] == 0 {
		number = number[1:]
	}
	if len(number) == 0 || number[0] >= 0x80 {
		return append([]byte{0}, number...)
	}
	return number
}

func addAccuracy(b *cryptobyte.Builder, d time.Duration) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		if seconds := int64(d / time.Second); seconds > 0 {
			b.AddASN1Int64(seconds)
		}
		if millis := int64(d % time.Second / time.Millisecond); millis > 0 {
			b.AddASN1Int64WithTag(millis, der.Context(0))
		}
		if micros := int64(d % time.Millisecond / time.Microsecond); micros > 0 {
			b.AddASN1Int64WithTag(micros, der.Context(1))
		}
	})
}

// refusal writes a response without a token.
func refusal(f Failures) []byte {
	var bits [5]byte // with the number of unused bits before them
	last := 0
	for i := range 32 {
		if f&(1<<i) != 0 {
			bits[1+i/8] |= 0x80 >> (i % 8)
			last = i
		}
	}
	bits[0] = byte(7 - last%8)
	info := der.Element(asn1.SEQUENCE, der.Element(asn1.INTEGER, []byte{byte(Rejection)}),
		der.Element(asn1.BIT_STRING, bits[:2+last/8]))
	return der.Element(asn1.SEQUENCE, info)
}
