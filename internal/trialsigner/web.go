package trialsigner

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

//go:embed asset
var assets embed.FS

// built has the module, if `make wasm` was run before the program was built.
//
//go:embed all:dist
var built embed.FS

// workerPolicy is the content policy of the worker: it may compile the module that it is given, and load nothing.
const workerPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'none'; frame-ancestors 'none'; base-uri 'none'"

type pages struct{ script, library, worker, module file }

func newPages() *pages {
	module, err := fs.ReadFile(built, "dist/signer.wasm.gz")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		panic(err) // it is compiled in
	}
	return &pages{
		script:  newFile("text/javascript; charset=utf-8", "", asset("page.js"), false),
		library: newFile("text/javascript; charset=utf-8", "", asset("key.js"), false),
		worker:  newFile("text/javascript; charset=utf-8", workerPolicy, asset("worker.js"), false),
		module:  newFile("application/wasm", "", module, true),
	}
}

func asset(name string) []byte {
	b, err := assets.ReadFile("asset/" + name)
	if err != nil {
		panic(err) // it is compiled in, and every test of the page reads it
	}
	return b
}

func (p *pages) page(w http.ResponseWriter, r *http.Request) error {
	page := web.Page{Title: titlePage, Lead: leadPage, NoIndex: true, Narrow: true, Alone: "signer"}
	return web.Render(w, r, http.StatusOK, signerView(page, p.module.body != nil))
}

// file is a part of the page. Its tag changes with its content, so that a browser asks whether its copy is the present one and
// seldom loads it again.
type file struct {
	kind, policy, tag string
	body              []byte // nil if there is none
	packed            bool   // by gzip
}

func newFile(kind, policy string, body []byte, packed bool) file {
	sum := sha256.Sum256(body)
	return file{kind, policy, `"` + hex.EncodeToString(sum[:12]) + `"`, body, packed}
}

func (f file) serve(w http.ResponseWriter, r *http.Request) error {
	if f.body == nil {
		return httpx.ErrNoPage
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", f.tag)
	h.Add("Vary", "Accept-Encoding")
	if f.policy != "" {
		h.Set("Content-Security-Policy", f.policy)
	}
	if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), f.tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	body := f.body
	switch {
	case f.packed && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip"):
		h.Set("Content-Encoding", "gzip")
	case f.packed:
		var err error
		if body, err = unpack(body); err != nil {
			return err
		}
	}
	// A reader who went away is no failure, and there is nobody left to tell.
	_, _ = w.Write(body)
	return nil
}

func unpack(packed []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack the module: %w", err)
	}
	body, err := io.ReadAll(z) // it is our own
	if err != nil {
		return nil, fmt.Errorf("unpack the module: %w", err)
	}
	return body, nil
}
