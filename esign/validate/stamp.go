package validate

import (
	"context"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/tsp"
)

// stamps judges the tokens of a signer. It returns the earliest time at which one of them proves that the signature was there, and
// the latest at which one proves that it was not there yet, nil if none does. A bad token is no proof, and no fault of the
// signature (T3 of the rules of trust).
func (w *witness) stamps(ctx context.Context, s *Signer, tokens []TokenFacts) (before, after *time.Time) {
	indications, existed := make([]Indication, len(tokens)), map[string]time.Time{}
	for _, i := range order(tokens) {
		t := &tokens[i]
		indications[i] = w.stamp(ctx, t, existed[t.SHA256])
		if indications[i] != TotalPassed {
			continue
		}
		for _, covered := range t.Covers {
			if known, ok := existed[covered]; !ok || t.Time.Before(known) {
				existed[covered] = t.Time
			}
		}
	}
	for i := range tokens {
		t := &tokens[i]
		imprint := get(t.Checks, CheckID(tsp.CheckImprint))
		s.Timestamps = append(s.Timestamps, Timestamp{Time: moment(t.Time), Imprint: imprint, Indication: indications[i], Kind: t.Kind})
		switch {
		case indications[i] != TotalPassed:
		case t.Kind == OverContent:
			if after == nil || t.Time.After(*after) {
				after = moment(t.Time)
			}
		case before == nil || t.Time.Before(*before):
			before, s.Times.Proof = moment(t.Time), text(t.SHA256)
		}
	}
	s.Times.Proven = before
	if w.j.trusts() {
		s.note(CheckTime, map[bool]Result{true: OK, false: Unknown}[before != nil])
		if before != nil && after != nil {
			s.judge(CheckTimeOrder, result(!after.After(*before)), Indeterminate, TimestampOrderFailure)
		}
	}
	return before, after
}

// order returns the numbers of tokens, archive time-stamps first, the newest of them first: what they are over existed at their
// time, and that may matter to older ones.
func order(tokens []TokenFacts) []int {
	var archive, others []int
	for i, t := range tokens {
		if t.Kind == ArchiveV3 || t.Kind == ArchiveV2 {
			archive = append(archive, i)
		} else {
			others = append(others, i)
		}
	}
	slices.SortStableFunc(archive, func(a, b int) int { return tokens[b].Time.Compare(tokens[a].Time) })
	return append(archive, others...)
}

// stamp judges one token; existed is when an archive time-stamp proves that it was there, zero if none does.
func (w *witness) stamp(ctx context.Context, t *TokenFacts, existed time.Time) Indication {
	switch {
	case t.token == nil, get(t.Checks, CheckID(tsp.CheckImprint)) == Fail, get(t.Checks, CheckID(cms.CheckSignature)) == Fail:
		return TotalFailed
	case sufficient(t.Checks, cms.Full) && t.strong() && w.j.trusts() && w.vouched(ctx, t, existed):
		return TotalPassed
	}
	return Indeterminate
}

// strong reports whether the token is signed over another function than SHA-1, whose collisions can be bought. ГОСТ Р 34.11-94, which
// authorities for time-stamps kept when signers had left it, is not within that reach.
func (t *TokenFacts) strong() bool {
	n := t.token.Signer()
	if n == nil {
		return false
	}
	d, err := n.Digest()
	return err == nil && d != algorithm.SHA1
}

// vouched reports whether a token is of an authority on the list, whose chain was good at the time of the token and none of whose
// certificates has been revoked: a stolen key can name any time, so that a revocation at any time counts, unless the token is known
// to have existed before it.
func (w *witness) vouched(ctx context.Context, t *TokenFacts, existed time.Time) bool {
	if t.Certificate == nil || t.Time.After(w.j.trust.ControlTime) || ctx.Err() != nil {
		return false
	}
	m := t.token.Message
	answers := append(append([][]byte{}, m.OCSP...), m.BasicOCSP...)
	own := &witness{j: w.j, budget: w.budget, others: w.others, pool: w.pool, brought: together(w.brought, foundEvidence(m.CRLs, answers))}
	if len(m.Certificates) > 0 {
		own.others = join(w.others, m.Certificates)
		own.pool = cert.NewPool(own.others...)
	}
	built, err := own.build(ctx, t.Certificate, w.j.stampAnchors, t.Time)
	if err != nil || broken(built.Path) || built.Path.Trial() && !w.j.allows() {
		return false
	}
	for i, link := range built.Path.Certificates()[:built.Path.Len()-1] {
		status, findings := own.status(ctx, built.Path, i, t.Time)
		for _, f := range findings {
			counts := existed.IsZero() || !f.Effective().After(existed)
			if f.Decisive() && f.Status == revocation.Revoked && counts {
				return false
			}
		}
		asked := i == 0 || len(link.CRLDistributionPoints)+len(link.OCSP) > 0
		if status == revocation.Unknown && asked && w.j.policy != Trial {
			return false
		}
	}
	return ctx.Err() == nil
}
