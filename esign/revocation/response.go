package revocation

import (
	"crypto/sha256"
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// ResponseStatus is what a service says of the request as a whole (RFC 6960, section 4.2.1).
type ResponseStatus int

// The statuses of responses; those that are not Successful have no answers.
const (
	Successful       ResponseStatus = 0
	MalformedRequest ResponseStatus = 1
	InternalError    ResponseStatus = 2
	TryLater         ResponseStatus = 3
	SigRequired      ResponseStatus = 5
	Unauthorized     ResponseStatus = 6
)

// Response is an OCSP response as it was read. Its fields must not be changed; it may be used by several goroutines at once.
type Response struct {
	Raw    []byte
	Status ResponseStatus
	// RawBasic is BasicOCSPResponse, as CMS and CAdES keep it; what follows is of it. All are empty unless Status is Successful.
	RawBasic []byte
	RawTBS   []byte
	// ResponderName or ResponderKeyHash says who answers; the other is empty.
	ResponderName      cert.Name
	ResponderKeyHash   []byte
	ProducedAt         time.Time
	Answers            []Answer
	Nonce              []byte
	UnknownCritical    []der.OID
	SignatureAlgorithm algorithm.Identifier
	Signature          []byte
	// Certificates are those that the service sent with the answer.
	Certificates []*cert.Certificate
}

// Answer is the answer about one certificate.
type Answer struct {
	ID                     CertID
	Status                 Status
	RevokedAt              time.Time
	Reason                 Reason
	ThisUpdate, NextUpdate time.Time
	UnknownCritical        []der.OID
}

// SHA256 returns the hash by which reports name the response.
func (r *Response) SHA256() [sha256.Size]byte { return sha256.Sum256(r.Raw) }

// ParseResponse reads a response in DER, which must be all of raw: an OCSPResponse, or a BasicOCSPResponse as it is kept inside
// signatures. The result points into raw, which must not be changed afterwards.
func ParseResponse(raw []byte) (*Response, error) {
	if len(raw) > MaxOCSP {
		return nil, malformed("OCSP response")
	}
	seq, err := der.Whole(raw, asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("OCSP response: %w: %w", ErrMalformed, err)
	}
	r := &Response{Raw: raw}
	if seq.PeekASN1Tag(asn1.SEQUENCE) {
		r.RawBasic = raw
	} else if err := r.parseOuter(seq); err != nil {
		return nil, err
	}
	if r.Status != Successful {
		return r, nil
	}
	if err := r.parseBasic(); err != nil {
		return nil, fmt.Errorf("OCSP response: %w", err)
	}
	return r, nil
}

func (r *Response) parseOuter(seq cryptobyte.String) error {
	status := 0
	if !seq.ReadASN1Enum(&status) {
		return malformed("status of the OCSP response")
	}
	r.Status = ResponseStatus(status)
	if r.Status != Successful {
		return nil
	}
	var explicit, bytes, basic cryptobyte.String
	var kind der.OID
	if !seq.ReadASN1(&explicit, der.Explicit(0)) || !seq.Empty() || !der.Inner(explicit, &bytes, asn1.SEQUENCE) ||
		!der.ReadOID(&bytes, &kind) || !der.Inner(bytes, &basic, asn1.OCTET_STRING) {
		return malformed("OCSP response")
	}
	if kind != oidBasicResponse {
		return malformed("OCSP response of type " + kind.String())
	}
	r.RawBasic = basic
	return nil
}

// parseBasic reads BasicOCSPResponse.
func (r *Response) parseBasic() error {
	seq, err := der.Whole(r.RawBasic, asn1.SEQUENCE)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	var tbs, certificates cryptobyte.String
	if !seq.ReadASN1Element(&tbs, asn1.SEQUENCE) {
		return malformed("responseData")
	}
	r.RawTBS = tbs
	if r.SignatureAlgorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return malformed("signature algorithm")
	}
	var present bool
	if !der.ReadBits(&seq, &r.Signature) || !seq.ReadOptionalASN1(&certificates, &present, der.Explicit(0)) || !seq.Empty() {
		return malformed("signature")
	}
	if present {
		if err := r.readCertificates(certificates); err != nil {
			return err
		}
	}
	return r.parseData(tbs)
}

