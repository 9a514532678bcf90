package app_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/clock"
)

// browser sends requests as a browser does, and follows no redirect.
type browser struct {
	t      *testing.T
	base   string
	client *http.Client
}

func newBrowser(t *testing.T, base string) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &browser{t, base, &http.Client{
		Jar: jar, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

type answer struct {
	status  int
	header  http.Header
	cookies []*http.Cookie
	body    string
}

// send sends a form, or opens a page when there is none. header holds names and values in turn.
func (b *browser) send(path string, form url.Values, header ...string) answer {
	b.t.Helper()
	method, body := http.MethodGet, ""
	if form != nil {
		method, body = http.MethodPost, form.Encode()
	}
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.base, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	req.URL.Opaque = path // as it is, whatever is in it
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
		if header[i] == "Host" {
			req.Host = header[i+1]
		}
	}
	// The jar wants a path; an opaque URL has none.
	if u, err := url.Parse(b.base); err == nil {
		for _, c := range b.client.Jar.Cookies(u) {
			req.AddCookie(c)
		}
	}
	resp, err := b.client.Transport.RoundTrip(req)
	if err != nil {
		b.t.Fatalf("%s %q: %v", method, path, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if u, err := url.Parse(b.base); err == nil {
		b.client.Jar.SetCookies(u, resp.Cookies())
	}
	return answer{resp.StatusCode, resp.Header, resp.Cookies(), string(text)}
}

// raw opens a path that a well-behaved client would not send as it is.
func (b *browser) raw(path string) answer {
	b.t.Helper()
	u, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		b.t.Fatal(err)
	}
	defer conn.Close()
	req := "GET " + path + " HTTP/1.1\r\nHost: " + u.Host + "\r\nConnection: close\r\n"
	for _, c := range b.client.Jar.Cookies(u) {
		req += "Cookie: " + c.String() + "\r\n"
	}
	if _, err := io.WriteString(conn, req+"\r\n"); err != nil {
		b.t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		b.t.Fatalf("%s: %v", path, err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, resp.Cookies(), string(text)}
}

var vary = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[\w-]{43}`)

// seen is all that an attacker sees of an answer but what differs each time: numbers and secrets, and what they typed.
func (a answer) seen(typed string) string {
	var b strings.Builder
	fmt.Fprintln(&b, a.status)
	names := make([]string, 0, len(a.header))
	for name := range a.header {
		if name != "Date" && name != "Content-Length" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintln(&b, name, a.header.Values(name))
	}
	b.WriteString(a.body)
	return vary.ReplaceAllString(strings.ReplaceAll(strings.ReplaceAll(b.String(), typed, "TYPED"), url.QueryEscape(typed), "TYPED"), "VARIES")
}

func registration(email string) url.Values {
	return url.Values{
		"surname": {"Смирнова"}, "given": {"Анна"}, "patronymic": {""}, "email": {email}, "phone": {""}, "password": {password}, "again": {password},
		"agree-terms": {"1"}, "agree-consent": {"1"},
	}
}

// Whoever asks about an address learns nothing from any answer: not by status, headers, cookies, place or text. The clock
// stands still, as answers say how many seconds are left.
func TestAnswersDoNotTellWhoHasAnAccount(t *testing.T) {
	apptest.EachAt(t, clock.NewManual(time.Now()), func(t *testing.T, r *apptest.Running) {
		known, unknown := "somebody@klaster.example", "nobody@klaster.example" // not one that the page of a trial installation names
		owner := newBrowser(t, r.URL)
		owner.send("/register", registration(known))
		if a := owner.send("/register/email", url.Values{"code": {r.Code(t, known, 0)}}); a.header.Get("Location") != "/register/done" {
			t.Fatalf("registering: %d, %q", a.status, a.header.Get("Location"))
		}
		one, other := newBrowser(t, r.URL), newBrowser(t, r.URL)
		for _, c := range []struct {
			name string
			ask  func(b *browser, email string) answer
			want int
		}{
			{"sign in", func(b *browser, email string) answer {
				return b.send("/login", url.Values{"login": {email}, "password": {"Wrong password 1"}, "next": {""}})
			}, http.StatusUnprocessableEntity},
			{"sign in in English", func(b *browser, email string) answer {
				return b.send("/en/login", url.Values{"login": {email}, "password": {"Wrong password 1"}, "next": {"/profile"}})
			}, http.StatusUnprocessableEntity},
			{"register", func(b *browser, email string) answer { return b.send("/register", registration(email)) }, http.StatusSeeOther},
			{"the page of the code", func(b *browser, _ string) answer { return b.send("/register/email", nil) }, http.StatusOK},
			{"a wrong code", func(b *browser, _ string) answer { return b.send("/register/email", url.Values{"code": {"000000"}}) }, http.StatusUnprocessableEntity},
			{"another code", func(b *browser, _ string) answer { return b.send("/register/email/resend", url.Values{}) }, http.StatusTooManyRequests},
			{"recover", func(b *browser, email string) answer { return b.send("/recover", url.Values{"login": {email}}) }, http.StatusSeeOther},
			{"recover in English", func(b *browser, email string) answer { return b.send("/en/recover", url.Values{"login": {email}}) }, http.StatusSeeOther},
			{"remind", func(b *browser, email string) answer { return b.send("/recover/login", url.Values{"email": {email}}) }, http.StatusSeeOther},
			{"after it", func(b *browser, _ string) answer { return b.send("/recover/sent", nil) }, http.StatusOK},
		} {
			first, second := c.ask(one, known), c.ask(other, unknown)
			if first.status != c.want {
				t.Errorf("%s: status %d, want %d", c.name, first.status, c.want)
			}
			if x, y := first.seen(known), second.seen(unknown); x != y {
				t.Errorf("%s: the answers differ:\n%s\n--\n%s", c.name, x, y)
			}
		}
	})
}

// Each number that nobody has and each that somebody has gets the answer of a wrong password, however it is spelled.
func TestASpellingTellsNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		want := ""
		for _, login := range []string{"+79161234567", "8 (916) 123-45-67", "ANNA@KLASTER.EXAMPLE", "nobody@klaster.example", "чепуха", "' OR 1=1 --"} {
			a := newBrowser(t, r.URL).send("/login", url.Values{"login": {login}, "password": {"Wrong password 1"}, "next": {""}})
			got := regexp.MustCompile(`(?s)value="[^"]*"`).ReplaceAllString(a.seen(login), "")
			if want == "" {
				want = got
			}
			if got != want {
				t.Errorf("%s gets another answer", login)
			}
		}
	})
}

