package cert_test

import (
	"bytes"
	"crypto/x509"
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// TestOIDs: the octets are what the comments and orders say.
func TestOIDs(t *testing.T) {
	for dotted, oid := range map[string]der.OID{
		"2.5.4.3": cert.OIDCommonName, "2.5.4.4": cert.OIDSurname, "2.5.4.5": cert.OIDSerialNumber, "2.5.4.6": cert.OIDCountry,
		"2.5.4.7": cert.OIDLocality, "2.5.4.8": cert.OIDProvince, "2.5.4.9": cert.OIDStreet, "2.5.4.10": cert.OIDOrganization,
		"2.5.4.11": cert.OIDOrganizationalUnit, "2.5.4.12": cert.OIDTitle, "2.5.4.17": cert.OIDPostalCode,
		"2.5.4.42": cert.OIDGivenName, "2.5.4.43": cert.OIDInitials, "2.5.4.65": cert.OIDPseudonym,
		"1.2.840.113549.1.9.1": cert.OIDEmail, "1.2.840.113549.1.9.2": cert.OIDUnstructuredName,
		"0.9.2342.19200300.100.1.1": cert.OIDUserID, "0.9.2342.19200300.100.1.25": cert.OIDDomainComponent,
		"1.2.643.100.1": cert.OIDOGRN, "1.2.643.100.3": cert.OIDSNILS, "1.2.643.100.4": cert.OIDINNLE,
		"1.2.643.100.5": cert.OIDOGRNIP, "1.2.643.3.131.1.1": cert.OIDINN,
		"2.5.29.14": cert.OIDSubjectKeyID, "2.5.29.15": cert.OIDKeyUsage, "2.5.29.16": cert.OIDPrivateKeyUsagePeriod,
		"2.5.29.17": cert.OIDSubjectAltName, "2.5.29.18": cert.OIDIssuerAltName, "2.5.29.19": cert.OIDBasicConstraints,
		"2.5.29.30": cert.OIDNameConstraints, "2.5.29.31": cert.OIDCRLDistributionPoints, "2.5.29.32": cert.OIDCertificatePolicies,
		"2.5.29.33": cert.OIDPolicyMappings, "2.5.29.35": cert.OIDAuthorityKeyID, "2.5.29.36": cert.OIDPolicyConstraints,
		"2.5.29.37": cert.OIDExtKeyUsage, "2.5.29.46": cert.OIDFreshestCRL, "2.5.29.54": cert.OIDInhibitAnyPolicy,
		"1.3.6.1.5.5.7.1.1": cert.OIDAuthorityInfoAccess, "1.3.6.1.5.5.7.48.1.5": cert.OIDOCSPNoCheck,
		"1.2.643.100.111": cert.OIDSubjectSignTool, "1.2.643.100.112": cert.OIDIssuerSignTool, "1.2.643.100.114": cert.OIDIdentificationKind,
		"2.5.29.37.0": cert.OIDAnyExtKeyUsage, "1.3.6.1.5.5.7.3.1": cert.OIDServerAuth, "1.3.6.1.5.5.7.3.2": cert.OIDClientAuth,
		"1.3.6.1.5.5.7.3.3": cert.OIDCodeSigning, "1.3.6.1.5.5.7.3.4": cert.OIDEmailProtection,
		"1.3.6.1.5.5.7.3.8": cert.OIDTimeStamping, "1.3.6.1.5.5.7.3.9": cert.OIDOCSPSigning, "2.5.29.32.0": cert.OIDAnyPolicy,
		"1.2.643.100.113.1": cert.OIDClassKC1, "1.2.643.100.113.2": cert.OIDClassKC2, "1.2.643.100.113.3": cert.OIDClassKC3,
		"1.2.643.100.113.4": cert.OIDClassKB1, "1.2.643.100.113.5": cert.OIDClassKB2, "1.2.643.100.113.6": cert.OIDClassKA1,
	} {
		if got := oid.String(); got != dotted {
			t.Errorf("%s is written as %s", dotted, got)
		}
	}
}

func TestFieldsOfACertificate(t *testing.T) {
	ee := parseFile(t, "gost/openssl-oracle", "ee.pem")[0]
	if ee.SerialHex() != "1001" || ee.Version != 3 || ee.SelfIssued() {
		t.Errorf("serial %s, version %d", ee.SerialHex(), ee.Version)
	}
	if ee.SubjectSignTool != "Test SKZI" || ee.IssuerSignTool == nil ||
		*ee.IssuerSignTool != (cert.SignTool{SignTool: "Test SKZI 1.0", CATool: "Test UC 2.0", SignToolCert: "SF/000-0000 skzi", CAToolCert: "SF/000-0001 uc"}) {
		t.Errorf("tools %q, %+v", ee.SubjectSignTool, ee.IssuerSignTool)
	}
	if ee.IdentificationKind != 0 || !ee.HasPolicy(cert.OIDClassKC1) || ee.HasPolicy(cert.OIDClassKC2) {
		t.Errorf("identification %d, policies %v", ee.IdentificationKind, ee.Policies)
	}
	if !ee.HasKeyUsage || ee.KeyUsage != cert.DigitalSignature|cert.NonRepudiation || !ee.HasPurpose(cert.OIDClientAuth) {
		t.Errorf("usage %b, purposes %v", ee.KeyUsage, ee.ExtKeyUsage)
	}
	if !slices.Equal(ee.OCSP, []string{"http://ocsp.example.test/"}) || !slices.Equal(ee.CAIssuers, []string{"http://aia.example.test/sub.crt"}) ||
		len(ee.CRLDistributionPoints) != 1 || !slices.Equal(ee.CRLDistributionPoints[0].URIs, []string{"http://crl.example.test/sub.crl"}) {
		t.Errorf("addresses %v, %v, %v", ee.OCSP, ee.CAIssuers, ee.CRLDistributionPoints)
	}
	if got := ee.Subject.Texts(cert.OIDSurname); !slices.Equal(got, []string{"Иванов"}) || ee.Subject.Text(cert.OIDInitials) != "" {
		t.Errorf("surname %v", got)
	}
	tsa := parseFile(t, "gost/openssl-oracle", "tsa.pem")[0]
	if e, ok := tsa.Extension(cert.OIDExtKeyUsage); !ok || !e.Critical || !tsa.HasPurpose(cert.OIDTimeStamping) {
		t.Errorf("purposes of the TSA %v", tsa.ExtKeyUsage)
	}
	sub := parseFile(t, "gost/openssl-oracle", "sub.pem")[0]
	if !sub.IsCA || sub.PathLen != 0 {
		t.Errorf("authority %v, length %d", sub.IsCA, sub.PathLen)
	}
}

func TestKeyPeriodOfRealAuthorities(t *testing.T) {
	n := 0
	for _, c := range parseFile(t, "gost/ca", "sample-gost2012-ca.pem") {
		if c.KeyNotAfter.IsZero() {
			continue
		}
		n++
		if !c.KeyNotBefore.Before(c.KeyNotAfter) || !c.KeyUsableAt(c.KeyNotBefore) || !c.KeyUsableAt(c.KeyNotAfter) ||
			c.KeyUsableAt(c.KeyNotAfter.Add(time.Second)) || c.KeyUsableAt(c.KeyNotBefore.Add(-time.Second)) {
			t.Errorf("%s: key from %v to %v", c.Subject, c.KeyNotBefore, c.KeyNotAfter)
		}
	}
	if n == 0 {
		t.Error("no certificate with privateKeyUsagePeriod")
	}
}

func TestValidAt(t *testing.T) {
	pki := trialcatest.New(t, gost3410.CryptoProA())
	c, _ := pki.Issue(t, trialcatest.Person())
	for at, want := range map[time.Time]bool{
		c.NotBefore.Add(-time.Nanosecond): false, c.NotBefore: true, c.NotAfter: true,
		c.NotAfter.Add(999 * time.Millisecond): true, c.NotAfter.Add(time.Second): false,
	} {
		if c.ValidAt(at) != want {
			t.Errorf("valid at %v: %v", at, !want)
		}
	}
}

func TestSerialHex(t *testing.T) {
	for in, want := range map[string]string{"\x10\x01": "1001", "\x00\x80": "80", "\x00": "00", "\xff": "-01", "\x80": "-80", "\xff\x00": "-0100", "\x80\x00": "-8000", "": ""} {
		if got := cert.SerialHex([]byte(in)); got != want {
			t.Errorf("%x is %s, want %s", in, got, want)
		}
	}
}

// changed parses a certificate whose template was changed. The trial authority refuses to make what it cannot read, so the
// error comes through it.
func changed(t *testing.T, change func(*trialca.Template)) (*cert.Certificate, error) {
	t.Helper()
	pki := trialcatest.New(t, gost3410.CryptoProA())
	template, _ := pki.Template(t, trialcatest.Head())
	change(&template)
	return pki.Sub.Sign(template)
}

// TestMalformedExtensions: an extension by which chains are judged must be right; one that informs is noted and left.
func TestMalformedExtensions(t *testing.T) {
	nonsense := []byte{0x30, 0x03, 0x02, 0x01}
	for _, id := range []der.OID{
		cert.OIDKeyUsage, cert.OIDBasicConstraints, cert.OIDExtKeyUsage, cert.OIDCertificatePolicies, cert.OIDSubjectKeyID, cert.OIDAuthorityKeyID,
	} {
		if _, err := changed(t, func(t *trialca.Template) { t.Set(id, false, nonsense) }); !errors.Is(err, cert.ErrMalformed) {
			t.Errorf("%s: %v, want %v", id, err, cert.ErrMalformed)
		}
	}
	for _, id := range []der.OID{
		cert.OIDSubjectSignTool, cert.OIDIssuerSignTool, cert.OIDIdentificationKind, cert.OIDPrivateKeyUsagePeriod,
		cert.OIDCRLDistributionPoints, cert.OIDAuthorityInfoAccess,
	} {
		for _, critical := range []bool{false, true} {
			c, err := changed(t, func(t *trialca.Template) { t.Set(id, critical, nonsense) })
			if err != nil || !slices.Equal(c.UnreadExtensions, []der.OID{id}) || critical != slices.Contains(c.UnknownCritical, id) {
				t.Errorf("%s, critical %v: %v", id, critical, err)
			}
		}
	}
	for name, value := range map[string][]byte{
		"boolean 1": der.Element(asn1.SEQUENCE, []byte{1, 1, 1}), "negative": der.Element(asn1.SEQUENCE, []byte{1, 1, 0xff, 2, 1, 0xff}),
		"more": der.Element(asn1.SEQUENCE, []byte{1, 1, 0xff, 2, 1, 0, 5, 0}), "trailing": append(trialca.BasicConstraints(true, 0), 5, 0),
	} {
		if _, err := changed(t, func(t *trialca.Template) { t.Set(cert.OIDBasicConstraints, true, value) }); !errors.Is(err, cert.ErrMalformed) {
			t.Errorf("basicConstraints, %s: %v", name, err)
		}
	}
}

func TestExtensionTwice(t *testing.T) {
	_, err := changed(t, func(t *trialca.Template) { t.Extensions = append(t.Extensions, t.Extensions[0]) })
	if !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("%v, want %v", err, cert.ErrMalformed)
	}
}

