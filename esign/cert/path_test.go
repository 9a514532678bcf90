package cert_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

func build(tb testing.TB, r cert.Request) cert.Result {
	tb.Helper()
	result, err := cert.Build(context.Background(), r)
	if err != nil {
		tb.Fatal(err)
	}
	return result
}

// authority is a name with a key that can sign any certificate: what a forger has.
type authority struct {
	*trialca.Authority
	key *algorithm.PublicKey
}

// newAuthority makes a self-signed authority of a name.
func newAuthority(tb testing.TB, p *trialcatest.PKI, name string) authority {
	tb.Helper()
	a, err := trialca.NewRoot(p.Options(), trialca.Holder{CommonName: name}, p.Key(tb))
	if err != nil {
		tb.Fatal(err)
	}
	key, err := a.Certificate().PublicKey()
	if err != nil {
		tb.Fatal(err)
	}
	return authority{a, key}
}

// certify makes a cross-certificate: the name and key of one authority signed by another.
func (a authority) certify(tb testing.TB, other authority, change ...func(*trialca.Template)) *cert.Certificate {
	tb.Helper()
	t, err := a.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: "x"}, other.key)
	if err != nil {
		tb.Fatal(err)
	}
	t.Subject = other.Certificate().Subject
	t.Set(cert.OIDBasicConstraints, true, trialca.BasicConstraints(true, -1))
	for _, f := range change {
		f(&t)
	}
	return trialcatest.Sign(tb, a.Authority, t)
}

func (a authority) issue(tb testing.TB, p *trialcatest.PKI, change ...func(*trialca.Template)) *cert.Certificate {
	tb.Helper()
	public, err := algorithm.NewPublicKey(p.Key(tb).Public())
	if err != nil {
		tb.Fatal(err)
	}
	t, err := a.Template(trialcatest.Person(), public)
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range change {
		f(&t)
	}
	return trialcatest.Sign(tb, a.Authority, t)
}

func TestPathOnEveryCurve(t *testing.T) {
	for _, curve := range trialcatest.Curves() {
		p := trialcatest.New(t, curve)
		leaf, _ := p.Issue(t, trialcatest.Head())
		path := p.Path(t, leaf)
		want := []*cert.Certificate{leaf, p.Sub.Certificate(), p.Root.Certificate()}
		if got := path.Certificates(); !slices.Equal(got, want) {
			t.Errorf("%s: path of %d", curve, len(got))
		}
		if path.Leaf() != leaf || path.Issuer(0) != want[1] || path.Issuer(1) != want[2] || path.Issuer(2) != want[2] || path.Anchor() != want[2] {
			t.Errorf("%s: ends of the path", curve)
		}
		if diff := cmp.Diff([]der.OID{cert.OIDTrialPolicy, cert.OIDClassKC1}, path.Policies()); diff != "" {
			t.Errorf("%s: policies (-want +got):\n%s", curve, diff)
		}
	}
}

func TestZeroPath(t *testing.T) {
	var p cert.Path
	if p.Leaf() != nil || p.Anchor() != nil || p.Issuer(0) != nil || p.Len() != 0 || p.Trial() || len(p.Policies()) != 0 {
		t.Error("the zero path has something")
	}
}

// TestT8_TrialPathIsKnown: one trial certificate anywhere in a chain makes the chain a trial one, also when somebody signs a
// certificate without the policy below it.
func TestT8_TrialPathIsKnown(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	leaf, _ := p.Issue(t, trialcatest.Person())
	if !p.Path(t, leaf).Trial() {
		t.Error("the path of a trial certificate is none of a trial")
	}
	if leaf.Policies[0] != cert.OIDTrialPolicy || cert.OIDTrialPolicy.String() != "2.25.142389600523592664542661715291431018934" {
		t.Errorf("policies %v", leaf.Policies)
	}
	other := parseFile(t, "gost/openssl-oracle", "root.pem")[0]
	if result := build(t, cert.Request{Leaf: other, Anchors: cert.NewPool(other)}); result.Path.Trial() {
		t.Error("a certificate without the policy is one of a trial")
	}
}

