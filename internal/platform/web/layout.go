package web

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// boost makes links and forms fetch pages in the background and morph the body. The response is always a whole page,
// so that the same address works without scripts.
var boost = templ.Attributes{"hx-boost:inherited": "swap:innerMorph"}

var footLinks = []Link{
	{Label: textPrivacy, URL: PathPrivacy},
	{Label: textTerms, URL: PathTerms},
	{Label: textAccess, URL: PathAccessibility},
	{Label: textCookies, URL: PathCookies},
}

// rootAttributes are the attributes of <html> that the style sheet looks at.
func rootAttributes(v *View) templ.Attributes {
	a := templ.Attributes{"lang": v.Lang.Code()}
	if vision := v.Prefs.Vision; vision.On {
		a["data-vision"] = "on"
		a["data-size"] = strconv.Itoa(vision.Size)
		a["data-spacing"] = strconv.Itoa(vision.Spacing)
		a["data-scheme"] = vision.Scheme
		a["data-font"] = vision.Font
		a["data-pictures"] = word(vision.Pictures)
		return a
	}
	if v.Prefs.Theme != ThemeSystem {
		a["data-theme"] = string(v.Prefs.Theme)
	}
	return a
}

// colorScheme tells the browser before the style sheet comes, so that a dark page does not begin with a white flash.
func (p Prefs) colorScheme() string {
	switch {
	case p.Vision.On && p.Vision.Scheme == "wb":
		return "dark"
	case p.Vision.On:
		return "light"
	case p.Theme != ThemeSystem:
		return string(p.Theme)
	}
	return "light dark"
}

// foreign marks words of the other language, so that a voice reads them right: a Russian name on an English page.
func foreign(ctx context.Context, words string) templ.Attributes {
	if i18n.From(ctx) != i18n.English || !strings.ContainsFunc(words, func(c rune) bool { return unicode.Is(unicode.Cyrillic, c) }) {
		return nil
	}
	return templ.Attributes{"lang": i18n.Russian.Code()}
}

func pressed(on bool) string { return strconv.FormatBool(on) }

// current marks the section that the page belongs to: "page" when it is the very page.
func current(p Page, v *View, item NavItem) templ.Attributes {
	switch {
	case item.URL == v.Path:
		return templ.Attributes{"aria-current": "page"}
	case item.Key != "" && item.Key == p.Section:
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

func currentProfile(p Profile) templ.Attributes {
	if p.Current {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}
