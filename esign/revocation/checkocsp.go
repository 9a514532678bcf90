package revocation

import (
	"bytes"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

// CheckOCSP says what a response says about a certificate. issuer is the certificate whose key signed the certificate, as in
// a [cert.Path]; nonce is that of our request, nil if the response was not asked for by us or without one; tables may be nil.
//
// The response must be signed by the issuer itself, or by a delegate: a certificate in the response, signed by the key of the
// issuer, with the purpose OCSPSigning, and valid when the response was made (RFC 6960, section 4.2.2.2).
func CheckOCSP(r *Response, c, issuer *cert.Certificate, nonce []byte, tables *algorithm.Tables) Finding {
	f := Finding{Kind: KindOCSP, Status: Unknown, SHA256: r.SHA256(), ProducedAt: r.ProducedAt}
	answer, ok := r.answerFor(c, issuer)
	if !ok {
		f.doubt(NotInAnswer)
		return f
	}
	f.ThisUpdate, f.NextUpdate = answer.ThisUpdate, answer.NextUpdate
	f.Status = answer.Status
	r.signer(&f, issuer, tables)
	f.endWithDelegate()
	if len(r.UnknownCritical) > 0 || len(answer.UnknownCritical) > 0 {
		f.doubt(CriticalExtension)
	}
	if nonce != nil && r.Nonce != nil {
		if f.Nonce = bytes.Equal(nonce, r.Nonce); !f.Nonce {
			f.doubt(OtherNonce)
		}
	}
	if f.Status == Revoked {
		f.RevokedAt, f.Reason = answer.RevokedAt, answer.Reason
	}
	return f
}

// endWithDelegate lets an answer hold no longer than the certificate of the service that signed it. The time at which an answer was
// made is the word of the service alone: with the key of one that is long over, whose revocation nobody announces any more, it could
// be put back, and what is said of today would count.
func (f *Finding) endWithDelegate() {
	if !f.Delegated {
		return
	}
	end := f.Signer.NotAfter
	if f.ThisUpdate.After(end) {
		f.doubt(BadDelegate)
	}
	if f.NextUpdate.After(end) {
		f.NextUpdate = end
	}
}

// answerFor returns the answer about a certificate. If there are several, the worst is taken: a service that says two things
// is not to be believed the better one.
func (r *Response) answerFor(c, issuer *cert.Certificate) (Answer, bool) {
	var found Answer
	ok := false
	for _, a := range r.Answers {
		if !a.ID.Matches(c, issuer) {
			continue
		}
		if !ok || worse(a.Status, found.Status) {
			found, ok = a, true
		}
	}
	return found, ok
}

func worse(a, b Status) bool {
	rank := map[Status]int{Good: 0, Unknown: 1, Revoked: 2}
	return rank[a] > rank[b]
}

// signer finds who signed the response: the issuer, or one of the certificates in it that is its delegate.
func (r *Response) signer(f *Finding, issuer *cert.Certificate, tables *algorithm.Tables) {
	if r.isResponder(issuer) && r.signedBy(issuer, tables) {
		f.Signer = issuer
		if issuer.HasKeyUsage && issuer.KeyUsage&(cert.DigitalSignature|cert.NonRepudiation|cert.CRLSign|cert.KeyCertSign) == 0 {
			f.doubt(NotAllowed)
		}
		return
	}
	key, err := issuer.PublicKey()
	if err != nil {
		f.doubt(ForeignKey)
		return
	}
	doubt, tried := ForeignKey, 0
	for _, delegate := range r.Certificates {
		if tried == maxTried || !r.isResponder(delegate) {
			continue
		}
		if tried++; delegate.CheckSignature(key, tables) != nil {
			continue
		}
		switch {
		case !r.mayAnswer(delegate):
			doubt = BadDelegate
		case !r.signedBy(delegate, tables):
			doubt = BadSignature
		default:
			f.Signer, f.Delegated = delegate, true
			return
		}
	}
	f.doubt(doubt)
}

// mayAnswer tells whether a certificate is one of a status service, valid when the response was made.
func (r *Response) mayAnswer(delegate *cert.Certificate) bool {
	return delegate.HasPurpose(cert.OIDOCSPSigning) && delegate.ValidAt(r.ProducedAt) && len(delegate.UnknownCritical) == 0 &&
		(!delegate.HasKeyUsage || delegate.KeyUsage&(cert.DigitalSignature|cert.NonRepudiation) != 0)
}

// isResponder tells whether responderID means a certificate. The hash of its key is SHA-1 by the standard; services with GOST
// keys were seen to put a GOST hash there.
func (r *Response) isResponder(c *cert.Certificate) bool {
	if r.ResponderKeyHash == nil {
		return r.ResponderName.Equal(c.Subject)
	}
	key, err := c.PublicKey()
	if err != nil {
		return false
	}
	for _, d := range []algorithm.Digest{algorithm.SHA1, algorithm.Streebog256, algorithm.GOSTR341194} {
		if d.Size() == len(r.ResponderKeyHash) && bytes.Equal(d.Append(nil, key.Bits()), r.ResponderKeyHash) {
			return true
		}
	}
	return false
}

func (r *Response) signedBy(c *cert.Certificate, tables *algorithm.Tables) bool {
	key, err := c.PublicKey()
	if err != nil {
		return false
	}
	scheme, err := algorithm.SchemeOf(r.SignatureAlgorithm)
	return err == nil && tables.Verify(key, scheme, r.RawTBS, r.Signature) == nil
}
