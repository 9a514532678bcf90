package web

import (
	"encoding/json"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// RootPaths are the addresses that [RootHandler] answers; browsers and robots look for them at the root of a site.
func RootPaths() []string {
	return []string{"/robots.txt", "/favicon.ico", "/favicon.svg", "/manifest.webmanifest"}
}

// RootHandler serves the files of [RootPaths].
func RootHandler(site *Site) http.Handler {
	mux := http.NewServeMux()
	icon := func(w http.ResponseWriter, r *http.Request) { assets().byName["favicon.svg"].serve(w, r, aDay) }
	mux.HandleFunc("GET /favicon.ico", icon)
	mux.HandleFunc("GET /favicon.svg", icon)
	robots := &asset{kind: "text/plain; charset=utf-8", body: robotsText(site)}
	mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, r *http.Request) { robots.serve(w, r, aDay) })
	manifest := &asset{kind: "application/manifest+json", body: manifestText(site)}
	mux.HandleFunc("GET /manifest.webmanifest", func(w http.ResponseWriter, r *http.Request) { manifest.serve(w, r, aDay) })
	return mux
}

const aDay = "public, max-age=86400"

// robotsText keeps search engines out of what is nobody's business, and out of a trial installation altogether.
func robotsText(site *Site) []byte {
	if site.Trial {
		return []byte("User-agent: *\nDisallow: /\n")
	}
	return []byte("User-agent: *\nDisallow: /admin\nDisallow: /org/\nDisallow: /dev/\nDisallow: /en/admin\nDisallow: /en/org/\n")
}

func manifestText(site *Site) []byte {
	type icon struct {
		Src   string `json:"src"`
		Sizes string `json:"sizes"`
		Type  string `json:"type"`
	}
	body, err := json.Marshal(struct {
		Name       string `json:"name"`
		Lang       string `json:"lang"`
		StartURL   string `json:"start_url"`
		Display    string `json:"display"`
		Background string `json:"background_color"`
		Theme      string `json:"theme_color"`
		Icons      []icon `json:"icons"`
	}{site.Name.In(i18n.Russian), "ru", "/", "browser", "#f4f6f9", "#b3122d", []icon{{"/favicon.svg", "any", "image/svg+xml"}}})
	if err != nil {
		panic(err) // strings always marshal
	}
	return body
}
