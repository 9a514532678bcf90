package xmldsig_test

import (
	"crypto/sha1" //nolint:gosec // SigningCertificate of XAdES as programs of its time write it
	"slices"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// foreignXAdES writes qualifying properties as other programs do: SigningCertificate with the serial number, a policy, unsigned
// properties, and a time with a zone. The given text of SignedSignatureProperties is signed.
func (f *forgery) foreignXAdES(t *testing.T, properties string) string {
	t.Helper()
	signed := `<x:SignedProperties xmlns="` + xmldsig.SpaceDSig + `" xmlns:x="` + xmldsig.SpaceXAdES + `" Id="p"><x:SignedSignatureProperties>` +
		properties + `</x:SignedSignatureProperties></x:SignedProperties>`
	info := methods(inclusive, gostSignature) +
		reference(`URI=""`, transform(enveloped, ""), gostDigest, f.digest([]byte(`<r><v>1</v></r>`))) +
		reference(`Type="http://uri.etsi.org/01903#SignedProperties" URI="#p"`, transform(inclusive, ""), gostDigest, f.digest([]byte(signed)))
	rest := `<Object><x:QualifyingProperties xmlns:x="` + xmldsig.SpaceXAdES + `" Target="#s">` + signed +
		`<x:UnsignedProperties><x:UnsignedSignatureProperties><x:SignatureTimeStamp><y xmlns="urn:y"/></x:SignatureTimeStamp></x:UnsignedSignatureProperties></x:UnsignedProperties>` +
		`</x:QualifyingProperties></Object>`
	return f.signature(t, `<r><v>1</v><SIG/></r>`, ` Id="s"`, info, rest)
}

func certificateProperty(digest []byte, serial string) string {
	return `<x:SigningCertificate><x:Cert><x:CertDigest><DigestMethod Algorithm="` + xmldsig.SpaceDSig + `sha1"></DigestMethod><DigestValue>` + encoded(digest) +
		`</DigestValue></x:CertDigest><x:IssuerSerial><X509IssuerName>CN=Проверка</X509IssuerName><X509SerialNumber>` + serial +
		`</X509SerialNumber></x:IssuerSerial></x:Cert></x:SigningCertificate>`
}

func TestForeignXAdESIsRead(t *testing.T) {
	f := newForgery(t)
	sum := sha1.Sum(f.certificate.Raw) //nolint:gosec // as above
	const when = `<x:SigningTime>2026-11-21T15:00:00+03:00</x:SigningTime>`
	const policy = `<x:SignaturePolicyIdentifier><x:SignaturePolicyId><x:SigPolicyId><x:Identifier>urn:oid:1.2</x:Identifier></x:SigPolicyId></x:SignaturePolicyId></x:SignaturePolicyIdentifier>`
	facts := verify(t, f.foreignXAdES(t, when+certificateProperty(sum[:], "1")+policy), xmldsig.Options{})
	if !facts.OK() {
		t.Fatalf("not OK: %q", failed(facts))
	}
	s := facts.Signatures[0]
	if want := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC); !s.XAdES.SigningTime.Equal(want) {
		t.Errorf("time %v", s.XAdES.SigningTime)
	}
	if s.Level() != "XAdES-EPES" || s.XAdES.Policy != "urn:oid:1.2" || !slices.Equal(s.XAdES.Unsigned, []string{"SignatureTimeStamp"}) {
		t.Errorf("level %s, properties %+v", s.Level(), s.XAdES)
	}
	for name, c := range map[string]struct{ properties, check string }{
		"another digest":     {when + certificateProperty(make([]byte, 20), "1"), xmldsig.CheckSigningCertificate},
		"another serial":     {when + certificateProperty(sum[:], "2"), xmldsig.CheckSigningCertificate},
		"no certificate":     {when, xmldsig.CheckSigningCertificate},
		"no time at all":     {`<x:SigningTime>yesterday</x:SigningTime>` + certificateProperty(sum[:], "1"), xmldsig.CheckXAdES},
		"an unknown element": {when + certificateProperty(sum[:], "1") + `<x:Other></x:Other>`, xmldsig.CheckXAdES},
	} {
		facts := verify(t, f.foreignXAdES(t, c.properties), xmldsig.Options{})
		if facts.OK() || result(facts, c.check) != xmldsig.Fail {
			t.Errorf("%s: %q", name, failed(facts))
		}
	}
}
