package revocation_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

func parseCertificate(tb testing.TB, set, name string) *cert.Certificate {
	tb.Helper()
	list, err := cert.ParseFile(sharedtest.File(tb, set, name))
	if err != nil {
		tb.Fatal(err)
	}
	return list[0]
}

func parseCRL(tb testing.TB, raw []byte) *revocation.CRL {
	tb.Helper()
	if block, _ := pem.Decode(raw); block != nil {
		raw = block.Bytes
	}
	list, err := revocation.ParseCRL(raw)
	if err != nil {
		tb.Fatal(err)
	}
	return list
}

func publicKey(tb testing.TB, c *cert.Certificate) *algorithm.PublicKey {
	tb.Helper()
	key, err := c.PublicKey()
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

// TestRealLists: the twelve real lists are what the file of expected outcomes says, and crypto/x509 reads the same entries.
func TestRealLists(t *testing.T) {
	n := 0
	for line := range strings.Lines(string(sharedtest.File(t, "gost/crl", "expected.tsv"))) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		n++
		raw := sharedtest.File(t, "gost/crl", f[0])
		list := parseCRL(t, raw)
		issuer := parseCertificate(t, "gost/crl", f[1])
		if err := list.CheckSignature(publicKey(t, issuer), nil); (err == nil) != (f[2] == "ok") {
			t.Errorf("%s: signature %v, want %s", f[0], err, f[2])
		}
		const layout = "2006-01-02 15:04:05+00:00"
		if list.SignatureAlgorithm.OID.String() != f[3] || strconv.Itoa(list.Len) != f[4] ||
			list.ThisUpdate.Format(layout) != f[5] || list.NextUpdate.Format(layout) != f[6] {
			t.Errorf("%s: %s, %d entries, %v to %v", f[0], list.SignatureAlgorithm.OID, list.Len, list.ThisUpdate, list.NextUpdate)
		}
		compareWithStd(t, f[0], list)
	}
	if n != 12 {
		t.Errorf("%d lists, want 12", n)
	}
}

func compareWithStd(t *testing.T, name string, list *revocation.CRL) {
	t.Helper()
	s, err := x509.ParseRevocationList(list.Raw)
	if err != nil {
		t.Errorf("%s: crypto/x509: %v", name, err)
		return
	}
	if len(s.RevokedCertificateEntries) != list.Len || !bytes.Equal(s.AuthorityKeyId, list.AuthorityKeyID) ||
		s.Number != nil && s.Number.Cmp(new(big.Int).SetBytes(list.Number)) != 0 {
		t.Errorf("%s: %d entries, of crypto/x509 %d", name, list.Len, len(s.RevokedCertificateEntries))
	}
	i := 0
	for e := range list.Entries() {
		want := s.RevokedCertificateEntries[i]
		i++
		if new(big.Int).SetBytes(e.Serial).Cmp(want.SerialNumber) != 0 || !e.RevokedAt.Equal(want.RevocationTime) || int(e.Reason) != want.ReasonCode {
			t.Errorf("%s: entry %d is %x of %v, of crypto/x509 %v of %v", name, i, e.Serial, e.RevokedAt, want.SerialNumber, want.RevocationTime)
		}
		if found, ok := list.Lookup(list.Issuer, e.Serial); !ok || !found.RevokedAt.Equal(e.RevokedAt) {
			t.Errorf("%s: entry %x is not found", name, e.Serial)
		}
		other := append(bytes.Clone(e.Serial), 1)
		if _, ok := list.Lookup(list.Issuer, other); ok {
			t.Errorf("%s: %x is found and not there", name, other)
		}
	}
}

