package revocation

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

// MaxEvidence is how many lists and answers are looked at for one certificate. With at most maxTried signatures of delegates for
// each answer that is some sixty verifications, a tenth of a second.
const MaxEvidence = 20

// Evidence is what a source has about a certificate. Lists may be of other issuers and answers about other certificates: what
// they prove is found out by checking them.
type Evidence struct {
	CRLs      []*CRL
	Responses []*Response
	// Nonce is that of the request to which the responses are answers, nil if there was none.
	Nonce []byte
}

// Source knows where revocation data are: in a message, in files, in a store, in the network.
type Source interface {
	// Evidence returns what there is about certificate number i of a path, which has an issuer in it. That there is nothing is no
	// error; an error says that the source could not be asked, and may come together with what another place had.
	Evidence(ctx context.Context, path cert.Path, i int) (Evidence, error)
}

// Stored is a source of data at hand.
type Stored Evidence

// Evidence implements [Source]. It leaves out what is of another issuer at first sight: lists whose key identifier or, for want
// of one, whose issuer differs, and answers about other serial numbers.
func (s Stored) Evidence(_ context.Context, path cert.Path, i int) (Evidence, error) {
	c, issuer := path.Certificates()[i], path.Issuer(i)
	e := Evidence{Nonce: s.Nonce}
	for _, list := range s.CRLs {
		if len(list.AuthorityKeyID) > 0 && len(issuer.SubjectKeyID) > 0 {
			if bytes.Equal(list.AuthorityKeyID, issuer.SubjectKeyID) {
				e.CRLs = append(e.CRLs, list)
			}
			continue
		}
		if list.Issuer.Equal(c.Issuer) {
			e.CRLs = append(e.CRLs, list)
		}
	}
	for _, r := range s.Responses {
		if _, ok := r.answerFor(c, issuer); ok {
			e.Responses = append(e.Responses, r)
		}
	}
	return e, nil
}

// Check asks sources about certificate number i of a path and returns a finding for each list and answer that they have, in
// their order. Delta lists are used together with the complete list that they complete. Errors of sources are returned joined,
// beside the findings of the others.
func Check(ctx context.Context, path cert.Path, i int, tables *algorithm.Tables, sources ...Source) ([]Finding, error) {
	if i < 0 || i >= path.Len()-1 {
		return nil, fmt.Errorf("revocation of certificate %d of %d: %w", i, path.Len(), ErrNoIssuer)
	}
	c, issuer := path.Certificates()[i], path.Issuer(i)
	var findings []Finding
	var failures []error
	for _, source := range sources {
		e, err := source.Evidence(ctx, path, i)
		if err != nil {
			failures = append(failures, err)
		}
		for _, r := range e.Responses {
			if len(findings) < MaxEvidence {
				findings = append(findings, CheckOCSP(r, c, issuer, e.Nonce, tables))
			}
		}
		for _, list := range e.CRLs {
			if len(findings) < MaxEvidence {
				findings = append(findings, checkWithDelta(list, e.CRLs, c, issuer, tables)...)
			}
		}
	}
	return findings, errors.Join(failures...)
}

// ErrNoIssuer says that a certificate has no issuer in its path: it is the anchor, whom nobody revokes.
var ErrNoIssuer = errors.New("certificate has no issuer in its path")

// checkWithDelta checks a complete list alone and with the newest delta list that completes it. Delta lists by themselves
// say nothing, and are left out if they complete something.
func checkWithDelta(list *CRL, all []*CRL, c, issuer *cert.Certificate, tables *algorithm.Tables) []Finding {
	if list.Delta() {
		for _, other := range all {
			if list.completes(other) {
				return nil
			}
		}
		return []Finding{CheckCRL(list, nil, c, issuer, tables)}
	}
	findings := []Finding{CheckCRL(list, nil, c, issuer, tables)}
	var newest *CRL
	for _, delta := range all {
		if delta.completes(list) && (newest == nil || compareNumbers(delta.Number, newest.Number) > 0) {
			newest = delta
		}
	}
	if newest != nil {
		findings = append(findings, CheckCRL(list, newest, c, issuer, tables))
	}
	return findings
}

