package tsp

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
)

// Status is PKIStatus (RFC 3161, section 2.4.2).
type Status int

// The statuses. A token comes with the first two only.
const (
	Granted Status = iota
	GrantedWithMods
	Rejection
	Waiting
	RevocationWarning
	RevocationNotification
)

// Failures is PKIFailureInfo: bit i of the standard is bit i.
type Failures uint32

// The failures that authorities tell.
const (
	BadAlg              Failures = 1 << 0
	BadRequest          Failures = 1 << 2
	BadDataFormat       Failures = 1 << 5
	TimeNotAvailable    Failures = 1 << 14
	UnacceptedPolicy    Failures = 1 << 15
	UnacceptedExtension Failures = 1 << 16
	AddInfoNotAvailable Failures = 1 << 17
	SystemFailure       Failures = 1 << 25
)

// Response is TimeStampResp.
type Response struct {
	Status   Status
	Texts    []string
	Failures Failures
	// Token is nil where none was given.
	Token *Token
}

// ParseResponse reads a response in BER or DER, which must be all of data. A token beside a refusal, and a grant without a
// token, are malformed.
func ParseResponse(data []byte) (*Response, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("response of %d bytes: %w", len(data), ErrLimit)
	}
	bad := fmt.Errorf("TimeStampResp: %w", ErrMalformed)
	raw, err := der.FromBER(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", bad, err)
	}
	seq, err := der.Whole(raw, asn1.SEQUENCE)
	var r Response
	if err != nil || !r.readStatus(&seq) {
		return nil, bad
	}
	granted := r.Status == Granted || r.Status == GrantedWithMods
	if granted == seq.Empty() {
		return nil, fmt.Errorf("status %d and token: %w", r.Status, bad)
	}
	if granted {
		if r.Token, err = Parse(seq); err != nil {
			return nil, err
		}
	}
	return &r, nil
}

// readStatus reads PKIStatusInfo.
func (r *Response) readStatus(s *cryptobyte.String) bool {
	var seq, texts cryptobyte.String
	var status int
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&status) || status < 0 || status > int(RevocationNotification) {
		return false
	}
	r.Status = Status(status)
	if seq.PeekASN1Tag(asn1.SEQUENCE) {
		if !seq.ReadASN1(&texts, asn1.SEQUENCE) {
			return false
		}
		for !texts.Empty() {
			var text cryptobyte.String
			if len(r.Texts) == maxTexts || !texts.ReadASN1(&text, asn1.UTF8String) {
				return false
			}
			r.Texts = append(r.Texts, strings.ToValidUTF8(string(text), "\uFFFD"))
		}
	}
	if seq.PeekASN1Tag(asn1.BIT_STRING) {
		var flags uint32
		if !der.ReadFlags(&seq, &flags) {
			return false
		}
		r.Failures = Failures(flags)
	}
	return seq.Empty()
}

// Err returns nil for a response with a token, else what the authority says.
func (r *Response) Err() error {
	if r.Token != nil {
		return nil
	}
	return fmt.Errorf("status %d, failures %#x, %q: %w", r.Status, uint32(r.Failures), r.Texts, ErrRejected)
}

// Media types of requests and responses over HTTP (RFC 3161, section 3.4).
const (
	QueryType = "application/timestamp-query"
	ReplyType = "application/timestamp-reply"
)

// Fetcher sends a request body of a media type to an address and returns the body of the answer. It bounds size and time.
type Fetcher func(ctx context.Context, address, mediaType string, body []byte) ([]byte, error)

// Client asks one authority.
type Client struct {
	Address string
	Fetch   Fetcher
	// Policy is empty where any will do.
	Policy der.OID
	// Rand may be nil for crypto/rand.
	Rand io.Reader
}

// Stamp asks for a time-stamp of an imprint and returns a token that answers the request and whose own checks are all OK with
// the certificate that is in it. Whether the authority is to be trusted is not known yet.
func (c *Client) Stamp(ctx context.Context, imprint Imprint) (*Token, error) {
	nonce, err := c.nonce()
	if err != nil {
		return nil, err
	}
	request := &Request{Imprint: imprint, Policy: c.Policy, Nonce: nonce, CertReq: true}
	query, err := request.Encode()
	if err != nil {
		return nil, err
	}
	reply, err := c.Fetch(ctx, c.Address, QueryType, query)
	if err != nil {
		return nil, fmt.Errorf("ask the time-stamping authority %s: %w", c.Address, err)
	}
	response, err := ParseResponse(reply)
	if err != nil {
		return nil, fmt.Errorf("answer of the time-stamping authority %s: %w", c.Address, err)
	}
	if err := response.Err(); err != nil {
		return nil, fmt.Errorf("time-stamping authority %s: %w", c.Address, err)
	}
	t := response.Token
	if err := t.Answers(request); err != nil {
		return nil, fmt.Errorf("time-stamping authority %s: %w", c.Address, err)
	}
	if err := t.VerifyImprint(t.Certificate(), imprint, nil).Err(cms.Full); err != nil {
		return nil, fmt.Errorf("time-stamping authority %s: %w", c.Address, err)
	}
	return t, nil
}

// StampSignature is Stamp for the signature value of a signer, hashed by the function of the signature.
func (c *Client) StampSignature(ctx context.Context, n *cms.Signer) (*Token, error) {
	d, err := n.Digest()
	if err != nil {
		return nil, fmt.Errorf("time-stamp: %w", err)
	}
	if d.Weak() {
		d = algorithm.Streebog256
	}
	return c.Stamp(ctx, NewImprint(d, n.Signature))
}

// nonce makes a positive number of 128 bits.
func (c *Client) nonce() ([]byte, error) {
	random := c.Rand
	if random == nil {
		random = rand.Reader
	}
	nonce := make([]byte, 16)
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("nonce: %w", err)
	}
	nonce[0] = nonce[0]&0x7f | 0x40 // positive, and never with a superfluous octet
	return nonce, nil
}
