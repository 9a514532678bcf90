package esign_test

import (
	"bytes"
	"encoding/hex"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/tsp"
)

func oracleFiles() map[string]check {
	files := map[string]check{
		"root.pem": certificate(), "chain.pem": certificate("root.pem"), "sub.pem": certificate("root.pem"),
		"ee.noattr.p7s":   message{profile: cms.Crypto, signers: 1, document: "data.xml", certificates: []string{"ee.pem"}}.check,
		"two-signers.p7m": message{profile: cms.Full, signers: 2, content: "<ИНН>7700000009</ИНН>"}.check,
		"ee.p12":          key("Пароль", "tc26-256-A", within),
		"sub.crl":         list("sub.pem"), "data.xml": document,
		"ocsp.req": statusRequest, "ocsp.resp": statusResponse, "ts.req": stampRequest, "ts.resp": stampResponse,
		"o.cnf": configuration, "ts.cnf": stampConfiguration, "make.sh": script, "expected.log": log,
	}
	for name, curve := range map[string]string{
		"root": "tc26-512-A", "sub": "CryptoPro-A", "ee": "tc26-256-A", "ee512": "tc26-512-C", "ip": "CryptoPro-B", "rev": "CryptoPro-A",
		"ocsp": "CryptoPro-A", "tsa": "CryptoPro-A",
	} {
		files[name+".key"] = key("", curve, name+".pem")
	}
	for _, name := range []string{"ee", "ee512", "ip", "rev", "ocsp", "tsa"} {
		files[name+".pem"] = certificate("sub.pem")
	}
	for _, name := range []string{"ee", "ee512", "ip", "rev"} {
		files[name+".attached.cades.p7m"] = message{profile: cms.Full, signers: 1, content: "<ИНН>7700000009</ИНН>"}.check
		files[name+".detached.cades.p7s"] = message{profile: cms.Full, signers: 1, document: "data.xml"}.check
	}
	return files
}

// document is what all messages are about, and what the time-stamp is of.
func document(t *testing.T, s set) {
	raw, err := cms.Unarmor(s.file(t, s.beside("ee.attached.cades.p7m")))
	if err != nil {
		t.Fatal(err)
	}
	if m := parse(t, raw); !bytes.Equal(m.Content, s.data(t)) {
		t.Errorf("%q", m.Content)
	}
	if !s.stamp(t).Token.Imprint.Of(s.data(t)) {
		t.Error("the time-stamp is of other data")
	}
}

func (s set) one(tb testing.TB, name string) *cert.Certificate {
	tb.Helper()
	return s.certificates(tb, s.beside(name))[0]
}

func (s set) stamp(tb testing.TB) *tsp.Response {
	tb.Helper()
	response, err := tsp.ParseResponse(s.file(tb, s.beside("ts.resp")))
	if err != nil {
		tb.Fatal(err)
	}
	return response
}

func stampRequest(t *testing.T, s set) {
	request, err := tsp.ParseRequest(s.data(t))
	if err != nil || !request.Imprint.Of(s.file(t, s.beside("data.xml"))) {
		t.Fatalf("%+v, %v", request, err)
	}
	if err := s.stamp(t).Token.Answers(request); err != nil {
		t.Error(err)
	}
}

func stampResponse(t *testing.T, s set) {
	response := s.stamp(t)
	if err := response.Err(); err != nil {
		t.Fatal(err)
	}
	data := s.file(t, s.beside("data.xml"))
	own := response.Token.Certificate()
	if own == nil || !own.Equal(s.one(t, "tsa.pem")) {
		t.Fatal("another certificate than tsa.pem")
	}
	if err := response.Token.Verify(own, data, nil).Err(cms.Full); err != nil {
		t.Error(err)
	}
	if response.Token.Verify(own, data[1:], nil).Err(cms.Full) == nil {
		t.Error("it stamps other data too")
	}
}

func statusRequest(t *testing.T, s set) {
	request, err := revocation.ParseRequest(s.data(t))
	if err != nil || len(request.IDs) != 2 {
		t.Fatalf("%+v, %v", request, err)
	}
	for i, name := range []string{"ee.pem", "rev.pem"} {
		if !request.IDs[i].Matches(s.one(t, name), s.one(t, "sub.pem")) {
			t.Errorf("%d is not about %s", i, name)
		}
	}
}

// status asks the oracle's answer about a certificate.
func (s set) status(tb testing.TB, name string) revocation.Finding {
	tb.Helper()
	response, err := revocation.ParseResponse(s.file(tb, s.beside("ocsp.resp")))
	if err != nil {
		tb.Fatal(err)
	}
	return revocation.CheckOCSP(response, s.one(tb, name), s.one(tb, "sub.pem"), nil, nil)
}