// Fetcher gets something from the network. A body that is not nil is posted with its content type, else it is a GET. The
// caller's fetcher limits size, time and the addresses that may be reached (T23 of the rules of trust).
type Fetcher func(ctx context.Context, url string, body []byte, contentType string) ([]byte, error)

// Online is a source that asks the addresses in the certificate. Only a certificate of a [cert.Path], which is chained to an
// anchor, can be asked about, so nobody can make us reach addresses by sending us a certificate of their own.
type Online struct {
	Fetch Fetcher
	// Digest names certificates in requests; zero is SHA-1, which every service takes.
	Digest algorithm.Digest
	// Rand gives nonces; nil means requests without.
	Rand io.Reader
}

// maxAddresses bounds the addresses that are tried for one certificate, of lists and of services each.
const maxAddresses = 5

// Evidence implements [Source]: it asks the status services in their order until one answers, and gets the lists of the
// distribution points until one is there. Both are asked, as services are often older than lists.
func (o Online) Evidence(ctx context.Context, path cert.Path, i int) (Evidence, error) {
	c, issuer := path.Certificates()[i], path.Issuer(i)
	var e Evidence
	var failures []error
	if err := o.ask(ctx, c, issuer, &e); err != nil {
		failures = append(failures, err)
	}
	if err := o.download(ctx, c, &e); err != nil {
		failures = append(failures, err)
	}
	return e, errors.Join(failures...)
}

// ask is for the first service that gives a successful response.
func (o Online) ask(ctx context.Context, c, issuer *cert.Certificate, e *Evidence) error {
	if len(c.OCSP) == 0 {
		return nil
	}
	if o.Rand != nil {
		e.Nonce = make([]byte, 32)
		if _, err := io.ReadFull(o.Rand, e.Nonce); err != nil {
			return fmt.Errorf("OCSP nonce: %w", err)
		}
	}
	digest := o.Digest
	if digest == 0 {
		digest = algorithm.SHA1
	}
	request, err := NewRequest(c, issuer, digest, e.Nonce)
	if err != nil {
		return err
	}
	var failures []error
	for _, url := range c.OCSP[:min(len(c.OCSP), maxAddresses)] {
		response, err := o.post(ctx, url, request)
		if err == nil {
			e.Responses = append(e.Responses, response)
			return nil
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

func (o Online) post(ctx context.Context, url string, request []byte) (*Response, error) {
	raw, err := o.Fetch(ctx, url, request, "application/ocsp-request")
	if err != nil {
		return nil, fmt.Errorf("ask %s: %w", url, err)
	}
	response, err := ParseResponse(raw)
	if err != nil {
		return nil, fmt.Errorf("answer of %s: %w", url, err)
	}
	if response.Status != Successful {
		return nil, fmt.Errorf("answer of %s: %w: status %d", url, ErrRefused, response.Status)
	}
	return response, nil
}

// ErrRefused says that a status service answered that it does not answer.
var ErrRefused = errors.New("status service refused to answer")

// download is for the first list of the distribution points that there is.
func (o Online) download(ctx context.Context, c *cert.Certificate, e *Evidence) error {
	var failures []error
	for _, point := range c.CRLDistributionPoints {
		for _, url := range point.URIs {
			if len(failures) == maxAddresses {
				return errors.Join(failures...)
			}
			list, err := o.list(ctx, url)
			if err == nil {
				e.CRLs = append(e.CRLs, list)
				return nil
			}
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

func (o Online) list(ctx context.Context, url string) (*CRL, error) {
	raw, err := o.Fetch(ctx, url, nil, "")
	if err != nil {
		return nil, fmt.Errorf("get %s: %w", url, err)
	}
	list, err := ParseCRL(raw)
	if err != nil {
		return nil, fmt.Errorf("list of %s: %w", url, err)
	}
	return list, nil
}
