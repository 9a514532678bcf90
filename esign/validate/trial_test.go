package validate_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

const document = "документ"

// trial is a trial PKI with a head of an organisation and a time-stamping authority.
type trial struct {
	*trialcatest.PKI
	head  *cert.Certificate
	key   *gost3410.PrivateKey
	stamp *tsp.Authority
}

func newTrial(t *testing.T) *trial {
	t.Helper()
	p := &trial{PKI: trialcatest.New(t, gost3410.CryptoProA())}
	p.head, p.key = p.Issue(t, trialcatest.Head())
	c, key := p.Issue(t, trialcatest.TimeStamping())
	serial := byte(0)
	p.stamp = &tsp.Authority{
		Key: key, Certificate: c, Policy: der.OID("\x2a\x03\x04"), Now: func() time.Time { return p.Now },
		Serial: func() ([]byte, error) { serial++; return []byte{1, serial}, nil },
	}
	return p
}

// sign makes a message of the head, with the content in it, by which a time is claimed that is long past.
func (p *trial) sign(t *testing.T) []byte {
	t.Helper()
	out, err := cms.Sign([]byte(document), cms.Signature{
		Key: p.key, Certificate: p.head, SigningTime: p.Now.AddDate(0, 0, 1), Rand: p.Rand,
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// stamped adds a time-stamp over data, the signature value if they are nil.
func (p *trial) stamped(t *testing.T, message, data []byte) []byte {
	t.Helper()
	m, err := cms.Parse(message)
	if err != nil {
		t.Fatal(err)
	}
	if data == nil {
		data = m.Signers[0].Signature
	}
	digest, err := m.Signers[0].Digest()
	if err != nil {
		t.Fatal(err)
	}
	token, err := p.stamp.Stamp(&tsp.Request{Imprint: tsp.NewImprint(digest, data), CertReq: true})
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.AddSignatureTimestamp(0, token)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// input trusts the root for signatures and for time-stamps, with lists of both authorities as of now.
func (p *trial) input(t *testing.T, signature []byte) validate.Input {
	t.Helper()
	in := validate.Input{
		Signature: signature, Anchors: p.Anchors().All(), Untrusted: p.Others().All(), TimestampAnchors: p.Anchors().All(),
		ControlTime: p.Now.Add(time.Minute),
	}
	for _, a := range []interface {
		CRL(time.Duration) (*revocation.CRL, error)
	}{p.Root, p.Sub} {
		l, err := a.CRL(24 * time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		in.CRLs = append(in.CRLs, l.Raw)
	}
	return in
}

func (p *trial) trusted(t *testing.T, in validate.Input) validate.Report {
	t.Helper()
	r, err := validated(t, in, validate.Trusted, validate.Options{AllowTrial: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestT8_TrialIsRefused: a real installation refuses trial certificates though the root is configured; where they are allowed the
// report marks them, and never calls them qualified.
func TestT8_TrialIsRefused(t *testing.T) {
	p := newTrial(t)
	in := p.input(t, p.sign(t))
	expect(t, run(t, in, validate.Trusted), validate.Indeterminate, validate.NoCertificateChainFound)
	r := p.trusted(t, in)
	expect(t, r, validate.TotalPassed)
	if s := r.Signers[0]; !s.Trial || s.Qualified || *s.Identity.Kind != "organisation" || s.Identity.OGRN == nil || s.Identity.SNILS == nil {
		t.Errorf("%+v %+v", s, s.Identity)
	}
	expect(t, run(t, in, validate.Trial), validate.TotalPassed)
}

// TestT2_RevocationAtProvenTime: what was revoked after the proven time was good at it; without proof the day of checking counts,
// and so it does with a time-stamp that is later than the revocation.
func TestT2_RevocationAtProvenTime(t *testing.T) {
	p := newTrial(t)
	bare := p.sign(t)
	early := p.stamped(t, bare, nil)
	p.Now = p.Now.Add(time.Hour)
	if err := p.Sub.Revoke(p.head, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = p.Now.Add(time.Hour)
	late := p.stamped(t, bare, nil)
	p.Now = p.Now.Add(time.Hour)
	expect(t, p.trusted(t, p.input(t, bare)), validate.Indeterminate, validate.RevokedNoPOE)
	expect(t, p.trusted(t, p.input(t, late)), validate.Indeterminate, validate.RevokedNoPOE)
	r := p.trusted(t, p.input(t, early))
	expect(t, r, validate.TotalPassed)
	if s := r.Signers[0]; *s.Level != "CAdES-T" || s.Times.Proof == nil || !s.Times.Proven.Equal(trialcatest.Start) {
		t.Errorf("%+v", s.Times)
	}
}

// TestT2_ExpiredAfterProvenTime: the certificate that expired after the proven time was valid at it.
func TestT2_ExpiredAfterProvenTime(t *testing.T) {
	p := newTrial(t)
	bare := p.sign(t)
	stamped := p.stamped(t, bare, nil)
	in := p.input(t, bare)
	p.Now = p.Now.Add(time.Hour)
	lists := p.input(t, bare).CRLs // as of an hour after the signature, kept until the certificate is long over
	in.CRLs, in.ControlTime = lists, p.head.NotAfter.AddDate(0, 1, 0)
	r := p.trusted(t, in)
	if r.Indication != validate.Indeterminate {
		t.Errorf("without proof: %s", r.Indication)
	}
	in.Signature = stamped
	expect(t, p.trusted(t, in), validate.TotalPassed)
}

// TestT3_BadTokenIsNoProof: a token over other bytes, of an authority that is not on the list, of a revoked one, or from the future
// proves no time, and does no harm to the signature. The claimed time proves nothing.
func TestT3_BadTokenIsNoProof(t *testing.T) {
	p := newTrial(t)
	bare := p.sign(t)
	unproven := func(name string, in validate.Input, indication validate.Indication) {
		t.Helper()
		r := p.trusted(t, in)
		expect(t, r, validate.TotalPassed)
		s := r.Signers[0]
		if s.Times.Proven != nil || s.Times.Proof != nil || len(s.Timestamps) != 1 || s.Timestamps[0].Indication != indication {
			t.Errorf("%s: %+v %+v", name, s.Times, s.Timestamps)
		}
	}
	unproven("other bytes", p.input(t, p.stamped(t, bare, []byte("другое"))), validate.TotalFailed)
	stamped := p.stamped(t, bare, nil)
	in := p.input(t, stamped)
	in.TimestampAnchors = nil
	unproven("not on the list", in, validate.Indeterminate)

	start := p.Now
	p.Now = start.Add(time.Hour)
	future := p.stamped(t, bare, nil)
	p.Now = start
	unproven("from the future", p.input(t, future), validate.Indeterminate)

	r := p.trusted(t, p.input(t, bare))
	if s := r.Signers[0]; s.Times.Claimed == nil || s.Times.Proven != nil {
		t.Errorf("claimed: %+v", s.Times)
	}
	p.Now = start.Add(2 * time.Hour)
	if err := p.Sub.Revoke(p.stamp.Certificate, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	p.Now = start.Add(3 * time.Hour)
	unproven("revoked", p.input(t, stamped), validate.Indeterminate)
}

// TestT4_AuthorityStatusIsNeeded: a revoked authority, and one of which nothing fresh is known though its certificate says where to
// ask, do not let a signature pass.
func TestT4_AuthorityStatusIsNeeded(t *testing.T) {
	p := newTrial(t)
	message := p.sign(t)
	in := p.input(t, message)
	in.CRLs = in.CRLs[1:]
	expect(t, p.trusted(t, in), validate.Indeterminate, validate.TryLater)
	if err := p.Root.Revoke(p.Sub.Certificate(), revocation.CACompromise); err != nil {
		t.Fatal(err)
	}
	expect(t, p.trusted(t, p.input(t, message)), validate.Indeterminate, validate.RevokedCANoPOE)
}

// TestT4_DataInTheMessageDoNotCrowdOut: the list that was passed says revoked, however many older ones the message brings along.
func TestT4_DataInTheMessageDoNotCrowdOut(t *testing.T) {
	p := newTrial(t)
	m, err := cms.Parse(p.sign(t))
	if err != nil {
		t.Fatal(err)
	}
	var old [][]byte
	for range 2 * revocation.MaxEvidence {
		p.Now = p.Now.Add(time.Second)
		l, err := p.Sub.CRL(24 * time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		old = append(old, l.Raw)
	}
	message, err := m.AddValues(cms.Values{CRLs: old})
	if err != nil {
		t.Fatal(err)
	}
	in := p.input(t, message)
	expect(t, p.trusted(t, in), validate.TotalPassed)
	p.Now = p.Now.Add(time.Minute)
	if err := p.Sub.Revoke(p.head, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	expect(t, p.trusted(t, p.input(t, message)), validate.Indeterminate, validate.RevokedNoPOE)
}

// TestT5_TrustedXML: a signed XML document passes by the same chain, and fails when another element is put around its root.
func TestT5_TrustedXML(t *testing.T) {
	p := newTrial(t)
	doc := `<a xmlns="urn:a"><b>1</b></a>`
	var out bytes.Buffer
	form := xmldsig.Form{Certificate: p.head, XAdES: true, SigningTime: p.Now}
	if err := xmldsig.Sign(&out, strings.NewReader(doc), int64(len(doc)), p.key, p.Rand, form); err != nil {
		t.Fatal(err)
	}
	in := p.input(t, out.Bytes())
	r := p.trusted(t, in)
	expect(t, r, validate.TotalPassed)
	if s := r.Signers[0]; *s.Level != "XAdES-BES" || s.Times.Claimed == nil || len(s.Chain) != 3 || len(s.Revocation) == 0 {
		t.Errorf("%+v", s)
	}
	for name, moved := range map[string]string{
		"moved":   "<c><a>2</a>" + out.String() + "</c>",
		"altered": strings.Replace(out.String(), "<b>1", "<b>2", 1),
	} {
		in.Signature = []byte(moved)
		if r := run(t, in, validate.Crypto); r.Indication != validate.TotalFailed {
			t.Errorf("%s: %s %v", name, r.Indication, r.SubIndications)
		}
	}
}

// Two signers of whom one is bad: the report says which, and the whole is as bad as that one.
func TestTwoSignersOneRevoked(t *testing.T) {
	p := newTrial(t)
	m, err := cms.Parse(p.sign(t))
	if err != nil {
		t.Fatal(err)
	}
	person, key := p.Issue(t, trialcatest.Person())
	both, err := m.AddSigner(nil, cms.Signature{Key: key, Certificate: person, Rand: p.Rand})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, p.trusted(t, p.input(t, both)), validate.TotalPassed)
	if err := p.Sub.Revoke(person, revocation.Unspecified); err != nil {
		t.Fatal(err)
	}
	r := p.trusted(t, p.input(t, both))
	expect(t, r, validate.Indeterminate, validate.RevokedNoPOE)
	bad := 0
	for _, s := range r.Signers {
		if s.Indication == validate.TotalPassed {
			continue
		}
		bad++
		if *s.Identity.Kind != "person" {
			t.Errorf("the bad one is %s", *s.Identity.Kind)
		}
	}
	if bad != 1 {
		t.Errorf("%d bad signers", bad)
	}
}