func (b *browser) enter(email string) answer {
	b.t.Helper()
	a := b.send("/login", url.Values{"login": {email}, "password": {demo.Password}, "next": {""}})
	if a.status != http.StatusSeeOther {
		b.t.Fatalf("signing in: %d", a.status)
	}
	return a
}

// A session begins with signing in: one that was there before does not become the person's, and ends.
func TestASessionIsNotFixed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		b := newBrowser(t, r.URL)
		planted := strings.Repeat("A", 43)
		first := b.send("/login", url.Values{"login": {demo.People()[0].Email}, "password": {demo.Password}, "next": {""}},
			"Cookie", "klaster-session="+planted+"; klaster-device="+planted)
		got := map[string]string{}
		for _, c := range first.cookies {
			if c.Value != "" {
				got[c.Name] = c.Value
			}
		}
		if len(got["klaster-session"]) != 43 || got["klaster-session"] == planted || got["klaster-device"] == planted || got["klaster-device"] == "" {
			t.Errorf("cookies after signing in: %v", got)
		}
		b.enter(demo.People()[1].Email)
		old := newBrowser(t, r.URL).send("/desk", nil, "Cookie", "klaster-session="+got["klaster-session"])
		if old.status != http.StatusSeeOther {
			t.Errorf("the session before goes on after another sign-in: %d", old.status)
		}
	})
}

// After signing out the browser shows nothing of the person, and the cookie of the session opens nothing.
func TestNothingIsLeftAfterSigningOut(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		b := newBrowser(t, r.URL)
		b.send("/register", registration("fresh@klaster.example"))
		b.send("/register/email", url.Values{"code": {r.Code(t, "fresh@klaster.example", 0)}})
		if a := b.send("/register/done", nil); a.status != http.StatusOK || !strings.Contains(a.body, "fresh@klaster.example") {
			t.Fatalf("the last page: %d", a.status)
		}
		if a := b.send("/logout", url.Values{}); a.header.Get("Clear-Site-Data") != `"cache"` {
			t.Error("the browser may keep pages of the person")
		}
		for _, path := range []string{"/register/done", "/desk", "/profile"} {
			if a := b.send(path, nil); a.status != http.StatusSeeOther || strings.Contains(a.body, "fresh@klaster.example") {
				t.Errorf("%s after signing out: %d", path, a.status)
			}
		}
	})
}