// TestT4_RealListsOfOthers: no real list says anything about certificates of another issuer.
func TestT4_RealListsOfOthers(t *testing.T) {
	var lists []*revocation.CRL
	var issuers []*cert.Certificate
	for line := range strings.Lines(string(sharedtest.File(t, "gost/crl", "expected.tsv"))) {
		f := strings.Split(line, "\t")
		lists = append(lists, parseCRL(t, sharedtest.File(t, "gost/crl", f[0])))
		issuers = append(issuers, parseCertificate(t, "gost/crl", f[1]))
	}
	for i, list := range lists {
		for j, issuer := range issuers {
			// Of the certificate itself only its issuer's name and its serial number matter.
			f := revocation.CheckCRL(list, nil, issuer, issuer, nil)
			if f.Decisive() != (i == j) {
				t.Errorf("list %d about issuer %d: %v", i, j, f)
			}
		}
	}
}

// TestExampleLists: the lists of RFC 9215, appendix A, and of the oracle are signed by their certificates.
func TestExampleLists(t *testing.T) {
	for _, set := range []string{"256_test", "256a", "512_test"} {
		name := "x509-TestRFC4491bis-test_" + set + "_paramset-"
		list := parseCRL(t, sharedtest.File(t, "gost/pygost", name+"3.der"))
		if err := list.CheckSignature(publicKey(t, parseCertificate(t, "gost/pygost", name+"2.der")), nil); err != nil {
			t.Errorf("%s: %v", set, err)
		}
	}
	sub, rev := parseCertificate(t, "gost/openssl-oracle", "sub.pem"), parseCertificate(t, "gost/openssl-oracle", "rev.pem")
	list := parseCRL(t, sharedtest.File(t, "gost/openssl-oracle", "sub.crl"))
	compareWithStd(t, "sub.crl", list)
	f := revocation.CheckCRL(list, nil, rev, sub, nil)
	if f.Status != revocation.Revoked || f.Reason != revocation.KeyCompromise {
		t.Errorf("rev is %+v", f)
	}
	if f := revocation.CheckCRL(list, nil, parseCertificate(t, "gost/openssl-oracle", "ee.pem"), sub, nil); f.Status != revocation.Good {
		t.Errorf("ee is %+v", f)
	}
}

// TestOracleOCSP: the oracle's answer, by a delegate, says that ee is good and rev revoked.
func TestOracleOCSP(t *testing.T) {
	response, err := revocation.ParseResponse(sharedtest.File(t, "gost/openssl-oracle", "ocsp.resp"))
	if err != nil {
		t.Fatal(err)
	}
	sub := parseCertificate(t, "gost/openssl-oracle", "sub.pem")
	for name, want := range map[string]revocation.Status{"ee.pem": revocation.Good, "rev.pem": revocation.Revoked, "ip.pem": revocation.Unknown} {
		f := revocation.CheckOCSP(response, parseCertificate(t, "gost/openssl-oracle", name), sub, nil, nil)
		if f.Status != want || want != revocation.Unknown && (!f.Delegated || f.Signer.Subject.Text(cert.OIDCommonName) != "Тестовый OCSP") {
			t.Errorf("%s: %+v", name, f)
		}
		if want == revocation.Good && (!f.CurrentAt(f.ThisUpdate.Add(time.Hour)) || f.CurrentAt(f.NextUpdate.Add(time.Second))) {
			t.Errorf("%s: from %v to %v", name, f.ThisUpdate, f.NextUpdate)
		}
	}
	request, err := revocation.ParseRequest(sharedtest.File(t, "gost/openssl-oracle", "ocsp.req"))
	if err != nil || len(request.IDs) != 2 || request.Nonce != nil {
		t.Fatalf("%+v, %v", request, err)
	}
	if !request.IDs[0].Matches(parseCertificate(t, "gost/openssl-oracle", "ee.pem"), sub) ||
		!request.IDs[1].Matches(parseCertificate(t, "gost/openssl-oracle", "rev.pem"), sub) ||
		request.IDs[0].Matches(parseCertificate(t, "gost/openssl-oracle", "rev.pem"), sub) {
		t.Error("the request is about others")
	}
	again, err := request.Marshal()
	if err != nil || !bytes.Equal(again, sharedtest.File(t, "gost/openssl-oracle", "ocsp.req")) {
		t.Errorf("written again as %x, %v", again, err)
	}
}