func statusResponse(t *testing.T, s set) {
	for name, want := range map[string]revocation.Status{"ee.pem": revocation.Good, "rev.pem": revocation.Revoked, "ip.pem": revocation.Unknown} {
		if f := s.status(t, name); f.Status != want || f.Signer != nil && !f.Signer.Equal(s.one(t, "ocsp.pem")) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

// configuration: what the configuration asks for stands in the certificates that were made by it.
func configuration(t *testing.T, s set) {
	text, ee, sub := string(s.data(t)), s.one(t, "ee.pem"), s.one(t, "sub.pem")
	for _, want := range []string{
		"crlDistributionPoints=URI:" + ee.CRLDistributionPoints[0].URIs[0] + "\n",
		"authorityInfoAccess=OCSP;URI:" + ee.OCSP[0] + ",caIssuers;URI:" + ee.CAIssuers[0] + "\n",
		"1.2.643.100.111=ASN1:UTF8String:" + ee.SubjectSignTool + "\n", "a=UTF8String:" + ee.IssuerSignTool.SignTool + "\n",
		"certificatePolicies=" + ee.Policies[0].String() + "\n",
		"certificatePolicies=" + sub.Policies[0].String() + "," + sub.Policies[1].String() + "\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	if sub.PathLen != 0 || ee.IdentificationKind != 0 {
		t.Errorf("pathlen %d, identification %d", sub.PathLen, ee.IdentificationKind)
	}
}

func stampConfiguration(t *testing.T, s set) {
	token := s.stamp(t).Token
	for _, want := range []string{"default_policy=" + token.Policy.String() + "\n", "accuracy=secs:1\n"} {
		if !strings.Contains(string(s.data(t)), want) {
			t.Errorf("%q is not in it", want)
		}
	}
	if token.Accuracy != time.Second {
		t.Errorf("accuracy %v", token.Accuracy)
	}
}

// script: every certificate is made for the subject that the script says, with the number of the organisation.
func script(t *testing.T, s set) {
	for _, name := range []string{"root", "sub", "ee", "ee512", "ip", "rev", "ocsp", "tsa"} {
		c := s.one(t, name+".pem")
		if want := "CN=" + strings.ReplaceAll(c.Subject.Text(cert.OIDCommonName), `"`, `\"`) + "'"; !strings.Contains(string(s.data(t)), want) {
			t.Errorf("%s: %q is not in it", name, want)
		}
		if inn := c.Subject.Text(cert.OIDINNLE); inn != "" && !strings.Contains(string(s.data(t)), "INNLE="+inn+"/") {
			t.Errorf("%s: ИНН %s is not in it", name, inn)
		}
	}
}

// log: every line that OpenSSL printed of its own files holds here too; lines of its progress and its own complaints are known.
func log(t *testing.T, s set) {
	progress := regexp.MustCompile(`^(Using configuration from (o|ts)\.cnf|Response has been generated\.|[0-9A-F]{16}:error:.*)$`)
	said := s.said()
	for line := range strings.Lines(string(s.data(t))) {
		line = strings.TrimRight(line, "\n")
		if progress.MatchString(line) {
			continue
		}
		holds, ok := said[line]
		if !ok {
			t.Errorf("nothing is known of the line %q", line)
			continue
		}
		delete(said, line)
		t.Run(line, holds)
	}
	for line := range said {
		t.Errorf("the line %q is not there", line)
	}
}

// said are the lines with what they mean.
func (s set) said() map[string]func(t *testing.T) {
	lines := map[string]func(t *testing.T){
		"rev + crl: error rev.pem: verification failed": s.revokedByList,
		"WARNING: no nonce in response": func(t *testing.T) {
			if r, err := revocation.ParseResponse(s.file(t, s.beside("ocsp.resp"))); err != nil || r.Nonce != nil {
				t.Errorf("nonce %x, %v", r.Nonce, err)
			}
		},
		"Response verify OK": func(t *testing.T) {
			if f := s.status(t, "ee.pem"); !f.Decisive() || !f.Delegated {
				t.Errorf("%+v", f)
			}
		},
		"ee.pem: good": func(t *testing.T) {
			if f := s.status(t, "ee.pem"); f.Status != revocation.Good {
				t.Errorf("%+v", f)
			}
		},
		"rev.pem: revoked": func(t *testing.T) {
			if f := s.status(t, "rev.pem"); f.Status != revocation.Revoked {
				t.Errorf("%+v", f)
			}
		},
		"\tThis Update: Nov 21 18:13:59 2026 GMT": func(t *testing.T) {
			if f := s.status(t, "ee.pem"); !f.ThisUpdate.Equal(time.Date(2026, 11, 21, 18, 13, 59, 0, time.UTC)) {
				t.Errorf("%v", f.ThisUpdate)
			}
		},
		"\tNext Update: Nov 18 18:13:59 2036 GMT": func(t *testing.T) {
			if f := s.status(t, "ee.pem"); !f.NextUpdate.Equal(time.Date(2036, 11, 18, 18, 13, 59, 0, time.UTC)) {
				t.Errorf("%v", f.NextUpdate)
			}
		},
		"Verification: OK": func(t *testing.T) { stampResponse(t, set{s.root, s.beside("ts.resp")}) },
		"MAC: GOST R 34.11-2012 with 512 bit hash, Iteration 2000":                                         s.code,
		"MAC length: 64, salt length: 8":                                                                   s.code,
		"PKCS7 Encrypted data: PBES2, PBKDF2, gost89, Iteration 2000, PRF id-tc26-hmac-gost-3411-2012-512": s.encryption,
		// The output was cut out of a certificate in it; what is left is the title of the second part.
		"bCf3wEHi8T7iE6OB5zCB5DASBgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEPKCS7 Data": func(t *testing.T) {
			if k, own := s.open(t, s.beside("ee.p12"), "Пароль"); len(own) != 2 || !k.PublicKey().Equal(publicKey(t, own[0]).Key()) {
				t.Errorf("%d certificates", len(own))
			}
		},
	}
	for _, name := range []string{"ee", "ee512", "ip", "rev"} {
		lines[name+" detached: CAdES Verification successful"] = func(t *testing.T) {
			message{profile: cms.Full, signers: 1, document: "data.xml"}.check(t, set{s.root, s.beside(name + ".detached.cades.p7s")})
			result, err := cert.Build(t.Context(), cert.Request{
				Leaf: s.one(t, name+".pem"), Anchors: cert.NewPool(s.one(t, "root.pem")), Others: cert.NewPool(s.one(t, "sub.pem")),
				At: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
			})
			if err != nil || result.Err() != nil || result.Path.Len() != 3 {
				t.Errorf("path of %d, %v, %v", result.Path.Len(), err, result.Err())
			}
		}
	}
	return lines
}

func (s set) revokedByList(t *testing.T) {
	crl, err := revocation.ParseCRL(set{s.root, s.beside("sub.crl")}.unwrapped(t))
	if err != nil {
		t.Fatal(err)
	}
	f := revocation.CheckCRL(crl, nil, s.one(t, "rev.pem"), s.one(t, "sub.pem"), nil)
	if f.Status != revocation.Revoked || f.Reason != revocation.KeyCompromise {
		t.Errorf("%+v", f)
	}
	if f := revocation.CheckCRL(crl, nil, s.one(t, "ee.pem"), s.one(t, "sub.pem"), nil); f.Status != revocation.Good {
		t.Errorf("ee: %+v", f)
	}
}

// code: the PFX has a code by Streebog-512, with a salt of 8 octets and 2000 iterations, and it holds.
func (s set) code(t *testing.T) {
	seq, err := der.Whole(s.file(t, s.beside("ee.p12")), asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	var mac, info, digest, salt cryptobyte.String
	var iterations int
	if !seq.SkipASN1(asn1.INTEGER) || !seq.SkipASN1(asn1.SEQUENCE) || !der.Inner(seq, &mac, asn1.SEQUENCE) ||
		!mac.ReadASN1(&info, asn1.SEQUENCE) || !mac.ReadASN1(&salt, asn1.OCTET_STRING) || !mac.ReadASN1Integer(&iterations) {
		t.Fatal("MacData")
	}
	id, err := algorithm.ReadIdentifier(&info)
	if err != nil || !der.Inner(info, &digest, asn1.OCTET_STRING) {
		t.Fatalf("DigestInfo: %v", err)
	}
	if id.OID != algorithm.OIDStreebog512 || iterations != 2000 || len(digest) != 64 || len(salt) != 8 {
		t.Errorf("%s, %d iterations, %d and %d octets", id.OID, iterations, len(digest), len(salt))
	}
	key("Пароль", "tc26-256-A", "ee.pem")(t, set{s.root, s.beside("ee.p12")})
}

// encryption: the identifiers of the line stand in the file: PBES2, PBKDF2, ГОСТ 28147-89 and HMAC of Streebog-512.
func (s set) encryption(t *testing.T) {
	for _, dotted := range []string{"1.2.840.113549.1.5.13", "1.2.840.113549.1.5.12", "1.2.643.2.2.21", "1.2.643.7.1.1.4.2"} {
		oid, err := der.ParseOID(dotted)
		if err != nil {
			t.Fatal(err)
		}
		encoded := der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid))
		if !strings.Contains(hex.EncodeToString(s.file(t, s.beside("ee.p12"))), hex.EncodeToString(encoded)) {
			t.Errorf("no %s", dotted)
		}
	}
}