// TestPathConstraints: each rule of RFC 5280 for authorities, broken alone, is named with the certificate that breaks it.
func TestPathConstraints(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	root, sub := newAuthority(t, p, "Корень"), newAuthority(t, p, "Подчинённый")
	set := func(id der.OID, critical bool, value []byte) func(*trialca.Template) {
		return func(t *trialca.Template) { t.Set(id, critical, value) }
	}
	drop := func(id der.OID) func(*trialca.Template) { return func(t *trialca.Template) { t.Drop(id) } }
	const unknown der.OID = "\x2a\x03\x04"
	problem := func(i int, c cert.Constraint, detail string) []cert.Problem {
		return []cert.Problem{{Index: i, Constraint: c, Detail: detail}}
	}
	tests := map[string]struct {
		sub, leaf []func(*trialca.Template)
		at        time.Time
		want      []cert.Problem
	}{
		"nothing":             {nil, nil, p.Now, nil},
		"no basicConstraints": {[]func(*trialca.Template){drop(cert.OIDBasicConstraints)}, nil, p.Now, problem(1, cert.NotCA, "")},
		"cA false": {
			[]func(*trialca.Template){set(cert.OIDBasicConstraints, true, trialca.BasicConstraints(false, -1))},
			nil, p.Now,
			problem(1, cert.NotCA, ""),
		},
		"no keyCertSign": {
			[]func(*trialca.Template){set(cert.OIDKeyUsage, true, trialca.KeyUsage(cert.DigitalSignature|cert.CRLSign))},
			nil, p.Now,
			problem(1, cert.NoKeyCertSign, ""),
		},
		"no keyUsage at all": {[]func(*trialca.Template){drop(cert.OIDKeyUsage)}, nil, p.Now, nil},
		"unknown critical in the leaf": {
			nil, []func(*trialca.Template){set(unknown, true, []byte{5, 0})}, p.Now, problem(0, cert.UnknownCritical, "1.2.3.4"),
		},
		"unknown, not critical": {nil, []func(*trialca.Template){set(unknown, false, []byte{5, 0})}, p.Now, nil},
		"critical name constraints": {
			[]func(*trialca.Template){set(cert.OIDNameConstraints, true, der.Element(asn1.SEQUENCE))},
			nil, p.Now,
			problem(1, cert.UnknownCritical, "2.5.29.30"),
		},
		"name constraints, not critical": {
			[]func(*trialca.Template){set(cert.OIDNameConstraints, false, der.Element(asn1.SEQUENCE))},
			nil, p.Now,
			problem(1, cert.Unprocessed, "2.5.29.30"),
		},
		"critical policy constraints": {
			[]func(*trialca.Template){set(cert.OIDPolicyConstraints, true, der.Element(asn1.SEQUENCE))},
			nil, p.Now,
			problem(1, cert.UnknownCritical, "2.5.29.36"),
		},
		"leaf expired": {nil, nil, p.Now.AddDate(2, 0, 0), problem(0, cert.Expired, "")},
		"nothing valid yet": {
			nil, nil, p.Now.Add(-time.Second),
			[]cert.Problem{{Index: 0, Constraint: cert.NotYetValid}, {Index: 1, Constraint: cert.NotYetValid}, {Index: 2, Constraint: cert.NotYetValid}},
		},
		"dates not judged": {nil, []func(*trialca.Template){func(t *trialca.Template) { t.NotAfter = t.NotBefore }}, time.Time{}, nil},
		"authority expired": {
			[]func(*trialca.Template){func(t *trialca.Template) {
				t.NotAfter = p.Now.Add(-time.Hour)
				t.NotBefore = t.NotAfter.Add(-time.Hour)
			}},
			nil, p.Now, problem(1, cert.Expired, ""),
		},
	}
	for name, tt := range tests {
		subCertificate := root.certify(t, sub, tt.sub...)
		leaf := sub.issue(t, p, tt.leaf...)
		result := build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(root.Certificate()), Others: cert.NewPool(subCertificate), At: tt.at})
		if diff := cmp.Diff(tt.want, result.Problems); diff != "" || result.Path.Len() != 3 {
			t.Errorf("%s: path of %d, problems (-want +got):\n%s", name, result.Path.Len(), diff)
		}
		if err := result.Err(); (err == nil) != (tt.want == nil) || err != nil && !errors.Is(err, cert.ErrConstraints) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPathLength(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	a, b, c := newAuthority(t, p, "А"), newAuthority(t, p, "Б"), newAuthority(t, p, "В")
	limit := func(n int) func(*trialca.Template) {
		return func(t *trialca.Template) { t.Set(cert.OIDBasicConstraints, true, trialca.BasicConstraints(true, n)) }
	}
	leaf := c.issue(t, p)
	for n, want := range map[int][]cert.Problem{0: {{Index: 2, Constraint: cert.PathLength}}, 1: nil} {
		others := cert.NewPool(a.certify(t, b, limit(n)), b.certify(t, c))
		result := build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(a.Certificate()), Others: others, At: p.Now})
		if diff := cmp.Diff(want, result.Problems); diff != "" {
			t.Errorf("limit %d (-want +got):\n%s", n, diff)
		}
	}
	// A self-issued certificate, by which an authority changes its key, does not count.
	self := b.certify(t, c, func(t *trialca.Template) { t.Subject = b.Certificate().Subject })
	public, err := algorithm.NewPublicKey(p.Key(t).Public())
	if err != nil {
		t.Fatal(err)
	}
	template, err := c.Template(trialcatest.Person(), public)
	if err != nil {
		t.Fatal(err)
	}
	byNewKey := resign(t, c, template, b.Certificate().Subject)
	result := build(t, cert.Request{
		Leaf: byNewKey, Anchors: cert.NewPool(a.Certificate()), Others: cert.NewPool(a.certify(t, b, limit(0)), self), At: p.Now,
	})
	if result.Err() != nil || result.Path.Len() != 4 {
		t.Errorf("self-issued: path of %d, %v", result.Path.Len(), result.Err())
	}
}

