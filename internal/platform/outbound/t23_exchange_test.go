package outbound_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// T23: an address says what is asked, plainly: https unless the purpose allows http, the purpose's ports, no password.
func TestT23_URL(t *testing.T) {
	client := newClient(t, outbound.Config{})
	for name, test := range map[string]struct {
		purpose     outbound.Purpose
		url, reason string
	}{
		"http for a webhook":         {outbound.Webhook, "http://hook.example/", "https is required"},
		"http for a login":           {outbound.OIDC, "http://id.example/", "https is required"},
		"http for a CRL reaches DNS": {outbound.CRL, "http://127.0.0.1/", "loopback"},
		"other port":                 {outbound.Webhook, "https://hook.example:8443/", "port 8443"},
		"port of http with https":    {outbound.Webhook, "https://hook.example:80/", "port 80"},
		"port 22 for a CRL":          {outbound.CRL, "http://crl.example:22/", "port 22"},
		"port 0":                     {outbound.CRL, "http://crl.example:0/", "port"},
		"port 65536":                 {outbound.CRL, "http://crl.example:65536/", "port"},
		"ldap":                       {outbound.CRL, "ldap://crl.example/", "scheme"},
		"file":                       {outbound.CRL, "file:///etc/passwd", "scheme"},
		"no scheme":                  {outbound.CRL, "crl.example/x", "scheme"},
		"no host":                    {outbound.CRL, "http:///x", "host"},
		"opaque":                     {outbound.CRL, "http:crl.example", "host"},
		"password":                   {outbound.Webhook, "https://user:password@hook.example/", "password"},
		"name":                       {outbound.Webhook, "https://user@hook.example/", "password"},
		"unreadable":                 {outbound.Webhook, "https://hook.example/%zz", "read"},
		"control character":          {outbound.Webhook, "https://hook.example/\r\nX: y", "read"},
		"no purpose":                 {"", "https://hook.example/", "not a purpose"},
		"purpose of another kind":    {outbound.Mail, "https://hook.example/", "not a purpose"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client.Do(t.Context(), outbound.Request{Purpose: test.purpose, Method: http.MethodGet, URL: test.url})
			mustRefuse(t, err, test.reason)
			if strings.Contains(err.Error(), "user:password") {
				t.Errorf("the error shows the password: %v", err)
			}
		})
	}
	for _, method := range []string{http.MethodConnect, http.MethodTrace, "PROPFIND"} {
		_, err := client.Do(t.Context(), outbound.Request{Purpose: outbound.CRL, Method: method, URL: "http://crl.example/"})
		mustRefuse(t, err, "method")
	}
}

// T23: no redirects, to wherever they point, from whichever client. The target is never asked.
func TestT23_Redirects(t *testing.T) {
	asked := 0
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/target" {
			asked++
			return
		}
		var status int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.Header().Set("Location", "/target")
		w.WriteHeader(status)
	})
	client := s.client(t, outbound.Config{})
	for _, status := range []int{301, 302, 303, 307, 308} {
		url := fmt.Sprint(s.URL, "/", status)
		if _, err := get(t, client, url); !errors.Is(err, outbound.ErrRedirect) {
			t.Errorf("%d, Do: %v, want ErrRedirect", status, err)
		}
		if _, err := client.Fetcher(outbound.Webhook)(t.Context(), url, nil, ""); !errors.Is(err, outbound.ErrRedirect) {
			t.Errorf("%d, Fetcher: %v, want ErrRedirect", status, err)
		}
		// A library that sets the policy of redirects aside meets the transport.
		library := *client.HTTPClient(outbound.Webhook)
		library.CheckRedirect = nil
		resp, err := library.Get(url)
		if !errors.Is(err, outbound.ErrRedirect) {
			t.Errorf("%d, HTTPClient: %v, want ErrRedirect", status, err)
		}
		closeBody(resp)
	}
	if asked != 0 {
		t.Errorf("the target was asked %d times", asked)
	}
	// A request that says it follows a redirect is refused as such, whoever made it.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Response = &http.Response{}
	resp, err := client.RoundTripper(outbound.Webhook).RoundTrip(req)
	mustRefuse(t, err, "redirect")
	closeBody(resp)
	if resp, err := get(t, client, s.URL+"/304"); err != nil || resp.Status != http.StatusNotModified {
		t.Errorf("304 is no redirect: %d, %v", resp.Status, err)
	}
}

