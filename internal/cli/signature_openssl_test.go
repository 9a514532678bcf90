package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/opensslgost"
)

// trial is a trial authority with one holder, in a folder of the test.
type trial struct{ dir string }

func (f trial) path(name string) string { return filepath.Join(f.dir, name) }

func (f trial) write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(f.path(name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func newTrial(t testing.TB, curve string) trial {
	t.Helper()
	f := trial{t.TempDir()}
	must(t, 0, "ca", "init", "--dir", f.path("ca"), "--curve", curve)
	f.write(t, "password", "Пароль учебный\n")
	f.write(t, "doc", "Прошу присвоить статус.\n")
	f.issue(t, "p")
	return f
}

func (f trial) issue(t testing.TB, name string) {
	t.Helper()
	must(t, 0, "ca", "issue", "--dir", f.path("ca"), "--role", "person", "--surname", "Ёлкина", "--given-name", "Мария Петровна",
		"--snils", "999-999-001 49", "--out", f.path(name+".pem"), "--key", f.path(name+".key"))
}

func curves() []string {
	return strings.Split("cryptopro-a,cryptopro-b,cryptopro-c,tc26-256-a,tc26-512-a,tc26-512-b,tc26-512-c", ",")
}

// OpenSSL with gost-engine reads, on every curve, whatever the commands write: certificates, keys, messages, lists, answers
// and time-stamps.
func TestOpenSSLReadsWhatTheCommandsWrite(t *testing.T) {
	opensslgost.Require(t)
	for _, curve := range curves() {
		t.Run(curve, func(t *testing.T) {
			f := newTrial(t, curve)
			root, sub := f.path("ca/root.pem"), f.path("ca/ca.pem")
			ssl := func(args ...string) string { t.Helper(); return string(opensslgost.Run(t, nil, args...)) }

			must(t, 0, "sig", "sign", "--key", f.path("p.key"), "--cert", f.path("p.pem"), "--cert", sub, "--in", f.path("doc"), "--out", f.path("a.sig"))
			must(t, 0, "sig", "sign", "--key", f.path("p.key"), "--cert", f.path("p.pem"), "--cert", sub, "--in", f.path("doc"), "--detached", "--out", f.path("d.sig"))
			ssl("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", f.path("a.sig"), "-CAfile", root, "-out", f.path("got"))
			if got, err := os.ReadFile(f.path("got")); err != nil || string(got) != "Прошу присвоить статус.\n" {
				t.Errorf("the content is %q, %v", got, err)
			}
			ssl("cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", f.path("d.sig"), "-content", f.path("doc"), "-CAfile", root, "-out", f.path("got"))

			must(t, 0, "ca", "crl", "--dir", f.path("ca"), "--pem", "--out", f.path("1.crl"))
			must(t, 0, "ca", "crl", "--dir", f.path("ca"), "--root", "--pem", "--out", f.path("root.crl"))
			ssl("verify", "-crl_check_all", "-CAfile", root, "-untrusted", sub, "-CRLfile", f.path("1.crl"), "-CRLfile", f.path("root.crl"), f.path("p.pem"))

			f.status(t, "p.pem: good")
			must(t, 0, "ca", "revoke", "--dir", f.path("ca"), "--cert", f.path("p.pem"), "--reason", "keyCompromise")
			f.status(t, "p.pem: revoked")
			must(t, 0, "ca", "crl", "--dir", f.path("ca"), "--pem", "--out", f.path("2.crl"))
			if _, err := opensslgost.Try(t, nil, "verify", "-crl_check", "-CAfile", root, "-untrusted", sub, "-CRLfile", f.path("2.crl"), f.path("p.pem")); err == nil || !strings.Contains(err.Error(), "certificate revoked") {
				t.Errorf("by the second list: %v", err)
			}
			if out := ssl("crl", "-in", f.path("2.crl"), "-noout", "-text"); !strings.Contains(out, "Key Compromise") {
				t.Error(out)
			}

			ssl("ts", "-query", "-data", f.path("doc"), "-md_gost12_256", "-cert", "-out", f.path("tsq"))
			must(t, 0, "ca", "tsa", "--dir", f.path("ca"), "--in", f.path("tsq"), "--out", f.path("tsr"))
			ssl("ts", "-verify", "-data", f.path("doc"), "-in", f.path("tsr"), "-CAfile", root, "-untrusted", sub)
		})
	}
}

// status has openssl ask about the holder and check the answer.
func (f trial) status(t testing.TB, want string) {
	t.Helper()
	opensslgost.Run(t, nil, "ocsp", "-issuer", f.path("ca/ca.pem"), "-cert", f.path("p.pem"), "-reqout", f.path("ocsp.req"))
	must(t, 0, "ca", "ocsp", "--dir", f.path("ca"), "--in", f.path("ocsp.req"), "--out", f.path("ocsp.resp"))
	out := opensslgost.Run(t, nil, "ocsp", "-respin", f.path("ocsp.resp"), "-no_nonce", "-issuer", f.path("ca/ca.pem"), "-cert", f.path("p.pem"),
		"-CAfile", f.path("ca/root.pem"), "-verify_other", f.path("ca/ca.pem"))
	if !strings.Contains(string(out), want) {
		t.Errorf("openssl says %q, want %q", out, want)
	}
}

// OpenSSL opens encrypted keys and PFX files of ours, and signs with them what we take.
func TestOpenSSLOpensKeysOfTheCommands(t *testing.T) {
	opensslgost.Require(t)
	for _, curve := range []string{"cryptopro-a", "tc26-256-a", "tc26-512-c"} { // a form of file each; the engine is slow here
		t.Run(curve, func(t *testing.T) {
			f := newTrial(t, curve)
			must(t, 0, "ca", "issue", "--dir", f.path("ca"), "--role", "ip", "--surname", "Петров", "--given-name", "Пётр", "--snils", "99999900351",
				"--inn-person", "960000000300", "--ogrnip", "309960000000010", "--out", f.path("e.pem"), "--key", f.path("e.key"), "--pfx", f.path("e.pfx"),
				"--password-file", f.path("password"))
			digest := "md_gost12_256"
			if strings.Contains(curve, "512") {
				digest = "md_gost12_512"
			}
			sign := func(key string, more ...string) {
				t.Helper()
				opensslgost.Run(t, nil, append([]string{
					"cms", "-sign", "-cades", "-binary", "-nodetach", "-in", f.path("doc"), "-signer", f.path("e.pem"),
					"-inkey", key, "-md", digest, "-outform", "DER", "-out", f.path("ssl.sig"),
				}, more...)...)
				must(t, 0, "sig", "verify", "--policy", "trial", "--ca", f.path("ca/root.pem"), "--untrusted", f.path("ca/ca.pem"), "--sig", f.path("ssl.sig"))
			}
			sign(f.path("e.key"), "-passin", "file:"+f.path("password"))
			opensslgost.Run(t, nil, "pkcs12", "-in", f.path("e.pfx"), "-passin", "file:"+f.path("password"), "-nodes", "-nocerts", "-out", f.path("from-pfx.key"))
			sign(f.path("from-pfx.key"))

			// And we open its own.
			opensslgost.Run(t, nil, "pkcs12", "-export", "-in", f.path("e.pem"), "-inkey", f.path("from-pfx.key"), "-passout", "file:"+f.path("password"),
				"-keypbe", "gost89", "-certpbe", "gost89", "-macalg", "md_gost12_512", "-out", f.path("ssl.pfx"))
			must(t, 0, "sig", "sign", "--key", f.path("ssl.pfx"), "--password-file", f.path("password"), "--in", f.path("doc"), "--out", f.path("our.sig"))
			must(t, 0, "sig", "verify", "--policy", "trial", "--ca", f.path("ca/root.pem"), "--untrusted", f.path("ca/ca.pem"), "--sig", f.path("our.sig"))
		})
	}
}

// Hash codes are printed as openssl prints them, octet for octet.
func TestHashIsThatOfOpenSSL(t *testing.T) {
	opensslgost.Require(t)
	dir := t.TempDir()
	files := []string{"doc", "Заявление № 1", "два слова", "new\nline", `back\slash`, "empty"}
	args := make([]string, 0, len(files))
	for i, name := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Repeat("договор\n", i*40_000)), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	for ours, theirs := range map[string]string{"streebog256": "-md_gost12_256", "streebog512": "-md_gost12_512"} {
		got := must(t, 0, append([]string{"sig", "hash", "--alg", ours}, args...)...)
		want := string(opensslgost.Run(t, nil, append([]string{"dgst", theirs, "-r"}, args...)...))
		if got != want {
			t.Errorf("%s:\n%swant\n%s", ours, got, want)
		}
	}
}

// A name of a file is its octets, in whatever encoding: old archives have names in CP1251 and KOI8-R, some with commas.
func TestNamesOfFilesInAnyEncoding(t *testing.T) {
	opensslgost.Require(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "\xc7\xe0\xff\xe2\xeb\xe5\xed\xe8\xe5, \xb9 1")
	if err := os.WriteFile(path, []byte("договор\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := must(t, 0, "sig", "hash", "--alg", "streebog256", path)
	if want := string(opensslgost.Run(t, nil, "dgst", "-md_gost12_256", "-r", path)); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	f := newTrial(t, "cryptopro-a")
	signed, root := path+".sig", filepath.Join(dir, "\xea\xee\xf0\xe5\xed\xfc,.pem")
	if err := os.Link(f.path("ca/root.pem"), root); err != nil {
		t.Fatal(err)
	}
	must(t, 0, "sig", "sign", "--key", f.path("p.key"), "--cert", f.path("p.pem"), "--in", path, "--out", signed)
	must(t, 0, "sig", "verify", "--policy", "trial", "--ca", root, "--untrusted", f.path("ca/ca.pem"), "--in", path, "--sig", signed)
	must(t, 0, "cert", "show", root)
}
