package trialca_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

func holders() map[string]trialca.Holder {
	return map[string]trialca.Holder{
		"person": trialcatest.Person(), "head": trialcatest.Head(), "entrepreneur": trialcatest.Entrepreneur(),
		"seal": trialcatest.Seal(), "time-stamping": trialcatest.TimeStamping(), "status service": trialcatest.StatusService(),
	}
}

// TestT8_EveryCertificateIsMarked: whatever the trial authority issues carries the trial policy in a critical extension,
// authorities and services included, and it cannot be made to sign without.
func TestT8_EveryCertificateIsMarked(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	certificates := map[string]*cert.Certificate{"root": p.Root.Certificate(), "sub": p.Sub.Certificate()}
	for name, h := range holders() {
		certificates[name], _ = p.Issue(t, h)
	}
	for name, c := range certificates {
		e, ok := c.Extension(cert.OIDCertificatePolicies)
		if !ok || !e.Critical || !c.Trial() {
			t.Errorf("%s: policies %v, critical %v", name, c.Policies, e.Critical)
		}
	}
	unmarked, _ := p.Template(t, trialcatest.Person())
	unmarked.Set(cert.OIDCertificatePolicies, true, trialca.Policies(cert.OIDClassKC1))
	if _, err := p.Sub.Sign(unmarked); !errors.Is(err, trialca.ErrHolder) {
		t.Errorf("signed without the policy: %v", err)
	}
	unmarked.Drop(cert.OIDCertificatePolicies)
	if _, err := p.Sub.Sign(unmarked); !errors.Is(err, trialca.ErrHolder) {
		t.Errorf("signed without policies: %v", err)
	}
}

func TestHoldersAreWhomTheyAreCalled(t *testing.T) {
	p := trialcatest.New(t, gost3410.TC256A())
	kinds := map[string]cert.IdentityKind{
		"person": cert.Person, "head": cert.Organisation, "entrepreneur": cert.Proprietor, "seal": cert.Organisation,
	}
	for name, kind := range kinds {
		h := holders()[name]
		c, _ := p.Issue(t, h)
		want := cert.Identity{Kind: kind, INN: h.INN, INNPerson: h.INNPerson, OGRN: h.OGRN, OGRNIP: h.OGRNIP, SNILS: h.SNILS}
		if diff := cmp.Diff(want, c.Identity()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if profile := c.Profile(); !profile.Complete() {
			t.Errorf("%s: form of a qualified certificate is not complete: %+v", name, profile)
		}
		if _, err := x509.ParseCertificate(c.Raw); err != nil {
			t.Errorf("%s: crypto/x509: %v", name, err)
		}
	}
}

func TestHolderMustFitTheRole(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	public := p.Key(t).Public()
	key, err := algorithm.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	person, head := trialcatest.Person(), trialcatest.Head()
	person.OGRN = head.OGRN
	head.INN = ""
	for name, h := range map[string]trialca.Holder{"person with ОГРН": person, "head without ИНН": head, "nobody": {Role: trialca.Individual}, "no role": {}} {
		if _, err := p.Sub.Issue(h, key); !errors.Is(err, trialca.ErrHolder) {
			t.Errorf("%s: %v, want %v", name, err, trialca.ErrHolder)
		}
	}
}

func TestSeededIsReproducible(t *testing.T) {
	issue := func() [][]byte {
		p := trialcatest.New(t, gost3410.TC512C())
		c, _ := p.Issue(t, trialcatest.Head())
		if err := p.Sub.Revoke(c, revocation.KeyCompromise); err != nil {
			t.Fatal(err)
		}
		list, err := p.Sub.CRL(time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		return [][]byte{p.Root.Certificate().Raw, c.Raw, list.Raw}
	}
	if !cmp.Equal(issue(), issue()) {
		t.Error("two runs differ")
	}
}

func TestKeysOfOtherKinds(t *testing.T) {
	rsaKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, curve := range map[string]elliptic.Curve{"P-256": elliptic.P256(), "P-384": elliptic.P384(), "P-521": elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		checkRoot(t, name, key)
	}
	checkRoot(t, "RSA", rsaKey)
}

// checkRoot makes a root that crypto/x509 verifies.
func checkRoot(t *testing.T, name string, key crypto.Signer) {
	t.Helper()
	o := trialca.Options{Now: func() time.Time { return trialcatest.Start }}
	root, err := trialca.NewRoot(o, trialca.Holder{CommonName: name}, key)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	c, err := x509.ParseCertificate(root.Certificate().Raw)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := c.CheckSignatureFrom(c); err != nil {
		t.Errorf("%s: crypto/x509: %v", name, err)
	}
	public, err := root.Certificate().PublicKey()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := root.Certificate().CheckSignature(public, nil); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestOpenGoesOn(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	key := p.Key(t)
	sub, err := p.Root.NewSub(trialca.Holder{CommonName: "УЦ на день"}, key)
	if err != nil {
		t.Fatal(err)
	}
	public, err := algorithm.NewPublicKey(p.Key(t).Public())
	if err != nil {
		t.Fatal(err)
	}
	c, err := sub.Issue(trialcatest.Person(), public)
	if err != nil {
		t.Fatal(err)
	}
	if err := sub.Revoke(c, revocation.Unspecified); err != nil {
		t.Fatal(err)
	}
	if _, err := sub.CRL(time.Hour); err != nil {
		t.Fatal(err)
	}
	again, err := trialca.Open(p.Options(), sub.Certificate(), key, sub.Ledger())
	if err != nil {
		t.Fatal(err)
	}
	list, err := again.CRL(time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, revoked := list.Lookup(c.Issuer, c.Serial); !revoked || !bytes.Equal(list.Number, []byte{2}) {
		t.Errorf("after opening again: revoked %v, number %x", revoked, list.Number)
	}
	if _, err := trialca.Open(p.Options(), p.Root.Certificate(), key, trialca.Ledger{}); !errors.Is(err, trialca.ErrKey) {
		t.Errorf("opened with another key: %v", err)
	}
	foreign, _ := p.Issue(t, trialcatest.Person())
	if err := again.Revoke(foreign, revocation.Unspecified); !errors.Is(err, trialca.ErrNotIssued) {
		t.Errorf("revoked a certificate of another authority: %v", err)
	}
}

func TestRespondToNonsense(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	for _, request := range [][]byte{nil, {0x30, 0}, {0x30, 0x80}} {
		raw, err := p.Sub.Responder().Respond(request, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		r, err := revocation.ParseResponse(raw)
		if err != nil || r.Status != revocation.MalformedRequest {
			t.Errorf("%x: %+v, %v", request, r, err)
		}
	}
}

func TestNamesAreStrictDER(t *testing.T) {
	p := trialcatest.New(t, gost3410.CryptoProA())
	c, _ := p.Issue(t, trialcatest.Head())
	if err := der.Check(c.Raw); err != nil {
		t.Error(err)
	}
	const want = `C=RU, ST=96 Учебный край, L=г. Учебный, STREET=ул. Примерная\, д. 1, O=ООО «Учебная Ромашка», T=Генеральный директор, ` +
		`ОГРН=1099600000015, ИННЮЛ=9600000016, СНИЛС=99999900250, ИНН=960000000236, SN=Иванов, G=Иван Иванович, CN=ООО «Учебная Ромашка»`
	if got := c.Subject.String(); got != want {
		t.Errorf("subject is\n%s, want\n%s", got, want)
	}
}