// resign signs a template by an authority under another issuer's name.
func resign(tb testing.TB, by authority, t trialca.Template, issuer cert.Name) *cert.Certificate {
	tb.Helper()
	// An authority whose certificate has the wanted name and its own key issues under that name.
	template, err := by.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: "x"}, by.key)
	if err != nil {
		tb.Fatal(err)
	}
	template.Subject = issuer
	renamed, err := by.Renamed(trialcatest.Sign(tb, by.Authority, template))
	if err != nil {
		tb.Fatal(err)
	}
	return trialcatest.Sign(tb, renamed, t)
}

// TestCrossCertificates: of several ways the one without problems is found, whatever stands before it.
func TestCrossCertificates(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	old, young, sub := newAuthority(t, p, "Старый корень"), newAuthority(t, p, "Новый корень"), newAuthority(t, p, "УЦ")
	expired := func(t *trialca.Template) { t.NotBefore = p.Now.AddDate(-2, 0, 0); t.NotAfter = p.Now.AddDate(-1, 0, 0) }
	others := cert.NewPool(old.certify(t, sub, expired), young.certify(t, sub))
	leaf := sub.issue(t, p)
	for _, anchors := range []*cert.Pool{
		cert.NewPool(old.Certificate(), young.Certificate()), cert.NewPool(young.Certificate(), old.Certificate()),
	} {
		result := build(t, cert.Request{Leaf: leaf, Anchors: anchors, Others: others, At: p.Now})
		if result.Err() != nil || !result.Path.Anchor().Equal(young.Certificate()) {
			t.Errorf("%v", result.Err())
		}
	}
	// With the old root alone the expired way is the best there is.
	result := build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(old.Certificate()), Others: others, At: p.Now})
	if !errors.Is(result.Err(), cert.ErrConstraints) || result.Path.Len() != 3 {
		t.Errorf("old root alone: %v", result.Err())
	}
	// The new root certified by the old one is a bridge.
	bridge := cert.NewPool(old.certify(t, young), young.certify(t, sub))
	result = build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(old.Certificate()), Others: bridge, At: p.Now})
	if result.Err() != nil || result.Path.Len() != 4 {
		t.Errorf("bridge: path of %d, %v", result.Path.Len(), result.Err())
	}
}

func TestNoChain(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	leaf, _ := p.Issue(t, trialcatest.Person())
	stranger := newAuthority(t, p, "Чужой")
	result := build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(stranger.Certificate()), Others: p.Others()})
	if !errors.Is(result.Err(), cert.ErrNoChain) || len(result.Partial) != 2 || result.BadSignature {
		t.Errorf("stranger: %v, %d certificates, bad signature %v", result.Err(), len(result.Partial), result.BadSignature)
	}
	// The name of the issuer with another key.
	namesake := newAuthority(t, p, "Чужой")
	template, err := namesake.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: "x"}, namesake.key)
	if err != nil {
		t.Fatal(err)
	}
	template.Subject = p.Sub.Certificate().Subject
	forged := trialcatest.Sign(t, namesake.Authority, template)
	result = build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(forged)})
	if !errors.Is(result.Err(), cert.ErrNoChain) || !result.BadSignature || len(result.Partial) != 1 {
		t.Errorf("namesake: %v, bad signature %v", result.Err(), result.BadSignature)
	}
	result = build(t, cert.Request{Leaf: leaf})
	if !errors.Is(result.Err(), cert.ErrNoChain) {
		t.Errorf("no pools: %v", result.Err())
	}
}

