package cert

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// Limits of path building, T6 of the rules of trust. Beyond them the answer is [ErrLimit]: nobody knows, which is neither
// yes nor no.
const (
	// MaxPath is how many certificates a path may have, with its ends.
	MaxPath = 8
	// MaxCandidates is how many certificates are looked at as issuers, in all.
	MaxCandidates = 100
	// MaxSignatureChecks is how many signatures of certificates are verified, in all.
	MaxSignatureChecks = 200
	// maxSteps bounds the walk itself: with all signatures known, mazes of cross-certificates could still have very many ways.
	maxSteps = 10_000
)

// Errors of path building.
var (
	// ErrNoChain says that no path of good signatures leads to an anchor.
	ErrNoChain = errors.New("no chain to a trusted certificate")
	// ErrConstraints says that there are such paths, and each breaks a rule; the problems of the best are in [Result].
	ErrConstraints = errors.New("chain breaks a constraint")
	// ErrLimit says that a limit was reached before an answer was found.
	ErrLimit = errors.New("limit of path building reached")
)

// Budget counts what building paths has cost. Paths that belong to one check, those of signer, time-stamp and OCSP, share one,
// so that a message cannot multiply the limits. The zero Budget is unused.
type Budget struct {
	Candidates, SignatureChecks int
}

// Request is what to build a path for, and from what.
type Request struct {
	Leaf *Certificate
	// Anchors are the certificates that end a path. Others may stand in between; nobody trusts them for being there.
	Anchors, Others *Pool
	// At is when all certificates must be valid. If it is zero, dates are not judged.
	At time.Time
	// Tables may be nil, and so may Budget.
	Tables *algorithm.Tables
	Budget *Budget
}

// Path is a chain of certificates whose signatures are good, from a leaf to an anchor. Only [Build] makes one, so who has a
// Path knows that its certificates are chained to what is trusted. The zero Path has no certificates.
type Path struct{ certificates []*Certificate }

// Certificates returns the leaf first, the anchor last.
func (p Path) Certificates() []*Certificate { return slices.Clone(p.certificates) }

// Len returns the number of certificates.
func (p Path) Len() int { return len(p.certificates) }

// Leaf returns the first certificate, nil of the zero Path.
func (p Path) Leaf() *Certificate { return p.at(0) }

// Issuer returns the certificate that issued number i of the path; the anchor, whom nobody has to vouch for, stands for itself.
func (p Path) Issuer(i int) *Certificate { return p.at(min(i+1, len(p.certificates)-1)) }

// Anchor returns the last certificate, nil of the zero Path.
func (p Path) Anchor() *Certificate { return p.at(len(p.certificates) - 1) }

func (p Path) at(i int) *Certificate {
	if i < 0 || i >= len(p.certificates) {
		return nil
	}
	return p.certificates[i]
}

// Trial reports whether a certificate of the path is of a trial authority (T8 of the rules of trust).
func (p Path) Trial() bool { return slices.ContainsFunc(p.certificates, (*Certificate).Trial) }

// Policies returns the policies of the leaf that every authority below the anchor asserts too, by itself or by anyPolicy.
func (p Path) Policies() []der.OID {
	var common []der.OID
	for _, policy := range p.Leaf().policies() {
		if !slices.ContainsFunc(p.certificates[1:max(1, len(p.certificates)-1)], func(c *Certificate) bool {
			return !c.HasPolicy(policy) && !c.HasPolicy(OIDAnyPolicy)
		}) {
			common = append(common, policy)
		}
	}
	return common
}

func (c *Certificate) policies() []der.OID {
	if c == nil {
		return nil
	}
	return c.Policies
}

// Result is what came out of building.
type Result struct {
	// Path is the best path: one without problems, else the first of those with fewest. It is zero if none reaches an anchor.
	Path     Path
	Problems []Problem
	// Partial is, where no path reaches an anchor, the longest chain of good signatures from the leaf.
	Partial []*Certificate
	// Limit is true if a limit was reached, so that there may be better paths than Path.
	Limit bool
	// BadSignature is true if an issuer was found by name whose key did not make the signature, and nothing better was found.
	BadSignature bool
}

// Err says what the result means: nil for a path without problems; else ErrLimit if there may be better ones, ErrConstraints,
// or ErrNoChain.
func (r Result) Err() error {
	switch {
	case r.Path.Len() > 0 && len(r.Problems) == 0:
		return nil
	case r.Limit:
		return ErrLimit
	case r.Path.Len() > 0:
		return fmt.Errorf("%w: %w", ErrConstraints, r.Problems[0])
	}
	return ErrNoChain
}

