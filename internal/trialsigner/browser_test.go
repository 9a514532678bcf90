package trialsigner_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/pem"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// files are what a person has on the disk.
type files struct {
	dir string
	pki *trialcatest.PKI
}

func newFiles(t *testing.T, curve *gost3410.Curve) *files {
	t.Helper()
	return &files{t.TempDir(), trialcatest.NewAt(t, curve, time.Now())}
}

func (f *files) write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(f.dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// holder writes the key and the certificate of somebody, as `klaster ca issue` does.
func (f *files) holder(t *testing.T, name string) (keyPath, certPath string) {
	t.Helper()
	c, key := f.pki.Issue(t, trialcatest.Person())
	encoded, err := keyfile.WritePKCS8(key)
	if err != nil {
		t.Fatal(err)
	}
	return f.write(t, name+".key", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded})), f.write(t, name+".pem", cert.PEM(c))
}

// built tells whether the program under test has the module. `make test` builds it before it runs these tests; go test alone sees a page
// that says how to.
func built(t *testing.T, base string) bool {
	t.Helper()
	p := browsertest.New(t, base)
	p.Open("/trial/signer")
	if browsertest.Eval[bool](p, "document.getElementById('signer') !== null") {
		return true
	}
	p.WantText("В этой сборке нет программы для браузера", "make wasm build")
	p.Audit()
	p.Shot("trialsigner/unbuilt")
	if os.Getenv("CI") == "true" {
		t.Fatal("the trial signer is not built: run make wasm")
	}
	t.Log("the trial signer is not built: run make wasm")
	return false
}

// keep has the page keep what it makes a link to; its own policy lets no script read that again.
const keep = `(() => {
	const make = URL.createObjectURL.bind(URL)
	URL.createObjectURL = made => { window.kept = made; return make(made) }
})()`

// download is what the link to the signature leads to, and under which name.
const download = `(async () => {
	const bytes = new Uint8Array(await window.kept.arrayBuffer())
	const name = document.querySelector('[data-part="download"] a').download
	return {name, hex: Array.from(bytes, b => b.toString(16).padStart(2, '0')).join('')}
})()`

// A person signs a file in the page; what comes out passes the policy for trials on the server. The page knows the file again,
// and another one not. Nothing but the parts of the page is asked of the server on the way.
func TestBrowserSignAndVerify(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	if !built(t, r.URL) {
		return
	}
	for _, w := range ways() {
		t.Run(w.name, func(t *testing.T) {
			f := newFiles(t, w.curve)
			server := newWitness(t, r.URL)
			p := browsertest.New(t, server.URL, w.options...)
			p.Open(w.words.path)
			p.WantText(w.words.noKey)
			p.Audit()
			p.Shot("trialsigner/empty-" + w.name)
			key, certificate := f.holder(t, "anna")
			document := f.write(t, "Заявление.txt", []byte("Прошу принять."))
			browsertest.Eval[any](p, keep)
			server.forget()

			p.ByLabel(w.words.keyFiles).Upload(key, certificate)
			p.ByRole("button", w.words.open).Click()
			p.WantText(w.words.opened, "Ёлкина Мария Петровна")
			p.ByLabel(w.words.toSign).Upload(document)
			p.ByRole("button", w.words.sign).Click()
			p.WantText(w.words.signed, "Заявление.txt.sig")
			signature := f.write(t, "s.sig", taken(t, p, "Заявление.txt.sig"))
			f.wantPassed(t, document, signature)

			p.ByLabel(w.words.signedFile).Upload(document)
			p.ByLabel(w.words.signatureFile).Upload(signature)
			p.ByRole("button", w.words.verify).Click()
			p.WantText(w.words.right)
			p.Audit()
			p.Shot("trialsigner/right-" + w.name)
			p.ByLabel(w.words.signedFile).Upload(f.write(t, "altered.txt", []byte("Прошу не принять.")))
			p.ByRole("button", w.words.verify).Click()
			p.WantText(w.words.altered)
			p.Audit()
			p.Shot("trialsigner/altered-" + w.name)

			p.ByRole("button", w.words.forget).Click()
			p.WantText(w.words.noKey)
			p.ByRole("button", w.words.sign).Click()
			p.WantText(w.words.openFirst)
			if seen := server.paths(); len(seen) > 0 {
				t.Errorf("signing asked the server for %q", seen)
			}
		})
	}
}

