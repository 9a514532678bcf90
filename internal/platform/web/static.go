package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed static
var files embed.FS

// asset is a file that browsers fetch. Its address has a hash of its content, so it may be kept for ever.
type asset struct {
	name string // "klaster.css"
	kind string // media type
	hash string
	body []byte
	gzip []byte // nil when compression does not pay
}

func (a *asset) url() string { return "/static/" + a.hash + "/" + a.name }

// bundle is all assets, put together once from the embedded sources: style sheets and scripts are joined, icons make
// one sprite, and the style sheet names fonts by their addresses.
type bundle struct {
	byName  map[string]*asset
	version string // changes when the style sheet or a script changes
}

var assets = sync.OnceValue(func() *bundle {
	b, err := makeBundle()
	if err != nil {
		panic(err) // the sources are compiled in, and a test makes the bundle
	}
	return b
})

func makeBundle() (*bundle, error) {
	b := &bundle{byName: map[string]*asset{}}
	for _, f := range []struct{ name, file, kind string }{
		{"onest-400.woff2", "static/font/onest-400.woff2", "font/woff2"},
		{"onest-600.woff2", "static/font/onest-600.woff2", "font/woff2"},
		{"favicon.svg", "static/favicon.svg", "image/svg+xml; charset=utf-8"},
		{"htmx.js", "static/vendor/htmx-4.0.1.min.js", "text/javascript; charset=utf-8"},
	} {
		body, err := files.ReadFile(f.file)
		if err != nil {
			return nil, fmt.Errorf("make static files: %w", err)
		}
		b.add(f.name, f.kind, body)
	}
	icons, err := makeSprite()
	if err != nil {
		return nil, err
	}
	b.add("icons.svg", "image/svg+xml; charset=utf-8", icons)
	styles, err := joinFiles("static/css/tokens.css", "static/css/base.css", "static/css/layout.css",
		"static/css/components/*.css", "static/css/vision.css", "static/css/forced.css", "static/css/print.css")
	if err != nil {
		return nil, err
	}
	b.add("klaster.css", "text/css; charset=utf-8", b.linkFonts(minifyCSS(styles)))
	scripts, err := joinFiles("static/js/*.js")
	if err != nil {
		return nil, err
	}
	b.add("klaster.js", "text/javascript; charset=utf-8", trimScript(scripts))
	b.version = b.byName["klaster.css"].hash + b.byName["klaster.js"].hash
	return b, nil
}

func (b *bundle) add(name, kind string, body []byte) {
	sum := sha256.Sum256(body)
	a := &asset{name: name, kind: kind, body: body, hash: hex.EncodeToString(sum[:6])}
	if kind != "font/woff2" { // which is compressed already
		a.gzip = compress(body)
	}
	b.byName[name] = a
}

func compress(body []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.BestCompression) // the level is valid
	_, _ = w.Write(body)                                    // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

// joinFiles puts together the files of the patterns, in the order of the patterns and then of the names.
func joinFiles(patterns ...string) ([]byte, error) {
	var out bytes.Buffer
	for _, pattern := range patterns {
		names, err := fs.Glob(files, pattern)
		if err != nil {
			return nil, fmt.Errorf("join %s: %w", pattern, err)
		}
		for _, name := range names {
			body, err := files.ReadFile(name)
			if err != nil {
				return nil, fmt.Errorf("join %s: %w", pattern, err)
			}
			out.Write(body)
			out.WriteByte('\n')
		}
	}
	return out.Bytes(), nil
}

// linkFonts writes the addresses of fonts into a style sheet, which names them font:NAME.
func (b *bundle) linkFonts(css []byte) []byte {
	for name, a := range b.byName {
		css = bytes.ReplaceAll(css, []byte("font:"+name), []byte(a.url()))
	}
	return css
}

// makeSprite puts the icons together into one file of symbols. The sources are Lucide's, untouched; the style of their
// lines is the style sheet's.
func makeSprite() ([]byte, error) {
	names, err := fs.Glob(files, "static/icons/*.svg")
	if err != nil {
		return nil, fmt.Errorf("make icons: %w", err)
	}
	var out bytes.Buffer
	out.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("make icons: %w", err)
		}
		drawing, err := drawingOf(string(body))
		if err != nil {
			return nil, fmt.Errorf("make icon %s: %w", name, err)
		}
		fmt.Fprintf(&out, `<symbol id="%s" viewBox="0 0 24 24">%s</symbol>`, strings.TrimSuffix(path.Base(name), ".svg"), drawing)
	}
	out.WriteString(`</svg>`)
	return out.Bytes(), nil
}

// IconNames lists the icons that [Icon] can draw.
func IconNames() []string {
	names, _ := fs.Glob(files, "static/icons/*.svg") // the pattern is valid
	for i, name := range names {
		names[i] = strings.TrimSuffix(path.Base(name), ".svg")
	}
	return names
}

// drawingOf returns what stands between the tags of <svg>, on one line.
func drawingOf(svg string) (string, error) {
	_, rest, ok := strings.Cut(svg, "<svg")
	if ok {
		_, rest, ok = strings.Cut(rest, ">")
	}
	inner, _, closed := strings.Cut(rest, "</svg>")
	if !ok || !closed {
		return "", fmt.Errorf("no <svg> element in %d bytes", len(svg))
	}
	return strings.ReplaceAll(strings.Join(strings.Fields(inner), " "), " />", "/>"), nil
}

// Asset returns the address of a static file by its plain name.
func Asset(name string) string {
	if a, ok := assets().byName[name]; ok {
		return a.url()
	}
	return "/static/none/" + name
}

// AssetsVersion changes with the style sheet and the scripts. A page that was fetched in the background and has another
// version than the page around it is loaded whole.
func AssetsVersion() string { return assets().version }

const forever = "public, max-age=31536000, immutable"

// StaticHandler serves /static/<hash>/<name>. An address with the hash of another version of the program, asked for
// while nodes are being replaced, gets the file as it is here, but nobody may keep it.
func StaticHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hash, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/static/"), "/")
		a, ok := assets().byName[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		cache := forever
		if hash != a.hash {
			cache = "no-store"
		}
		a.serve(w, r, cache)
	})
}

func (a *asset) serve(w http.ResponseWriter, r *http.Request, cache string) {
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", cache)
	h.Set("X-Content-Type-Options", "nosniff")
	body := a.body
	if a.gzip != nil {
		h.Add("Vary", "Accept-Encoding")
		if acceptsGzip(r) {
			h.Set("Content-Encoding", "gzip")
			body = a.gzip
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // a reader who went away needs no answer
	}
}

// acceptsGzip reads Accept-Encoding (RFC 9110, 12.5.3): gzip or * is named, and not with a weight of zero.
func acceptsGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, params, _ := strings.Cut(part, ";")
		name = strings.ToLower(strings.TrimSpace(name))
		if name != "gzip" && name != "*" {
			continue
		}
		_, weight, found := strings.Cut(strings.ReplaceAll(params, " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		return !found || err == nil && q > 0
	}
	return false
}
