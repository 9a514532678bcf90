package admission_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/rule"
)

// The ten rules of a participant, from facts at hand.
func BenchmarkTenRules(b *testing.B) {
	c := clean(b, admission.Participant, company(b, "77"))
	rules := book(b)
	facts, err := admission.Derive(b.Context(), rules, c)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		a, err := admission.Judge(b.Context(), rules, facts, c.Purpose, c.On)
		if err != nil || a.Outcome != rule.Pass {
			b.Fatal(a.Outcome, err)
		}
	}
}

// The same with the facts derived from the record each time.
func BenchmarkAssess(b *testing.B) {
	c := clean(b, admission.Participant, company(b, "77"))
	rules := book(b)
	b.ReportAllocs()
	for b.Loop() {
		a, _, err := admission.Assess(b.Context(), rules, c)
		if err != nil || a.Outcome != rule.Pass {
			b.Fatal(a.Outcome, err)
		}
	}
}
