package trialca_test

import (
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/opensslgost"
)

// folder is a temporary folder with files for openssl.
type folder string

func (f folder) write(tb testing.TB, name string, data []byte) string {
	tb.Helper()
	path := filepath.Join(string(f), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

func (f folder) read(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join(string(f), name))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func (f folder) path(name string) string { return filepath.Join(string(f), name) }

// TestOpenSSLVerifiesOurs: certificates, revocation lists and status answers of the trial authority are good to OpenSSL with
// the GOST engine, on every curve, and revoked ones are revoked.
func TestOpenSSLVerifiesOurs(t *testing.T) {
	opensslgost.Require(t)
	for _, curve := range trialcatest.Curves() {
		t.Run(curve.String(), func(t *testing.T) {
			p := trialcatest.NewAt(t, curve, time.Now().Add(-time.Minute))
			good, _ := p.Issue(t, trialcatest.Head())
			bad, _ := p.Issue(t, trialcatest.Person())
			if err := p.Sub.Revoke(bad, revocation.KeyCompromise); err != nil {
				t.Fatal(err)
			}
			list, err := p.Sub.CRL(time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			f := folder(t.TempDir())
			root, sub := f.write(t, "root", cert.PEM(p.Root.Certificate())), f.write(t, "sub", cert.PEM(p.Sub.Certificate()))
			goodFile, badFile := f.write(t, "good", cert.PEM(good)), f.write(t, "bad", cert.PEM(bad))
			crl := f.write(t, "crl", pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: list.Raw}))
			verify := []string{"verify", "-x509_strict", "-crl_check", "-CAfile", root, "-untrusted", sub, "-CRLfile", crl}
			if out := opensslgost.Run(t, nil, append(verify, goodFile)...); !strings.Contains(string(out), "OK") {
				t.Errorf("openssl says %s", out)
			}
			if _, err := opensslgost.Try(t, nil, append(verify, badFile)...); err == nil || !strings.Contains(err.Error(), "certificate revoked") {
				t.Errorf("openssl says of the revoked one: %v", err)
			}
			opensslAsksOurs(t, p, f, root, sub, goodFile, badFile)
		})
	}
}

// opensslAsksOurs lets OpenSSL make a request with a nonce, answers it by a delegate, and lets OpenSSL judge the answer.
func opensslAsksOurs(t *testing.T, p *trialcatest.PKI, f folder, root, sub, good, bad string) {
	t.Helper()
	responder, err := p.Sub.NewResponder(trialcatest.StatusService(), p.Key(t))
	if err != nil {
		t.Fatal(err)
	}
	ask := []string{"ocsp", "-issuer", sub, "-cert", good, "-cert", bad}
	opensslgost.Run(t, nil, append(ask, "-nonce", "-reqout", f.path("request"))...)
	response, err := responder.Respond(f.read(t, "request"), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	// no_nonce: not another nonce than that of the request which is read.
	out := opensslgost.Run(t, nil, append(ask, "-reqin", f.path("request"), "-no_nonce", "-respin", f.write(t, "response", response),
		"-CAfile", root, "-verify_other", sub)...)
	for _, want := range []string{"good: good", "bad: revoked", "Reason: keyCompromise"} {
		if !strings.Contains(string(out), want) {
			t.Errorf("openssl says %s, want %q", out, want)
		}
	}
}

// paramset are the names of gost-engine for the curves.
var paramset = map[string][2]string{
	"CryptoPro-A": {"256", "A"}, "CryptoPro-B": {"256", "B"}, "CryptoPro-C": {"256", "C"}, "tc26-256-A": {"256", "TCA"},
	"tc26-512-A": {"512", "A"}, "tc26-512-B": {"512", "B"}, "tc26-512-C": {"512", "C"},
}

const caConfig = `[ca]
default_ca = x
[x]
dir = %s
database = $dir/index
new_certs_dir = $dir
serial = $dir/serial
crlnumber = $dir/crlnumber
default_md = md_gost12_%s
default_crl_days = 30
default_days = 30
policy = any
unique_subject = no
x509_extensions = holder
[any]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[holder]
keyUsage = critical,digitalSignature,nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid,issuer:always
certificatePolicies = 1.2.643.100.113.1
[ocsp]
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
`

// TestWeVerifyOpenSSLs: what OpenSSL issues is good to us, on every curve.
func TestWeVerifyOpenSSLs(t *testing.T) {
	opensslgost.Require(t)
	for _, curve := range trialcatest.Curves() {
		t.Run(curve.String(), func(t *testing.T) {
			ca := newOpenSSLCA(t, curve)
			good, bad := ca.issue(t, "good", "holder"), ca.issue(t, "bad", "holder")
			opensslgost.Run(t, nil, ca.command("-revoke", ca.path("bad.pem"), "-crl_reason", "keyCompromise")...)
			opensslgost.Run(t, nil, ca.command("-gencrl", "-out", ca.path("crl.pem"))...)
			block, _ := pem.Decode(ca.read(t, "crl.pem"))
			list, err := revocation.ParseCRL(block.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			response := ca.answer(t, good, bad)
			for want, c := range map[revocation.Status]*cert.Certificate{revocation.Good: good, revocation.Revoked: bad} {
				result, err := cert.Build(t.Context(), cert.Request{Leaf: c, Anchors: cert.NewPool(ca.root), At: time.Now()})
				if err != nil || result.Err() != nil {
					t.Fatalf("chain: %v, %v", err, result.Err())
				}
				source := revocation.Stored{CRLs: []*revocation.CRL{list}, Responses: []*revocation.Response{response}}
				findings, err := revocation.Check(t.Context(), result.Path, 0, nil, source)
				if err != nil || len(findings) != 2 {
					t.Fatalf("findings %v, %v", findings, err)
				}
				for _, f := range findings {
					if f.Status != want || !f.CurrentAt(time.Now().Add(time.Second)) || want == revocation.Revoked && f.Reason != revocation.KeyCompromise {
						t.Errorf("%s: %+v, want %s", c.Subject, f, want)
					}
				}
			}
		})
	}
}

// opensslCA is an authority of OpenSSL in a folder.
type opensslCA struct {
	folder
	bits, set string
	root      *cert.Certificate
}

func newOpenSSLCA(t *testing.T, curve *gost3410.Curve) *opensslCA {
	t.Helper()
	ca := &opensslCA{folder: folder(t.TempDir()), bits: paramset[curve.String()][0], set: paramset[curve.String()][1]}
	ca.write(t, "conf", fmt.Appendf(nil, caConfig, ca.folder, ca.bits))
	ca.write(t, "index", nil)
	ca.write(t, "serial", []byte("0080\n"))
	ca.write(t, "crlnumber", []byte("01\n"))
	ca.key(t, "ca")
	ca.request(t, "ca", "/C=RU/CN=Authority "+curve.String())
	opensslgost.Run(t, nil, ca.command("-batch", "-selfsign", "-in", ca.path("ca.csr"), "-extensions", "root", "-out", ca.path("ca.pem"))...)
	ca.root = ca.certificate(t, "ca.pem")
	return ca
}

// command is `openssl ca` with the files of the authority.
func (ca *opensslCA) command(args ...string) []string {
	return append([]string{"ca", "-config", ca.path("conf"), "-keyfile", ca.path("ca.key"), "-cert", ca.path("ca.pem"), "-utf8"}, args...)
}

func (ca *opensslCA) key(t *testing.T, name string) {
	t.Helper()
	opensslgost.Run(t, nil, "genpkey", "-algorithm", "gost2012_"+ca.bits, "-pkeyopt", "paramset:"+ca.set, "-out", ca.path(name+".key"))
}

func (ca *opensslCA) request(t *testing.T, name, subject string) {
	t.Helper()
	opensslgost.Run(t, nil, "req", "-new", "-utf8", "-key", ca.path(name+".key"), "-md_gost12_"+ca.bits, "-subj", subject, "-out", ca.path(name+".csr"))
}

func (ca *opensslCA) certificate(t *testing.T, name string) *cert.Certificate {
	t.Helper()
	list, err := cert.ParseFile(ca.read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

func (ca *opensslCA) issue(t *testing.T, name, extensions string) *cert.Certificate {
	t.Helper()
	ca.key(t, name)
	ca.request(t, name, "/C=RU/CN="+name)
	opensslgost.Run(t, nil, ca.command("-batch", "-in", ca.path(name+".csr"), "-extensions", extensions, "-out", ca.path(name+".pem"))...)
	return ca.certificate(t, name+".pem")
}

// answer lets OpenSSL answer our own request, by a delegate.
func (ca *opensslCA) answer(t *testing.T, certificates ...*cert.Certificate) *revocation.Response {
	t.Helper()
	ca.issue(t, "ocsp", "ocsp")
	request := revocation.Request{Nonce: []byte("0123456789abcdef")}
	for i, c := range certificates {
		d := []algorithm.Digest{algorithm.SHA1, algorithm.Streebog256, algorithm.GOSTR341194}[i%3]
		id, err := revocation.NewCertID(c, ca.root, d)
		if err != nil {
			t.Fatal(err)
		}
		request.IDs = append(request.IDs, id)
	}
	raw, err := request.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	opensslgost.Run(t, nil, "ocsp", "-index", ca.path("index"), "-CA", ca.path("ca.pem"), "-rsigner", ca.path("ocsp.pem"),
		"-rkey", ca.path("ocsp.key"), "-rmd", "md_gost12_"+ca.bits, "-reqin", ca.write(t, "request", raw),
		"-respout", ca.path("response"), "-ndays", strconv.Itoa(3))
	response, err := revocation.ParseResponse(ca.read(t, "response"))
	if err != nil {
		t.Fatal(err)
	}
	if string(response.Nonce) != string(request.Nonce) {
		t.Errorf("nonce %x", response.Nonce)
	}
	return response
}
