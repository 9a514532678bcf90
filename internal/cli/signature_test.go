package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/internal/cli"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// run runs a command in this process and returns its code and what it wrote.
func run(t testing.TB, args ...string) (code int, out, complaints string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = cli.Main(args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// must runs a command that must end with a code, and returns its output.
func must(t testing.TB, want int, args ...string) string {
	t.Helper()
	code, out, complaints := run(t, args...)
	if code != want {
		t.Fatalf("klaster %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), code, want, out, complaints)
	}
	return out
}

// Every line of what was measured over 63 real certificates of accredited authorities: its SHA-1, and that the signature is
// good by one of the roots.
func TestCertVerifyOfRealAuthorities(t *testing.T) {
	dir := sharedtest.Dir(t, "gost/ca")
	roots, all := filepath.Join(dir, "guc-roots.pem"), filepath.Join(dir, "sample-gost2012-ca.pem")
	var want strings.Builder
	var first string
	for line := range strings.Lines(string(sharedtest.File(t, "gost/ca", "sample-gost2012-ca.expected.tsv"))) {
		if fields := strings.Split(line, "\t"); !strings.HasPrefix(line, "#") {
			want.WriteString(fields[0] + " " + fields[2] + "\n")
			first = fields[0]
		}
	}
	if first == "" {
		t.Fatal("nothing is expected")
	}
	if got := must(t, 0, "cert", "verify", "--ca", roots, all); got != want.String() {
		t.Errorf("answers:\n%s\nwant:\n%s", got, &want)
	}
	// The roots are not among them, so that they do not vouch for each other.
	if got := must(t, 1, "cert", "verify", "--ca", all, all); strings.Count(got, " no-issuer\n") != 63 {
		t.Errorf("without the roots:\n%s", got)
	}
	if got := must(t, 1, "cert", "verify", "--ca", roots, "--at", "2060-01-01T00:00:00Z", all); strings.Contains(got, " ok") {
		t.Errorf("in 2060:\n%s", got)
	}
}

// What OpenSSL and gost-engine made and said of it (expected.log), line by line.
func TestOracle(t *testing.T) {
	const set = "gost/openssl-oracle"
	dir := sharedtest.Dir(t, set)
	file := func(name string) string { return filepath.Join(dir, name) }
	log := string(sharedtest.File(t, set, "expected.log"))
	trusted := func(more ...string) []string {
		return append([]string{
			"sig", "verify", "--policy", "trusted", "--ca", file("root.pem"), "--untrusted", file("sub.pem"), "--in", file("data.xml"),
			"--at", "2026-12-01T00:00:00Z",
		}, more...)
	}
	said := func(line string) {
		t.Helper()
		if !strings.Contains(log, line) {
			t.Fatalf("expected.log does not say %q", line)
		}
	}
	for _, name := range []string{"ee", "ee512", "ip", "rev"} {
		said(name + " detached: CAdES Verification successful")
		for _, form := range []string{".detached.cades.p7s", ".attached.cades.p7m"} {
			must(t, 0, "sig", "verify", "--policy", "crypto", "--in", file("data.xml"), "--sig", file(name+form))
			must(t, 1, "sig", "verify", "--policy", "crypto", "--in", file("make.sh"), "--sig", file(name+form))
			must(t, 3, trusted("--sig", file(name+form))...) // no fresh data
		}
	}
	for _, name := range []string{"ee", "ee512", "ip"} {
		must(t, 0, trusted("--sig", file(name+".detached.cades.p7s"), "--crl", file("sub.crl"))...)
	}
	said("rev + crl: error rev.pem: verification failed")
	if out := must(t, 3, trusted("--sig", file("rev.detached.cades.p7s"), "--crl", file("sub.crl"))...); !strings.Contains(out, "REVOKED_NO_POE") {
		t.Error(out)
	}
	said("Response verify OK\nee.pem: good")
	must(t, 0, trusted("--sig", file("ee.detached.cades.p7s"), "--ocsp", file("ocsp.resp"))...)
	said("rev.pem: revoked")
	must(t, 3, trusted("--sig", file("rev.detached.cades.p7s"), "--ocsp", file("ocsp.resp"))...)

	said("Verification: OK") // of ts.resp, over data.xml
	response, err := tsp.ParseResponse(sharedtest.File(t, set, "ts.resp"))
	if err != nil {
		t.Fatal(err)
	}
	checks := response.Token.Verify(response.Token.Certificate(), sharedtest.File(t, set, "data.xml"), nil)
	if err := checks.Err(0); err != nil {
		t.Error(err)
	}
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, response.Token.Raw(), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, 0, "sig", "verify", "--policy", "crypto", "--sig", token)

	said("MAC: GOST R 34.11-2012 with 512 bit hash, Iteration 2000")
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("Пароль\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	signed := filepath.Join(t.TempDir(), "signed")
	must(t, 0, "sig", "sign", "--key", file("ee.p12"), "--password-file", password, "--in", file("data.xml"), "--detached", "--out", signed)
	must(t, 0, trusted("--sig", signed, "--crl", file("sub.crl"))...)

	// Two signers, and one who has signed no attributes (T1).
	must(t, 0, trusted("--sig", file("two-signers.p7m"), "--crl", file("sub.crl"))...)
	noattr := []string{"--sig", file("ee.noattr.p7s"), "--crl", file("sub.crl")}
	must(t, 0, append([]string{"sig", "verify", "--policy", "crypto", "--in", file("data.xml")}, noattr...)...)
	must(t, 3, trusted(noattr...)...)

	for _, name := range []string{"root", "sub", "ee", "ee512", "ip", "rev", "ocsp", "tsa"} {
		must(t, 0, "cert", "verify", "--ca", file("root.pem"), "--untrusted", file("sub.pem"), file(name+".pem"))
	}
	if out := must(t, 0, "cert", "show", file("ee.pem")); !strings.Contains(out, "ИНН ЮЛ     7700000009") {
		t.Error(out)
	}
}

// Messages and documents that other programs have signed: GnuTLS, Bouncy Castle, pygost, xmlsec, the examples of Р 1323565.1.025.
func TestSigVerifyOfOtherPrograms(t *testing.T) {
	dir := sharedtest.Dir(t, "gost")
	for _, c := range []struct {
		code        int
		sig, holder string
	}{
		{0, "tc26-cms/signed_a111.pem", "tc26-cms/sender256_cert.pem"},
		{0, "tc26-cms/signed_a121.pem", "tc26-cms/sender512_cert.pem"},
		{0, "pygost/cms-TestSigned-test_256-1.der", "pygost/x509-TestCertificate-test_256-1.der"},
		{0, "pygost/cms-TestSigned-test_512-1.der", "pygost/x509-TestCertificate-test_512-1.der"},
		{3, "pygost/cms-TestSigned-test_256-1.der", ""}, // its certificate is not in it
		{3, "gnutls/rfc4490.p7b", ""},
		{0, "bc/NewSignedDataTest-rawGost.der", ""},
		{0, "xmldsig/enveloped-gost2012-256.xml", ""},
		{2, "pygost/cms-TestDigested-test_256-1.der", ""},
		{2, "tc26-cms/encrypted_keyagree_a211.pem", ""},
		{2, "bc/gost2012_cert.pem", ""},
		{2, "crl/255f4b3fff3e.crl", ""},
	} {
		args := []string{"sig", "verify", "--policy", "crypto", "--sig", filepath.Join(dir, c.sig)}
		if c.holder != "" {
			args = append(args, "--cert", filepath.Join(dir, c.holder))
		}
		if code, out, complaints := run(t, args...); code != c.code {
			t.Errorf("%s: exit code %d, want %d\n%s%s", c.sig, code, c.code, out, complaints)
		}
	}
}

// T5: what is signed is the whole document. Any octet of it that is changed is found, but for those of KeyInfo, which nobody signs: there another
// certificate of the same key can stand, whom only the policies with trust refuse.
func TestT5_ChangedOctetOfADocument(t *testing.T) {
	whole := sharedtest.File(t, "gost/xmldsig", "enveloped-gost2012-256.xml")
	open, closed := bytes.Index(whole, []byte("<KeyInfo")), bytes.Index(whole, []byte("</KeyInfo"))
	if open < 0 || closed < open {
		t.Fatal("no KeyInfo")
	}
	changed := filepath.Join(t.TempDir(), "changed.xml")
	for i := 0; i < len(whole); i += 1 + len(whole)/200 {
		if i > open && i < closed {
			continue
		}
		data := bytes.Clone(whole)
		data[i] ^= 1
		if err := os.WriteFile(changed, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out, _ := run(t, "sig", "verify", "--policy", "crypto", "--sig", changed); code == 0 {
			t.Errorf("octet %d changed:\n%s", i, out)
		}
	}
}

// A document is copied into its place without being encoded anew: headers count right at every length of lengths.
func TestSigSignPutsDocumentsOfAllSizesIn(t *testing.T) {
	f := newTrial(t, "tc26-256-a")
	for _, size := range []int{0, 1, 100, 127, 128, 255, 256, 65_500, 65_535, 65_536, 1 << 24} {
		content := bytes.Repeat([]byte{'x'}, size)
		f.write(t, "doc", string(content))
		must(t, 0, "sig", "sign", "--key", f.path("p.key"), "--cert", f.path("p.pem"), "--in", f.path("doc"), "--out", f.path("sig"))
		must(t, 0, "sig", "verify", "--policy", "trial", "--ca", f.path("ca/root.pem"), "--untrusted", f.path("ca/ca.pem"), "--in", f.path("doc"), "--sig", f.path("sig"))
		raw, err := os.ReadFile(f.path("sig"))
		if err != nil {
			t.Fatal(err)
		}
		m, err := cms.Parse(raw)
		if err != nil || m.BER || !bytes.Equal(m.Content, content) {
			t.Errorf("size %d: %v", size, err)
		}
	}
}

// Keys of other programs are opened: PFX of GnuTLS, pygost, xmlsec and Windows.
func TestSigSignWithKeysOfOtherPrograms(t *testing.T) {
	dir := sharedtest.Dir(t, "gost")
	out := filepath.Join(t.TempDir(), "out.sig")
	password := filepath.Join(t.TempDir(), "password")
	for _, c := range []struct {
		code                int
		key, holder, secret string
	}{
		{0, "gnutls/gost12.p12", "", "Пароль для PFX"},
		{2, "gnutls/gost01.p12", "", "Пароль для PFX"}, // a key of 2001
		{2, "gnutls/gost12.p12", "", "другой"},
		{0, "pygost/pfx-TestPFX-data-1.der", "", "Пароль для PFX"},
		{0, "xmldsig/gost-2012-256-key.p12", "", "secret123"},
		{0, "xmldsig/gost-2012-256-key-win.p12", "", "secret123"},
		{0, "xmldsig/gost-2012-256-key.p8-der", "xmldsig/gost-2012-256-cert.der", "secret123"},
		{0, "xmldsig/gost-2012-256-key.p8-pem", "xmldsig/gost-2012-256-cert.pem", "secret123"},
		{2, "gnutls/key-gost12-512.p8", "xmldsig/gost-2012-256-cert.pem", ""},
	} {
		if err := os.WriteFile(password, []byte(c.secret), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{
			"sig", "sign", "--key", filepath.Join(dir, c.key), "--password-file", password, "--in", filepath.Join(dir, "MANIFEST.md"), "--out", out,
		}
		if c.holder != "" {
			args = append(args, "--cert", filepath.Join(dir, c.holder))
		}
		code, said, complaints := run(t, args...)
		if code != c.code {
			t.Errorf("%s: exit code %d, want %d\n%s%s", c.key, code, c.code, said, complaints)
		}
		if code == 0 {
			must(t, 0, "sig", "verify", "--policy", "crypto", "--sig", out)
		}
	}
}

// Certificates of real authorities are shown whole.
func TestCertShowOfRealAuthorities(t *testing.T) {
	all := filepath.Join(sharedtest.Dir(t, "gost/ca"), "sample-gost2012-ca.pem")
	out := must(t, 0, "cert", "show", all)
	if n := strings.Count(out, "\nsha256"); n != 63 {
		t.Errorf("%d certificates, want 63", n)
	}
	for _, text := range []string{"ОГРН", "КС1 (1.2.643.100.113.1)", "КС2 (", "КС3 (", "keyCertSign", "CryptoPro-A"} {
		if !strings.Contains(out, text) {
			t.Errorf("%q is not shown", text)
		}
	}
}

// An empty --at, as a script with an unset variable has it, is no time; it must not pass for now, nor for dates not to be judged.
func TestEmptyControlTimeIsAMistake(t *testing.T) {
	dir := sharedtest.Dir(t, "gost/openssl-oracle")
	root := filepath.Join(dir, "root.pem")
	must(t, 0, "cert", "verify", "--ca", root, root)
	must(t, 2, "cert", "verify", "--at", "", "--ca", root, root)
	must(t, 2, "cert", "verify", "--at=", "--ca", root, root)
	must(t, 2, "sig", "verify", "--at", "", "--policy", "crypto", "--sig", filepath.Join(dir, "ee.attached.cades.p7m"))
}

// Files as editors of Windows save them: PEM after a byte order mark is read; PEM in UTF-16 is no signature, and no verdict on one.
func TestFilesOfEditors(t *testing.T) {
	dir := sharedtest.Dir(t, "gost/openssl-oracle")
	folder := t.TempDir()
	marked := func(name string) string {
		path := filepath.Join(folder, name)
		data := append([]byte("\xef\xbb\xbf"), sharedtest.File(t, "gost/openssl-oracle", name)...)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	must(t, 0, "sig", "verify", "--policy", "trusted", "--ca", marked("root.pem"), "--untrusted", marked("sub.pem"), "--crl", marked("sub.crl"),
		"--sig", filepath.Join(dir, "ee.attached.cades.p7m"), "--at", "2026-11-22T00:00:00Z")
	wide := filepath.Join(folder, "wide")
	if err := os.WriteFile(wide, []byte("\xff\xfe-\x00-\x00-\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	must(t, 2, "sig", "verify", "--policy", "crypto", "--sig", wide)
}
