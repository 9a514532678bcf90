package validate

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// Facts are all that was found in a signature and its document, judged by no policy. They must not be changed.
type Facts struct {
	Input   InputFacts
	Signers []SignerFacts
	// Answer is that of the outside verifier, nil if none was asked.
	Answer *Answer
	// TrustList is the version of the list of accredited authorities that was in force, nil if none was given. Judge takes the version
	// of its own control time; this one says which to keep with the facts.
	TrustList *TrustList

	// given is what was passed beside the signature, message what stands in it for all signers.
	given, message material
}

// material is what chains and their revocation are judged by.
type material struct {
	certificates []*cert.Certificate
	evidence     revocation.Evidence
}

// SignerFacts are of one signature.
type SignerFacts struct {
	Index int
	// Readable is false where nothing but the checks says anything: the structure is broken, or there is no signature in it.
	Readable bool
	// Level is the form of the signature; it is empty if it is not known.
	Level string
	// Whole says that the signature verifies over the whole document.
	Whole bool
	// Claimed is the time that the signer claims, zero if none.
	Claimed time.Time
	// Strong says that the hash function of the signature has not been broken.
	Strong bool
	// Digest is the hash code of the document by the function of the signature, nil if it is not known.
	Digest *DigestFact
	// Checks are those of the packages below, in their order.
	Checks []CheckFact
	// Certificate is the signer's, nil if it is not at hand.
	Certificate *cert.Certificate
	Tokens      []TokenFacts

	own material
}

// DigestFact is a hash code in hexadecimal, with the object identifier or URI of its function.
type DigestFact struct {
	Algorithm string `json:"algorithm"`
	Value     string `json:"value"`
}

// CheckFact is how a check ended.
type CheckFact struct {
	ID     CheckID `json:"id"`
	Result Result  `json:"result"`
}

// get returns how a check ended, Unknown if it was not made.
func get(checks []CheckFact, id CheckID) Result {
	for _, c := range checks {
		if c.ID == id {
			return c.Result
		}
	}
	return Unknown
}

// Gather finds everything once. It reads the document to its end, and asks the Verifier of the options if there is one; it does not
// use Anchors but as certificates, nor the control time but to name the list of authorities. The error wraps ErrInput, or is one of reading the document, or of ctx.
func Gather(ctx context.Context, in Input, o Options) (*Facts, error) {
	g := &gatherer{in: in, tables: o.Tables, facts: &Facts{}}
	f := g.facts
	f.given.certificates = join(in.Certificates, in.Untrusted, in.Anchors)
	var err error
	if f.given.evidence, err = readEvidence(in.CRLs, in.OCSP); err != nil {
		return nil, err
	}
	if o.Accreditation != nil {
		if l := o.Accreditation.ListFor(in.ControlTime); l != nil {
			f.TrustList = describeList(l)
		}
	}
	f.Input.Signature.SHA256 = hexOf(sha256.Sum256(in.Signature))
	gather := g.cms
	if isXML(in.Signature) {
		gather = g.xml
	}
	if err := gather(ctx); err != nil {
		return nil, err
	}
	if err := g.ask(ctx, o.Verifier); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("gather facts: %w", err)
	}
	return f, nil
}

// gatherer is one run of Gather.
type gatherer struct {
	in     Input
	tables *algorithm.Tables
	facts  *Facts
	// tokens and old count time-stamps, and those among them that have the content hashed once more.
	tokens, old int
	// hashed counts bytes that were hashed for the latter.
	hashed int64
}

// errNotSeekable says that the document would have to be read twice.
var errNotSeekable = errors.New("document can be read only once")

// again returns the document from its beginning, nil if there is none.
func (g *gatherer) again() (io.Reader, error) {
	if g.in.Document == nil {
		return nil, nil
	}
	seeker, ok := g.in.Document.(io.Seeker)
	if !ok {
		return nil, errNotSeekable
	}
	if _, err := seeker.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read the document again: %w", err)
	}
	return g.in.Document, nil
}

// readEvidence reads data that somebody passed on purpose, so that all of them must be readable.
func readEvidence(lists, answers [][]byte) (revocation.Evidence, error) {
	var e revocation.Evidence
	for i, raw := range lists {
		list, err := revocation.ParseCRL(raw)
		if err != nil {
			return e, fmt.Errorf("reading revocation list %d: %w: %w", i+1, ErrInput, err)
		}
		e.CRLs = append(e.CRLs, list)
	}
	for i, raw := range answers {
		answer, err := revocation.ParseResponse(raw)
		if err != nil {
			return e, fmt.Errorf("reading OCSP response %d: %w: %w", i+1, ErrInput, err)
		}
		e.Responses = append(e.Responses, answer)
	}
	return e, nil
}

// foundEvidence reads data as they stand in a message. What cannot be read proves nothing and is left out.
func foundEvidence(lists, answers [][]byte) revocation.Evidence {
	var e revocation.Evidence
	for _, raw := range lists[:min(len(lists), revocation.MaxEvidence)] {
		if list, err := revocation.ParseCRL(raw); err == nil {
			e.CRLs = append(e.CRLs, list)
		}
	}
	for _, raw := range answers[:min(len(answers), revocation.MaxEvidence)] {
		if answer, err := revocation.ParseResponse(raw); err == nil {
			e.Responses = append(e.Responses, answer)
		}
	}
	return e
}

// together returns evidence of several places as one.
func together(parts ...revocation.Evidence) revocation.Evidence {
	var out revocation.Evidence
	for _, e := range parts {
		out.CRLs = append(out.CRLs, e.CRLs...)
		out.Responses = append(out.Responses, e.Responses...)
	}
	return out
}

// join returns lists as one.
func join(lists ...[]*cert.Certificate) []*cert.Certificate {
	var out []*cert.Certificate
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}