func (r *Response) readCertificates(explicit cryptobyte.String) error {
	var list cryptobyte.String
	if !der.Inner(explicit, &list, asn1.SEQUENCE) {
		return malformed("certificates")
	}
	for !list.Empty() {
		c, err := cert.Read(&list)
		if err != nil || len(r.Certificates) == maxDelegates {
			return malformed("certificates")
		}
		r.Certificates = append(r.Certificates, c)
	}
	return nil
}

// parseData reads ResponseData.
func (r *Response) parseData(element cryptobyte.String) error {
	var tbs, list cryptobyte.String
	version := 0
	if !element.ReadASN1(&tbs, asn1.SEQUENCE) || !tbs.ReadOptionalASN1Integer(&version, der.Explicit(0), 0) || version != 0 {
		return malformed("version")
	}
	if !r.readResponder(&tbs) {
		return malformed("responderID")
	}
	if !der.ReadGeneralizedTime(&tbs, &r.ProducedAt) {
		return malformed("producedAt")
	}
	if !tbs.ReadASN1(&list, asn1.SEQUENCE) {
		return malformed("responses")
	}
	for !list.Empty() {
		a, err := readAnswer(&list)
		if err != nil {
			return err
		}
		if len(r.Answers) == maxAnswers {
			return malformed("responses")
		}
		r.Answers = append(r.Answers, a)
	}
	nonce, unknown, err := readResponseExtensions(&tbs, der.Explicit(1))
	r.Nonce, r.UnknownCritical = nonce, unknown
	return err
}

func (r *Response) readResponder(tbs *cryptobyte.String) bool {
	var content, hash cryptobyte.String
	if tbs.PeekASN1Tag(der.Explicit(2)) {
		if !tbs.ReadASN1(&content, der.Explicit(2)) || !der.Inner(content, &hash, asn1.OCTET_STRING) {
			return false
		}
		r.ResponderKeyHash = hash
		return len(hash) > 0
	}
	if !tbs.ReadASN1(&content, der.Explicit(1)) {
		return false
	}
	name, err := cert.ReadName(&content)
	r.ResponderName = name
	return err == nil && content.Empty()
}

// readAnswer reads SingleResponse.
func readAnswer(list *cryptobyte.String) (Answer, error) {
	var seq cryptobyte.String
	if !list.ReadASN1(&seq, asn1.SEQUENCE) {
		return Answer{}, malformed("answer")
	}
	var a Answer
	var err error
	if a.ID, err = readCertID(&seq); err != nil {
		return Answer{}, err
	}
	if !a.readStatus(&seq) || !der.ReadGeneralizedTime(&seq, &a.ThisUpdate) {
		return Answer{}, malformed("status of an answer")
	}
	var next cryptobyte.String
	var present bool
	if !seq.ReadOptionalASN1(&next, &present, der.Explicit(0)) ||
		present && (!der.ReadGeneralizedTime(&next, &a.NextUpdate) || !next.Empty()) {
		return Answer{}, malformed("nextUpdate of an answer")
	}
	_, a.UnknownCritical, err = readResponseExtensions(&seq, der.Explicit(1))
	return a, err
}

// readStatus reads the CHOICE CertStatus.
func (a *Answer) readStatus(seq *cryptobyte.String) bool {
	var content cryptobyte.String
	var tag asn1.Tag
	if !seq.ReadAnyASN1(&content, &tag) {
		return false
	}
	switch tag {
	case der.Context(0):
		a.Status = Good
		return content.Empty()
	case der.Context(2):
		a.Status = Unknown
		return content.Empty()
	case der.Explicit(1):
		a.Status = Revoked
		return der.ReadGeneralizedTime(&content, &a.RevokedAt) && a.readReason(content)
	}
	return false
}

func (a *Answer) readReason(content cryptobyte.String) bool {
	var explicit cryptobyte.String
	var present bool
	if !content.ReadOptionalASN1(&explicit, &present, der.Explicit(0)) || !content.Empty() {
		return false
	}
	reason := 0
	if present && (!explicit.ReadASN1Enum(&reason) || !explicit.Empty() || reason < 0 || Reason(reason) > maxReason) {
		return false
	}
	a.Reason = Reason(reason)
	return true
}
