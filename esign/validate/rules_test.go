package validate_test

import (
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/validate"
)

// changed gives the trial a head whose certificate has one extension of its own.
func changed(t *testing.T, id der.OID, value []byte) *trial {
	t.Helper()
	p := newTrial(t)
	template, key := p.Template(t, trialcatest.Head())
	template.Set(id, true, value)
	p.head, p.key = trialcatest.Sign(t, p.Sub, template), key
	return p
}

// A certificate whose key is not for signatures, or that has a critical extension unknown to us, does not pass.
func TestConstraintsOfTheSignersCertificate(t *testing.T) {
	p := changed(t, cert.OIDKeyUsage, trialca.KeyUsage(cert.KeyEncipherment))
	expect(t, p.trusted(t, p.input(t, p.sign(t))), validate.Indeterminate, validate.ChainConstraintsFailure)
	p = changed(t, cert.OIDKeyUsage, trialca.KeyUsage(cert.NonRepudiation))
	expect(t, p.trusted(t, p.input(t, p.sign(t))), validate.TotalPassed)
	p = changed(t, der.OID("\x2a\x03\x05"), []byte{5, 0})
	expect(t, p.trusted(t, p.input(t, p.sign(t))), validate.Indeterminate, validate.ChainConstraintsFailure)
}

// TestT2_ProvenBeforeValidity: a signature that was there before its certificate began cannot be good; without proof nobody knows.
func TestT2_ProvenBeforeValidity(t *testing.T) {
	p := newTrial(t)
	start := p.Now
	p.Now = start.AddDate(0, 0, 1)
	p.head, p.key = p.Issue(t, trialcatest.Head())
	bare := p.sign(t)
	p.Now = start.Add(time.Hour)
	stamped := p.stamped(t, bare, nil)
	p.Now = start.AddDate(0, 0, 2)
	expect(t, p.trusted(t, p.input(t, bare)), validate.TotalPassed)
	expect(t, p.trusted(t, p.input(t, stamped)), validate.TotalFailed, validate.NotYetValid)
	in := p.input(t, bare)
	in.ControlTime = start.Add(time.Hour)
	expect(t, p.trusted(t, in), validate.Indeterminate, validate.OutOfBoundsNoPOE)
}

// TestT3_EarliestTokenCounts: of several tokens the earliest proves the time, in whatever order they stand.
func TestT3_EarliestTokenCounts(t *testing.T) {
	p := newTrial(t)
	start := p.Now
	message := p.sign(t)
	for _, hours := range []time.Duration{3, 1, 2} {
		p.Now = start.Add(hours * time.Hour)
		message = p.stamped(t, message, nil)
	}
	p.Now = start.Add(4 * time.Hour)
	r := p.trusted(t, p.input(t, message))
	expect(t, r, validate.TotalPassed)
	s := r.Signers[0]
	if len(s.Timestamps) != 3 || s.Times.Proven == nil || !s.Times.Proven.Equal(start.Add(time.Hour)) {
		t.Errorf("%+v %+v", s.Times, s.Timestamps)
	}
	real := run(t, p.input(t, message), validate.Trusted)
	if real.Signers[0].Times.Proven != nil {
		t.Error("a trial authority proves a time to a real installation")
	}
}

// TestT3_TokenOfAnotherPurpose: a token signed by a certificate that is not for time-stamping proves nothing, however good its chain.
func TestT3_TokenOfAnotherPurpose(t *testing.T) {
	p := newTrial(t)
	m, err := cms.Parse(p.sign(t))
	if err != nil {
		t.Fatal(err)
	}
	digest, err := m.Signers[0].Digest()
	if err != nil {
		t.Fatal(err)
	}
	good, err := p.stamp.Stamp(&tsp.Request{Imprint: tsp.NewImprint(digest, m.Signers[0].Signature)})
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := tsp.Parse(good)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := cms.Sign(parsed.Message.Content, cms.Signature{Key: p.key, Certificate: p.head, ContentType: cms.OIDTSTInfo, Rand: p.Rand})
	if err != nil {
		t.Fatal(err)
	}
	message, err := m.AddSignatureTimestamp(0, forged)
	if err != nil {
		t.Fatal(err)
	}
	r := p.trusted(t, p.input(t, message))
	expect(t, r, validate.TotalPassed)
	if s := r.Signers[0]; s.Times.Proven != nil || s.Timestamps[0].Imprint != validate.OK || s.Timestamps[0].Indication != validate.Indeterminate {
		t.Errorf("%+v %+v", s.Times, s.Timestamps)
	}
}

// TestT7_ToolIsNotCertified: the report says of the tool that it is not a certified one.
func TestT7_ToolIsNotCertified(t *testing.T) {
	p := newTrial(t)
	r := p.trusted(t, p.input(t, p.sign(t)))
	if r.Tool.Certified || r.Tool.Version == "" || r.Signers[0].Qualified {
		t.Errorf("%+v", r.Tool)
	}
}