func closeBody(resp *http.Response) {
	if resp != nil {
		_ = resp.Body.Close()
	}
}

// TestMain puts a proxy into the environment of all tests, as it may stand on a server. It is done before the first
// request, because net/http reads the environment once.
func TestMain(m *testing.M) {
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"} {
		_ = os.Setenv(name, "http://127.0.0.1:9")
	}
	os.Exit(m.Run())
}

// T23: the proxy of the environment would see and reach everything for us, so it is not asked. The name is none of those
// for which net/http passes the proxy by itself.
func TestT23_NoProxy(t *testing.T) {
	s := newServer(t, func(http.ResponseWriter, *http.Request) {})
	dns := &names{answers: answers("example.com.", "127.0.0.1")}
	client := s.client(t, outbound.Config{Resolver: dns.resolver(), Allow: []string{"webhook=example.com:" + s.port()}})
	if _, err := get(t, client, "https://example.com:"+s.port()); err != nil {
		t.Fatal(err)
	}
}

// T23: requests bear our name and are not tied together; the host is the one of the URL.
func TestT23_Headers(t *testing.T) {
	var seen []*http.Request
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.Clone(context.Background()))
		http.SetCookie(w, &http.Cookie{Name: "track", Value: "1"})
	})
	client := s.client(t, outbound.Config{})
	resp, err := client.Do(t.Context(), outbound.Request{
		Purpose: outbound.Webhook, Method: http.MethodGet, URL: s.URL,
		Header: http.Header{
			"Cookie": {"session=1"}, "User-Agent": {"curl"}, "Host": {"other.example"},
			"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "X-Own": {"kept"},
		},
	})
	if err != nil || resp.Header.Get("Set-Cookie") != "" {
		t.Errorf("answer %v, %v", resp.Header, err)
	}
	// A library with a cookie jar and another host gets no further.
	library := client.HTTPClient(outbound.Webhook)
	library.Jar, _ = cookiejar.New(nil)
	target, _ := url.Parse(s.URL)
	library.Jar.SetCookies(target, []*http.Cookie{{Name: "session", Value: "1"}})
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "other.example"
	answer, err := library.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	closeBody(answer)
	if req.Host != "other.example" || req.Header.Get("User-Agent") != "" {
		t.Error("the caller's request was changed")
	}
	if len(seen) != 2 || seen[0].Header.Get("X-Own") != "kept" {
		t.Fatalf("the server saw %v", seen)
	}
	for _, r := range seen {
		if r.UserAgent() != "Klaster/test" || len(r.Cookies()) != 0 || r.Host != s.place() ||
			r.Header.Get("Upgrade") != "" || r.ProtoMajor != 1 {
			t.Errorf("the server saw %s %s, %v", r.Proto, r.Host, r.Header)
		}
	}
}