// TestT6_Loops: authorities that certify each other in a ring lead nowhere, and the builder says so soon.
func TestT6_Loops(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	ring := []authority{newAuthority(t, p, "А"), newAuthority(t, p, "Б"), newAuthority(t, p, "В")}
	others := cert.NewPool()
	for i, a := range ring {
		others.Add(a.certify(t, ring[(i+1)%len(ring)]), a.Certificate())
	}
	budget := cert.Budget{}
	result := build(t, cert.Request{
		Leaf: ring[0].issue(t, p), Anchors: cert.NewPool(newAuthority(t, p, "Якорь").Certificate()), Others: others, Budget: &budget,
	})
	if !errors.Is(result.Err(), cert.ErrNoChain) || budget.SignatureChecks > 20 {
		t.Errorf("%v after %d signatures", result.Err(), budget.SignatureChecks)
	}
	// A loop does not hide the way out of it.
	root := newAuthority(t, p, "Якорь")
	others.Add(root.certify(t, ring[2]))
	result = build(t, cert.Request{Leaf: ring[0].issue(t, p), Anchors: cert.NewPool(root.Certificate()), Others: others, At: p.Now})
	if result.Err() != nil {
		t.Errorf("way out of a loop: %v", result.Err())
	}
}

// TestT6_Depth: a path has at most eight certificates; a longer one is no answer.
func TestT6_Depth(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	chain := []authority{newAuthority(t, p, "0")}
	others := cert.NewPool()
	for i := 1; i < cert.MaxPath; i++ {
		next := newAuthority(t, p, fmt.Sprint(i))
		others.Add(chain[i-1].certify(t, next))
		chain = append(chain, next)
	}
	anchors := cert.NewPool(chain[0].Certificate())
	for depth, want := range map[int]error{cert.MaxPath: nil, cert.MaxPath + 1: cert.ErrLimit} {
		result := build(t, cert.Request{Leaf: chain[depth-2].issue(t, p), Anchors: anchors, Others: others, At: p.Now})
		if !errors.Is(result.Err(), want) || want == nil && result.Path.Len() != depth {
			t.Errorf("%d certificates: %v, want %v", depth, result.Err(), want)
		}
	}
}

// TestT6_Maze: many certificates of one name, none of which signed, and layers of authorities that certify each other cost no more
// than the limits, and the answer is that nobody knows.
func TestT6_Maze(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	target := newAuthority(t, p, "Цель")
	leaf := target.issue(t, p)
	namesakes := cert.NewPool()
	for range cert.MaxCandidates + 1 {
		a := newAuthority(t, p, "Цель")
		namesakes.Add(a.Certificate())
	}
	anchors := cert.NewPool(newAuthority(t, p, "Якорь").Certificate())
	budget := cert.Budget{}
	result := build(t, cert.Request{Leaf: leaf, Anchors: anchors, Others: namesakes, Budget: &budget})
	if !errors.Is(result.Err(), cert.ErrLimit) || budget.Candidates != cert.MaxCandidates {
		t.Errorf("namesakes: %v after %+v", result.Err(), budget)
	}

	// Seven layers of four authorities, each certified by all of the layer above: 4^7 ways that end before the anchor, with few
	// enough certificates and signatures for their limits. The number of steps has its own.
	layers := [][]authority{{target}}
	maze := cert.NewPool()
	for range 7 {
		var layer []authority
		for i := range 4 {
			a := newAuthority(t, p, fmt.Sprintf("Слой %d, %d", len(layers), i))
			for _, below := range layers[len(layers)-1] {
				maze.Add(a.certify(t, below))
			}
			layer = append(layer, a)
		}
		layers = append(layers, layer)
	}
	budget = cert.Budget{}
	start := time.Now()
	result = build(t, cert.Request{Leaf: leaf, Anchors: anchors, Others: maze, Budget: &budget})
	if err := result.Err(); !errors.Is(err, cert.ErrLimit) || budget.Candidates > cert.MaxCandidates || budget.SignatureChecks >= cert.MaxSignatureChecks {
		t.Errorf("maze: %v after %+v", err, budget)
	}
	t.Logf("maze of %d certificates: %+v in %v", maze.Len(), budget, time.Since(start))

	// A budget that is spent by one path is spent for the next: another message part cannot begin anew.
	spent := cert.Budget{Candidates: cert.MaxCandidates}
	if r := build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(target.Certificate()), Budget: &spent}); !errors.Is(r.Err(), cert.ErrLimit) {
		t.Errorf("spent budget: %v", r.Err())
	}
	spent = cert.Budget{SignatureChecks: cert.MaxSignatureChecks}
	if r := build(t, cert.Request{Leaf: leaf, Anchors: cert.NewPool(target.Certificate()), Budget: &spent}); !errors.Is(r.Err(), cert.ErrLimit) {
		t.Errorf("spent budget: %v", r.Err())
	}
}