func taken(t *testing.T, p *browsertest.Page, name string) []byte {
	t.Helper()
	got := browsertest.Eval[struct{ Name, Hex string }](p, download)
	if got.Name != name {
		t.Errorf("the signature is called %q", got.Name)
	}
	out, err := hex.DecodeString(got.Hex)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (f *files) wantPassed(t *testing.T, document, signature string) {
	t.Helper()
	content, err := os.Open(document)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close() //nolint:errcheck // it was read
	message, err := os.ReadFile(signature)
	if err != nil {
		t.Fatal(err)
	}
	report, err := validate.Validate(context.Background(), validate.Input{
		Signature: message, Document: content, ControlTime: time.Now(),
		Anchors: []*cert.Certificate{f.pki.Root.Certificate()}, Untrusted: []*cert.Certificate{f.pki.Sub.Certificate()},
	}, validate.Trial, validate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Indication != validate.TotalPassed || len(report.Signers) != 1 || !report.Signers[0].Trial {
		t.Errorf("the signature of the page is judged %s %v", report.Indication, report.SubIndications)
	}
}

// way is one way to look at the page.
type way struct {
	name    string
	curve   *gost3410.Curve
	options []browsertest.Option
	words   words
}

func ways() []way {
	list := []way{
		{"wide", gost3410.CryptoProA(), nil, russian},
		{"narrow-dark", gost3410.CryptoProA(), []browsertest.Option{browsertest.Narrow(), browsertest.Dark()}, russian},
		{"english-dark", gost3410.TC256A(), []browsertest.Option{browsertest.Dark(), browsertest.Language("en")}, english},
	}
	if os.Getenv("KLASTER_SHOTS") != "" { // to be looked at, not to be tested again
		list = append(list, way{"english-narrow", gost3410.CryptoProA(), []browsertest.Option{browsertest.Narrow(), browsertest.Language("en")}, english})
	}
	return list
}

// words are those of the page in one language.
type words struct {
	path, noKey, keyFiles, open, opened, toSign, sign, signed            string
	signedFile, signatureFile, verify, right, altered, forget, openFirst string
}

var (
	russian = words{
		"/trial/signer", "Ключ пока не открыт", "Файл ключа и файл сертификата", "Открыть ключ", "Ключ открыт", "Файл, который надо подписать",
		"Подписать файл", "Файл подписан", "Подписанный файл", "Файл подписи", "Проверить подпись", "Подпись верна, файл не изменялся",
		"Подпись не подходит к файлу", "Убрать ключ", "Сначала откройте ключ",
	}
	english = words{
		"/en/trial/signer", "No key is open yet", "The key file and the certificate file", "Open the key", "The key is open", "The file to sign",
		"Sign the file", "The file is signed", "The signed file", "The signature file", "Check the signature", "The signature is right and the file is unchanged",
		"The signature does not fit the file", "Remove the key", "Open a key first",
	}
)

// T16: the software key takes only trial keys. The same key with a certificate without the trial policy is refused with the reason, and
// so are keys that the page cannot read.
func TestBrowserT16_OnlyTrialKeysAreTaken(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	if !built(t, r.URL) {
		return
	}
	f := newFiles(t, gost3410.CryptoProA())
	p := browsertest.New(t, r.URL)
	p.Open("/trial/signer")
	p.WantText("Ключ пока не открыт")
	good, certificate := f.holder(t, "anna")
	for _, c := range []struct {
		files []string
		want  string
	}{
		{f.real(t), "Это не учебный ключ"},
		{f.locked(t), "Ключ закрыт паролем"},
		{[]string{good}, "Нет сертификата этого ключа"},
		{[]string{certificate}, "нет закрытого ключа"},
		{f.on512(t), "не на той кривой"},
	} {
		p.ByLabel("Файл ключа и файл сертификата").Upload(c.files...)
		p.ByRole("button", "Открыть ключ").Click()
		p.WantText(c.want)
		p.ByLabel("Файл, который надо подписать").Upload(certificate)
		p.ByRole("button", "Подписать файл").Click()
		p.WantText("Сначала откройте ключ")
	}
	p.Audit()
	p.Shot("trialsigner/refused")
}

// real is a key whose certificate lacks the trial policy.
func (f *files) real(t *testing.T) []string {
	t.Helper()
	c, key := f.pki.Issue(t, trialcatest.Person())
	other := cert.OIDTrialPolicy[:len(cert.OIDTrialPolicy)-1] + "\x37"
	raw := bytes.ReplaceAll(c.Raw, []byte(cert.OIDTrialPolicy), []byte(other))
	c, err := cert.Parse(raw)
	if err != nil || c.Trial() {
		t.Fatalf("the certificate is still a trial one, or none: %v", err)
	}
	encoded, err := keyfile.WritePKCS8(key)
	if err != nil {
		t.Fatal(err)
	}
	return []string{f.write(t, "real.der", encoded), f.write(t, "real.pem", cert.PEM(c))}
}

// locked is a PFX.
func (f *files) locked(t *testing.T) []string {
	t.Helper()
	c, key := f.pki.Issue(t, trialcatest.Person())
	pfx, err := keyfile.WritePKCS12(&keyfile.Bundle{
		Keys: []keyfile.Key{{PrivateKey: key}}, Certificates: []keyfile.Certificate{{Raw: c.Raw}},
	}, []byte("secret"), keyfile.Encryption{})
	if err != nil {
		t.Fatal(err)
	}
	return []string{f.write(t, "locked.pfx", pfx)}
}

// on512 is a trial key on a curve that the module does not have.
func (f *files) on512(t *testing.T) []string {
	t.Helper()
	other := newFiles(t, gost3410.TC512A())
	key, certificate := other.holder(t, "other")
	return []string{key, certificate}
}

// T16: the worker has no network. What would reach the server from a worker without a policy of its own is refused to ours, whichever
// way it asks.
func TestBrowserT16_TheWorkerHasNoNetwork(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	if !built(t, r.URL) {
		return
	}
	server := newWitness(t, r.URL)
	p := browsertest.New(t, server.URL, browsertest.Allow("Content Security Policy"), browsertest.Allow("content security policy"),
		browsertest.Allow("Content-Security-Policy"), browsertest.Allow("csp"), browsertest.Allow("WebSocket"))
	p.Open("/trial/signer")
	p.WantText("Ключ пока не открыт")
	for _, ask := range []string{
		"fetch('/healthz')",
		"new Promise((ok, no) => { const x = new XMLHttpRequest(); x.onload = ok; x.onerror = () => no(new Error('refused')); x.open('GET', '/healthz'); x.send() })",
		"(async () => importScripts('/trial/signer/page.js'))()",
		"new Promise((ok, no) => { const s = new WebSocket(location.origin.replace('http', 'ws') + '/healthz'); s.onopen = ok; s.onerror = () => no(new Error('refused')) })",
		"new Promise((ok, no) => { const s = new EventSource('/healthz'); s.onopen = ok; s.onerror = () => no(new Error('refused')) })",
		"(async () => { new Function('return 1')() })()",
	} {
		server.probe = ask
		server.forget()
		if got := browsertest.Eval[string](p, probed); !strings.HasPrefix(got, "refused") {
			t.Errorf("%s from the worker: %s", ask, got)
		}
		if seen := server.paths(); len(seen) != 1 {
			t.Errorf("%s from the worker reached the server: %q", ask, seen)
		}
	}
	// The probe can fail: without the worker's policy the first of these gets through.
	server.probe, server.open = "fetch('/healthz')", true
	if got := browsertest.Eval[string](p, probed); got != "reached" {
		t.Errorf("a worker without a policy of its own: %s", got)
	}
}

const probed = `new Promise(done => {
	const worker = new Worker('/trial/signer/worker.js?probe')
	worker.onmessage = ({data}) => { worker.terminate(); done(data) }
	worker.onerror = e => done('broken: ' + e.message)
})`

// witness stands before the program, passes everything on and remembers what was asked. It can put a probe at the end of the worker's
// script, under the headers that the program gives it.
type witness struct {
	*httptest.Server
	probe string
	open  bool

	mu   sync.Mutex
	seen []string
}

func newWitness(t *testing.T, base string) *witness {
	t.Helper()
	target, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	w := &witness{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = target.Host
			if r.In.URL.RawQuery == "probe" {
				r.Out.Header.Del("Accept-Encoding")
			}
		},
		ModifyResponse: w.modify,
	}
	w.Server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		w.seen = append(w.seen, r.URL.Path)
		w.mu.Unlock()
		proxy.ServeHTTP(out, r)
	}))
	t.Cleanup(w.Close)
	return w
}

