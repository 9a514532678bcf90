package validate_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/trust"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// accredited is a trial PKI whose certificates were made anew without the mark of a trial, as accredited authorities issue them.
type accredited struct {
	*trial
	root, sub       *cert.Certificate
	rootKey, subKey *gost3410.PrivateKey
}

func newAccredited(t *testing.T) *accredited {
	t.Helper()
	p := &accredited{trial: newTrial(t)}
	p.rootKey, p.subKey = p.Key(t), p.Key(t)
	var err error
	p.Root, err = trialca.NewRoot(p.Options(), trialca.Holder{Organization: "Головной УЦ", OGRN: "1099600000026", INN: "9600000023"}, p.rootKey)
	if err != nil {
		t.Fatal(err)
	}
	p.Sub, err = p.Root.NewSub(trialca.Holder{Organization: "УЦ", OGRN: "1099600000037", INN: "9600000030"}, p.subKey)
	if err != nil {
		t.Fatal(err)
	}
	p.root, p.sub = unmarked(t, p.Root.Certificate(), p.rootKey), unmarked(t, p.Sub.Certificate(), p.rootKey)
	p.issue(t, trialcatest.Head(), nil)
	return p
}

// issue gives the head a certificate, changed by f.
func (p *accredited) issue(t *testing.T, h trialca.Holder, f func(*trialca.Template)) {
	t.Helper()
	template, key := p.Template(t, h)
	if f != nil {
		f(&template)
	}
	p.head, p.key = unmarked(t, trialcatest.Sign(t, p.Sub, template), p.subKey), key
}

// unmarked signs a certificate anew with another policy in the place of that of trials.
func unmarked(t *testing.T, c *cert.Certificate, issuer *gost3410.PrivateKey) *cert.Certificate {
	t.Helper()
	other := []byte(cert.OIDTrialPolicy)
	other[len(other)-1] ^= 0x40
	tbs := bytes.ReplaceAll(c.RawTBS, []byte(cert.OIDTrialPolicy), other)
	signer, err := algorithm.NewSigner(issuer)
	if err != nil {
		t.Fatal(err)
	}
	value, err := signer.Sign(trialca.Seeded("unmarked"), tbs)
	if err != nil {
		t.Fatal(err)
	}
	rest := c.Raw[bytes.Index(c.Raw, c.RawTBS)+len(c.RawTBS):]
	identifier := rest[:2+int(rest[1])]
	out, err := cert.Parse(der.Element(asn1.SEQUENCE, tbs, identifier, der.Element(asn1.BIT_STRING, []byte{0}, value)))
	if err != nil {
		t.Fatal(err)
	}
	if out.Trial() {
		t.Fatal("still marked")
	}
	return out
}

// listed is a list that has Sub's certificate with a history of statuses.
func (p *accredited) listed(number int, date time.Time, statuses ...trialca.ListedStatus) []byte {
	return trialca.TrustedList(number, date, trialca.ListedAuthority{
		Name: "УЦ", Number: "77", INN: "9600000030", OGRN: "1099600000037", Statuses: statuses,
		Keys: []trialca.ListedKey{{ID: p.sub.SubjectKeyID, Certificates: []*cert.Certificate{p.sub}}},
	})
}

