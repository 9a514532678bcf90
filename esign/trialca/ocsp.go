package trialca

import (
	"crypto"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// Responder is a status service of an authority: it answers OCSP requests.
type Responder struct {
	authority   *Authority
	certificate *cert.Certificate // nil if the authority answers itself
	signer      *algorithm.Signer
}

// NewResponder makes a service with a certificate and key of its own.
func (a *Authority) NewResponder(h Holder, key crypto.Signer) (*Responder, error) {
	signer, err := algorithm.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("status service: %w", err)
	}
	h.Role = StatusService
	c, err := a.Issue(h, signer.PublicKey())
	if err != nil {
		return nil, fmt.Errorf("status service: %w", err)
	}
	return a.OpenResponder(c, key)
}

// OpenResponder makes a service of a certificate that exists already.
func (a *Authority) OpenResponder(c *cert.Certificate, key crypto.Signer) (*Responder, error) {
	signer, err := algorithm.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("status service: %w", err)
	}
	return &Responder{a, c, signer}, nil
}

// Responder returns the service in which the authority answers itself.
func (a *Authority) Responder() *Responder { return &Responder{authority: a, signer: a.signer} }

// Certificate returns the certificate of the service, or of the authority if it answers itself.
func (r *Responder) Certificate() *cert.Certificate {
	if r.certificate == nil {
		return r.authority.certificate
	}
	return r.certificate
}

// Respond answers a request. Certificates of other issuers are unknown to it, all that are not revoked are good: it keeps no list
// of what was issued, as most services do not. next is how long the answer holds. A request that cannot be read is answered
// as RFC 6960 has it, without an error.
func (r *Responder) Respond(request []byte, next time.Duration) ([]byte, error) {
	parsed, err := revocation.ParseRequest(request)
	if err != nil || len(parsed.IDs) == 0 {
		return der.Element(asn1.SEQUENCE, der.Element(asn1.ENUM, []byte{byte(revocation.MalformedRequest)})), nil //nolint:nilerr // told in the answer
	}
	now := r.authority.options.Now().UTC().Truncate(time.Second)
	answers := make([]revocation.Answer, len(parsed.IDs))
	for i, id := range parsed.IDs {
		answers[i] = r.authority.answer(id)
		answers[i].ThisUpdate, answers[i].NextUpdate = now, now.Add(next)
	}
	return r.Sign(Answers{ProducedAt: now, Answers: answers, Nonce: parsed.Nonce})
}

// answer says what is known of one certificate.
func (a *Authority) answer(id revocation.CertID) revocation.Answer {
	d, err := algorithm.DigestOf(id.Hash)
	answer := revocation.Answer{ID: id, Status: revocation.Unknown}
	if err != nil || string(d.Append(nil, a.certificate.Subject.Raw)) != string(id.NameHash) ||
		string(d.Append(nil, a.signer.PublicKey().Bits())) != string(id.KeyHash) {
		return answer
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	answer.Status = revocation.Good
	if entry, revoked := a.revoked(id.Serial); revoked {
		answer.Status, answer.RevokedAt, answer.Reason = revocation.Revoked, entry.At, entry.Reason
	}
	return answer
}

// Answers is an OCSP response before it is signed. Respond fills it; tests change it.
type Answers struct {
	ProducedAt time.Time
	Answers    []revocation.Answer
	Nonce      []byte
	// ByKey names the service by the hash of its key instead of its name.
	ByKey bool
	// Extensions stand beside the nonce; AnswerExtensions in each answer.
	Extensions, AnswerExtensions []cert.Extension
}

// Sign signs answers as they are.
func (r *Responder) Sign(a Answers) ([]byte, error) {
	tbs, err := r.tbs(a)
	if err != nil {
		return nil, err
	}
	var certificates []byte
	if r.certificate != nil {
		certificates = der.Element(der.Explicit(0), der.Element(asn1.SEQUENCE, r.certificate.Raw))
	}
	basic, err := seal(r.signer, r.authority.options.Rand, tbs, certificates)
	if err != nil {
		return nil, err
	}
	return der.Element(asn1.SEQUENCE,
		der.Element(asn1.ENUM, []byte{byte(revocation.Successful)}),
		der.Element(der.Explicit(0), der.Element(asn1.SEQUENCE,
			der.Element(asn1.OBJECT_IDENTIFIER, []byte(oidBasicResponse)), der.Element(asn1.OCTET_STRING, basic))),
	), nil
}

// tbs writes ResponseData.
func (r *Responder) tbs(a Answers) ([]byte, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		if a.ByKey {
			b.AddASN1(der.Explicit(2), func(b *cryptobyte.Builder) { b.AddASN1OctetString(keyID(r.signer.PublicKey())) })
		} else {
			b.AddASN1(der.Explicit(1), func(b *cryptobyte.Builder) { b.AddBytes(r.Certificate().Subject.Raw) })
		}
		b.AddASN1GeneralizedTime(a.ProducedAt)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			for _, answer := range a.Answers {
				addAnswer(b, answer, a.AnswerExtensions)
			}
		})
		if a.Nonce != nil || len(a.Extensions) > 0 {
			b.AddASN1(der.Explicit(1), func(b *cryptobyte.Builder) { addExtensions(b, a.extensions()) })
		}
	})
	return built(&b, "OCSP response")
}

func (a Answers) extensions() []cert.Extension {
	if a.Nonce == nil {
		return a.Extensions
	}
	nonce := cert.Extension{ID: revocation.OIDNonce, Value: der.Element(asn1.OCTET_STRING, a.Nonce)}
	return append([]cert.Extension{nonce}, a.Extensions...)
}

// addAnswer writes SingleResponse.
func addAnswer(b *cryptobyte.Builder, a revocation.Answer, extensions []cert.Extension) {
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		a.ID.Add(b)
		switch a.Status {
		case revocation.Good:
			b.AddASN1(der.Context(0), func(*cryptobyte.Builder) {})
		case revocation.Revoked:
			b.AddASN1(der.Explicit(1), func(b *cryptobyte.Builder) {
				b.AddASN1GeneralizedTime(a.RevokedAt)
				if a.Reason != revocation.Unspecified {
					b.AddASN1(der.Explicit(0), func(b *cryptobyte.Builder) { b.AddASN1Enum(int64(a.Reason)) })
				}
			})
		default:
			b.AddASN1(der.Context(2), func(*cryptobyte.Builder) {})
		}
		b.AddASN1GeneralizedTime(a.ThisUpdate)
		if !a.NextUpdate.IsZero() {
			b.AddASN1(der.Explicit(0), func(b *cryptobyte.Builder) { b.AddASN1GeneralizedTime(a.NextUpdate) })
		}
		if len(extensions) > 0 {
			b.AddASN1(der.Explicit(1), func(b *cryptobyte.Builder) { addExtensions(b, extensions) })
		}
	})
}