// T23: an answer over the limit is an error, announced or not, and never a cut one taken for whole.
func TestT23_OversizeBody(t *testing.T) {
	const limit = 1000
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &n)
		if r.URL.Query().Has("announced") {
			w.Header().Set("Content-Length", fmt.Sprint(n))
		}
		_, _ = w.Write(bytes.Repeat([]byte("x"), n/2))
		_ = http.NewResponseController(w).Flush()
		_, _ = w.Write(bytes.Repeat([]byte("x"), n-n/2))
	})
	var last outbound.Event
	client := s.client(t, outbound.Config{
		Limits:  map[outbound.Purpose]outbound.Limits{outbound.Webhook: {Body: limit}},
		Observe: func(e outbound.Event) { last = e },
	})
	for _, query := range []string{"", "?announced"} {
		if resp, err := get(t, client, fmt.Sprint(s.URL, "/", limit, query)); err != nil || len(resp.Body) != limit {
			t.Errorf("exactly the limit%s: %d bytes, %v", query, len(resp.Body), err)
		}
		for _, n := range []int{limit + 1, limit * 100} {
			resp, err := get(t, client, fmt.Sprint(s.URL, "/", n, query))
			if !errors.Is(err, outbound.ErrTooLarge) || resp.Body != nil {
				t.Errorf("%d bytes%s: %d given out, %v", n, query, len(resp.Body), err)
			}
			if last.Outcome != outbound.Oversize || last.Status != http.StatusOK {
				t.Errorf("%d bytes%s: event %+v", n, query, last)
			}
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodHead, s.URL+"/2000?announced", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := client.RoundTripper(outbound.Webhook).RoundTrip(req)
	if err != nil || resp.ContentLength != 2000 {
		t.Errorf("HEAD tells the length of what is too large: %v", err)
	}
	closeBody(resp)
}

// T23: a header without end is cut off.
func TestT23_OversizeHeader(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		for i := range 100 {
			w.Header().Set(fmt.Sprint("X-", i), strings.Repeat("x", 1000))
		}
	})
	if _, err := get(t, s.client(t, outbound.Config{}), s.URL); err == nil {
		t.Error("100 kB of headers were accepted")
	}
}

// T23: the limit of time holds from the first packet to the last byte. The server never answers in full; the test ends
// by the limit alone.
func TestT23_SlowServer(t *testing.T) {
	release := make(chan struct{})
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/body" {
			_, _ = io.WriteString(w, "the beginning of an answer")
			_ = http.NewResponseController(w).Flush()
		}
		<-release
	})
	t.Cleanup(func() { close(release) }) // before the server is closed, which waits for its handlers
	var last outbound.Event
	client := s.client(t, outbound.Config{
		Limits:  map[outbound.Purpose]outbound.Limits{outbound.Webhook: {Time: 200 * time.Millisecond}},
		Observe: func(e outbound.Event) { last = e },
	})
	for _, path := range []string{"/head", "/body"} {
		resp, err := get(t, client, s.URL+path)
		if !errors.Is(err, context.DeadlineExceeded) || resp.Body != nil {
			t.Errorf("%s: %d bytes, %v; want DeadlineExceeded", path, len(resp.Body), err)
		}
		if last.Outcome != outbound.TimedOut {
			t.Errorf("%s: event %+v", path, last)
		}
	}
	// A library that reads for ever is bounded too.
	resp, err := client.HTTPClient(outbound.Webhook).Get(s.URL + "/body")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("library: %v, want DeadlineExceeded", err)
	}
}

func TestCancel(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	s := newServer(t, func(http.ResponseWriter, *http.Request) {
		close(arrived)
		<-release
	})
	t.Cleanup(func() { close(release) })
	var last outbound.Event
	client := s.client(t, outbound.Config{Observe: func(e outbound.Event) { last = e }})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-arrived
		cancel()
	}()
	_, err := client.Do(ctx, outbound.Request{Purpose: outbound.Webhook, Method: http.MethodGet, URL: s.URL})
	if !errors.Is(err, context.Canceled) || last.Outcome != outbound.Cancelled {
		t.Errorf("%v, event %+v", err, last)
	}
}

