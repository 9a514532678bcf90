package web

import (
	"bytes"
	"fmt"
	"net/http"
	"sync"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

const maxPooled = 256 << 10 // bytes; a bigger buffer is left to the collector

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render draws a page and sends it with a status. The page is drawn whole before the first byte goes out, so that a
// component that fails gives an error and not half a page: on an error nothing has been written to w.
func Render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer func() {
		if b.Cap() <= maxPooled {
			buffers.Put(b)
		}
	}()
	if err := c.Render(r.Context(), b); err != nil {
		return fmt.Errorf("draw page %s: %w", r.URL.Path, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", i18n.From(r.Context()).Code())
	h.Add("Vary", "Cookie")
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	// A reader who went away is no failure of the page, and there is nobody left to tell.
	_, _ = w.Write(b.Bytes())
	return nil
}