func TestTooMuchOfAThing(t *testing.T) {
	many := make([]trialca.NameAttribute, cert.MaxAttributes+1)
	for i := range many {
		many[i] = trialca.NameAttribute{ID: cert.OIDOrganizationalUnit, Value: "x"}
	}
	if _, err := trialca.NewName(many...); !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("attributes: %v", err)
	}
	_, err := changed(t, func(t *trialca.Template) {
		for i := range cert.MaxExtensions {
			t.Set(der.OID([]byte{0x2a, 0x03, byte(i)}), false, []byte{5, 0})
		}
	})
	if !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("extensions: %v", err)
	}
	_, err = changed(t, func(t *trialca.Template) { t.Set("\x2a\x03\x04", false, make([]byte, cert.MaxSize)) })
	if !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("size: %v", err)
	}
	_, err = changed(t, func(t *trialca.Template) { t.Serial = bytes.Repeat([]byte{1}, 65) })
	if !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("serial number: %v", err)
	}
}

// TestCutAndSpoilt: a certificate cut anywhere, and with any octet changed, is an error or a certificate whose signature is bad;
// never a panic, never good.
func TestCutAndSpoilt(t *testing.T) {
	pki := trialcatest.New(t, gost3410.CryptoProA())
	c, _ := pki.Issue(t, trialcatest.Head())
	key, err := pki.Sub.Certificate().PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	for n := range len(c.Raw) {
		if _, err := cert.Parse(c.Raw[:n]); !errors.Is(err, cert.ErrMalformed) {
			t.Fatalf("cut after %d octets: %v", n, err)
		}
	}
	for i := range c.Raw {
		spoilt := slices.Clone(c.Raw)
		spoilt[i] ^= 0x20
		other, err := cert.Parse(spoilt)
		if err == nil && other.CheckSignature(key, nil) == nil {
			t.Errorf("octet %d changed, and the signature is good", i)
		}
	}
	if _, err := cert.Parse(append(slices.Clone(c.Raw), 0)); !errors.Is(err, der.ErrTrailing) || !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("trailing: %v", err)
	}
}