// TestT6_Deadline: building ends when its context does.
func TestT6_Deadline(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	leaf, _ := p.Issue(t, trialcatest.Person())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := cert.Build(ctx, cert.Request{Leaf: leaf, Anchors: p.Anchors(), Others: p.Others()}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want %v", err, context.Canceled)
	}
}

func TestPool(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	leaf, _ := p.Issue(t, trialcatest.Person())
	pool := cert.NewPool(leaf, leaf)
	copied, err := cert.Parse(slices.Clone(leaf.Raw))
	if err != nil {
		t.Fatal(err)
	}
	pool.Add(copied)
	if pool.Len() != 1 || !pool.Contains(copied) || pool.Contains(p.Root.Certificate()) {
		t.Errorf("%d certificates", pool.Len())
	}
	if got := pool.ByKeyID(leaf.SubjectKeyID); len(got) != 1 || len(pool.ByKeyID(nil)) != 0 {
		t.Errorf("%d by key", len(got))
	}
	var none *cert.Pool
	if none.Len() != 0 || none.Contains(leaf) || none.All() != nil || none.BySubject(leaf.Subject) != nil || none.ByKeyID(leaf.SubjectKeyID) != nil {
		t.Error("nil is not empty")
	}
}

func TestNameEqual(t *testing.T) {
	a := makeName(t, attribute{id: cert.OIDCommonName, value: "ООО  «Ромашка»"}, attribute{id: cert.OIDCountry, value: "RU", tag: asn1.PrintableString})
	b := makeName(t, attribute{id: cert.OIDCommonName, value: " ооо «ромашка» ", tag: der.TagBMPString}, attribute{id: cert.OIDCountry, value: "ru"})
	if !a.Equal(b) || !b.Equal(a) || cert.NewPool(certificateOf(t, a)).BySubject(b) == nil {
		t.Error("names that differ in form are two")
	}
	for _, other := range []cert.Name{
		makeName(t, attribute{id: cert.OIDCommonName, value: "ООО «Ромашка»"}),
		makeName(t, attribute{id: cert.OIDCountry, value: "RU"}, attribute{id: cert.OIDCommonName, value: "ООО «Ромашка»"}),
		makeName(t, attribute{id: cert.OIDOrganization, value: "ООО «Ромашка»"}, attribute{id: cert.OIDCountry, value: "RU"}),
		{},
	} {
		if a.Equal(other) {
			t.Errorf("%s is %s", a, other)
		}
	}
}

// certificateOf makes a certificate with a subject.
func certificateOf(t *testing.T, subject cert.Name) *cert.Certificate {
	t.Helper()
	pki := trialcatest.New(t, gost3410.CryptoProA())
	template, _ := pki.Template(t, trialcatest.Person())
	template.Subject = subject
	return trialcatest.Sign(t, pki.Sub, template)
}

func TestNameString(t *testing.T) {
	n := makeName(t,
		attribute{id: cert.OIDCommonName, value: "a, b=c+d"}, attribute{id: cert.OIDINN, value: "1"}, attribute{id: "\x2a\x03", value: " x "},
		attribute{id: cert.OIDTitle, value: "\x01", tag: asn1.INTEGER}, attribute{id: cert.OIDOrganization, value: "a\nb\u202ec"})
	const want = `CN=a\, b\=c\+d, ИНН=1, 1.2.3=\ x\ , T=#01, O=a\0Ab\E2\80\AEc`
	if got := n.String(); got != want || strings.ContainsAny(got, "\n\u202e") {
		t.Errorf("%s, want %s", got, want)
	}
}