// T23: a packed answer is unpacked within the same limit, so a bomb of a few kilobytes stays one.
func TestT23_GzipBomb(t *testing.T) {
	const limit = 64 << 10
	answers := map[string][]byte{
		"/small":    pack(t, []byte("small")),
		"/limit":    pack(t, make([]byte, limit)),
		"/bomb":     pack(t, make([]byte, 50<<20)),
		"/over":     pack(t, make([]byte, limit+1)),
		"/members":  bytes.Repeat(pack(t, nil), 10_000), // many members, each empty: no output, only work
		"/cut":      pack(t, []byte("an answer that is cut"))[:20],
		"/no gzip":  []byte("plain text"),
		"/checksum": spoil(pack(t, []byte("spoilt"))),
		"/corrupt":  append(pack(t, nil)[:10], 0xff, 0xff, 0xff, 0xff, 0xff),
		"/nothing":  {},
	}
	var asked string
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		asked = r.Header.Get("Accept-Encoding")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(answers[r.URL.Path])
	})
	client := s.client(t, outbound.Config{Limits: map[outbound.Purpose]outbound.Limits{outbound.Webhook: {Body: limit}}})
	for path, want := range map[string]int{"/small": 5, "/limit": limit, "/nothing": 0} {
		resp, err := get(t, client, s.URL+path)
		if err != nil || len(resp.Body) != want || want > 0 && resp.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %d bytes, want %d, %v", path, len(resp.Body), want, err)
		}
	}
	for path, want := range map[string]error{
		"/bomb": outbound.ErrTooLarge, "/over": outbound.ErrTooLarge, "/members": outbound.ErrTooLarge,
		"/cut": io.ErrUnexpectedEOF, "/no%20gzip": outbound.ErrAnswer, "/checksum": outbound.ErrAnswer,
		"/corrupt": outbound.ErrAnswer,
	} {
		if resp, err := get(t, client, s.URL+path); !errors.Is(err, want) || resp.Body != nil {
			t.Errorf("%s: %d bytes, %v; want %v", path, len(resp.Body), err, want)
		}
	}
	if asked != "gzip" {
		t.Errorf("asked for encoding %q", asked)
	}
}

func pack(t *testing.T, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// spoil changes the checksum at the end.
func spoil(packed []byte) []byte {
	packed[len(packed)-8] ^= 1
	return packed
}

// T23: encodings that are not limited here are not taken, nor other protocols.
func TestT23_UnexpectedAnswer(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/switch" {
			w.Header().Set("Upgrade", "websocket")
			w.Header().Set("Connection", "Upgrade")
			w.WriteHeader(http.StatusSwitchingProtocols)
			return
		}
		w.Header().Set("Content-Encoding", strings.TrimPrefix(r.URL.Path, "/"))
		_, _ = w.Write(pack(t, []byte("x")))
	})
	client := s.client(t, outbound.Config{})
	for _, path := range []string{"/br", "/deflate", "/zstd", "/gzip,gzip", "/switch"} {
		if _, err := get(t, client, s.URL+path); !errors.Is(err, outbound.ErrAnswer) {
			t.Errorf("%s: %v, want ErrAnswer", path, err)
		}
	}
}

// T23: TLS is checked as usual: a certificate of nobody's or for another name ends the request.
func TestT23_TLS(t *testing.T) {
	s := newServer(t, func(http.ResponseWriter, *http.Request) {})
	strangers := newClient(t, outbound.Config{Allow: []string{"webhook=" + s.place()}})
	if _, err := get(t, strangers, s.URL); err == nil {
		t.Error("an unknown authority was accepted")
	}
	dns := &names{answers: answers("bank.example.", "127.0.0.1")}
	misnamed := s.client(t, outbound.Config{Resolver: dns.resolver(), Allow: []string{"webhook=bank.example:" + s.port()}})
	if _, err := get(t, misnamed, "https://bank.example:"+s.port()); err == nil {
		t.Error("a certificate for another name was accepted")
	}
}

// T23: errors may be logged, so they do not hold what a URL may keep secret.
func TestT23_ErrorsKeepSecrets(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "/")
		w.WriteHeader(http.StatusFound)
	})
	for name, client := range map[string]*outbound.Client{
		"redirect": s.client(t, outbound.Config{}), "refused": newClient(t, outbound.Config{}),
	} {
		for _, url := range []string{s.URL + "/T0K3N?key=T0K3N", "https://127.0.0.1/T0K3N", "https://hook.example/T0K3N%zz"} {
			_, err := get(t, client, url)
			if err == nil || strings.Contains(err.Error(), "T0K3N") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