func secure() apptest.Option {
	return func(c *app.Config) { c.HTTP.BaseURL = "https://klaster.example" }
}

// Cookies belong to this host, to HTTPS and to no script.
func TestCookiesAreBound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		b := newBrowser(t, "http://"+r.Config.HTTP.Addr)
		cookies := b.enter(demo.People()[0].Email).cookies
		cookies = append(cookies, b.send("/register", registration("fresh@klaster.example")).cookies...)
		cookies = append(cookies, b.send("/prefs", url.Values{"theme": {"dark"}, "back": {"/"}}).cookies...)
		if len(cookies) < 4 {
			t.Fatalf("%d cookies", len(cookies))
		}
		for _, c := range cookies {
			if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
				t.Errorf("the cookie %s", c)
			}
			if !strings.HasPrefix(c.Name, "__Host-") {
				t.Errorf("the cookie %s is not tied to this host", c.Name)
			}
			if c.Name == "__Host-klaster-session" && (c.MaxAge != 0 || !c.Expires.IsZero()) {
				t.Error("the session's cookie outlives the browser")
			}
		}
	}, secure())
}

// next leads to a page of this site or nowhere, in both languages.
func TestSigningInLeadsToThisSite(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		for i, next := range []string{
			"//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "/\t/evil.example", "javascript:alert(1)",
			"/.//evil.example", "/..//evil.example", "/%2fevil.example", "/%5cevil.example", "/en//evil.example", "desk", "?x",
		} {
			for _, lang := range []string{"", "/en"} {
				b := newBrowser(t, r.URL)
				forward := fmt.Sprintf("192.0.2.%d", i+1)
				a := b.send(lang+"/login", url.Values{"login": {demo.People()[0].Email}, "password": {demo.Password}, "next": {next}}, "X-Forwarded-For", forward)
				if a.status == http.StatusUnprocessableEntity { // it has characters that no field takes
					continue
				}
				to := a.header.Get("Location")
				if a.status != http.StatusSeeOther || !local(to) {
					t.Errorf("next=%q leads to %q (%d)", next, to, a.status)
				}
				if opened := b.send(lang+"/login?next="+url.QueryEscape(next), nil); !local(opened.header.Get("Location")) {
					t.Errorf("?next=%q leads to %q", next, opened.header.Get("Location"))
				}
			}
		}
	}, func(c *app.Config) { c.HTTP.Proxies = []string{"127.0.0.0/8"} })
}

func local(to string) bool {
	return strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "//") && !strings.ContainsAny(to, "\\\t\r\n")
}

var attribute = regexp.MustCompile(`(?:href|src|action|value)="([^"]*)"`)

// No path makes a page that links to another site, or a redirect there.
func TestNoPathLeadsToAnotherSite(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		for _, path := range []string{
			"//evil.example", "//evil.example/", "//evil.example/..", "/en//evil.example", "/en///evil.example/x", "/en/%5cevil.example", "/%5cevil.example",
			"/en/%2fevil.example", "/%2f%2fevil.example", "/en/%09/evil.example", "/%09/evil.example", "/en/en//evil.example", "/en/en/login", "//evil.example/desk",
			"/./evil.example", "/en/..//evil.example", "//evil.example/%2e%2e", "/login//evil.example", "/en/login/%0d%0aX:y", "/desk//evil.example?next=//evil.example",
		} {
			for _, signedIn := range []bool{false, true} {
				b := newBrowser(t, r.URL)
				if signedIn {
					b.enter(demo.People()[0].Email)
				}
				a := b.raw(path)
				if to := a.header.Get("Location"); to != "" && !local(to) {
					t.Errorf("%s leads to %q", path, to)
				}
				if a.status >= 500 || a.header.Get("X") != "" {
					t.Errorf("%s: %d %v", path, a.status, a.header)
				}
				for _, m := range attribute.FindAllStringSubmatch(a.body, -1) {
					if v := m[1]; strings.HasPrefix(v, "//") || strings.HasPrefix(v, "/\\") || strings.HasPrefix(v, "/\t") || strings.HasPrefix(v, "http://evil") {
						t.Errorf("%s has a link to %q", path, v)
					}
				}
			}
		}
	})
}

