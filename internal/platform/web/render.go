package web

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

const usualPage = 32 << 10 // bytes that most pages fit into

// Render draws a page and sends it with a status. The page is drawn whole before the first byte goes out, so that a
// component that fails gives an error and not half a page: on an error nothing has been written to w.
func Render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) error {
	var b bytes.Buffer
	b.Grow(usualPage)
	if err := c.Render(r.Context(), &b); err != nil {
		return fmt.Errorf("draw a page: %w", err) // its path may hold the secret of a link
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

// Redirect leads on after a POST, to a path of this site in the language of the request. What is no path of this site
// leads to the start page.
func Redirect(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, URL(r.Context(), SamePath(path, "/")), http.StatusSeeOther) //nolint:gosec // SamePath lets no other site through
	return nil
}
