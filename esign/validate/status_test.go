package validate_test

import (
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/validate"
)

// TestT4_ListsForgetExpiredCertificates: a list of after the end of the certificate need not name it, so that its silence proves
// nothing, even where the time of signing is proven.
func TestT4_ListsForgetExpiredCertificates(t *testing.T) {
	p := newTrial(t)
	stamped := p.stamped(t, p.sign(t), nil)
	p.Now = p.Now.Add(time.Hour)
	in := p.input(t, stamped)
	in.ControlTime = p.head.NotAfter.AddDate(0, 0, 2)
	expect(t, p.trusted(t, in), validate.TotalPassed)

	p.Now = p.head.NotAfter.AddDate(0, 0, 1)
	late, err := p.Sub.CRL(72 * time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	in.CRLs = append(in.CRLs[:1:1], late.Raw)
	r := p.trusted(t, in)
	if s := r.Signers[0]; r.Indication != validate.Indeterminate || len(s.Revocation) == 0 || s.Revocation[0].Status != "good" {
		t.Errorf("%s %v %+v", r.Indication, r.SubIndications, s.Revocation)
	}
}

// TestT3_StatusOfTheStampingAuthority: without data on the certificate of the time-stamping authority its token is no proof.
func TestT3_StatusOfTheStampingAuthority(t *testing.T) {
	p := newTrial(t)
	in := p.input(t, p.stamped(t, p.sign(t), nil))
	if s := p.trusted(t, in).Signers[0]; s.Times.Proven == nil {
		t.Errorf("with data: %+v", s.Timestamps)
	}
	in.CRLs = in.CRLs[:1]
	if s := p.trusted(t, in).Signers[0]; s.Times.Proven != nil || s.Timestamps[0].Indication != validate.Indeterminate {
		t.Errorf("without: %+v", s.Timestamps)
	}
}

// TestT4_SuspensionMayBeLifted: a suspended certificate does not pass; once a newer list leaves it out, it does. A revocation stays
// whatever newer lists leave out.
func TestT4_SuspensionMayBeLifted(t *testing.T) {
	for reason, after := range map[revocation.Reason]validate.Indication{
		revocation.CertificateHold: validate.TotalPassed, revocation.KeyCompromise: validate.Indeterminate,
	} {
		p := newTrial(t)
		message := p.sign(t)
		if err := p.Sub.Revoke(p.head, reason); err != nil {
			t.Fatal(err)
		}
		in := p.input(t, message)
		expect(t, p.trusted(t, in), validate.Indeterminate, validate.RevokedNoPOE)
		p.Now = p.Now.Add(time.Hour)
		lifted := p.Sub.List(24 * time.Hour)
		lifted.Entries = nil
		newer, err := p.Sub.SignList(lifted)
		if err != nil {
			t.Fatal(err)
		}
		in.CRLs = append(in.CRLs, newer.Raw)
		in.ControlTime = p.Now.Add(time.Minute)
		if r := p.trusted(t, in); r.Indication != after {
			t.Errorf("reason %d: %s %v", reason, r.Indication, r.SubIndications)
		}
	}
}
