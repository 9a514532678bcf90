package validate

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/tsp"
)

// Tokens beyond these numbers are not looked at, so that a message cannot make the check long.
const (
	maxTokens        = 1024 // of all signers
	maxTokensASigner = 8
)

// stamps judges the tokens over a signature value and returns the earliest time that one of them proves, nil if none does. A bad
// token is no proof, and no fault of the signature (T3 of the rules of trust).
func (w *witness) stamps(ctx context.Context, s *Signer, tokens [][]byte, value []byte) *time.Time {
	for _, raw := range tokens[:min(len(tokens), maxTokensASigner)] {
		if w.v.tokens++; w.v.tokens > maxTokens || ctx.Err() != nil {
			break
		}
		stamp := w.stamp(ctx, raw, value)
		s.Timestamps = append(s.Timestamps, stamp)
		if stamp.Indication == TotalPassed && (s.Times.Proven == nil || stamp.Time.Before(*s.Times.Proven)) {
			s.Times.Proven, s.Times.Proof = stamp.Time, text(hexOf(sha256.Sum256(raw)))
		}
	}
	switch {
	case !w.v.trusts():
	case s.Times.Proven != nil:
		s.note(CheckTime, OK)
	default:
		s.note(CheckTime, Unknown)
	}
	return s.Times.Proven
}

func (w *witness) stamp(ctx context.Context, raw, value []byte) Timestamp {
	token, err := tsp.Parse(raw)
	if err != nil {
		return Timestamp{Imprint: Unknown, Indication: TotalFailed}
	}
	c := token.Certificate(w.others...)
	checks := token.Verify(c, value, w.v.o.Tables)
	out := Timestamp{
		Time: moment(token.Time), Imprint: Result(checks.Get(tsp.CheckImprint).String()), Indication: Indeterminate,
	}
	switch {
	case out.Imprint == Fail || checks.Get(cms.CheckSignature) == cms.Fail:
		out.Indication = TotalFailed
	case checks.Err(cms.Full) == nil && w.v.trusts() && w.vouched(ctx, token, c):
		out.Indication = TotalPassed
	}
	return out
}

// vouched reports whether a token is of an authority on the list, whose chain was good at the time of the token and none of whose
// certificates has been revoked: a stolen key can name any time, so that a revocation at any time counts.
func (w *witness) vouched(ctx context.Context, token *tsp.Token, c *cert.Certificate) bool {
	if c == nil || token.Time.After(w.v.in.ControlTime) {
		return false
	}
	m := token.Message
	own := &witness{
		v: w.v, budget: w.budget, others: append(append([]*cert.Certificate{}, w.others...), m.Certificates...),
		brought: extend(w.brought, m.CRLs, append(append([][]byte{}, m.OCSP...), m.BasicOCSP...)),
	}
	built, err := own.build(ctx, c, w.v.stampAnchors, token.Time)
	if err != nil || built.Path.Trial() && !w.v.o.AllowTrial && w.v.policy != Trial {
		return false
	}
	for i, link := range built.Path.Certificates()[:built.Path.Len()-1] {
		status, findings := own.status(ctx, built.Path, i, token.Time)
		for _, f := range findings {
			if f.Decisive() && f.Status == revocation.Revoked {
				return false
			}
		}
		asked := i == 0 || len(link.CRLDistributionPoints)+len(link.OCSP) > 0
		if status == revocation.Unknown && asked && w.v.policy != Trial {
			return false
		}
	}
	return ctx.Err() == nil
}
