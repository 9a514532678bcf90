package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// trustedList writes a list with one authority, which has been in a state since the year before the certificates were issued.
func trustedList(t testing.TB, path, status string, c *cert.Certificate) string {
	t.Helper()
	raw := trialca.TrustedList(1, c.NotBefore.AddDate(0, 0, 1), trialca.ListedAuthority{
		Name: "Тестовый аккредитованный УЦ", Number: "1", INN: "9600000016", OGRN: "1099600000015",
		Statuses: []trialca.ListedStatus{{Name: status, From: c.NotBefore.AddDate(-1, 0, 0)}},
		Keys:     []trialca.ListedKey{{ID: c.SubjectKeyID, Certificates: []*cert.Certificate{c}}},
	})
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// T2, T7: a signature has the marks of a qualified one only by the list, and what --ca has adds nothing to that.
func TestT2_SigVerifyQualified(t *testing.T) {
	const set = "gost/openssl-oracle"
	dir := sharedtest.Dir(t, set)
	file := func(name string) string { return filepath.Join(dir, name) }
	list, err := cert.ParseFile(sharedtest.File(t, set, "sub.pem"))
	if err != nil {
		t.Fatal(err)
	}
	made := t.TempDir()
	accredited := trustedList(t, filepath.Join(made, "accredited.xml"), "Действует", list[0])
	ended := trustedList(t, filepath.Join(made, "ended.xml"), "Прекращена", list[0])
	other, err := cert.ParseFile(sharedtest.File(t, set, "root.pem"))
	if err != nil {
		t.Fatal(err)
	}
	above := trustedList(t, filepath.Join(made, "above.xml"), "Действует", other[0])
	foreign := trustedList(t, filepath.Join(made, "foreign.xml"), "Действует", unrelated(t))

	verify := func(want int, more ...string) validate.Report {
		t.Helper()
		out := must(t, want, append([]string{
			"sig", "verify", "--policy", "qualified", "--in", file("data.xml"), "--at", "2026-12-01T00:00:00Z", "--json", "--sig",
		}, more...)...)
		var r validate.Report
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	signed, revoked := file("ee.detached.cades.p7s"), file("rev.detached.cades.p7s")
	r := verify(0, signed, "--tsl", accredited, "--crl", file("sub.crl"))
	if !r.Signers[0].Qualified || r.Tool.Certified || *r.Signers[0].TrustSource != "tsl" {
		t.Errorf("qualified %t, certified %t, by %s", r.Signers[0].Qualified, r.Tool.Certified, *r.Signers[0].TrustSource)
	}
	text := must(t, 0, "sig", "verify", "--policy", "qualified", "--in", file("data.xml"), "--at", "2026-12-01T00:00:00Z", "--sig", signed,
		"--tsl", accredited, "--crl", file("sub.crl"))
	for _, want := range []string{"«признаки квалифицированной подписи»", "trust list 1 of", "not signed", "Тестовый аккредитованный УЦ: accredited when"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	for what, r := range map[string]validate.Report{
		"no fresh data":                         verify(3, signed, "--tsl", accredited),
		"not accredited":                        verify(3, signed, "--tsl", ended, "--crl", file("sub.crl")),
		"revoked":                               verify(3, revoked, "--tsl", accredited, "--crl", file("sub.crl")),
		"the root is listed, who issued is not": verify(3, signed, "--tsl", above, "--untrusted", file("sub.pem"), "--crl", file("sub.crl")),
		"only --ca knows it":                    verify(3, signed, "--tsl", foreign, "--ca", file("root.pem"), "--untrusted", file("sub.pem"), "--crl", file("sub.crl")),
	} {
		if r.Signers[0].Qualified {
			t.Errorf("%s: qualified", what)
		}
	}

	// A list that is none, and one whose signature is not good, are no input.
	must(t, 2, "sig", "verify", "--policy", "qualified", "--in", file("data.xml"), "--sig", signed, "--tsl", file("data.xml"))
	must(t, 2, "sig", "verify", "--policy", "qualified", "--in", file("data.xml"), "--sig", signed, "--tsl", filepath.Join(made, "missing.xml"))
	must(t, 2, "sig", "verify", "--policy", "crypto", "--in", file("data.xml"), "--sig", signed, "--tsl", file("ee.pem"))
}

// unrelated returns the certificate of an authority that has issued nothing here.
func unrelated(t testing.TB) *cert.Certificate {
	t.Helper()
	return newTrial(t, "cryptopro-a").certificate(t, "ca/ca.pem")
}

// T8: a list that names a trial authority makes nothing qualified.
func TestT8_SigVerifyQualifiedRefusesTrial(t *testing.T) {
	f := newTrial(t, "cryptopro-a")
	list := trustedList(t, f.path("list.xml"), "Действует", f.certificate(t, "ca/ca.pem"))
	must(t, 0, "sig", "sign", "--key", f.path("p.key"), "--cert", f.path("p.pem"), "--in", f.path("doc"), "--out", f.path("sig"))
	must(t, 0, "ca", "crl", "--dir", f.path("ca"), "--out", f.path("crl"))
	args := []string{"sig", "verify", "--policy", "qualified", "--sig", f.path("sig"), "--tsl", list, "--crl", f.path("crl"), "--ca", f.path("ca/root.pem")}
	if out := must(t, 3, append(args, "--at", time.Now().Add(time.Minute).UTC().Format(time.RFC3339))...); !strings.Contains(out, "certificate.trial") || strings.Contains(out, "признаки") {
		t.Error(out)
	}
}
