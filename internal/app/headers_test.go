package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// eachAnswer asks for every route as a guest and as an owner, by GET and by POST, for static files, and for what is not
// there, and shows each answer.
func eachAnswer(t *testing.T, r *apptest.Running, look func(what string, a answer)) {
	t.Helper()
	guest, owner := newBrowser(t, r.URL), newBrowser(t, r.URL)
	owner.enter("owner@klaster.example")
	asked := map[string][]string{http.MethodGet: {"/nothing", "/en/nothing", "/static/none", "/register"}}
	for _, name := range []string{"klaster.css", "klaster.js", "htmx.js", "icons.svg", "favicon.svg", "onest-400.woff2"} {
		asked[http.MethodGet] = append(asked[http.MethodGet], web.Asset(name))
	}
	asked[http.MethodGet] = append(asked[http.MethodGet], web.RootPaths()...)
	for _, route := range r.Router.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if path != "/logout" { // the owner stays
			asked[method] = append(asked[method], filled(path))
		}
	}
	for method, paths := range asked {
		for _, path := range paths {
			var form url.Values
			if method == http.MethodPost {
				form = url.Values{"surprise": {"<script>"}}
			}
			for who, b := range map[string]*browser{"a guest": guest, "an owner": owner} {
				look(method+" "+path+" by "+who, b.send(path, form))
			}
		}
	}
}

// ASVS 5.0, 3.4 and 3.5.8: whatever is answered, the browser runs, loads and embeds nothing that this host did not serve, keeps
// the page to itself, guesses no types, and no other site may read it.
func TestEveryAnswerSaysWhatThisSiteNeverDoes(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), secureAt)
	r.URL = "http://" + r.Config.HTTP.Addr
	seen := 0
	eachAnswer(t, r, func(what string, a answer) {
		seen++
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
		} {
			if got := a.header.Values(name); !slices.Equal(got, []string{want}) {
				t.Errorf("%s: %s is %q", what, name, got)
			}
		}
		for name := range a.header {
			if strings.HasPrefix(name, "Access-Control-") || name == "Server" || name == "X-Powered-By" {
				t.Errorf("%s: there is %s", what, name)
			}
		}
		checkPolicy(t, what, a.header.Values("Content-Security-Policy"))
	})
	if seen < 300 {
		t.Errorf("only %d answers were looked at", seen)
	}
}

func secureAt(c *app.Config) { c.HTTP.BaseURL = "https://localhost" }

// checkPolicy looks at a content policy: nothing by default, no inline code, no other host, nobody frames it.
func checkPolicy(t *testing.T, what string, headers []string) {
	t.Helper()
	if len(headers) != 1 {
		t.Errorf("%s: %d content policies", what, len(headers))
		return
	}
	policy := map[string][]string{}
	for d := range strings.SplitSeq(headers[0], ";") {
		words := strings.Fields(d)
		policy[words[0]] = words[1:]
	}
	for _, name := range []string{"default-src", "frame-ancestors", "base-uri"} {
		if !slices.Equal(policy[name], []string{"'none'"}) {
			t.Errorf("%s: %s is %v", what, name, policy[name])
		}
	}
	for name, sources := range policy {
		for _, s := range sources {
			signs := strings.Contains(what, "/trial/sign") || strings.Contains(what, "/sign/") // T24: a test of its own says which
			plugIn := s == "'wasm-unsafe-eval'" || strings.HasPrefix(s, "chrome-extension://")
			ours := s == "'self'" || s == "'none'" || s == "data:" && name == "img-src" || signs && plugIn && name == "script-src"
			if !ours && name != "sandbox" {
				t.Errorf("%s: %s takes %s", what, name, s)
			}
		}
	}
}

// ASVS 5.0, 4.1.1: an answer with a body says what it is, and text says in which characters.
func TestEveryAnswerNamesItsTypeAndCharset(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	eachAnswer(t, r, func(what string, a answer) {
		kind := a.header.Get("Content-Type")
		isText := strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml")
		switch {
		case a.body == "":
		case kind == "", isText && !strings.HasSuffix(kind, "; charset=utf-8"):
			t.Errorf("%s: %d bytes of %q", what, len(a.body), kind)
		}
	})
}

// ASVS 5.0, 3.5.1 and 3.5.2: nothing is changed by a request that another site makes a signed-in browser send, whatever the
// route and whichever of the two headers the browser has; no session is needed to see that.
func TestAnotherSiteChangesNothingByAnyRoute(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		owner, routes := newBrowser(t, r.URL), 0
		owner.enter("owner@klaster.example")
		settle(t, r)
		before := state(t, r.DB)
		for _, route := range r.Router.Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			if method == http.MethodGet {
				continue
			}
			routes++
			for _, foreign := range [][]string{
				{"Sec-Fetch-Site", "cross-site"},
				{"Sec-Fetch-Site", "same-site"},
				{"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
				{"Sec-Fetch-Site", "", "Origin", "null"},
				{"Sec-Fetch-Site", "cross-site", "Content-Type", "text/plain"},
			} {
				for _, prefix := range []string{"", "/en"} {
					if a := owner.send(prefix+filled(path), url.Values{}, foreign...); a.status != http.StatusForbidden {
						t.Errorf("%s%s with %q: %d", prefix, path, foreign, a.status)
					}
				}
			}
		}
		if routes < 80 {
			t.Errorf("only %d routes were tried", routes)
		}
		settle(t, r)
		for table, sum := range state(t, r.DB) {
			if before[table] != sum && !strings.HasPrefix(table, "job_") {
				t.Errorf("the table %s changed", table)
			}
		}
	})
}

// ASVS 5.0, 3.3: every cookie of every way in, not those of the sign-in alone, belongs to this host, to https and to no script,
// and fits into what a browser keeps.
func TestEveryCookieIsBound(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), secureAt)
	b, names := newBrowser(t, "http://"+r.Config.HTTP.Addr), map[string]bool{}
	long := "/a" + strings.Repeat("/", 1900) // three times as long when it is escaped
	form := registration("fresh@klaster.example")
	form.Set("next", long)
	for _, c := range []struct {
		path string
		sent url.Values
	}{
		{"/register", form},
		{"/login/qr", url.Values{"next": {long}}},
		{"/login/via/trial", url.Values{"next": {long}}},
		{"/recover", url.Values{"login": {demo.People()[0].Email}}},
		{"/login/passkey/options", url.Values{}},
		{"/prefs", url.Values{"theme": {"dark"}, "back": {"/"}}},
		{"/login", url.Values{"login": {demo.People()[1].Email}, "password": {demo.Password}, "next": {""}}},
	} {
		path, sent := c.path, c.sent
		for _, c := range b.send(path, sent).cookies {
			names[c.Name] = true
			if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || !strings.HasPrefix(c.Name, "__Host-") {
				t.Errorf("%s sets %s", path, c)
			}
			if n := len(c.Name) + len(c.Value); n > 4096 {
				t.Errorf("%s sets %d bytes as %s", path, n, c.Name)
			}
		}
	}
	for _, want := range []string{"session", "device", "registration", "recovery", "ceremony", "qr", "errand"} {
		if !names["__Host-klaster-"+want] {
			t.Errorf("no cookie %s was seen among %v", want, names)
		}
	}
	if !names["__Host-prefs"] {
		t.Errorf("no cookie of the display settings among %v", names)
	}
}
