package trialsigner

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/trialsigner/signer"
)

// The page has words for each outcome, and each only once.
func TestEachOutcomeHasWords(t *testing.T) {
	seen := map[string]bool{}
	for _, w := range words() {
		if seen[w.name] {
			t.Errorf("%s stands twice", w.name)
		}
		seen[w.name] = true
	}
	for _, o := range signer.Outcomes() {
		if !seen["outcome-"+string(o)] && o != signer.OK {
			t.Errorf("there are no words for %s", o)
		}
	}
	for _, script := range []string{string(asset("page.js"))} {
		for rest := script; ; {
			_, after, ok := strings.Cut(rest, `words("`)
			if !ok {
				break
			}
			name, tail, _ := strings.Cut(after, `"`)
			if !seen[name] {
				t.Errorf("the script asks for the words %q, and there are none", name)
			}
			rest = tail
		}
	}
}

// The worker comes with a policy that leaves it no network (T16, T24).
func TestT16_TheWorkerComesWithItsPolicy(t *testing.T) {
	p := newPages()
	w := httptest.NewRecorder()
	if err := p.worker.serve(w, httptest.NewRequest(http.MethodGet, pathWorker, nil)); err != nil {
		t.Fatal(err)
	}
	policy := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "connect-src 'none'", "script-src 'wasm-unsafe-eval'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy of the worker is %q", policy)
		}
	}
	if strings.Contains(policy, "'self'") || strings.Contains(policy, "http") || strings.Contains(policy, "*") {
		t.Errorf("the worker may load something: %q", policy)
	}
}

// The module goes out as it is packed, or unpacked to who asks for that; who has it is told so; where there is none, there is no page.
func TestModuleIsServed(t *testing.T) {
	var packed strings.Builder
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, "\x00asm"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	f := newFile("application/wasm", "", []byte(packed.String()), true)
	get := func(header, value string) *httptest.ResponseRecorder {
		w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, pathModule, nil)
		r.Header.Set(header, value)
		if err := f.serve(w, r); err != nil {
			t.Fatal(err)
		}
		return w
	}
	if w := get("Accept-Encoding", "br, gzip"); w.Body.String() != packed.String() || w.Header().Get("Content-Encoding") != "gzip" {
		t.Errorf("packed: %v", w.Header())
	}
	w := get("Accept-Encoding", "identity")
	if w.Body.String() != "\x00asm" || w.Header().Get("Content-Encoding") != "" || w.Header().Get("Content-Type") != "application/wasm" {
		t.Errorf("unpacked: %v", w.Header())
	}
	if w := get("If-None-Match", w.Header().Get("ETag")); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("known: %d", w.Code)
	}
	if err := newFile("application/wasm", "", nil, true).serve(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, pathModule, nil)); err == nil {
		t.Error("a module that is not there is served")
	}
}

// A program that was built without the module says so, and how to build it.
func TestWithoutTheModule(t *testing.T) {
	for _, lang := range i18n.Langs() {
		var b strings.Builder
		ctx := web.WithView(i18n.WithLang(t.Context(), lang), &web.View{Site: &web.Site{Trial: true}, Lang: lang})
		if err := signerView(web.Page{Title: titlePage}, false).Render(ctx, &b); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if !strings.Contains(page, "make wasm build") || !strings.Contains(page, "klaster sig sign") || strings.Contains(page, "data-tool") || strings.Contains(page, pathScript) {
			t.Errorf("%s: %s", lang, page)
		}
	}
}