// Build looks for a path from the leaf to an anchor. It finds issuers by name, tries those first that key identifiers point
// to, goes no way twice, and stops at the first path without problems. An error is returned only when ctx ends; whatever
// the certificates are is said by the result.
func Build(ctx context.Context, r Request) (Result, error) {
	b := builder{request: r, ctx: ctx, budget: r.Budget, seen: map[*Certificate]bool{}, signed: map[edge]bool{}}
	if b.budget == nil {
		b.budget = &Budget{}
	}
	b.walk([]*Certificate{r.Leaf})
	if err := ctx.Err(); err != nil {
		return Result{}, fmt.Errorf("build a chain: %w", err)
	}
	if b.result.Path.Len() > 0 {
		b.result.Partial, b.result.BadSignature = nil, false
	}
	return b.result, nil
}

// edge is one certificate below a key.
type edge struct {
	child *Certificate
	key   string
}

type builder struct {
	request Request
	ctx     context.Context //nolint:containedctx // lives as long as one call of Build
	budget  *Budget
	steps   int
	seen    map[*Certificate]bool
	signed  map[edge]bool
	result  Result
}

// walk goes on from the last certificate of a chain. It returns true when nothing better can be found.
func (b *builder) walk(chain []*Certificate) (done bool) {
	if b.ctx.Err() != nil {
		return true
	}
	if b.steps++; b.steps > maxSteps {
		b.result.Limit = true
		return true
	}
	last := chain[len(chain)-1]
	if b.request.Anchors.Contains(last) && b.arrive(chain) {
		return true
	}
	if len(chain) > len(b.result.Partial) {
		b.result.Partial = slices.Clone(chain)
	}
	name := last.Issuer.folded()
	for _, pool := range []*Pool{b.request.Anchors, b.request.Others} {
		for _, issuer := range pool.issuers(last, name) {
			if b.follow(chain, issuer) {
				return true
			}
		}
	}
	return false
}

// follow goes from the end of a chain to an issuer, if the signature is of its key.
func (b *builder) follow(chain []*Certificate, issuer *Certificate) (done bool) {
	if loops(chain, issuer) {
		return false
	}
	if len(chain) == MaxPath {
		b.result.Limit = true
		return false
	}
	good, spent := b.check(chain[len(chain)-1], issuer)
	switch {
	case spent:
		b.result.Limit = true
		return true
	case !good:
		b.result.BadSignature = true
		return false
	}
	return b.walk(append(chain[:len(chain):len(chain)], issuer))
}

// loops tells whether the name and key of the issuer stand in the chain already: a path that comes back proves no more than
// one that does not.
func loops(chain []*Certificate, issuer *Certificate) bool {
	return slices.ContainsFunc(chain, func(c *Certificate) bool {
		return bytes.Equal(c.RawSPKI, issuer.RawSPKI) && bytes.Equal(c.Subject.Raw, issuer.Subject.Raw)
	})
}

// check verifies a signature once for each certificate and key. spent says that the budget is.
func (b *builder) check(child, issuer *Certificate) (good, spent bool) {
	if b.ctx.Err() != nil {
		return false, true
	}
	if !b.seen[issuer] {
		if b.budget.Candidates == MaxCandidates {
			return false, true
		}
		b.budget.Candidates++
		b.seen[issuer] = true
	}
	e := edge{child, string(issuer.RawSPKI)}
	if good, known := b.signed[e]; known {
		return good, false
	}
	if b.budget.SignatureChecks == MaxSignatureChecks {
		return false, true
	}
	b.budget.SignatureChecks++
	key, err := issuer.PublicKey()
	good = err == nil && child.CheckSignature(key, b.request.Tables) == nil
	b.signed[e] = good
	return good, false
}

// arrive judges a path to an anchor, keeps it if it is the best so far, and returns true if it has no problems.
func (b *builder) arrive(chain []*Certificate) bool {
	problems := judge(chain, b.request.At)
	if best := b.result.Path.Len(); best == 0 || len(problems) < len(b.result.Problems) {
		b.result.Path = Path{slices.Clone(chain)}
		b.result.Problems = problems
	}
	return len(problems) == 0
}
