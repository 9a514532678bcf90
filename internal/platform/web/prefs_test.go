package web_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"pgregory.net/rapid"
)

// save posts preferences with the cookies at hand and returns the answer.
func save(t testing.TB, send url.Values, cookies ...*http.Cookie) *http.Response {
	t.Helper()
	r := post(send.Encode(), urlencoded)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	if err := web.SavePrefs(w, r.WithContext(in(guest(i18n.Russian)))); err != nil {
		t.Fatal(err)
	}
	return w.Result()
}

func read(cookies ...*http.Cookie) web.Prefs {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	return web.ReadPrefs(r)
}

func TestPrefsRoundTrip(t *testing.T) {
	names := map[string][]string{
		"theme": {"system", "light", "dark"}, "vision": {"off", "on"}, "size": {"100", "150", "200"}, "spacing": {"100", "150", "200"},
		"scheme": {"bw", "wb", "blue"}, "font": {"sans", "serif"}, "pictures": {"on", "off"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		var cookies []*http.Cookie
		want := url.Values{}
		for range rapid.IntRange(1, 6).Draw(rt, "presses") {
			name := rapid.SampledFrom([]string{"theme", "vision", "size", "spacing", "scheme", "font", "pictures"}).Draw(rt, "name")
			value := rapid.SampledFrom(names[name]).Draw(rt, "value")
			want.Set(name, value)
			cookies = save(t, url.Values{name: {value}, "back": {"/"}}, cookies...).Cookies()
		}
		got := read(cookies...)
		again := read(save(t, want).Cookies()...)
		if diff := cmp.Diff(again, got); diff != "" {
			rt.Errorf("one press at a time or all at once: %s", diff)
		}
		if v := want.Get("theme"); v != "" && v != "system" && string(got.Theme) != v {
			rt.Errorf("theme %q, want %q", got.Theme, v)
		}
		if v := want.Get("vision"); v != "" && got.Vision.On != (v == "on") {
			rt.Errorf("low vision %v, want %q", got.Vision.On, v)
		}
	})
}

func TestStrangePrefsAreIgnored(t *testing.T) {
	for _, value := range []string{
		"", "theme=purple", "theme=dark'><script>", "size=9999&vision=maybe", "%zz", strings.Repeat("theme=dark&", 50), "theme=&scheme=url(//evil)",
	} {
		got := read(&http.Cookie{Name: "prefs", Value: value})
		if diff := cmp.Diff(web.DefaultPrefs(), got); diff != "" {
			t.Errorf("%q: %s", value, diff)
		}
	}
	if _, err := http.ParseCookie("prefs=" + save(t, url.Values{"theme": {"purple"}, "size": {"'"}}).Cookies()[0].Value); err != nil {
		t.Error(err)
	}
	r := post("theme=dark&admin=1", urlencoded)
	if err := web.SavePrefs(httptest.NewRecorder(), r); !errors.Is(err, web.ErrUnknownField) {
		t.Errorf("an unknown preference: %v", err)
	}
}

func TestPrefsReturnToThisSiteOnly(t *testing.T) {
	tests := []struct{ back, want string }{
		{"/join?a=1&b=%2F", "/join?a=1&b=%2F"},
		{"/en/join", "/en/join"},
		{"", "/"},
		{"join", "/"},
		{"https://evil.example/", "/"},
		{"//evil.example/", "/"},
		{`/\evil.example/`, "/"},
		{`\/evil.example/`, "/"},
		{"/\t/evil.example/", "/"},
		{"/ok\r\nSet-Cookie: a=b", "/"},
		{"javascript:alert(1)", "/"},
		{"/%zz", "/"},
		{"/" + strings.Repeat("a", 3000), "/"},
	}
	for _, tt := range tests {
		r := save(t, url.Values{"theme": {"dark"}, "back": {tt.back}})
		if got := r.Header.Get("Location"); r.StatusCode != http.StatusSeeOther || got != tt.want {
			t.Errorf("back to %.40q: %d %q, want %q", tt.back, r.StatusCode, got, tt.want)
		}
	}
}

func TestPrefsCookie(t *testing.T) {
	c := save(t, url.Values{"theme": {"dark"}}).Cookies()[0]
	if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge < 3600*24*300 {
		t.Errorf("%+v", c)
	}
}

// The server draws the page as the reader wants it, with no script and no flash of another colour.
func TestPrefsAreOnThePage(t *testing.T) {
	v := guest(i18n.Russian)
	v.Prefs = read(save(t, url.Values{"vision": {"on"}, "size": {"200"}, "scheme": {"wb"}, "pictures": {"off"}}).Cookies()...)
	root := parse(t, web.Layout(web.Page{Title: i18n.M("Шаг", "Step")}), in(v))
	html := first(root, "html")
	got := []string{attr(html, "data-vision"), attr(html, "data-size"), attr(html, "data-scheme"), attr(html, "data-pictures"), attr(html, "data-spacing")}
	if diff := cmp.Diff([]string{"on", "200", "wb", "off", "100"}, got); diff != "" {
		t.Error(diff)
	}
	pressed := map[string]string{}
	for _, b := range all(root, "button") {
		if attr(b, "aria-pressed") == "true" {
			pressed[attr(b, "name")] = attr(b, "value")
		}
	}
	want := map[string]string{"size": "200", "spacing": "100", "scheme": "wb", "font": "sans", "pictures": "off"}
	if diff := cmp.Diff(want, pressed); diff != "" {
		t.Error(diff)
	}
}

func FuzzSamePath(f *testing.F) {
	for _, seed := range []string{"/", "//a", `/\a`, "/a?b#c", "http://a", "/%2f/a", "/\x00", "/a:b"} {
		f.Add(seed)
	}
	base, _ := url.Parse("https://cluster.example/x/y") // a constant
	f.Fuzz(func(t *testing.T, path string) {
		got := web.SamePath(path, "/fallback")
		u, err := base.Parse(got)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme {
			t.Fatalf("%q leads to %v (%v)", got, u, err)
		}
		if strings.ContainsAny(got, "\\\r\n\t") || strings.HasPrefix(got, "//") {
			t.Fatalf("%q: a browser reads this as another site", got)
		}
	})
}