func (w *witness) modify(r *http.Response) error {
	if r.Request.URL.RawQuery != "probe" {
		return nil
	}
	script := "\n;(" + w.probe + ").then(() => postMessage('reached'), e => postMessage('refused: ' + e))"
	r.Body = io.NopCloser(io.MultiReader(r.Body, strings.NewReader(script)))
	r.ContentLength = -1
	r.Header.Del("Content-Length")
	r.Header.Del("ETag")
	if w.open {
		r.Header.Del("Content-Security-Policy")
	}
	return nil
}

func (w *witness) forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = nil
}

// paths are what was asked, without the icon that a browser asks for by itself.
func (w *witness) paths() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []string
	for _, path := range w.seen {
		if path != "/favicon.ico" {
			list = append(list, path)
		}
	}
	return list
}

// Without scripts the page says what to do instead, and shows nothing that does not work.
func TestBrowserWithoutScripts(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	for path, text := range map[string]string{"/trial/signer": "скачайте файл, подпишите его", "/en/trial/signer": "download the file, sign it"} {
		p := browsertest.New(t, r.URL, browsertest.NoScript())
		p.Open(path)
		p.WantText(text, "klaster sig sign --key key.pem")
		if strings.Contains(p.Text(), "Открыть ключ") || strings.Contains(p.Text(), "Open the key") {
			t.Error("a button that does nothing is shown")
		}
		p.Shot("trialsigner/plain")
	}
}
