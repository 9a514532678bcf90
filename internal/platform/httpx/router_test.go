package httpx_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

type policy struct {
	name string
	err  error
}

func (p policy) Name() string              { return p.name }
func (p policy) Admit(*http.Request) error { return p.err }

var anyone = policy{name: "anyone"}

// edge is a router that keeps what it was told.
type edge struct {
	*httpx.Router
	failures []string
	observed []string
}

func newEdge() *edge {
	e := &edge{}
	e.Router = httpx.NewRouter(func(w http.ResponseWriter, _ *http.Request, err error) {
		text, _, _ := strings.Cut(err.Error(), "\n") // the rest of a panic is its stack
		e.failures = append(e.failures, text)
		httpx.SetRetry(w.Header(), err)
		w.WriteHeader(httpx.Status(err))
		_, _ = io.WriteString(w, "error page")
	}, func(_ *http.Request, pattern string, status int, took time.Duration) {
		if took < 0 {
			pattern = "a negative duration"
		}
		e.observed = append(e.observed, fmt.Sprintf("%s %d", pattern, status))
	})
	return e
}

func (e *edge) send(method, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	e.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w
}

func ok(w http.ResponseWriter, _ *http.Request) error {
	_, err := io.WriteString(w, "ok")
	return err
}

func failing(err error) httpx.Handler {
	return func(http.ResponseWriter, *http.Request) error { return err }
}

func TestErrorsBecomeStatuses(t *testing.T) {
	text := i18n.M("Нет.", "No.")
	for _, c := range []struct {
		err  error
		want int
	}{
		{errors.New("disk on fire"), 500},
		{fault.New(fault.Invalid, text), 422},
		{fault.New(fault.NotFound, text), 404},
		{fault.New(fault.Forbidden, text), 403},
		{fault.New(fault.Conflict, text), 409},
		{fault.New(fault.RateLimited, text), 429},
		{fault.New(fault.Unavailable, text), 503},
		{fmt.Errorf("read: %w", &http.MaxBytesError{Limit: 1}), 413},
		{httpx.ErrTooLarge.Because(io.ErrUnexpectedEOF), 413},
		{httpx.ErrMethod, 405},
		{httpx.ErrNoPage, 404},
		{httpx.ErrOrigin, 403},
	} {
		e := newEdge()
		e.Handle("POST /x", anyone, failing(fmt.Errorf("do it: %w", c.err)))
		if w := e.send("POST", "/x", ""); w.Code != c.want || w.Body.String() != "error page" {
			t.Errorf("%v: %d %q, want %d", c.err, w.Code, w.Body, c.want)
		}
		if want := []string{fmt.Sprintf("POST /x %d", c.want)}; !cmp.Equal(e.observed, want) || len(e.failures) != 1 {
			t.Errorf("%v: observed %q after %d failures", c.err, e.observed, len(e.failures))
		}
	}
}

// Retry-After is in whole seconds, rounded up (RFC 9110 §10.2.3), and is absent when trying again makes no sense.
func TestRetryAfter(t *testing.T) {
	busy := fault.New(fault.RateLimited, i18n.M("Подождите.", "Wait."))
	for after, want := range map[time.Duration]string{0: "", time.Millisecond: "1", 1500 * time.Millisecond: "2", time.Hour: "3600"} {
		e := newEdge()
		e.Handle("POST /x", anyone, failing(fmt.Errorf("sign in: %w", busy.After(after))))
		if w := e.send("POST", "/x", ""); w.Code != 429 || w.Header().Get("Retry-After") != want {
			t.Errorf("%v: %d, Retry-After %q, want %q", after, w.Code, w.Header().Get("Retry-After"), want)
		}
	}
}

func TestAPolicyIsAskedBeforeTheHandler(t *testing.T) {
	e := newEdge()
	no := fault.New(fault.Forbidden, i18n.M("Нельзя.", "No."))
	e.Handle("POST /x", policy{"nobody", no}, func(http.ResponseWriter, *http.Request) error {
		t.Error("the handler ran")
		return nil
	})
	if w := e.send("POST", "/x", ""); w.Code != 403 {
		t.Errorf("status %d", w.Code)
	}
	if r := e.Routes(); len(r) != 1 || r[0].Pattern != "POST /x" || r[0].Policy.Name() != "nobody" || r[0].MaxBody != 64<<10 || r[0].Signing {
		t.Errorf("the table: %+v", r)
	}
}