func TestSignatureAlgorithmsMustAgree(t *testing.T) {
	pki := trialcatest.New(t, gost3410.CryptoProA())
	c, _ := pki.Issue(t, trialcatest.Head())
	// The outer identifier stands behind the signed part.
	s := cryptobyte.String(c.Raw)
	var seq, id cryptobyte.String
	if !s.ReadASN1(&seq, asn1.SEQUENCE) || !seq.SkipASN1(asn1.SEQUENCE) || !seq.ReadASN1Element(&id, asn1.SEQUENCE) {
		t.Fatal("no certificate")
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(c.RawTBS)
		algorithm.Identifier{OID: algorithm.OIDSignatureGOST512}.Add(b)
		b.AddBytes(seq)
	})
	if _, err := cert.Parse(b.BytesOrPanic()); !errors.Is(err, cert.ErrMalformed) {
		t.Errorf("%v, want %v", err, cert.ErrMalformed)
	}
}

func TestParseFile(t *testing.T) {
	pki := trialcatest.New(t, gost3410.CryptoProA())
	a, b := pki.Root.Certificate(), pki.Sub.Certificate()
	file := append([]byte("Subject: x\n"), cert.PEM(a, b)...)
	file = append(file, "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"...)
	list, err := cert.ParseFile(file)
	if err != nil || len(list) != 2 || !list[0].Equal(a) || !list[1].Equal(b) {
		t.Errorf("%d certificates, %v", len(list), err)
	}
	if list, err := cert.ParseFile(a.Raw); err != nil || len(list) != 1 {
		t.Errorf("DER: %v", err)
	}
	for _, bad := range []string{"", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := cert.ParseFile([]byte(bad)); !errors.Is(err, cert.ErrMalformed) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestParseTakesLittleMemory: a certificate is walked in place.
func TestParseTakesLittleMemory(t *testing.T) {
	raw := parseFile(t, "gost/openssl-oracle", "ee.pem")[0].Raw
	n := testing.AllocsPerRun(100, func() {
		if _, err := cert.Parse(raw); err != nil {
			t.Fail()
		}
	})
	if n > 30 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkParse(b *testing.B) {
	raw := parseFile(b, "gost/openssl-oracle", "ee.pem")[0].Raw
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := cert.Parse(raw); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseStd is the same certificate read by crypto/x509.
func BenchmarkParseStd(b *testing.B) {
	raw := parseFile(b, "gost/openssl-oracle", "ee.pem")[0].Raw
	b.ReportAllocs()
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := x509.ParseCertificate(raw); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkChain builds and verifies a chain of three, without tables and with those of the authorities.
func BenchmarkChain(b *testing.B) {
	pki := trialcatest.New(b, gost3410.CryptoProA())
	leaf, _ := pki.Issue(b, trialcatest.Head())
	anchors, others := pki.Anchors(), pki.Others()
	for name, tables := range map[string]*algorithm.Tables{"plain": nil, "tables": algorithm.NewTables(10)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				result, err := cert.Build(b.Context(), cert.Request{Leaf: leaf, Anchors: anchors, Others: others, At: pki.Now, Tables: tables})
				if err != nil || result.Err() != nil {
					b.Fatal(err, result.Err())
				}
			}
		})
	}
}

// FuzzCertificate: whatever is accepted is a certificate whose parts are where they should be, and no question about it
// panics.
func FuzzCertificate(f *testing.F) {
	pki := trialcatest.New(f, gost3410.CryptoProA())
	for _, h := range []trialca.Holder{trialcatest.Person(), trialcatest.Head(), trialcatest.TimeStamping(), trialcatest.StatusService()} {
		c, _ := pki.Issue(f, h)
		f.Add(c.Raw)
	}
	f.Add(pki.Root.Certificate().Raw)
	for _, seed := range trialcatest.Seeds(f, "bc/CertTest-*", "guc/*", "pygost/x509-*", "crl/*.der", "xmldsig/*.crt", "*/*cert*.pem", "openssl-oracle/*.pem") {
		list, err := cert.ParseFile(seed)
		if err != nil {
			continue // requests and lists stand among them
		}
		f.Add(list[0].Raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := cert.Parse(raw)
		if err != nil {
			if !errors.Is(err, cert.ErrMalformed) {
				t.Errorf("error of another kind: %v", err)
			}
			return
		}
		if !bytes.Contains(c.Raw, c.RawTBS) || !bytes.Contains(c.RawTBS, c.RawSPKI) || !bytes.Contains(c.RawTBS, c.Subject.Raw) {
			t.Error("parts are not in the certificate")
		}
		id := c.Identity()
		if (id.Kind == "") && !id.Ambiguous() {
			t.Errorf("nobody without doubt: %+v", id)
		}
		_ = c.Profile()
		_ = c.Subject.String()
		_ = c.SerialHex()
		// The signature is left alone: verifying is dear, and no changed octet gets through it.
		_, _ = c.PublicKey()
		if _, err := cert.Build(t.Context(), cert.Request{Leaf: c, Anchors: cert.NewPool(c), At: c.NotBefore}); err != nil {
			t.Error(err)
		}
	})
}
