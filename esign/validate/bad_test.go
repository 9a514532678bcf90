package validate_test

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// everyPolicy judges by all policies that the trial has something for.
func (p *trial) everyPolicy(t *testing.T, in validate.Input, f func(validate.Policy, validate.Report)) {
	t.Helper()
	for _, policy := range []validate.Policy{validate.Crypto, validate.Trusted, validate.Trial} {
		r, err := validate.Validate(t.Context(), rewound(t, in), policy, validate.Options{AllowTrial: true})
		if err != nil {
			t.Fatal(err)
		}
		f(policy, r)
	}
}

// TestT1_AttributesAsContentAreRefused: a signature over attributes, shown as one over content that is those attributes, fails under
// every policy, crypto among them.
func TestT1_AttributesAsContentAreRefused(t *testing.T) {
	p := newTrial(t)
	m := parsed(t, p.sign(t))
	before, signed, after := fields(m.Signers[0])
	m.Content = bytes.Clone(signed)
	m.Content[0] = byte(asn1.SET)
	m.Signers[0].Raw = der.Element(asn1.SEQUENCE, before, after)
	p.everyPolicy(t, p.input(t, repeated(m, 1)), func(policy validate.Policy, r validate.Report) {
		if r.Indication != validate.TotalFailed || !slices.Contains(r.SubIndications, validate.FormatFailure) {
			t.Errorf("%s: %s %v", policy, r.Indication, r.SubIndications)
		}
		if c := checkOf(t, r, validate.CheckID(cms.CheckSignature)); c.Result != validate.OK {
			t.Errorf("the value is no signature over the content: %s", c.Result)
		}
	})
}

// TestT5_UnderEveryPolicy: what XML signatures must be like does not depend on the policy: what lets the signer choose what is signed,
// shares a secret, names no certificate or hides something fails under all of them.
func TestT5_UnderEveryPolicy(t *testing.T) {
	p := newTrial(t)
	doc := `<a xmlns="urn:a"><b Id="q">1</b><c/></a>`
	var out bytes.Buffer
	if err := xmldsig.Sign(&out, strings.NewReader(doc), int64(len(doc)), p.key, p.Rand, xmldsig.Form{Certificate: p.head}); err != nil {
		t.Fatal(err)
	}
	good := out.String()
	p.everyPolicy(t, p.input(t, []byte(good)), func(policy validate.Policy, r validate.Report) {
		expect(t, r, validate.TotalPassed)
		if c := checkOf(t, r, validate.CheckReported); c.Result != validate.OK || policy == "" {
			t.Errorf("%s: %+v", policy, c)
		}
	})
	enveloped := `Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"`
	for name, change := range map[string][2]string{
		"part of the document": {`<ds:Reference URI="">`, `<ds:Reference URI="#q">`},
		"another document":     {`<ds:Reference URI="">`, `<ds:Reference URI="http://a.example/x">`},
		"XSLT":                 {enveloped, `Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"`},
		"another XPath":        {enveloped, `Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"`},
		"HMAC":                 {"urn:ietf:params:xml:ns:cpxmlsec:algorithms:gostr34102012-gostr34112012-256", "http://www.w3.org/2000/09/xmldsig#hmac-sha1"},
		"an Id twice":          {"<c/>", `<c Id="q"/>`},
		"a DTD":                {"<a ", "<!DOCTYPE a><a "},
		"another value":        {">1<", ">2<"},
		"no certificate":       {"ds:X509Certificate>", "ds:X509CRL>"},
	} {
		changed := strings.ReplaceAll(good, change[0], change[1])
		if changed == good {
			t.Fatalf("%s changes nothing in %s", name, good)
		}
		p.everyPolicy(t, p.input(t, []byte(changed)), func(policy validate.Policy, r validate.Report) {
			if r.Indication == validate.TotalPassed || name != "no certificate" && r.Indication != validate.TotalFailed {
				t.Errorf("%s under %s: %s %v", name, policy, r.Indication, r.SubIndications)
			}
		})
	}
}

// TestT4_ForeignListsSayNothing: a list of a namesake with another key revokes nobody and vouches for nobody.
func TestT4_ForeignListsSayNothing(t *testing.T) {
	p := newTrial(t)
	in := p.input(t, p.sign(t))
	namesake, err := trialca.NewRoot(p.Options(), trialca.Holder{Organization: "Учебный УЦ", OGRN: "1099600000037", INN: "9600000030"}, p.Key(t))
	if err != nil {
		t.Fatal(err)
	}
	l := namesake.List(24 * time.Hour)
	l.Extensions = nil // without a key identifier
	clean, err := namesake.SignList(l)
	if err != nil {
		t.Fatal(err)
	}
	l.Entries = []trialca.ListEntry{{Serial: p.head.Serial, At: p.Now}}
	revokes, err := namesake.SignList(l)
	if err != nil {
		t.Fatal(err)
	}
	own := in.CRLs
	in.CRLs = append(slices.Clone(own), revokes.Raw)
	expect(t, p.trusted(t, in), validate.TotalPassed)
	in.CRLs = [][]byte{own[0], clean.Raw}
	expect(t, p.trusted(t, in), validate.Indeterminate, validate.TryLater)
}

