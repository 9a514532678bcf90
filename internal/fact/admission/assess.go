package admission

import (
	"context"

	"github.com/klaster-platform/klaster/rule"
)

// Assessment is all that the rules of a purpose say of a case, with what experts have overridden.
type Assessment struct {
	Purpose  Purpose      `json:"purpose"`
	On       rule.Date    `json:"on"`
	Outcome  rule.Outcome `json:"outcome"` // the worst of the effective ones
	Verdicts []Judged     `json:"verdicts"`
}

// Judged is a verdict and what it comes to.
type Judged struct {
	rule.Verdict
	Effective rule.Outcome `json:"effective"`
	// Override is the override that stands, or the one that has ended because of Raised.
	Override *Override `json:"override,omitempty"`
	Raised   Raised    `json:"raised,omitempty"`
}

// Assess judges a case. Overrides of other rules or purposes are passed over. It fails as [Derive] does.
func Assess(ctx context.Context, b *rule.Book, c Case, overrides ...Override) (Assessment, *rule.Facts, error) {
	facts, err := Derive(ctx, b, c)
	if err != nil {
		return Assessment{}, nil, err
	}
	a, err := Judge(ctx, b, facts, c.Purpose, c.On, overrides...)
	return a, facts, err
}

// Judge judges facts that are at hand, such as those of a decision that is computed again.
func Judge(ctx context.Context, b *rule.Book, facts *rule.Facts, p Purpose, on rule.Date, overrides ...Override) (Assessment, error) {
	verdicts, err := b.Evaluate(ctx, string(p), facts, on)
	if err != nil {
		return Assessment{}, err
	}
	a := Assessment{Purpose: p, On: on, Outcome: rule.Pass, Verdicts: make([]Judged, 0, len(verdicts))}
	if len(verdicts) == 0 { // an unknown purpose
		a.Outcome = rule.Undecided
	}
	for _, v := range verdicts {
		j := Judged{Verdict: v, Effective: v.Outcome}
		for i := range overrides {
			if o := &overrides[i]; o.Rule == v.Rule && o.Purpose == p {
				j.apply(o, on)
			}
		}
		a.Outcome = max(a.Outcome, j.Effective)
		a.Verdicts = append(a.Verdicts, j)
	}
	return a, nil
}

// apply takes an override. Of those that stand the one decided last wins; one that has ended is shown only while none stands.
func (j *Judged) apply(o *Override, on rule.Date) {
	raised := o.Stands(j.Verdict, on)
	standing := j.Override != nil && j.Raised == ""
	switch {
	case raised == "" && standing && o.Decided.Before(j.Override.Decided):
	case raised == "":
		j.Override, j.Raised, j.Effective = o, "", o.To
	case !standing:
		j.Override, j.Raised = o, raised
	}
}
