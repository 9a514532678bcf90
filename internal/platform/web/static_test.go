package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var assetNames = []string{"klaster.css", "klaster.js", "htmx.js", "icons.svg", "favicon.svg", "onest-400.woff2", "onest-600.woff2"}

func get(h http.Handler, path string, header ...string) *http.Response {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestStaticFiles(t *testing.T) {
	for _, name := range assetNames {
		plain := get(web.StaticHandler(), web.Asset(name))
		want := body(t, plain)
		if plain.StatusCode != 200 || len(want) == 0 || !strings.Contains(plain.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d, %d bytes, %v", name, plain.StatusCode, len(want), plain.Header)
		}
		packed := get(web.StaticHandler(), web.Asset(name), "Accept-Encoding", "br, gzip;q=0.8")
		if strings.HasSuffix(name, ".woff2") {
			if packed.Header.Get("Content-Encoding") != "" {
				t.Errorf("%s is compressed twice", name)
			}
			continue
		}
		z, err := gzip.NewReader(bytes.NewReader(body(t, packed)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want) || packed.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%s: the compressed form differs (%v)", name, err)
		}
	}
}

func TestGzipIsNotForced(t *testing.T) {
	for accept, want := range map[string]string{
		"": "", "identity": "", "br": "", "gzip;q=0": "", "gzip; q=0.0": "", "gzip": "gzip", "*": "gzip", "deflate, GZIP;q=1": "gzip", "gzip;q=x": "",
	} {
		if got := get(web.StaticHandler(), web.Asset("klaster.css"), "Accept-Encoding", accept).Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q: %q, want %q", accept, got, want)
		}
	}
}

// While nodes are replaced, an old page asks for an old file: it gets what there is, and no cache may keep it.
func TestAForeignHashIsNotKept(t *testing.T) {
	r := get(web.StaticHandler(), "/static/000000000000/klaster.css")
	if r.StatusCode != 200 || r.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", r.StatusCode, r.Header)
	}
	for _, path := range []string{"/static/", "/static/x", "/static/x/none.css", "/static/x/../static.go", "/static/x/css/tokens.css", web.Asset("none")} {
		if r := get(web.StaticHandler(), path); r.StatusCode != 404 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
}

// Every address in the style sheet is a file of ours or data.
func TestStyleSheetAddresses(t *testing.T) {
	css := string(body(t, get(web.StaticHandler(), web.Asset("klaster.css"))))
	found := regexp.MustCompile(`url\(([^)]*)\)`).FindAllStringSubmatch(css, -1)
	if len(found) < 3 {
		t.Fatalf("%d addresses", len(found))
	}
	for _, m := range found {
		if strings.HasPrefix(m[1], `"data:image/svg`) {
			continue
		}
		if r := get(web.StaticHandler(), m[1]); r.StatusCode != 200 || r.Header.Get("Cache-Control") == "no-store" {
			t.Errorf("%s: %d", m[1], r.StatusCode)
		}
	}
	if strings.Contains(css, "@import") || strings.Contains(css, "/*") {
		t.Error("the style sheet has imports or comments")
	}
	if open, closed := strings.Count(css, "{"), strings.Count(css, "}"); open != closed || open < 200 {
		t.Errorf("%d braces open, %d close", open, closed)
	}
}

// A first visit fetches at most 70 KB, the next page at most 4 KB, headers not counted.
func TestPageWeight(t *testing.T) {
	page := packed(t, []byte(render(t, web.Layout(web.Page{Title: i18n.M("Рабочий стол", "Desk"), Shell: web.Cabinet}), in(member(i18n.Russian)))))
	total := page
	for _, name := range assetNames {
		n := len(body(t, get(web.StaticHandler(), web.Asset(name), "Accept-Encoding", "gzip")))
		t.Logf("%6d %s", n, name)
		total += n
	}
	t.Logf("%6d the page itself, %d in all", page, total)
	if total > 70<<10 || page > 4<<10 {
		t.Errorf("a first visit is %d bytes, a page %d", total, page)
	}
}

func packed(t testing.TB, b []byte) int {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

func TestRootFiles(t *testing.T) {
	h := web.RootHandler(site)
	for _, path := range web.RootPaths() {
		if r := get(h, path); r.StatusCode != 200 || len(body(t, r)) == 0 {
			t.Errorf("%s: %d", path, r.StatusCode)
		}
	}
	var manifest struct{ Name, StartURL, Display string }
	if err := json.Unmarshal(body(t, get(h, "/manifest.webmanifest")), &manifest); err != nil || manifest.Name != site.Name.In(i18n.Russian) {
		t.Errorf("manifest %+v, %v", manifest, err)
	}
	if got := string(body(t, get(h, "/robots.txt"))); !strings.Contains(got, "Disallow: /\n") {
		t.Errorf("a trial installation lets robots in: %q", got)
	}
	real := *site
	real.Trial = false
	if got := string(body(t, get(web.RootHandler(&real), "/robots.txt"))); strings.Contains(got, "Disallow: /\n") || !strings.Contains(got, "Disallow: /admin") {
		t.Errorf("robots in a real installation: %q", got)
	}
}