// TestT6_MazeInAMessage: many certificates of the issuer's name, none of which signed, and rings of authorities: nobody knows, soon.
func TestT6_MazeInAMessage(t *testing.T) {
	p := newTrial(t)
	m := parsed(t, p.sign(t))
	var maze []*cert.Certificate
	for i := range cert.MaxCandidates + 20 {
		a, err := trialca.NewRoot(p.Options(), trialca.Holder{Organization: "Учебный УЦ", OGRN: "1099600000037", INN: "9600000030"}, p.Key(t))
		if err != nil {
			t.Fatal(err)
		}
		maze = append(maze, a.Certificate())
		if i > 0 && i < 30 { // certified by the one before it, under the same name: a ring of namesakes
			public, err := a.Certificate().PublicKey()
			if err != nil {
				t.Fatal(err)
			}
			template, err := a.Template(trialca.Holder{Role: trialca.SubAuthority, CommonName: fmt.Sprint(i)}, public)
			if err != nil {
				t.Fatal(err)
			}
			template.Subject = a.Certificate().Subject
			maze = append(maze, trialcatest.Sign(t, a, template))
		}
	}
	message, err := m.AddValues(cms.Values{Certificates: maze})
	if err != nil {
		t.Fatal(err)
	}
	in := p.input(t, message)
	in.Untrusted, in.Anchors = nil, []*cert.Certificate{maze[0]}
	begun := time.Now()
	r := p.trusted(t, in)
	t.Logf("%d certificates: %v", len(maze), time.Since(begun))
	expect(t, r, validate.Indeterminate, validate.CertificateChainGeneralFailure)
}

// TestT1_WithoutTheCertificate: nobody knows of a signature whose certificate is not at hand; passed beside, it is found by what the
// signature says of it, and another with its number is not taken for it.
func TestT1_WithoutTheCertificate(t *testing.T) {
	p := newTrial(t)
	bare, err := cms.Sign([]byte(document), cms.Signature{Key: p.key, Certificate: p.head, Rand: p.Rand, WithoutCertificate: true})
	if err != nil {
		t.Fatal(err)
	}
	in := p.input(t, bare)
	expect(t, run(t, in, validate.Crypto), validate.Indeterminate, validate.NoSigningCertificateFound)
	expect(t, p.trusted(t, in), validate.Indeterminate, validate.NoSigningCertificateFound)
	in.Certificates = []*cert.Certificate{p.head}
	expect(t, p.trusted(t, in), validate.TotalPassed)

	public, err := p.head.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	template, err := p.Sub.Template(trialcatest.Person(), public)
	if err != nil {
		t.Fatal(err)
	}
	template.Serial = p.head.Serial
	in.Certificates = []*cert.Certificate{trialcatest.Sign(t, p.Sub, template)} // same issuer, number and key, another name
	expect(t, p.trusted(t, in), validate.Indeterminate, validate.SigConstraintsFailure)
}

// meter notes how much memory is in use while a document is read.
type meter struct {
	left, read int64
	most       uint64
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), m.left))
	clear(p[:n])
	m.left -= int64(n)
	if m.read += int64(n); m.read%(8<<20) < int64(n) {
		var s runtime.MemStats
		runtime.ReadMemStats(&s)
		m.most = max(m.most, s.HeapAlloc)
	}
	return n, nil
}

// TestT6_LargeDocumentInBoundedMemory: a document of 100 MB is hashed in pieces: never 256 MB in use.
func TestT6_LargeDocumentInBoundedMemory(t *testing.T) {
	const size, bound = 100 << 20, 256 << 20
	p := newTrial(t)
	message, err := cms.SignDetached(&meter{left: size}, cms.Signature{Key: p.key, Certificate: p.head, Rand: p.Rand})
	if err != nil {
		t.Fatal(err)
	}
	in := p.input(t, p.stamped(t, message, nil))
	m := &meter{left: size}
	in.Document = m
	begun := time.Now()
	r, err := validate.Validate(t.Context(), in, validate.Trusted, validate.Options{AllowTrial: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MB: %v, at most %d kB in use", size>>20, time.Since(begun), m.most>>10)
	expect(t, r, validate.TotalPassed)
	if m.most == 0 || m.most > bound {
		t.Errorf("%d bytes in use", m.most)
	}
}

// TestT6_Nesting: structures nested too deeply are no message, whatever their length forms.
func TestT6_Nesting(t *testing.T) {
	p := newTrial(t)
	deep := []byte{5, 0}
	for range 100 {
		deep = der.Element(asn1.SEQUENCE, deep)
	}
	endless := append(bytes.Repeat([]byte{0x30, 0x80}, 5000), make([]byte, 10000)...)
	for _, inner := range [][]byte{deep, endless} {
		signed := der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(cms.OIDSignedData)), der.Element(der.Explicit(0), inner))
		p.everyPolicy(t, p.input(t, signed), func(_ validate.Policy, r validate.Report) {
			expect(t, r, validate.TotalFailed, validate.FormatFailure)
		})
	}
}

// TestT6_TwoSignersAreJudgedApart: a bad value of one signer leaves the other as good as it is, and the verdict is that of the worse.
func TestT6_TwoSignersAreJudgedApart(t *testing.T) {
	p := newTrial(t)
	person, key := p.Issue(t, trialcatest.Person())
	both, err := parsed(t, p.sign(t)).AddSigner(nil, cms.Signature{Key: key, Certificate: person, Rand: p.Rand})
	if err != nil {
		t.Fatal(err)
	}
	value := parsed(t, both).Signers[1].Signature
	both = bytes.Clone(both)
	both[bytes.Index(both, value)+10] ^= 1
	in := p.input(t, both)
	r := p.trusted(t, in)
	expect(t, r, validate.TotalFailed, validate.SigCryptoFailure)
	if r.Signers[0].Indication != validate.TotalPassed || r.Signers[1].Indication != validate.TotalFailed {
		t.Errorf("%s and %s", r.Signers[0].Indication, r.Signers[1].Indication)
	}
}
