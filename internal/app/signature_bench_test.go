package app_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/signature/authority"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkSignInBySignature is all that the server does when the head of an organisation signs in by an electronic signature, without
// the network and without the key: the text is frozen, the page drawn, the text given, the message received and judged, and
// the session opened, each as a whole request through all the middleware. Ask and Receive are the first and the last of them.
func BenchmarkSignInBySignature(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(engine, func(b *testing.B) { benchmarkSignIn(b, database(b)) })
	}
}

func benchmarkSignIn(b *testing.B, database string) {
	a, err := app.Open(b.Context(), apptest.Config(b, database), slog.New(slog.DiscardHandler), clock.System{})
	if err != nil {
		b.Fatal(err)
	}
	defer a.Close()
	key, certificate := headsKey(b, a.Config.Data)
	cabinet(b, a, key, certificate)
	var ask, receive, all, used time.Duration
	n := 0
	for b.Loop() {
		n++
		c := visitor{tb: b, handler: a.Handler(), address: fmt.Sprintf("10.%d.%d.%d:1", n>>16&255, n>>8&255, n&255), cookies: map[string]string{}}
		page := c.post("/login/via/certificate", "application/x-www-form-urlencoded", nil)
		ask += c.spent
		c.get(page)
		text := c.get(page + "/file")
		b.StopTimer()
		kind, form := signed(b, key, certificate, text)
		b.StartTimer()
		c.spent, all = 0, all+c.spent
		c.post(page, kind, form)
		receive, all, used = receive+c.spent, all+c.spent, used+c.used
		if c.cookies["klaster-session"] == "" {
			b.Fatal("no session was opened")
		}
	}
	for name, spent := range map[string]time.Duration{"ask": ask, "receive": receive, "all": all, "cpu": used} {
		b.ReportMetric(float64(spent.Microseconds())/1000/float64(n), name+"-ms")
	}
}

// cabinet has the head open the cabinet, so that the certificate belongs to a person whom the site knows.
func cabinet(b *testing.B, a *app.App, key *gost3410.PrivateKey, certificate *cert.Certificate) {
	b.Helper()
	in, err := a.Account.SignIn(b.Context(), demo.People()[0].Email, demo.Password, account.Browser{})
	if err != nil {
		b.Fatal(err)
	}
	c := visitor{tb: b, handler: a.Handler(), address: "10.255.255.1:1", cookies: map[string]string{"klaster-session": string(in.Session)}}
	page := c.post("/organisations/sign", "application/x-www-form-urlencoded", nil)
	kind, form := signed(b, key, certificate, c.get(page+"/file"))
	arrive := c.post(page, kind, form)
	form = []byte(url.Values{"declared": {"1"}, "email": {demo.People()[0].Email}}.Encode())
	if next := c.post(arrive, "application/x-www-form-urlencoded", form); !strings.HasPrefix(next, "/org/") {
		b.Fatalf("the cabinet did not open: %s", next)
	}
}

// headsKey is the key of the head of the first organisation of the trial register, with its certificate.
func headsKey(b *testing.B, data string) (*gost3410.PrivateKey, *cert.Certificate) {
	b.Helper()
	key, err := gost3410.CryptoProA().GenerateKey(nil)
	if err != nil {
		b.Fatal(err)
	}
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		b.Fatal(err)
	}
	var certificate *cert.Certificate
	if err := authority.With(filepath.Join(data, "trial-ca"), func(ca *authority.Authority) error {
		certificate, err = ca.Issue(headOf(demo.Organisations()[0]), public)
		return err
	}); err != nil {
		b.Fatal(err)
	}
	return key, certificate
}

// signed is the form that sends a text with its signature.
func signed(b *testing.B, key *gost3410.PrivateKey, certificate *cert.Certificate, text string) (kind string, body []byte) {
	b.Helper()
	message, err := cms.Sign([]byte(text), cms.Signature{Key: key, Certificate: certificate, SigningTime: time.Now()})
	if err != nil {
		b.Fatal(err)
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("signature", "signed.sig")
	if err == nil {
		_, err = part.Write(message)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	return w.FormDataContentType(), form.Bytes()
}

// processorTime is what this process has used of the processors; PostgreSQL's is not in it.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// visitor is a browser without a network: it keeps cookies and follows nothing by itself.
type visitor struct {
	tb      testing.TB
	handler http.Handler
	address string
	cookies map[string]string
	spent   time.Duration // by the clock
	used    time.Duration // of the processor
}

func (v *visitor) get(path string) string {
	v.tb.Helper()
	w := v.do(httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		v.tb.Fatalf("GET %s: %d", path, w.Code)
	}
	return w.Body.String()
}

// post sends a form and returns where the answer leads.
func (v *visitor) post(path, kind string, body []byte) string {
	v.tb.Helper()
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := v.do(r)
	if w.Code != http.StatusSeeOther {
		v.tb.Fatalf("POST %s: %d %s", path, w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func (v *visitor) do(r *http.Request) *httptest.ResponseRecorder {
	r.RemoteAddr = v.address
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	began, used := time.Now(), processorTime()
	v.handler.ServeHTTP(w, r)
	v.spent, v.used = v.spent+time.Since(began), v.used+processorTime()-used
	for _, c := range w.Result().Cookies() {
		v.cookies[c.Name] = c.Value
	}
	return w
}
