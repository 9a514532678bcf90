package signature

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
)

// script is a part of the pages. Its tag changes with its content, so that a browser asks whether its copy is the present
// one and seldom loads it again.
type script struct {
	body []byte
	tag  string
}

// The names under which the files of vendors are served, if the settings have them.
const (
	cryptoProScript = "vendor-cryptopro.js"
	rutokenScript   = "vendor-rutoken.js" //nolint:gosec // the name of a file: Рутокен is a device
)

// maxScript is the length in bytes of the longest file of a vendor.
const maxScript = 4 << 20

// readScripts reads the scripts of the pages, and those of vendors that the settings name.
func readScripts(c Config) (map[string]script, error) {
	all := map[string]script{}
	entries, err := fs.ReadDir(assets, "asset")
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		body, err := fs.ReadFile(assets, path.Join("asset", e.Name()))
		if err != nil {
			return nil, err
		}
		all[e.Name()] = newScript(body)
	}
	for name, file := range map[string]string{cryptoProScript: c.CryptoPro, rutokenScript: c.Rutoken} {
		if file == "" {
			continue
		}
		body, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the script of a plug-in: %w", err)
		}
		if len(body) > maxScript {
			return nil, fmt.Errorf("%s has %d bytes: the script of a plug-in has at most %d", file, len(body), maxScript)
		}
		all[name] = newScript(body)
	}
	return all, nil
}

func newScript(body []byte) script {
	sum := sha256.Sum256(body)
	return script{body, `"` + hex.EncodeToString(sum[:12]) + `"`}
}

// vendor returns the address of a vendor's script, "" if the settings have none.
func (p *pages) vendor(name string) string {
	if _, ok := p.scripts[name]; !ok {
		return ""
	}
	return scriptPath + name
}

func (p *pages) script(w http.ResponseWriter, r *http.Request) error {
	s, ok := p.scripts[r.PathValue("name")]
	if !ok {
		return httpx.ErrNoPage
	}
	h := w.Header()
	h.Set("Content-Type", "text/javascript; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", s.tag)
	if strings.Contains(r.Header.Get("If-None-Match"), s.tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, _ = w.Write(s.body) // a reader who went away is no failure
	return nil
}
