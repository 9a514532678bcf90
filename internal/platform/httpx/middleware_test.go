package httpx_test

import (
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

func TestOnlyListedProxiesAreBelieved(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	for _, c := range []struct {
		name, peer string
		forwarded  []string
		want       string
	}{
		{"no proxy", "203.0.113.9:1", nil, "203.0.113.9"},
		{"a client that says it is another", "203.0.113.9:1", []string{"192.0.2.1"}, "203.0.113.9"},
		{"a proxy", "10.0.0.1:1", []string{"192.0.2.1"}, "192.0.2.1"},
		{"a client that puts a name before the proxy's", "10.0.0.1:1", []string{"198.51.100.1, 192.0.2.1"}, "192.0.2.1"},
		{"the same in two headers", "10.0.0.1:1", []string{"198.51.100.1", "192.0.2.1"}, "192.0.2.1"},
		{"two proxies", "10.0.0.1:1", []string{"192.0.2.1, 10.0.0.2"}, "192.0.2.1"},
		{"a proxy over IPv6", "[fd00::1]:1", []string{"2001:db8::1"}, "2001:db8::1"},
		{"an address of IPv4 in IPv6", "[::ffff:10.0.0.1]:1", []string{"::ffff:192.0.2.1"}, "192.0.2.1"},
		{"nonsense", "10.0.0.1:1", []string{"unknown"}, "10.0.0.1"},
		{"nothing", "10.0.0.1:1", []string{""}, "10.0.0.1"},
		{"no peer", "@", []string{"192.0.2.1"}, "invalid IP"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		for _, f := range c.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		w := httptest.NewRecorder()
		var got httpx.Info
		httpx.Identify(proxies)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = httpx.InfoOf(r.Context()) })).ServeHTTP(w, r)
		if got.Address.String() != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Address, c.want)
		}
		if !id.Valid(got.RequestID) || w.Header().Get("X-Request-Id") != got.RequestID {
			t.Errorf("%s: the number %q is told as %q", c.name, got.RequestID, w.Header().Get("X-Request-Id"))
		}
	}
}

// The number of a request is ours, whatever the client calls it: it leads through the log.
func TestTheNumberIsNotTheClients(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("X-Request-Id", "forged")
	w := httptest.NewRecorder()
	httpx.Identify(nil)(http.NotFoundHandler()).ServeHTTP(w, r)
	if got := w.Header().Get("X-Request-Id"); got == "forged" {
		t.Error("a forged number was taken over")
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct {
		target, path string
		lang         i18n.Lang
	}{
		{"/", "/", i18n.Russian},
		{"/login", "/login", i18n.Russian},
		{"/english", "/english", i18n.Russian},
		{"/ru/login", "/ru/login", i18n.Russian},
		{"/en", "/", i18n.English},
		{"/en/", "/", i18n.English},
		{"/en/login", "/login", i18n.English},
		{"/en/en/login", "/en/login", i18n.English},
		{"/EN/login", "/EN/login", i18n.Russian},
		{"/en/z/a%2fb", "/z/a/b", i18n.English},
		// A page links to itself in the other language. None of these may become a link to another site.
		{"//evil.example/x", "/evil.example/x", i18n.Russian},
		{"/en//evil.example", "/evil.example", i18n.English},
		{"/en/%5Cevil.example", "/evil.example", i18n.English},
		{"/%5cevil.example", "/evil.example", i18n.Russian},
		{"/en/%09/evil.example", "/evil.example", i18n.English},
		{"/en/%2F%2Fevil.example", "/evil.example", i18n.English},
		{"/%0a/%0d/evil.example", "/evil.example", i18n.Russian},
	} {
		u, err := url.ParseRequestURI(c.target)
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.URL = u
		httpx.Language(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path != c.path || i18n.From(r.Context()) != c.lang {
				t.Errorf("%s is %q in %s, want %q in %s", c.target, r.URL.Path, i18n.From(r.Context()), c.path, c.lang)
			}
		})).ServeHTTP(httptest.NewRecorder(), r)
	}
}