func (p *accredited) store(t *testing.T, lists ...[]byte) *trust.Store {
	t.Helper()
	s := trust.NewStore(trust.Real)
	for _, raw := range lists {
		l, err := validate.ReadList(t.Context(), raw)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.AddList(l); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func active(from time.Time) trialca.ListedStatus {
	return trialca.ListedStatus{Name: "Действует", From: from}
}

// qualified judges by a list in which Sub has been accredited for a year, unless other lists are given.
func (p *accredited) qualified(t *testing.T, in validate.Input, lists ...[]byte) validate.Report {
	t.Helper()
	if lists == nil {
		lists = append(lists, p.listed(1, p.Now.AddDate(0, 0, -1), active(p.Now.AddDate(-1, 0, 0))))
	}
	in.Anchors, in.Untrusted, in.TimestampAnchors = nil, nil, nil
	r, err := validated(t, in, validate.Qualified, validate.Options{Accreditation: p.store(t, lists...), AllowTrial: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func checkOf(t *testing.T, r validate.Report, id validate.CheckID) validate.Check {
	t.Helper()
	for _, c := range r.Signers[0].Checks {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no check %s", id)
	return validate.Check{}
}

// TestT7_MarksOfAQualifiedSignature: where all holds, the report says that the marks are there, by a tool that is not certified, and
// names list and authority; the word without reservation does not stand in it.
func TestT7_MarksOfAQualifiedSignature(t *testing.T) {
	p := newAccredited(t)
	r := p.qualified(t, p.input(t, p.sign(t)))
	expect(t, r, validate.TotalPassed)
	s := r.Signers[0]
	if !s.Qualified || *s.TrustSource != "tsl" || s.Trial || r.Tool.Certified || len(s.Chain) != 2 {
		t.Errorf("%+v", s)
	}
	if a := s.Accreditation; a == nil || a.Authority != "УЦ" || a.Status != "accredited" || *a.OGRN != "1099600000037" || a.Ended != nil {
		t.Errorf("%+v", a)
	}
	if l := r.TrustList; l == nil || l.Number != 1 || l.Signer != nil || len(l.SHA256) != 64 {
		t.Errorf("%+v", l)
	}
	if c := checkOf(t, r, validate.CheckListSignature); c.Result != validate.Unknown || c.Sub != nil {
		t.Errorf("%+v", c)
	}
	for _, c := range s.Checks {
		if c.ID == validate.CheckQualified || strings.Contains(c.Ru, "Подпись квалифицированная") {
			t.Errorf("%+v", c)
		}
	}
	if c := checkOf(t, r, validate.CheckQualifiedMarks); c.Result != validate.OK || !strings.Contains(c.Ru, "признаки квалифицированной подписи") {
		t.Errorf("%+v", c)
	}
}

// TestT2_AccreditationOnTheDayOfIssueDecides: not the state before it nor since; the end of the authority is noted beside it and
// changes nothing.
func TestT2_AccreditationOnTheDayOfIssueDecides(t *testing.T) {
	p := newAccredited(t)
	in := p.input(t, p.sign(t))
	before, issued, since := p.Now.AddDate(-1, 0, 0), p.head.NotBefore, p.head.NotBefore.Add(time.Second)
	state := func(name string, from time.Time) trialca.ListedStatus {
		return trialca.ListedStatus{Name: name, From: from}
	}
	for name, c := range map[string]struct {
		statuses  []trialca.ListedStatus
		qualified bool
		ended     validate.Result
	}{
		"accredited":       {[]trialca.ListedStatus{active(before)}, true, validate.OK},
		"that second":      {[]trialca.ListedStatus{active(issued)}, true, validate.OK},
		"a second late":    {[]trialca.ListedStatus{active(since)}, false, validate.OK},
		"suspended then":   {[]trialca.ListedStatus{state("Приостановлена", before), active(since)}, false, validate.OK},
		"suspended since":  {[]trialca.ListedStatus{active(before), state("Приостановлена", since)}, true, validate.OK},
		"ended since":      {[]trialca.ListedStatus{active(before), state("Прекращена", since)}, true, validate.Fail},
		"ended before":     {[]trialca.ListedStatus{active(before.AddDate(-1, 0, 0)), state("Прекращена", before)}, false, validate.Fail},
		"an unknown state": {[]trialca.ListedStatus{state("Процветает", before)}, false, validate.OK},
	} {
		t.Run(name, func(t *testing.T) {
			r := p.qualified(t, in, p.listed(1, p.Now, c.statuses...))
			if c.qualified {
				expect(t, r, validate.TotalPassed)
			} else {
				expect(t, r, validate.Indeterminate, validate.ChainConstraintsFailure)
			}
			if end := checkOf(t, r, validate.CheckAuthorityEnd); r.Signers[0].Qualified != c.qualified || end.Result != c.ended || end.Sub != nil {
				t.Errorf("%+v", end)
			}
		})
	}
}

// TestT2_CANeverMakesQualified: anchors that the caller names do not make a signature qualified, and neither does an authority that
// stands below a listed one without being listed itself.
func TestT2_CANeverMakesQualified(t *testing.T) {
	p := newAccredited(t)
	in := p.input(t, p.sign(t))
	in.Anchors = []*cert.Certificate{p.root, p.sub}
	in.Untrusted = in.Anchors
	o := validate.Options{Accreditation: p.store(t, trialca.TrustedList(1, p.Now))}
	r, err := validated(t, in, validate.Qualified, o)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, r, validate.Indeterminate, validate.NoCertificateChainFound)
	above := trialca.TrustedList(1, p.Now, trialca.ListedAuthority{
		Name: "Головной УЦ", Statuses: []trialca.ListedStatus{active(p.Now.AddDate(-1, 0, 0))},
		Keys: []trialca.ListedKey{{ID: p.root.SubjectKeyID, Certificates: []*cert.Certificate{p.root}}},
	})
	r, err = validated(t, in, validate.Qualified, validate.Options{Accreditation: p.store(t, above)})
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Signers[0]; r.Indication != validate.Indeterminate || s.Qualified || s.Accreditation != nil || len(s.Chain) != 3 {
		t.Errorf("%s %+v", r.Indication, s)
	}
	expect(t, r, validate.Indeterminate, validate.NoCertificateChainFound)
	expect(t, run(t, in, validate.Trusted), validate.TotalPassed)
	if run(t, in, validate.Trusted).Signers[0].Qualified {
		t.Error("qualified under trusted")
	}
}

// TestT2_TheListOfTheControlTime: the newest list at the control time counts; where there was none yet, the earliest one there is.
func TestT2_TheListOfTheControlTime(t *testing.T) {
	p := newAccredited(t)
	in := p.input(t, p.sign(t))
	granted, without := active(p.Now.AddDate(-1, 0, 0)), active(p.Now.AddDate(0, 0, 1))
	day := func(n int) time.Time { return in.ControlTime.AddDate(0, 0, n) }
	for name, c := range map[string]struct {
		lists  [][]byte
		number int
		passes bool
	}{
		"newest of those there were": {[][]byte{p.listed(1, day(-2), without), p.listed(2, day(-1), granted), p.listed(3, day(1), without)}, 2, true},
		"earliest of later ones":     {[][]byte{p.listed(2, day(2), without), p.listed(1, day(1), granted)}, 1, true},
		"newest denies":              {[][]byte{p.listed(1, day(-2), granted), p.listed(2, day(-1), without)}, 2, false},
	} {
		r := p.qualified(t, in, c.lists...)
		if r.TrustList.Number != c.number || r.Signers[0].Qualified != c.passes {
			t.Errorf("%s: list %d, %v", name, r.TrustList.Number, r.Signers[0].Qualified)
		}
	}
}

// TestT2_ProfileOfTheDate: a certificate without what the order of its time asks for has not the form of a qualified one, and of one
// of a time without a known order nobody can say.
func TestT2_ProfileOfTheDate(t *testing.T) {
	p := newAccredited(t)
	p.issue(t, trialcatest.Head(), func(x *trialca.Template) { x.Drop(cert.OIDSubjectSignTool) })
	r := p.qualified(t, p.input(t, p.sign(t)))
	expect(t, r, validate.Indeterminate, validate.ChainConstraintsFailure)
	if c := checkOf(t, r, validate.CheckProfile); c.Result != validate.Fail {
		t.Errorf("%+v", c)
	}
	p = newAccredited(t)
	p.Now = time.Date(2027, 10, 1, 0, 0, 0, 0, time.UTC)
	p.issue(t, trialcatest.Head(), nil)
	r = p.qualified(t, p.input(t, p.sign(t)))
	expect(t, r, validate.Indeterminate, validate.ChainConstraintsFailure)
	if c := checkOf(t, r, validate.CheckProfile); c.Result != validate.Unknown {
		t.Errorf("%+v", c)
	}
}

// TestT4_QualifiedNeedsFreshData: as under trusted, nothing is qualified without fresh data; a revoked signer is not, nor one whose
// listed authority is known to be revoked.
func TestT4_QualifiedNeedsFreshData(t *testing.T) {
	p := newAccredited(t)
	in := p.input(t, p.sign(t))
	lists := in.CRLs
	in.CRLs = nil
	expect(t, p.qualified(t, in), validate.Indeterminate, validate.TryLater)
	in.CRLs = lists
	if err := p.Root.Revoke(p.sub, revocation.CACompromise); err != nil {
		t.Fatal(err)
	}
	in.CRLs = p.input(t, nil).CRLs
	in.Certificates = []*cert.Certificate{p.root} // so that somebody can say by whom the list is signed
	expect(t, p.qualified(t, in), validate.Indeterminate, validate.RevokedCANoPOE)
	if err := p.Sub.Revoke(p.head, revocation.KeyCompromise); err != nil {
		t.Fatal(err)
	}
	in.CRLs = p.input(t, nil).CRLs[1:]
	r := p.qualified(t, in)
	expect(t, r, validate.Indeterminate, validate.RevokedNoPOE)
	if r.Signers[0].Qualified {
		t.Error("qualified")
	}
}

// TestT8_TrialIsNeverQualified: whatever the configuration says, and though its authority stood in a list, a trial certificate is
// refused.
func TestT8_TrialIsNeverQualified(t *testing.T) {
	p := newTrial(t)
	sub := p.Sub.Certificate()
	l, err := validate.ReadList(t.Context(), trialca.TrustedList(1, p.Now, trialca.ListedAuthority{
		Name: "УЦ", Statuses: []trialca.ListedStatus{active(p.Now.AddDate(-1, 0, 0))},
		Keys: []trialca.ListedKey{{ID: sub.SubjectKeyID, Certificates: []*cert.Certificate{sub}}},
	}))
	if err != nil {
		t.Fatal(err)
	}
	store := trust.NewStore(trust.Trial)
	if err := store.AddList(l); err != nil {
		t.Fatal(err)
	}
	r, err := validated(t, p.input(t, p.sign(t)), validate.Qualified, validate.Options{Accreditation: store, AllowTrial: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, r, validate.Indeterminate, validate.NoCertificateChainFound)
	if s := r.Signers[0]; s.Qualified || !s.Trial || s.Accreditation.Status != "accredited" {
		t.Errorf("%+v", s)
	}
}

// Without lists the policy cannot be applied.
func TestQualifiedNeedsAList(t *testing.T) {
	p := newAccredited(t)
	in := p.input(t, p.sign(t))
	for _, o := range []validate.Options{{}, {Accreditation: trust.NewStore(trust.Real)}} {
		if _, err := validate.Validate(t.Context(), in, validate.Qualified, o); !errors.Is(err, validate.ErrPolicy) {
			t.Errorf("%v", err)
		}
	}
}

// A list that bears a signature must bear a good one that covers it whole, and its values are those that were signed; the report says
// by whom.
func TestListSignature(t *testing.T) {
	p := newAccredited(t)
	raw := p.listed(7, p.Now, active(p.Now.AddDate(-1, 0, 0)))
	signed, err := p.Root.SignTrustedList(raw)
	if err != nil {
		t.Fatal(err)
	}
	r := p.qualified(t, p.input(t, p.sign(t)), signed)
	expect(t, r, validate.TotalPassed)
	sum := p.Root.Certificate().SHA256()
	if l := r.TrustList; l.Number != 7 || l.Signer == nil || !strings.HasPrefix(*l.Signer, hexOf(sum[:4])) {
		t.Errorf("%+v", l)
	}
	if c := checkOf(t, r, validate.CheckListSignature); c.Result != validate.OK {
		t.Errorf("%+v", c)
	}
	begin := bytes.Index(signed, []byte("<Версия>"))
	for name, forged := range map[string][]byte{
		"altered":   bytes.Replace(signed, []byte("<Версия>7<"), []byte("<Версия>8<"), 1),
		"appended":  slices.Concat(signed[:begin], []byte("<x></x>"), signed[begin:]),
		"wrapped":   slices.Concat([]byte("<a>"), signed[bytes.Index(signed, []byte("<А")):], []byte("</a>")),
		"signature": bytes.Replace(signed, []byte("<ds:SignatureValue>"), []byte("<ds:SignatureValue>AAAA"), 1),
		"cut":       signed[:len(signed)-3],
		"dtd":       bytes.Replace(signed, []byte("?>"), []byte("?><!DOCTYPE a>"), 1),
	} {
		if l, err := validate.ReadList(t.Context(), forged); !errors.Is(err, trust.ErrUnsigned) {
			t.Errorf("%s: %+v, %v", name, l, err)
		}
	}
}

// A list as long as the real one, of real certificates, is read with its signature, within the limits of XML.
func TestListOfRealSize(t *testing.T) {
	certificates, err := cert.ParseFile(sharedtest.File(t, "gost/ca", "sample-gost2012-ca.pem"))
	if err != nil {
		t.Fatal(err)
	}
	p := newAccredited(t)
	var authorities []trialca.ListedAuthority
	for i := range 600 {
		c := certificates[i%len(certificates)]
		a := trialca.ListedAuthority{Name: c.Subject.Text(cert.OIDOrganization), Statuses: []trialca.ListedStatus{active(p.Now)}}
		for range 5 {
			a.Keys = append(a.Keys, trialca.ListedKey{ID: c.SubjectKeyID, Certificates: []*cert.Certificate{c}})
		}
		authorities = append(authorities, a)
	}
	signed, err := p.Root.SignTrustedList(trialca.TrustedList(1, p.Now, authorities...))
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	l, err := validate.ReadList(t.Context(), signed)
	if err != nil || len(l.Authorities) != 600 || l.Signer == nil {
		t.Fatalf("%v", err)
	}
	t.Logf("%d kB: %v", len(signed)>>10, time.Since(begun))
}

// TestT2_SuccessorOfAnEndedAuthority: where somebody took over, the end of the authority is no fault of its certificates, and the
// report names who did.
func TestT2_SuccessorOfAnEndedAuthority(t *testing.T) {
	p := newAccredited(t)
	in := p.input(t, p.sign(t))
	store := p.store(t, p.listed(1, p.Now, active(p.Now.AddDate(-1, 0, 0)), trialca.ListedStatus{Name: "Прекращена", From: p.Now.Add(time.Second)}))
	store.AddSuccession(trust.Succession{From: "1099600000037", To: "1099600000015", At: p.Now, Basis: "соглашение"})
	r, err := validated(t, in, validate.Qualified, validate.Options{Accreditation: store})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, r, validate.TotalPassed)
	a := r.Signers[0].Accreditation
	if checkOf(t, r, validate.CheckAuthorityEnd).Result != validate.OK || a.Ended == nil || a.Successor == nil || *a.Successor != "1099600000015" {
		t.Errorf("%+v", a)
	}
}
