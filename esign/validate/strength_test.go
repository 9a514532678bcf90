package validate_test

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // what must not be trusted
	"testing"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// overSHA1 returns a certificate with the signature of its RSA issuer over SHA-1.
func overSHA1(t *testing.T, c *cert.Certificate, key *rsa.PrivateKey) *cert.Certificate {
	t.Helper()
	identifier := func(id der.OID) []byte {
		return der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte(id)), []byte{5, 0})
	}
	s := cryptobyte.String(c.RawTBS)
	var body cryptobyte.String
	if !s.ReadASN1(&body, asn1.SEQUENCE) {
		t.Fatal("no certificate")
	}
	weak := identifier(algorithm.OIDSignatureSHA1RSA)
	tbs := der.Element(asn1.SEQUENCE, bytes.Replace(body, identifier(algorithm.OIDSignatureSHA256RSA), weak, 1))
	sum := sha1.Sum(tbs) //nolint:gosec // see the import
	value, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA1, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	out, err := cert.Parse(der.Element(asn1.SEQUENCE, tbs, weak, der.Element(asn1.BIT_STRING, []byte{0}, value)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestT1_ChainOverSHA1: a certificate whose issuer signed it over SHA-1 may be the other one of two with one hash code. The anchor's
// own signature is nobody's concern.
func TestT1_ChainOverSHA1(t *testing.T) {
	rootKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	key := cmstest.Key(t, gost3410.CryptoProA())
	root := cmstest.SelfSigned(t, rootKey, "корень")
	good := root.Issue(t, key, cmstest.Template{Name: "лист", Serial: 7}).Certificate
	weak, weakRoot := overSHA1(t, good, rootKey), overSHA1(t, root.Certificate, rootKey)
	judge := func(c, anchor *cert.Certificate) validate.Report {
		t.Helper()
		message, err := cms.Sign([]byte(document), cms.Signature{Key: key, Certificate: c, SigningTime: cmstest.Now})
		if err != nil {
			t.Fatal(err)
		}
		return run(t, validate.Input{Signature: message, Anchors: []*cert.Certificate{anchor}, ControlTime: cmstest.Now}, validate.Trial)
	}
	expect(t, judge(good, root.Certificate), validate.TotalPassed)
	expect(t, judge(good, weakRoot), validate.TotalPassed)
	expect(t, judge(weak, root.Certificate), validate.Indeterminate, validate.CryptoConstraintsFailure)
}

// TestT3_TimestampIsNoDocument: the token of an authority for time-stamps does not pass for a document that the authority signed.
func TestT3_TimestampIsNoDocument(t *testing.T) {
	p := newTrial(t)
	token, err := p.stamp.Stamp(&tsp.Request{Imprint: tsp.NewImprint(algorithm.Streebog256, []byte(document)), CertReq: true})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, run(t, p.input(t, token), validate.Crypto), validate.TotalPassed)
	expect(t, p.trusted(t, p.input(t, token)), validate.Indeterminate, validate.ChainConstraintsFailure)
}