func TestAnotherSiteChangesNothing(t *testing.T) {
	refused := 0
	guard, err := httpx.SameOrigin("https://klaster.example", func(w http.ResponseWriter, _ *http.Request, err error) {
		refused++
		w.WriteHeader(httpx.Status(err))
	})
	if err != nil {
		t.Fatal(err)
	}
	h := guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for _, c := range []struct {
		method, site, origin string
		want                 int
	}{
		{"POST", "same-origin", "", 200},
		{"POST", "none", "", 200},
		{"POST", "", "https://klaster.example", 200},
		{"POST", "cross-site", "https://evil.example", 403},
		{"POST", "same-site", "https://other.klaster.example", 403},
		{"POST", "", "https://evil.example", 403},
		{"POST", "", "null", 403},
		{"PUT", "cross-site", "", 403},
		{"DELETE", "cross-site", "", 403},
		{"GET", "cross-site", "https://evil.example", 200},
	} {
		r := httptest.NewRequest(c.method, "https://klaster.example/x", nil)
		r.Header.Set("Sec-Fetch-Site", c.site)
		r.Header.Set("Origin", c.origin)
		for _, name := range []string{"Sec-Fetch-Site", "Origin"} {
			if r.Header.Get(name) == "" {
				r.Header.Del(name)
			}
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%+v: %d", c, w.Code)
		}
	}
	if refused != 6 {
		t.Errorf("%d refusals had our page, want 6", refused)
	}
}

func TestWhatThisSiteNeverDoes(t *testing.T) {
	for https, hsts := range map[bool]string{true: "max-age=31536000; includeSubDomains", false: ""} {
		w := httptest.NewRecorder()
		httpx.Secure(https)(http.NotFoundHandler()).ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
		for name, want := range map[string]string{
			"Strict-Transport-Security": hsts, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := w.Header().Get(name); got != want {
				t.Errorf("https %v: %s is %q, want %q", https, name, got, want)
			}
		}
	}
}

func TestLongAnswersAreCompressed(t *testing.T) {
	wrap, err := httpx.Compress()
	if err != nil {
		t.Fatal(err)
	}
	for length, want := range map[int]string{100: "", 10_000: "gzip"} {
		page := strings.Repeat("страница ", length/17)
		h := wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, page)
		}))
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if got := w.Header().Get("Content-Encoding"); got != want {
			t.Errorf("%d bytes: encoding %q, want %q", length, got, want)
		}
		body := io.Reader(w.Body)
		if want == "gzip" {
			if w.Body.Len() > len(page)/4 {
				t.Errorf("%d bytes became %d", len(page), w.Body.Len())
			}
			if body, err = gzip.NewReader(body); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := io.ReadAll(body); err != nil || string(got) != page {
			t.Errorf("%d bytes came back as %d, %v", len(page), len(got), err)
		}
	}
}

// When the program stops, a request under way is answered and a new one finds nobody.
func TestServeLetsRequestsUnderWayEnd(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	under, answer, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(under)
		<-answer
		_, _ = io.WriteString(w, "done")
	})
	go func() { ended <- httpx.Serve(ctx, l, h, slog.New(slog.DiscardHandler), 10*time.Second) }()
	body := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String()) //nolint:noctx // ends with the server
		if err != nil {
			body <- err.Error()
			return
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		body <- string(b)
	}()
	<-under
	stop()
	for { // until the listener is closed
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			break
		}
		_ = conn.Close()
	}
	close(answer)
	if got := <-body; got != "done" {
		t.Errorf("the request under way got %q", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestServeGivesUpAfterTheDrain(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	under, ended := make(chan struct{}), make(chan error, 1)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		close(under)
		<-release
	})
	go func() { ended <- httpx.Serve(ctx, l, h, slog.New(slog.DiscardHandler), 10*time.Millisecond) }()
	conn, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-under
	stop()
	if err := <-ended; err == nil {
		t.Error("a request that never ends was waited for without an error")
	}
}

func TestConfig(t *testing.T) {
	for _, c := range []struct{ addr, base, want string }{
		{"127.0.0.1:8080", "", "http://localhost:8080"},
		{":80", "", "http://localhost:80"},
		{"[::]:80", "", "http://localhost:80"},
		{"10.0.0.1:80", "", "http://10.0.0.1:80"},
		{":1", "https://klaster.example/", "https://klaster.example"},
		{"nonsense", "", ""},
		{":1", "ftp://x", ""},
		{":1", "https://", ""},
		{":1", "https://x/path", ""},
		{":1", "https://x?a=b", ""},
		{":1", "klaster.example", ""},
	} {
		config := httpx.Config{Addr: c.addr, BaseURL: c.base}
		err := config.Validate()
		if (err != nil) != (c.want == "") || err == nil && config.BaseURL != c.want {
			t.Errorf("%+v: %q, %v", c, config.BaseURL, err)
		}
	}
	bad := httpx.Config{Addr: ":1", Proxies: []string{"10.0.0.1"}}
	if bad.Validate() == nil {
		t.Error("an address that is no network was taken for a proxy")
	}
}