func TestMissingPagesAndMethods(t *testing.T) {
	e := newEdge()
	e.Handle("GET /x", anyone, ok)
	e.Handle("POST /y", anyone, ok)
	e.Handle("GET /z/{id}", anyone, ok)
	for _, c := range []struct {
		method, path string
		status       int
		allow        string
	}{
		{"GET", "/x", 200, ""},
		{"HEAD", "/x", 200, ""},
		{"POST", "/x", 405, "GET"},
		{"DELETE", "/x", 405, "GET"},
		{"GET", "/y", 405, "POST"},
		{"GET", "/nothing", 404, ""},
		{"POST", "/nothing", 404, ""},
		{"GET", "/x/", 404, ""},
		{"GET", "/z/a%2fb", 200, ""},
		{"GET", "/z/", 404, ""},
		{"BREW", "/x", 405, "GET"},
	} {
		w := e.send(c.method, c.path, "")
		if w.Code != c.status || strings.Join(w.Header().Values("Allow"), ",") != c.allow {
			t.Errorf("%s %s: %d, Allow %q; want %d, %q", c.method, c.path, w.Code, w.Header().Values("Allow"), c.status, c.allow)
		}
	}
	for _, o := range e.observed {
		if strings.Contains(o, "nothing") {
			t.Errorf("a path that somebody made up is observed: %q", o)
		}
	}
}

func TestABodyOverTheLimitOfItsRoute(t *testing.T) {
	read := func(w http.ResponseWriter, r *http.Request) error {
		_, err := io.ReadAll(r.Body)
		return err
	}
	e := newEdge()
	e.Handle("POST /usual", anyone, read)
	e.Handle("POST /large", anyone, read, httpx.MaxBody(1<<20))
	for _, c := range []struct {
		path  string
		bytes int
		want  int
	}{{"/usual", 64 << 10, 200}, {"/usual", 64<<10 + 1, 413}, {"/large", 1 << 20, 200}, {"/large", 1<<20 + 1, 413}} {
		if w := e.send("POST", c.path, strings.Repeat("x", c.bytes)); w.Code != c.want {
			t.Errorf("%d bytes to %s: %d, want %d", c.bytes, c.path, w.Code, c.want)
		}
	}
}

// A panic is one failure and one observed answer, and the program goes on.
func TestAPanicIsAnErrorPage(t *testing.T) {
	e := newEdge()
	e.Handle("GET /x", anyone, func(http.ResponseWriter, *http.Request) error { panic("boom") })
	w := e.send("GET", "/x", "")
	if w.Code != 500 || w.Body.String() != "error page" || strings.Contains(w.Body.String(), "boom") {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if !cmp.Equal(e.failures, []string{"panic: boom"}) || !cmp.Equal(e.observed, []string{"GET /x 500"}) {
		t.Errorf("failures %q, observed %q", e.failures, e.observed)
	}
}

// When half a page is out, the error page is not appended to it: the connection ends, so that the browser knows.
func TestAPanicInTheMiddleOfAnAnswer(t *testing.T) {
	e := newEdge()
	e.Handle("GET /x", anyone, func(w http.ResponseWriter, _ *http.Request) error {
		_, _ = io.WriteString(w, "half a page")
		panic("boom")
	})
	w := httptest.NewRecorder()
	func() {
		defer func() {
			if p := recover(); p != http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
				t.Errorf("recovered %v", p)
			}
		}()
		e.ServeHTTP(w, httptest.NewRequest("GET", "/x", nil))
	}()
	if w.Body.String() != "half a page" {
		t.Errorf("sent %q", w.Body)
	}
	if !cmp.Equal(e.failures, []string{"panic: boom"}) || !cmp.Equal(e.observed, []string{"GET /x 500"}) {
		t.Errorf("failures %q, observed %q", e.failures, e.observed)
	}
}

func TestAnErrorAfterTheAnswerIsOnlyLogged(t *testing.T) {
	e := newEdge()
	e.Handle("GET /x", anyone, func(w http.ResponseWriter, _ *http.Request) error {
		w.WriteHeader(http.StatusServiceUnavailable)
		return errors.New("the reader went away")
	})
	if w := e.send("GET", "/x", ""); w.Code != 503 || w.Body.Len() != 0 {
		t.Errorf("%d %q", w.Code, w.Body)
	}
	if len(e.failures) != 1 {
		t.Errorf("failures %q", e.failures)
	}
}

// T24: only a page that signs may talk to the plug-ins and run WebAssembly.
func TestT24_OnlySigningPagesGetTheWiderPolicy(t *testing.T) {
	e := newEdge()
	e.Handle("GET /usual", anyone, ok)
	e.Handle("GET /sign", anyone, ok, httpx.Signing())
	h := httpx.Chain(e.Router, httpx.Secure(true))
	for path, want := range map[string]bool{"/usual": false, "/sign": true, "/nothing": false} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		csp := w.Header().Get("Content-Security-Policy")
		if strings.Contains(csp, "wasm-unsafe-eval") != want || strings.Contains(csp, "unsafe-inline") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: %s", path, csp)
		}
	}
}