// The name by which a client calls this host is in no answer and no letter.
func TestTheHostHeaderIsNotBelieved(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		b := newBrowser(t, r.URL)
		for _, path := range []string{"/", "/login", "/desk", "/nothing", "/recover", "//login"} {
			a := b.send(path, nil, "Host", "evil.example", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "evil")
			if strings.Contains(a.seen("-"), "evil") {
				t.Errorf("%s repeats the host", path)
			}
		}
		b.send("/recover", url.Values{"login": {demo.People()[0].Email}}, "Host", "evil.example")
		if text := r.Message(t, demo.People()[0].Email, 0); strings.Contains(text, "evil") || !strings.Contains(text, r.URL+"/recover/") {
			t.Errorf("the letter leads elsewhere:\n%s", text)
		}
	})
}

// What a client says of its address buys no new budget of attempts unless a listed proxy says it.
func TestAForgedAddressBuysNoAttempts(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		b, limited := newBrowser(t, r.URL), 0
		for i := range 40 {
			a := b.send("/recover", url.Values{"login": {fmt.Sprintf("nobody%d@klaster.example", i)}}, "X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i), "X-Real-Ip", "198.51.100.7")
			if a.status == http.StatusTooManyRequests {
				if a.header.Get("Retry-After") == "" {
					t.Error("no Retry-After")
				}
				limited++
			}
		}
		if limited == 0 {
			t.Error("forty recoveries from one address passed")
		}
	})
}

// No page is kept by a cache, whoever it is for, and every one says what the site never does.
func TestPagesAreNotKept(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		guest, owner := newBrowser(t, r.URL), newBrowser(t, r.URL)
		owner.enter("owner@klaster.example")
		for _, route := range r.Router.Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			if method != http.MethodGet {
				continue
			}
			for _, b := range []*browser{guest, owner} {
				a := b.send(filled(path), nil)
				want := "no-store"
				if strings.HasPrefix(path, "/trial/signer/") && a.status == http.StatusOK { // parts of a program that are the same for all
					want = "no-cache"
				}
				if got := a.header.Get("Cache-Control"); got != want {
					t.Errorf("%s: Cache-Control %q", path, got)
				}
				if a.header.Get("Content-Security-Policy") == "" || a.header.Get("X-Content-Type-Options") != "nosniff" {
					t.Errorf("%s lacks headers: %v", path, a.header)
				}
			}
		}
	})
}

// A real installation has no door that a trial one has.
func TestARealInstallationHasNoTrialDoors(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		for _, path := range []string{"/dev/mail", "/dev/components", "/dev/", "/metrics", "/debug/pprof/"} {
			v.Open(path).WantStatus(http.StatusNotFound)
		}
		a := newBrowser(t, r.URL).send("/login", nil)
		if strings.Contains(a.body, demo.Password) || strings.Contains(a.body, demo.People()[0].Email) {
			t.Error("the page of a real installation names trial people")
		}
		if b := newBrowser(t, r.URL).send("/login", url.Values{"login": {demo.People()[0].Email}, "password": {demo.Password}, "next": {""}}); b.status != http.StatusUnprocessableEntity {
			t.Errorf("a trial person signs in: %d", b.status)
		}
	}, apptest.Real())
}

// A password longer than the field costs no hash, and an error page says nothing of the inside.
func TestLimitsOfAPassword(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		b := newBrowser(t, r.URL)
		for length, want := range map[int]int{129: http.StatusUnprocessableEntity, 20_000: http.StatusUnprocessableEntity, 70_000: http.StatusRequestEntityTooLarge} {
			a := b.send("/login", url.Values{"login": {demo.People()[0].Email}, "password": {strings.Repeat("x", length)}, "next": {""}})
			if a.status != want || strings.Contains(a.body, "xxxxxxxx") {
				t.Errorf("%d characters: %d, want %d", length, a.status, want)
			}
		}
		for _, part := range []string{"goroutine", ".go:", "sqlite", "SELECT"} {
			if a := b.send("/nothing", nil); strings.Contains(a.body, part) {
				t.Errorf("the error page has %q", part)
			}
		}
	})
}
