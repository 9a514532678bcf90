package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Theme is the choice between light and dark.
type Theme string

// The themes. The zero value follows the system of the reader.
const (
	ThemeSystem Theme = ""
	ThemeLight  Theme = "light"
	ThemeDark   Theme = "dark"
)

// Vision is how the low-vision version looks (ПП РФ № 102 of 7 February 2026).
type Vision struct {
	On       bool
	Size     int    // per cent of the usual size: 100, 150, 200
	Spacing  int    // per cent of the usual spacing: 100, 150, 200
	Scheme   string // "bw" black on white, "wb" white on black, "blue" dark blue on light blue
	Font     string // "sans", "serif"
	Pictures bool
}

// Prefs is how a reader wants to see the pages. It lives in a cookie, so that the server draws the page right at once.
type Prefs struct {
	Theme  Theme
	Vision Vision
}

const (
	prefsCookie = "prefs"
	hostPrefix  = "__Host-"          // with https: it ties a cookie to this host (RFC 6265bis §4.1.3.2)
	prefsAge    = 365 * 24 * 60 * 60 // seconds
	maxPrefs    = 200                // bytes of the cookie that are looked at
	maxBack     = 2000               // bytes of the path to return to
)

// choice is a preference that takes one of a few values; the first is the default.
type choice struct {
	name   string
	values []string
	get    func(Prefs) string
	set    func(*Prefs, string)
}

var choices = []choice{
	{
		"theme",
		[]string{"system", "light", "dark"},
		func(p Prefs) string {
			if p.Theme == ThemeSystem {
				return "system"
			}
			return string(p.Theme)
		},
		func(p *Prefs, v string) { p.Theme = Theme(strings.TrimPrefix(v, "system")) },
	},
	{
		"vision",
		[]string{"off", "on"},
		func(p Prefs) string { return word(p.Vision.On) },
		func(p *Prefs, v string) { p.Vision.On = v == "on" },
	},
	{
		"size",
		[]string{"150", "100", "200"},
		func(p Prefs) string { return strconv.Itoa(p.Vision.Size) },
		func(p *Prefs, v string) { p.Vision.Size, _ = strconv.Atoi(v) },
	},
	{
		"spacing",
		[]string{"100", "150", "200"},
		func(p Prefs) string { return strconv.Itoa(p.Vision.Spacing) },
		func(p *Prefs, v string) { p.Vision.Spacing, _ = strconv.Atoi(v) },
	},
	{
		"scheme",
		[]string{"bw", "wb", "blue"},
		func(p Prefs) string { return p.Vision.Scheme },
		func(p *Prefs, v string) { p.Vision.Scheme = v },
	},
	{
		"font",
		[]string{"sans", "serif"},
		func(p Prefs) string { return p.Vision.Font },
		func(p *Prefs, v string) { p.Vision.Font = v },
	},
	{
		"pictures",
		[]string{"on", "off"},
		func(p Prefs) string { return word(p.Vision.Pictures) },
		func(p *Prefs, v string) { p.Vision.Pictures = v == "on" },
	},
}

func word(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// DefaultPrefs are the preferences of a reader who has chosen nothing.
func DefaultPrefs() Prefs {
	var p Prefs
	for _, c := range choices {
		c.set(&p, c.values[0])
	}
	return p
}

// apply takes over those values that are known and leaves the rest as it was.
func (p *Prefs) apply(values url.Values) {
	for _, c := range choices {
		if v := values.Get(c.name); slices.Contains(c.values, v) {
			c.set(p, v)
		}
	}
}

func (p Prefs) encode() string {
	values := url.Values{}
	for _, c := range choices {
		if v := c.get(p); v != c.values[0] {
			values.Set(c.name, v)
		}
	}
	return values.Encode()
}

// ReadPrefs returns the preferences in the cookie of a request. What is strange in it is ignored.
func ReadPrefs(r *http.Request) Prefs {
	p := DefaultPrefs()
	c, err := r.Cookie(hostPrefix + prefsCookie)
	if err != nil {
		c, err = r.Cookie(prefsCookie)
	}
	if err != nil || len(c.Value) > maxPrefs {
		return p
	}
	values, err := url.ParseQuery(c.Value)
	if err != nil {
		return p
	}
	p.apply(values)
	return p
}

// SavePrefs answers the POST of the theme menu and of the low-vision panel: it changes the preferences that the form
// names, keeps the others, and returns to the page that the form came from. Only a path of this site is returned to.
func SavePrefs(w http.ResponseWriter, r *http.Request) error {
	inputs := make([]Input, 0, len(choices)+1)
	for _, c := range choices {
		inputs = append(inputs, Input{Name: c.name, Max: 10})
	}
	f, err := ReadForm(r, append(inputs, Input{Name: "back", Max: maxBack})...)
	if err != nil {
		return err
	}
	values := url.Values{}
	for _, c := range choices {
		values.Set(c.name, f.Get(c.name))
	}
	p := ReadPrefs(r)
	p.apply(values)
	name := prefsCookie
	if ViewOf(r.Context()).Site.Secure() {
		name = hostPrefix + prefsCookie
	}
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: p.encode(), Path: "/", MaxAge: prefsAge,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: ViewOf(r.Context()).Site.Secure(),
	})
	http.Redirect(w, r, SamePath(f.Get("back"), URL(r.Context(), "/")), http.StatusSeeOther)
	return nil
}

// SamePath returns path if a browser would take it as a path of this site, else fallback. "//host", "/\host", anything
// with a scheme and anything with a control character is not one.
func SamePath(path, fallback string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || len(path) > maxBack {
		return fallback
	}
	if strings.ContainsFunc(path, func(c rune) bool { return c <= ' ' || c == '\\' || c == 0x7f }) {
		return fallback
	}
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil {
		return fallback
	}
	return path
}
