package validate

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// judgement is one run of Judge.
type judgement struct {
	facts  *Facts
	policy Policy
	trust  Trust
	o      Options
	report *Report

	// list is that of the policy Qualified, nil under others.
	list                  *trust.List
	anchors, stampAnchors *cert.Pool
	// others are certificates to build chains through that belong to no signer alone; pool holds them.
	others []*cert.Certificate
	pool   *cert.Pool
	// further is evidence of the caller beside the facts.
	further revocation.Evidence
}

// applies reports by its error whether the policy is known and has what it needs.
func (p Policy) applies(t Trust, o Options) error {
	switch p {
	case Crypto:
		return nil
	case Trusted, Trial:
		if len(t.Anchors) == 0 {
			return fmt.Errorf("policy %q without trusted certificates: %w", p, ErrPolicy)
		}
	case Qualified:
		if o.Accreditation == nil || len(o.Accreditation.Lists()) == 0 {
			return fmt.Errorf("policy %q without a list of accredited authorities: %w", p, ErrPolicy)
		}
	default:
		return fmt.Errorf("policy %q is not known: %w", p, ErrPolicy)
	}
	if t.ControlTime.IsZero() {
		return fmt.Errorf("policy %q without a control time: %w", p, ErrPolicy)
	}
	return nil
}

// Judge judges facts by a policy. It reads neither the signature nor the document again, so that facts can be judged years later,
// by another policy or with newer evidence. The error wraps ErrPolicy, or ErrInput for evidence that cannot be read, or is of ctx.
func Judge(ctx context.Context, f *Facts, p Policy, t Trust, o Options) (Report, error) {
	if err := p.applies(t, o); err != nil {
		return Report{}, err
	}
	j := &judgement{facts: f, policy: p, trust: t, o: o}
	if err := j.prepare(); err != nil {
		return Report{}, err
	}
	limited, cancel := context.WithTimeout(ctx, pathTime)
	defer cancel()
	for i := range f.Signers {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		j.report.Signers = append(j.report.Signers, *j.signer(limited, &f.Signers[i]))
	}
	if err := ctx.Err(); err != nil {
		return Report{}, err
	}
	j.report.conclude()
	j.compare()
	return *j.report, nil
}

func (j *judgement) prepare() error {
	j.report = &Report{
		Format: Format, Tool: Tool{Version: Version}, Policy: PolicyRef{ID: j.policy, Version: PolicyVersion},
		ControlTime: moment(j.trust.ControlTime), Input: j.facts.Input, Signers: []Signer{},
	}
	if !j.trusts() {
		return nil
	}
	var err error
	if j.further, err = readEvidence(j.trust.CRLs, j.trust.OCSP); err != nil {
		return err
	}
	j.others = join(j.facts.message.certificates, j.facts.given.certificates, j.trust.Untrusted)
	j.anchors, j.stampAnchors = cert.NewPool(j.trust.Anchors...), cert.NewPool(j.trust.TimestampAnchors...)
	if j.policy == Qualified {
		j.list = j.o.Accreditation.ListFor(j.trust.ControlTime)
		j.anchors = j.list.Certificates()
		j.others = join(j.others, j.trust.Anchors)
		j.report.TrustList = describeList(j.list)
	}
	j.pool = cert.NewPool(j.others...)
	return nil
}

// trusts reports whether the policy asks for more than the signature value.
func (j *judgement) trusts() bool { return j.policy != Crypto }

// allows reports whether trial certificates pass (T8 of the rules of trust).
func (j *judgement) allows() bool { return j.policy == Trial || j.policy == Trusted && j.o.AllowTrial }

func (j *judgement) signer(ctx context.Context, f *SignerFacts) *Signer {
	s := newSigner(f.Index)
	s.Level = text(f.Level)
	s.Times.Claimed = moment(f.Claimed)
	if f.Whole {
		s.Coverage = text(whole)
	}
	s.describe(f.Certificate)
	unknown := j.unknown(f)
	for _, c := range f.Checks {
		if j.policy == Crypto && j.facts.Input.Signature.Container == "cms" && sufficient([]CheckFact{c}, cms.Crypto) && f.Readable {
			s.note(c.ID, c.Result) // the policy does not ask for it
			continue
		}
		s.pass(c.ID, c.Result, unknown)
	}
	if !f.Readable {
		return s
	}
	s.note(CheckReported, j.reported(f))
	w := j.witness(ctx, f)
	before, after := w.stamps(ctx, s, f.Tokens)
	if j.trusts() {
		w.trust(ctx, s, f, before, after)
	}
	return s
}

// unknown is what it means that a check could not be made.
func (j *judgement) unknown(f *SignerFacts) SubIndication {
	switch {
	case j.facts.Input.Signature.Container != "cms":
		return SigConstraintsFailure
	case j.facts.Input.Document.SHA256 == nil:
		return SignedDataNotFound
	case f.Certificate == nil:
		return NoSigningCertificateFound
	}
	return SigConstraintsFailure
}

// reported: the certificate in the report is the one by whose key the signature verifies. Plain XML Signature does not sign its
// certificate, so that nothing else binds the two; where two certificates have the key, none is reported.
func (j *judgement) reported(f *SignerFacts) Result {
	if f.Certificate == nil {
		return Unknown
	}
	id := CheckID(cms.CheckSignature)
	if j.facts.Input.Signature.Container != "cms" {
		id = xmldsig.CheckSignature
	}
	return get(f.Checks, id)
}

// witness collects what one signer brought along, while there is time to look at it.
func (j *judgement) witness(ctx context.Context, f *SignerFacts) *witness {
	w := &witness{j: j, others: j.others, pool: j.pool, budget: &cert.Budget{}}
	if !j.trusts() || ctx.Err() != nil {
		return w
	}
	w.brought = together(j.facts.message.evidence, f.own.evidence)
	if len(f.own.certificates) > 0 {
		w.others = join(j.others, f.own.certificates)
		w.pool = cert.NewPool(w.others...)
	}
	return w
}

func result(ok bool) Result {
	if ok {
		return OK
	}
	return Fail
}
